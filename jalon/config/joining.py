"""Joining a headquarters with its one-time code: what a new machine does once, and may safely do again."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings

from jalon.config.preparing import prepare_node
from jalon.config.starting import start_node
from jalon.cooperation.saying import own_party
from jalon.journal.acting import act
from jalon.journal.keys import NodeKeys, NodeNotPrepared, load
from jalon.journal.node import journal_connection, this_node
from jalon.journal.record import record
from jalon.sync import enrolment
from jalon.sync.enrolment import Code, EnrolmentRefused
from jalon.sync.link import Link, RefusedThere

PERSONAL = ("crossing.", "group.", "case.")


def join(address: str, typed: str) -> NodeKeys:
    """Belong to the headquarters at this address. Raises EnrolmentRefused, LinkDown, AddressRefused."""
    code = Code.read(typed)
    link = Link(address)
    try:
        above = enrolment.heard(_asked(link, enrolment.hello(code)), code)
        keys = _keys_for(above)
        said = enrolment.heard(_asked(link, enrolment.presented(keys, code, above)), code)
        if said["node"] != above["node"]:
            raise EnrolmentRefused("two headquarters answered: start again")
        return enrolment.belong_to(above, address)
    finally:
        link.close()


@act
def join_forum(address: str, typed: str, actor: str) -> str:
    """A headquarters joins the forum at this address, which gave the code to its state. Returns the forum's id.

    Raises EnrolmentRefused, LinkDown, AddressRefused.
    """
    code, keys = Code.read(typed), this_node().keys
    if not keys.is_headquarters:
        raise EnrolmentRefused("a post joins no forum: its headquarters does")
    link = Link(address)
    try:
        forum = enrolment.heard(_asked(link, enrolment.hello(code)), code)
        if forum["post"] != own_party():
            raise EnrolmentRefused(f"the code is for {forum['post']}; this headquarters is of {own_party()}")
        presented = enrolment.presented(keys, code, forum, recall=secrets.token_bytes(32))
        said = enrolment.heard(_asked(link, presented), code)
        if said["node"] != forum["node"]:
            raise EnrolmentRefused("two forums answered: start again")
    finally:
        link.close()
    facts = {fact: forum[fact] for fact in ("node", "signing", "sealing")}
    record("peer.joined", facts | {"address": address.rstrip("/"), "party": forum["post"]}, actor)
    return str(forum["node"])


def _asked(link: Link, message: bytes) -> bytes:
    try:
        return link.enrol(message)
    except RefusedThere as refused:
        raise EnrolmentRefused(str(refused)) from None


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
