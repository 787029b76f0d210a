"""Recording an act: the one way in which the state of the world changes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from jalon.journal import payload, seal
from jalon.journal.append import SQLITE, Draft, transaction
from jalon.journal.applying import follow
from jalon.journal.node import HEADQUARTERS_STREAM, Node, journal_connection, stamp, this_node
from jalon.journal.opening import bound, entry_key
from jalon.journal.verbs import Body, Owner, Readers, Verb, table

logger = logging.getLogger(__name__)


class ShiftNeeded(Exception):
    """A personal entry was to be made at a post with no shift open."""


class BelongsToHeadquarters(ValueError):
    """The act belongs to the headquarters, and this machine is a post that one enrolled. Nothing was recorded."""

    def __init__(self, verb: str) -> None:
        super().__init__(f"{verb} is decided at the headquarters, which tells its posts: record it there")
        self.verb = verb


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry that is on the disk."""

    key: str
    node: str
    epoch: str
    seq: int
    wall: int


def record(verb: str, body: Body, actor: str, shift_key: bytes | None = None) -> Recorded:
    """Append one entry, durably, and let the tables follow. Returns once it is on the disk.

    At a post a personal verb needs the id of a shift key held here. Raises ShiftNeeded, BelongsToHeadquarters,
    NodeNotPrepared, KeyError (no such verb) or the database's error; then nothing was recorded.
    """
    (recorded,) = record_together([(verb, body)], actor, shift_key)
    return recorded


def record_together(acts: Sequence[tuple[str, Body]], actor: str, shift_key: bytes | None = None) -> list[Recorded]:
    """Append several entries (verb, body) in one transaction: all are on the disk, or none. Raises as `record`."""
    node = this_node()
    if node.keys.parent is not None:
        for name, _ in acts:
            if table()[name].owner is Owner.HEADQUARTERS:
                # Its headquarters would refuse it, and the next edition undo it here: the two would differ until then.
                raise BelongsToHeadquarters(name)
    drafts = [draft_of(table()[verb], body, actor, shift_key, node) for verb, body in acts]
    return append_and_follow(node, drafts, HEADQUARTERS_STREAM)


def append_and_follow(node: Node, drafts: list[Draft], stream: str) -> list[Recorded]:
    """Append to one of this node's streams, and let the tables follow."""
    appended = node.append(drafts, stream)
    try:
        follow()
    except Exception:
        # The entry is on the disk, and saying otherwise would have it made twice. The next act lets the tables follow.
        logger.exception("the tables could not follow entry %s of epoch %s", appended[-1].seq, appended[-1].epoch)
    return [
        Recorded(entry_key(one.node, one.epoch, one.seq), one.node, one.epoch, one.seq, draft.stamp.wall)
        for one, draft in zip(appended, drafts, strict=True)
    ]


def draft_of(
    verb: Verb,
    body: Body,
    actor: str,
    shift_key: bytes | None,
    node: Node,
    beside: Sequence[X25519PublicKey] = (),
) -> Draft:
    """The entry to be: salted, committed to, and ready to be sealed at its place; readable by those `beside` too."""
    content = payload.write(verb.version, body)
    clear = cache(content.clear)  # sealed and kept are the same bytes: they are compressed once
    personal_at_post = verb.readers is Readers.PERSONAL and not node.keys.is_headquarters
    if personal_at_post and (shift_key is None or not node.shift_keys.holds(shift_key)):
        raise ShiftNeeded(f"{verb.name} concerns a person: a shift must be open at a post to record it")
    readers = [node.keys.headquarters, *beside]
    if verb.readers is Readers.OPERATIONAL and not node.keys.is_headquarters:
        readers.append(node.keys.sealing.public_key())

    def sealed(node_id: str, epoch: str, seq: int) -> bytes:
        return seal.seal(clear(node_id, epoch), readers, seal.info(node_id, epoch, seq, verb.name))

    def working(node_id: str, epoch: str, seq: int) -> bytes | None:
        if not personal_at_post or shift_key is None:
            return None
        return node.shift_keys.put_away(clear(node_id, epoch), shift_key, bound(node_id, epoch, seq))

    return Draft(verb.name, content.commitment, stamp(actor), sealed, working)


def keys_under(shift_key: bytes) -> list[str]:
    """The keys of the entries whose working payload stands under a shift key."""
    connection, mark = journal_connection()
    prefix = "substr(working, 1, 8)" if mark == SQLITE else "substring(working from 1 for 8)"
    rows = connection.execute(
        f"SELECT node, epoch, seq FROM journal_entry WHERE working IS NOT NULL AND {prefix} = {mark}", (shift_key,)
    ).fetchall()
    return [entry_key(*row) for row in rows]


def forget_working(shift_key: bytes) -> None:
    """Drop the working payloads that stand under a destroyed key: nobody can read them any more."""
    connection, mark = journal_connection()
    with transaction(connection, mark):
        for key in keys_under(shift_key):
            node, epoch, seq = key.split(".")
            where = f"WHERE node = {mark} AND epoch = {mark} AND seq = {mark}"
            connection.execute(f"UPDATE journal_entry SET working = NULL {where}", (node, epoch, int(seq)))


def seal_again(keys: list[str], target: bytes) -> None:
    """Put working payloads under the shift key `target`, whichever they stand under now, before that is destroyed."""
    node = this_node()
    connection, mark = journal_connection()
    with transaction(connection, mark):
        for key in keys:
            place = key.split(".")
            where = f"WHERE node = {mark} AND epoch = {mark} AND seq = {mark}"
            ours = (place[0], place[1], int(place[2]))
            row = connection.execute(f"SELECT working FROM journal_entry {where}", ours).fetchone()
            if row is None or row[0] is None or bytes(row[0])[:8] == target:
                continue
            clear = node.shift_keys.take_out(bytes(row[0]), bound(*ours))
            if clear is not None:
                again = node.shift_keys.put_away(clear, target, bound(*ours))
                connection.execute(f"UPDATE journal_entry SET working = {mark} {where}", (again, *ours))
