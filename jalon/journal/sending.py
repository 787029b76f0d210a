"""What this node still has to send of its stream, in batches; only a receipt says that something was sent."""

from __future__ import annotations

from typing import Any

from jalon.journal import receipts
from jalon.journal.batch import Batch, Entry
from jalon.journal.epoch import Opening
from jalon.journal.header import Header
from jalon.journal.node import HEADQUARTERS_STREAM, journal_connection, this_node
from jalon.journal.receipts import Receipt

USUAL = 100  # entries of a batch
LARGEST = 256 * 1024  # bytes of sealed payloads in a batch; one entry goes however large it is


def next_batch(after: Receipt | None = None, most: int = USUAL, largest: int = LARGEST) -> Batch | None:
    """The entries of this node that follow `after` (None: from the beginning), of one epoch; None when all was sent."""
    connection, mark = journal_connection()
    epochs = _epochs(connection, mark)
    names = [name for name, _ in epochs]
    start = names.index(after.epoch) if after is not None and after.epoch in names else 0
    for number, (name, last) in enumerate(epochs[start:]):
        held = after.seq if after is not None and number == 0 and after.epoch == name else 0
        if held < last:
            return _batch(connection, mark, name, held, most, largest)
    return None


def not_sent() -> int:
    """How many entries of this node have no receipt."""
    connection, mark = journal_connection()
    after = receipts.last(this_node().receipt)
    epochs = _epochs(connection, mark)
    names = [name for name, _ in epochs]
    if after is None or after.epoch not in names:
        return sum(last for _, last in epochs)
    return sum(last for _, last in epochs[names.index(after.epoch) :]) - after.seq


def _epochs(connection: Any, mark: str) -> list[tuple[str, int]]:
    """(id, last seq) of this node's epochs, in the order in which one followed the other."""
    rows = connection.execute(
        f"SELECT epoch, seq, opening FROM journal_epoch WHERE node = {mark} AND stream = {mark} AND received = 0",
        (this_node().id, HEADQUARTERS_STREAM),
    ).fetchall()
    last = {str(epoch): int(seq) for epoch, seq, _ in rows}
    follows = [Opening.from_bytes(bytes(opening)) for *_, opening in rows]
    after = {one.follows.epoch if one.follows else None: one.epoch for one in follows}
    ordered: list[tuple[str, int]] = []
    name = after.get(None)
    while name is not None and len(ordered) < len(rows):
        ordered.append((name, last[name]))
        name = after.get(name)
    return ordered


def _batch(connection: Any, mark: str, epoch: str, held: int, most: int, largest: int) -> Batch:
    node = this_node().id
    rows = connection.execute(
        "SELECT header, hash, sealed, signature FROM journal_entry"
        f" WHERE node = {mark} AND epoch = {mark} AND seq > {mark} ORDER BY seq LIMIT {mark}",
        (node, epoch, held, most),
    ).fetchall()
    entries: list[Entry] = []
    bytes_so_far = 0
    for raw, hashed, sealed, _ in rows:
        bytes_so_far += len(sealed)
        if entries and bytes_so_far > largest:
            break
        entries.append(Entry(Header.from_bytes(bytes(raw)), bytes(raw), bytes(hashed), bytes(sealed)))
    before = bytes.fromhex(entries[0].header.prev)
    return Batch(
        node,
        epoch,
        before,
        entries,
        bytes(rows[len(entries) - 1][3]),
        _opening(connection, mark, node, epoch) if held == 0 else None,
    )


def _opening(connection: Any, mark: str, node: str, epoch: str) -> Opening:
    row = connection.execute(
        f"SELECT opening FROM journal_epoch WHERE node = {mark} AND epoch = {mark}", (node, epoch)
    ).fetchone()
    return Opening.from_bytes(bytes(row[0]))
