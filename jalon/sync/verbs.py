"""Verbs of sync: the switch from one edition to the next, an entry of the post that makes it."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.journal.opening import Opened
from jalon.journal.verbs import Body, Owner, Readers, Verb
from jalon.sync.editions.parcel import NAME
from jalon.sync.editions.table import kind_of
from jalon.sync.editions.taking import file_of
from jalon.sync.models import HeldEdition

HIGHEST = 1 << 30


def apply_switched(entries: Sequence[Opened], tables: str) -> None:
    """body: name, audience, number, root, by (headquarters), wall (its clock, ms), facts, signature.

    At the post that switched, the rows of the kept edition take the place of those before. At its headquarters, only
    that this node holds it.
    """
    for entry in entries:
        body, node = entry.body, entry.header.node
        _check(body)
        before = HeldEdition.objects.using(tables).filter(key=_key(node, body["name"])).first()
        if before is not None and before.number > body["number"]:
            raise ValueError("editions never go backwards")
        kind = kind_of(body["name"])
        if _here(entry) and kind is not None:
            kind.apply(entry, file_of(kind, body["name"], body["number"]), tables)
        HeldEdition.objects.using(tables).update_or_create(
            key=_key(node, body["name"]),
            defaults={
                "node": node,
                "name": body["name"],
                "number": body["number"],
                "root": body["root"],
                "at": entry.header.wall,
                "entry": entry.key,
            },
        )


def _check(body: Body) -> None:
    """Numbers of editions grow by one: nobody makes them leap to where no column follows."""
    number, root = body["number"], body["root"]
    if type(number) is not int or not 0 < number <= HIGHEST:
        raise ValueError("an edition has a number")
    if not (isinstance(root, str) and isinstance(body["name"], str) and NAME.fullmatch(body["name"])):
        raise ValueError("an edition has a name and a root")


def apply_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: name."""
    for entry in entries:
        name = entry.body["name"]
        kind = kind_of(name)
        if _here(entry) and kind is not None:
            kind.withdrawn(name, tables)
        HeldEdition.objects.using(tables).filter(key=_key(entry.header.node, name)).delete()


def _key(node: str, name: str) -> str:
    return f"{node} {name}"


def _here(entry: Opened) -> bool:
    """Whether the entry is of this machine: it then holds the edition's file, and its tables follow."""
    return entry.header.node == entry.node.id


VERBS = [
    Verb("edition.switched", 1, Readers.OPERATIONAL, Owner.NODE, apply_switched),
    Verb("edition.withdrawn", 1, Readers.OPERATIONAL, Owner.NODE, apply_withdrawn),
]
