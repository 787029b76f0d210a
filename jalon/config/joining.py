"""Joining a headquarters with its one-time code: what a new machine does once, and may safely do again."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from jalon.config.preparing import prepare_node
from jalon.config.starting import start_node
from jalon.journal.keys import NodeKeys, NodeNotPrepared, load
from jalon.journal.node import journal_connection
from jalon.sync import enrolment
from jalon.sync.enrolment import Code, EnrolmentRefused
from jalon.sync.link import Link

PERSONAL = ("crossing.", "group.", "case.")


def join(address: str, typed: str) -> NodeKeys:
    """Belong to the headquarters at this address. Raises EnrolmentRefused, LinkDown, AddressRefused."""
    code = Code.read(typed)
    link = Link(address)
    try:
        above = enrolment.heard(enrolment.asked(link, enrolment.hello(code)), code)
        keys = _keys_for(above)
        said = enrolment.heard(enrolment.asked(link, enrolment.presented(keys, code, above)), code)
        if said["node"] != above["node"]:
            raise EnrolmentRefused("two headquarters answered: start again")
        return enrolment.belong_to(above, address)
    finally:
        link.close()


def _keys_for(above: dict[str, str]) -> NodeKeys:
    """This machine's keys, made now where there are none; they fit the place that the code was given for."""
    sealing = bytes.fromhex(above["sealing"])
    try:
        keys = load(Path(settings.JALON_HOME) / "keys")
    except NodeNotPrepared:
        prepare_node(above["post"], sealing)
        keys = load(Path(settings.JALON_HOME) / "keys")
    start_node()
    if keys.post != above["post"]:
        raise EnrolmentRefused(f"the code is for a machine at {above['post']}; this one stands at {keys.post}")
    if keys.parent is not None and keys.parent.node != above["node"]:
        raise EnrolmentRefused("this machine belongs to another headquarters: prepare a new one")
    if keys.headquarters.public_bytes_raw() != sealing and _has_recorded_people():
        raise EnrolmentRefused(
            "this machine has recorded travellers that this headquarters could not read: prepare a new one"
        )
    return keys


def _has_recorded_people() -> bool:
    connection, mark = journal_connection()
    where = " OR ".join([f"verb LIKE {mark}"] * len(PERSONAL))
    names = tuple(f"{name}%" for name in PERSONAL)
    return connection.execute(f"SELECT 1 FROM journal_entry WHERE {where} LIMIT 1", names).fetchone() is not None  # noqa: S608
