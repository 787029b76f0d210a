"""The forums that this headquarters joined. A forum is a peer and never above it: it is told what the gate lets out, in
a stream of its own, and offers an edition of what its members agreed.

Joining, moving and leaving are entries of the headquarters. What was told stays told: after leaving, what has no
receipt yet is still carried, and nothing more is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings
from django.utils.module_loading import import_string

from jalon.journal.header import Header
from jalon.journal.models import Peer
from jalon.journal.node import journal_connection, this_node
from jalon.journal.opening import COLUMNS, Opened, open_entry
from jalon.journal.record import Recorded, append_and_follow, draft_of, record
from jalon.journal.verbs import AntecedentMissing, Body, Owner, Readers, Verb, table

LOOKS_BACK = 50  # entries of several workers that stand between an entry and who told it
MayLeave = Callable[[str, Mapping[str, Any], str], None]


class NotJoined(ValueError):
    """This machine sits in no forum of this name, or has left it."""


class NothingLeaves(ValueError):
    """No gate is set: without one nothing leaves this machine."""


def stream_to_forum(forum: str) -> str:
    """The name of the stream whose only audience is one forum."""
    return f"forum {forum}"


def joined() -> list[Peer]:
    """The forums in which this headquarters sits today."""
    return list(Peer.objects.filter(left_at__isnull=True))


def known() -> list[Peer]:
    """The same, and those it has left: something may still have to be carried there."""
    return list(Peer.objects.all())


def gate() -> MayLeave:
    """The one function that decides what may leave. Raises NothingLeaves."""
    if not settings.JALON_LEAVING:
        raise NothingLeaves("JALON_LEAVING names no gate: nothing leaves this machine")
    decides: MayLeave = import_string(settings.JALON_LEAVING)
    return decides


def tell_forum(forum: str, acts: Sequence[tuple[str, Body]], actor: str) -> list[Recorded]:
    """Append entries (verb, body) to the stream of a forum, all or none, once the gate has let each of them out.

    They are readable by the forum and by this headquarters, and reach it at the next contact. There the party speaks:
    who acted is an entry of this headquarters alone, which stands before them (`who_told`). Raises NotJoined,
    NothingLeaves, or what the gate raises; then nothing was recorded.
    """
    peer = Peer.objects.filter(id=forum, left_at__isnull=True).first()
    if peer is None:
        raise NotJoined(f"this machine sits in no forum {forum}")
    may_leave = gate()
    for verb, body in acts:
        may_leave(verb, body, forum)
    node, reader = this_node(), X25519PublicKey.from_public_bytes(bytes.fromhex(peer.sealing))
    drafts = [draft_of(table()[verb], body, peer.party, None, node, [reader]) for verb, body in acts]
    # First: cut off between the two, it names entries that never were, and none is without its officer.
    record("peer.told", {"node": forum, "commitments": [one.commitment for one in drafts]}, actor)
    return append_and_follow(node, drafts, stream_to_forum(forum))


def who_told(key: str) -> str:
    """The officer (a pseudonymous id) who told a forum an entry of this headquarters; empty where none is known."""
    node, (connection, mark) = this_node(), journal_connection()
    place = key.split(".")
    of = f"node = {mark} AND epoch = {mark} AND seq = {mark}"
    told = connection.execute(
        f"SELECT position, header FROM journal_entry WHERE {of}", (place[0], place[1], int(place[2]))
    ).fetchone()
    if told is None:
        return ""
    commitment = Header.from_bytes(bytes(told[1])).commitment
    before = f"node = {mark} AND verb = 'peer.told' AND position < {mark} ORDER BY position DESC LIMIT {LOOKS_BACK}"
    rows = connection.execute(f"SELECT {COLUMNS} FROM journal_entry WHERE {before}", (node.id, told[0])).fetchall()
    for entry in (open_entry(row, node) for row in rows):
        if isinstance(entry, Opened) and commitment in entry.body["commitments"]:
            return entry.header.actor
    return ""


def leave(forum: str, why: str, actor: str) -> Recorded:
    """From now on nothing is told to a forum. Raises NotJoined; ValueError without a reason."""
    if not why.strip():
        raise ValueError("Say why this forum is left.")
    if not Peer.objects.filter(id=forum, left_at__isnull=True).exists():
        raise NotJoined(f"this machine sits in no forum {forum}")
    return record("peer.left", {"node": forum, "why": why.strip()[:300]}, actor)


def apply_joined(entries: Sequence[Opened], tables: str) -> None:
    """body: node, signing, sealing (keys, hexadecimal), address, party (the code under which this state sits there).
    A forum that was left may be joined again."""
    for entry in entries:
        facts = {fact: entry.body[fact] for fact in ("signing", "sealing", "address", "party")}
        facts |= {"joined": entry.key, "joined_at": entry.header.wall, "left_at": None, "left_why": ""}
        Peer.objects.using(tables).update_or_create(id=entry.body["node"], defaults=facts)


def apply_moved(entries: Sequence[Opened], tables: str) -> None:
    """body: node, address."""
    for entry in entries:
        peer = _of(entry, tables)
        peer.address = entry.body["address"]
        peer.save(using=tables)


def apply_told(entries: Sequence[Opened], tables: str) -> None:
    """body: node, commitments (of the entries that were told, hexadecimal). It is read in the journal: no table."""


def apply_left(entries: Sequence[Opened], tables: str) -> None:
    """body: node, why."""
    for entry in entries:
        peer = _of(entry, tables)
        peer.left_at, peer.left_why = entry.header.wall, entry.body["why"]
        peer.save(using=tables)


def _of(entry: Opened, tables: str) -> Peer:
    peer = Peer.objects.using(tables).filter(id=entry.body["node"]).first()
    if peer is None:
        raise AntecedentMissing(entry.body["node"])
    return peer


_line = partial(Verb, version=1, readers=Readers.OPERATIONAL, owner=Owner.HEADQUARTERS)

VERBS = [
    _line("peer.joined", apply=apply_joined, releases=lambda body: (body["node"],)),
    _line("peer.moved", apply=apply_moved),
    _line("peer.left", apply=apply_left),
    _line("peer.told", apply=apply_told),
]
