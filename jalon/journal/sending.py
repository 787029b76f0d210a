"""What this node still has to send of its stream, in batches; only a receipt says that something was sent."""

from __future__ import annotations

from typing import Any

from jalon.journal.batch import Batch, Entry
from jalon.journal.epoch import Opening
from jalon.journal.header import Header
from jalon.journal.node import HEADQUARTERS_STREAM, journal_connection, this_node
from jalon.journal.receipts import Receipt

USUAL = 100  # entries of a batch
LARGEST = 256 * 1024  # bytes of sealed payloads in a batch; one entry goes however large it is


def next_batch(
    after: Receipt | None = None, most: int = USUAL, largest: int = LARGEST, stream: str = HEADQUARTERS_STREAM
) -> Batch | None:
    """The entries of a stream of this node that follow `after` (None: from the beginning), of one epoch; None when all
    was sent. At most `most` entries and, beyond the first, `largest` bytes of payloads."""
    connection, mark = journal_connection()
    for opening, held, last in _left(connection, mark, stream, after):
        if held < last:
            return _batch(connection, mark, opening, held, most, largest)
    return None


def not_sent() -> int:
    """How many entries of this node have no receipt of its headquarters."""
    return left_after(HEADQUARTERS_STREAM, this_node().last_receipt())


def left_after(stream: str, after: Receipt | None) -> int:
    """How many entries of a stream of this node follow `after` (None: from the beginning)."""
    connection, mark = journal_connection()
    return sum(max(0, last - held) for _, held, last in _left(connection, mark, stream, after))


def recorded_here() -> int:
    """How many entries this node wrote, in all its streams."""
    connection, mark = journal_connection()
    (count,) = connection.execute(
        f"SELECT COALESCE(SUM(seq), 0) FROM journal_epoch WHERE node = {mark} AND received = 0", (this_node().id,)
    ).fetchone()
    return int(count)


def end_of_stream(stream: str = HEADQUARTERS_STREAM) -> tuple[str, int] | None:
    """(epoch, seq) of the last entry of this node in a stream; None where there is none."""
    connection, mark = journal_connection()
    written = [(opening.epoch, seq) for opening, seq in _epochs(connection, mark, stream) if seq]
    return written[-1] if written else None


def epoch_before(epoch: str) -> tuple[str, int] | None:
    """(id, last seq) of the last epoch with entries before one of this node's epochs in its stream; None for the
    first."""
    connection, mark = journal_connection()
    row = connection.execute(
        f"SELECT stream FROM journal_epoch WHERE node = {mark} AND epoch = {mark}", (this_node().id, epoch)
    ).fetchone()
    before: tuple[str, int] | None = None
    for opening, seq in _epochs(connection, mark, str(row[0])) if row else []:
        if opening.epoch == epoch:
            return before
        before = (opening.epoch, seq) if seq else before
    return None


def holds(node: str, epoch: str, seq: int, hashed: bytes) -> bool:
    """Whether this journal holds this very entry (at seq 0: this opening) of one of this node's epochs."""
    return node == this_node().id and this_node().hash_of(epoch, seq) == hashed


def _left(connection: Any, mark: str, stream: str, after: Receipt | None) -> list[tuple[Opening, int, int]]:
    """(opening, how far it was receipted, last seq) of the epochs from that of the receipt on."""
    epochs = _epochs(connection, mark, stream)
    names = [opening.epoch for opening, _ in epochs]
    if after is None or after.epoch not in names:
        return [(opening, 0, last) for opening, last in epochs]
    (opening, last), *later = epochs[names.index(after.epoch) :]
    return [(opening, after.seq, last), *((opening, 0, last) for opening, last in later)]


def _epochs(connection: Any, mark: str, stream: str) -> list[tuple[Opening, int]]:
    """(opening, last seq) of this node's epochs, in the order in which one followed the other."""
    rows = connection.execute(
        f"SELECT opening, seq FROM journal_epoch WHERE node = {mark} AND stream = {mark} AND received = 0",
        (this_node().id, stream),
    ).fetchall()
    epochs = [(Opening.from_bytes(bytes(opening)), int(seq)) for opening, seq in rows]
    after: dict[str | None, list[tuple[Opening, int]]] = {}
    for opening, seq in epochs:
        after.setdefault(opening.follows.epoch if opening.follows else None, []).append((opening, seq))
    ordered: list[tuple[Opening, int]] = []
    reached: list[str | None] = [None]
    while reached and len(ordered) < len(rows):
        # Those without an entry first: what came after them follows the epoch before them, too.
        following = sorted(after.pop(reached.pop(0), []), key=lambda one: one[1] > 0)
        ordered += following
        reached += [opening.epoch for opening, _ in following]
    return ordered


def _batch(connection: Any, mark: str, opening: Opening, held: int, most: int, largest: int) -> Batch:
    rows = connection.execute(
        "SELECT header, hash, sealed, signature FROM journal_entry"
        f" WHERE node = {mark} AND epoch = {mark} AND seq > {mark} ORDER BY seq LIMIT {mark}",
        (opening.node, opening.epoch, held, most),
    ).fetchall()
    entries: list[Entry] = []
    bytes_so_far = 0
    for raw, hashed, sealed, _ in rows:
        bytes_so_far += len(sealed)
        if entries and bytes_so_far > largest:
            break
        entries.append(Entry(Header.from_bytes(bytes(raw)), bytes(raw), bytes(hashed), bytes(sealed)))
    before = bytes.fromhex(entries[0].header.prev)
    signature = bytes(rows[len(entries) - 1][3])
    return Batch(opening.node, opening.epoch, before, entries, signature, opening if held == 0 else None)
