"""Receiving what another node wrote: verify, store, advance the head, give arrival positions, sign a receipt.

All of it is one transaction; applying follows by cursor (`applying`). The same batch again changes nothing. What does
not continue what is held is never dropped and never stored over: a gap is told with the head, and another hash at the
same place is a fork, whose branch is kept whole in quarantine (see `branches`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from jalon.journal import arrivals
from jalon.journal import batch as batches
from jalon.journal.append import POSTGRESQL, next_positions, transaction, write_epoch
from jalon.journal.arrivals import Arrival, Reading
from jalon.journal.batch import Batch, BatchUnreadable, Entry, SenderStrange
from jalon.journal.epoch import Opening, branch_id
from jalon.journal.keys import node_id
from jalon.journal.node import HEADQUARTERS_STREAM, Node, journal_connection, this_node, wall_clock
from jalon.journal.receipts import Receipt


class Outcome(Enum):
    """What came of a batch. Each has a counter wherever batches are counted."""

    STORED = "stored"
    KNOWN = "known"  # every entry was held already, with the same hash
    FORKED = "forked"  # stored in quarantine
    GAP = "gap"  # nothing stored: what comes before is missing here, or differs


@dataclass(frozen=True, slots=True)
class Head:
    """How far an epoch is held here; seq 0 where nothing of it is."""

    node: str
    epoch: str
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """`receipt` is signed after the commit; None for a gap, which `head` explains."""

    outcome: Outcome
    head: Head
    stored: int
    receipt: Receipt | None = None


class SenderUnknown(Exception):
    """No node of this name is enrolled here, or the batch is not signed with the key it was enrolled with."""


def receive(
    raw: bytes,
    key_of: Callable[[str], bytes | None],
    stream: str = HEADQUARTERS_STREAM,
    reading_of: Callable[[str], Reading | None] = lambda _: None,
) -> Received:
    """Take a batch. `key_of` gives the public key that a node was enrolled with; `stream` is the only one that is meant
    for this node; `reading_of` gives the last reading of a node's clocks.

    Returns once it is on the disk. Raises BatchUnreadable or SenderUnknown, or the database's error; then nothing was
    stored.
    """
    keys: dict[str, bytes | None] = {}  # asked once: of whom the batch says that it comes
    try:
        batch = batches.decode(raw, lambda node: keys.setdefault(node, key_of(node)) is not None)
    except SenderStrange as stranger:
        raise SenderUnknown(str(stranger)) from None
    key = keys[batch.node]
    if key is None or node_id(key) != batch.node or not batch.is_signed_by(key):
        raise SenderUnknown(f"the batch of node {batch.node} is not signed by a node enrolled here")
    if batch.opening is not None and batch.opening.public_key != key.hex():
        raise BatchUnreadable("the opening of its epoch states another key than the node's")
    if batch.opening is not None and batch.opening.stream != stream:
        raise BatchUnreadable(f"it belongs to the stream “{batch.opening.stream}”, which is not meant for this node")
    node = this_node()
    if batch.node == node.id:
        raise SenderUnknown("a node does not receive its own entries")
    connection, mark = journal_connection()
    with transaction(connection, mark):
        received = store(connection, batch, mark)
        if received.stored:
            last = next_positions(connection, 0, mark) - 1
            came = Arrival(last - received.stored + 1, last, batch.node, wall_clock(), reading_of(batch.node))
            arrivals.keep(connection, came, mark)
    return received if received.outcome is Outcome.GAP else _receipted(received, batch, node)


def store(connection: Any, batch: Batch, mark: str) -> Received:
    """Store a verified batch in the caller's transaction. The position counter is locked first: one batch at a time."""
    next_positions(connection, 0, mark)
    lines = _lines(connection, batch, mark)
    if not lines and batch.opening is not None and _follows_what_is_held(connection, batch, mark):
        return _store(connection, batch, _open(connection, batch, mark), batch.entries, mark)
    line = next((line for line in lines if line.holds(connection, batch.first - 1, batch.before, mark)), None)
    if line is not None:
        return _continue(connection, batch, line, mark)
    if lines and batch.opening is not None:  # the same epoch id, opened otherwise
        return _fork(connection, batch, batch.entries, lines[0], mark)
    seq, hashed = (lines[0].seq, lines[0].hash) if lines else (0, bytes(32))
    return Received(Outcome.GAP, Head(batch.node, batch.epoch, seq, hashed), 0)


def _follows_what_is_held(connection: Any, batch: Batch, mark: str) -> bool:
    """Whether the end of the epoch that a new one follows is held here, on any line. Where it is not, this journal was
    set back, or batches come out of order; taking the later epoch would hide that the earlier one is not whole."""
    assert batch.opening is not None
    follows = batch.opening.follows
    if follows is None or follows.seq == 0:
        return True
    row = connection.execute(
        f"SELECT 1 FROM journal_entry WHERE node = {mark} AND seq = {mark} AND hash = {mark}"
        f" AND epoch IN (SELECT epoch FROM journal_epoch WHERE node = {mark})",
        (batch.node, follows.seq, bytes.fromhex(follows.head), batch.node),
    ).fetchone()
    return row is not None


@dataclass(frozen=True, slots=True)
class Line:
    """An epoch held here, or a branch of it."""

    node: str
    name: str
    branch_of: str
    base: int
    seq: int
    hash: bytes
    opening: Opening

    def hash_at(self, connection: Any, seq: int, mark: str) -> bytes | None:
        """The hash of an entry of this line; of its opening at 0. None where it is not held, or before the branch."""
        if seq == 0 and self.base == 0:
            return self.opening.digest()
        where = f"WHERE node = {mark} AND epoch = {mark} AND seq = {mark}"
        row = connection.execute(f"SELECT hash FROM journal_entry {where}", (self.node, self.name, seq)).fetchone()
        return None if row is None else bytes(row[0])

    def holds(self, connection: Any, seq: int, hashed: bytes, mark: str) -> bool:
        return self.hash_at(connection, seq, mark) == hashed


def _lines(connection: Any, batch: Batch, mark: str) -> list[Line]:
    """The epoch itself first, then its branches."""
    rows = connection.execute(
        "SELECT node, epoch, branch_of, base, seq, head, opening FROM journal_epoch"
        f" WHERE node = {mark} AND (epoch = {mark} OR branch_of <> '') ORDER BY branch_of, base, epoch",
        (batch.node, batch.epoch),
    ).fetchall()
    lines = [
        Line(node, name, branch_of, base, seq, bytes(head), Opening.from_bytes(bytes(opening)))
        for node, name, branch_of, base, seq, head, opening in rows
    ]
    return [line for line in lines if line.opening.epoch == batch.epoch]


def _continue(connection: Any, batch: Batch, line: Line, mark: str) -> Received:
    """The entries beyond those held with the same hash, on this line or as a branch of it."""
    at = 0
    while at < len(batch.entries) and batch.entries[at].header.seq <= line.seq:
        if not line.holds(connection, batch.entries[at].header.seq, batch.entries[at].hash, mark):
            return _fork(connection, batch, batch.entries[at:], line, mark)
        at += 1
    if at == len(batch.entries):
        return Received(Outcome.KNOWN, Head(batch.node, line.name, batch.last.header.seq, batch.last.hash), 0)
    return _store(connection, batch, line, batch.entries[at:], mark)


def _fork(connection: Any, batch: Batch, rest: Sequence[Entry], line: Line, mark: str) -> Received:
    """Keep a branch whole under its derived epoch id; a branch that was begun before goes on."""
    first = rest[0]
    name = branch_id(batch.node, batch.epoch, first.header.seq, first.hash)
    begun = next((one for one in _lines(connection, batch, mark) if one.name == name), None)
    if begun is not None:
        return _continue(connection, replace(batch, entries=rest), begun, mark)
    base = first.header.seq - 1
    opening = batch.opening if base == 0 and batch.opening else line.opening
    head = (base, bytes.fromhex(first.header.prev), batch.signature)
    place = (batch.node, name)
    write_epoch(connection, place, opening, head, branch_of=line.name, base=base, received=True, mark=mark)
    return _store(connection, batch, Line(*place, line.name, base, *head[:2], opening), rest, mark)


def _open(connection: Any, batch: Batch, mark: str) -> Line:
    assert batch.opening is not None
    place, head = (batch.node, batch.epoch), (0, batch.before, batch.signature)
    write_epoch(connection, place, batch.opening, head, received=True, mark=mark)
    return Line(*place, "", 0, *head[:2], batch.opening)


def latest_head(node: str, stream: str) -> tuple[str, int]:
    """The epoch of a node's stream whose entries came last, and how far it is held; ("", 0) where nothing came."""
    connection, mark = journal_connection()
    row = connection.execute(
        "SELECT e.epoch, e.seq FROM journal_epoch e JOIN journal_entry j ON j.node = e.node AND j.epoch = e.epoch"
        f" WHERE e.node = {mark} AND e.stream = {mark} AND e.branch_of = '' AND j.seq = e.seq"
        " ORDER BY j.position DESC LIMIT 1",
        (node, stream),
    ).fetchone()
    return (str(row[0]), int(row[1])) if row else ("", 0)


def holds(node: str, epoch: str, seq: int) -> bool:
    """Whether an entry of a node's epoch is held here, on the epoch itself or on a branch of it."""
    connection, mark = journal_connection()
    where = f"node = {mark} AND epoch = {mark} AND seq >= {mark}"
    if connection.execute(f"SELECT 1 FROM journal_epoch WHERE {where}", (node, epoch, seq)).fetchone():
        return True
    branches = connection.execute(
        f"SELECT opening FROM journal_epoch WHERE node = {mark} AND branch_of <> '' AND seq >= {mark}", (node, seq)
    ).fetchall()
    return any(Opening.from_bytes(bytes(opening)).epoch == epoch for (opening,) in branches)


def receipts_for(node: str) -> list[Receipt]:
    """A receipt for the head of each epoch held of a node, as of now, in the order in which they came: for a carrier
    that could not wait for them."""
    connection, mark = journal_connection()
    rows = connection.execute(
        "SELECT e.epoch, e.seq, e.head, e.branch_of, e.opening FROM journal_epoch e JOIN journal_entry j"
        " ON j.node = e.node AND j.epoch = e.epoch AND j.seq = e.seq"
        f" WHERE e.node = {mark} AND e.received = 1 ORDER BY j.position",
        (node,),
    ).fetchall()
    found = []
    for name, seq, head, branch_of, opening in rows:
        epoch = Opening.from_bytes(bytes(opening)).epoch
        branch = str(name) if branch_of else ""
        receipt = Receipt(this_node().id, node, epoch, int(seq), bytes(head).hex(), wall_clock(), branch)
        found.append(receipt.signed(this_node().keys))
    return found


COLUMNS = ("node", "epoch", "seq", "position", "verb", "header", "hash", "sealed", "signature")


def _store(connection: Any, batch: Batch, line: Line, entries: Sequence[Entry], mark: str) -> Received:
    position = next_positions(connection, len(entries), mark)
    last = entries[-1]
    rows = [
        (
            batch.node,
            line.name,
            entry.header.seq,
            position + number,
            entry.header.verb,
            entry.raw,
            entry.hash,
            entry.sealed,
            batch.signature if entry is last else None,
        )
        for number, entry in enumerate(entries)
    ]
    _insert(connection, rows, mark)
    connection.execute(
        f"UPDATE journal_epoch SET seq = {mark}, head = {mark}, signature = {mark}"
        f" WHERE node = {mark} AND epoch = {mark}",
        (last.header.seq, last.hash, batch.signature, batch.node, line.name),
    )
    outcome = Outcome.FORKED if line.branch_of else Outcome.STORED
    return Received(outcome, Head(batch.node, line.name, last.header.seq, last.hash), len(entries))


def _insert(connection: Any, rows: list[tuple[Any, ...]], mark: str) -> None:
    names = ", ".join(COLUMNS)
    if mark == POSTGRESQL:
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY journal_entry ({names}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["text", "text", "int8", "int8", "text", "bytea", "bytea", "bytea", "bytea"])
            for row in rows:
                copy.write_row(row)
        return
    connection.executemany(f"INSERT INTO journal_entry ({names}) VALUES ({', '.join([mark] * len(COLUMNS))})", rows)


def _receipted(received: Received, batch: Batch, node: Node) -> Received:
    head = received.head
    branch = head.epoch if head.epoch != batch.epoch else ""
    receipt = Receipt(node.id, head.node, batch.epoch, head.seq, head.hash.hex(), wall_clock(), branch)
    return replace(received, receipt=receipt.signed(node.keys))
