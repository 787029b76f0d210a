"""Reading the journal ahead of the tables: the next entries are opened while those before them are applied."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from jalon.journal.node import Node, journal_connection
from jalon.journal.opening import COLUMNS, Blank, Opened, open_entry
from jalon.journal.unsealing import Unsealed, Unsealer
from jalon.journal.verbs import table

Row = Sequence[Any]  # COLUMNS
Read = tuple[Row, Opened | Blank | ValueError]  # an entry, or why its bytes make none
AT_ONCE = 4 << 20  # bytes of sealed payloads
WORTH_A_PROCESS = 100  # entries in a row


class Journal:
    """The entries beyond a position, some at a time. Whoever follows for long gives a process that opens what follows
    (`apart`); it is started once there is much to open."""

    def __init__(self, node: Node, *, apart: bool = False) -> None:
        self.node = node
        self._apart = apart
        self._unsealer: Unsealer | None = None
        self._next: tuple[int, list[Row]] | None = None

    def after(self, position: int, batch: int) -> list[Read]:
        """Entries beyond `position`; the last is the first that decides on which entries count, if one does."""
        rows, unsealed = self._taken(position)
        if rows is None:
            rows = _rows(position, batch)
        if self._apart and len(rows) >= min(WORTH_A_PROCESS, batch):
            self._send(int(rows[-1][0]), batch)
        return opened(rows, self.node, unsealed)

    def close(self) -> None:
        if self._unsealer is not None:
            self._unsealer.close()
        self._unsealer = self._next = None

    def _taken(self, position: int) -> tuple[list[Row] | None, list[Unsealed] | None]:
        """What was read ahead, where it is what follows; another process may have applied it meanwhile."""
        if self._next is None or self._unsealer is None:
            return None, None
        (start, rows), self._next = self._next, None
        try:
            unsealed = self._unsealer.take()
        except (EOFError, OSError):
            self.close()
            return None, None
        return (rows, unsealed) if start == position else (None, None)

    def _send(self, position: int, batch: int) -> None:
        rows = _rows(position, batch)
        if not rows:
            return
        self._unsealer = self._unsealer or Unsealer(self.node.keys.sealing)
        try:
            self._unsealer.send([(bytes(row[2]), bytes(row[3] or b"")) for row in rows])
            self._next = position, rows
        except OSError:
            self.close()


def opened(rows: Sequence[Row], node: Node, unsealed: Sequence[Unsealed] | None = None) -> list[Read]:
    """Each row with its entry. `unsealed`: what another process opened of each."""
    if unsealed is None:
        return [(row, _opened(row, node)) for row in rows]
    return [(row, _opened(row, node, (clear,))) for row, clear in zip(rows, unsealed, strict=True)]


def _opened(row: Row, node: Node, unsealed: tuple[Unsealed] | None = None) -> Opened | Blank | ValueError:
    try:
        return open_entry(row, node, unsealed)
    except ValueError as unreadable:  # payload.PayloadUnreadable among them
        return unreadable
    except (ArithmeticError, LookupError, TypeError, RecursionError) as strange:
        return ValueError(f"it makes no entry: {type(strange).__name__}")


def _within(position: int, batch: int) -> int:
    """How many entries beyond a position are opened at a time: no more than AT_ONCE bytes of them, but one at least."""
    connection, mark = journal_connection()
    sizes = connection.execute(
        f"SELECT length(sealed) FROM journal_entry WHERE position > {mark} ORDER BY position LIMIT {mark}",
        (position, batch),
    ).fetchall()
    sums = accumulate(int(size or 0) for (size,) in sizes)
    return max(1, sum(1 for total in sums if total <= AT_ONCE))


def _rows(position: int, batch: int) -> list[Row]:
    connection, mark = journal_connection()
    rows: Sequence[Row] = connection.execute(
        f"SELECT {COLUMNS}, verb FROM journal_entry WHERE position > {mark} ORDER BY position LIMIT {mark}",
        (position, _within(position, batch)),
    ).fetchall()
    deciding = {verb.name for verb in table().values() if verb.decides}
    upto = next((number for number, row in enumerate(rows, 1) if row[-1] in deciding), len(rows))
    return [row[:-1] for row in rows[:upto]]
