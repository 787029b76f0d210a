"""Reading the journal ahead of the tables: the next entries are opened while those before them are applied.

Opening takes this process's time (keys, decompression, JSON); applying waits for the database, most of its own. The
thread that opens asks no table and no setting: it has the bytes and the node's keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from jalon.journal.node import Node, journal_connection
from jalon.journal.opening import COLUMNS, Blank, Opened, open_entry
from jalon.journal.verbs import table

Row = Sequence[Any]  # COLUMNS
Read = tuple[Row, Opened | Blank | ValueError]  # an entry, or why its bytes make none


class Ahead:
    """The entries beyond a position, some at a time. A single act is read at once; many in a row are read ahead."""

    def __init__(self, node: Node, batch: int) -> None:
        self._node, self._batch = node, batch
        self._thread: ThreadPoolExecutor | None = None
        self._next: tuple[int, Future[list[Read]]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)

    def after(self, position: int) -> list[Read]:
        """Entries beyond `position`; the last is the first that decides on which entries count, if one does."""
        if self._next is not None and self._next[0] == position:
            read = self._next[1].result()
        else:  # none was read ahead, or another process applied it meanwhile
            read = opened(_rows(position, self._batch), self._node)
        self._next = None
        if len(read) > 1:
            self._read_on(int(read[-1][0][0]))
        return read

    def _read_on(self, position: int) -> None:
        rows = _rows(position, self._batch)
        if len(rows) > 1:
            self._thread = self._thread or ThreadPoolExecutor(1, "opening")
            self._next = position, self._thread.submit(opened, rows, self._node)


def opened(rows: Sequence[Row], node: Node) -> list[Read]:
    """Each row with its entry."""
    return [(row, _opened(row, node)) for row in rows]


def _opened(row: Row, node: Node) -> Opened | Blank | ValueError:
    try:
        return open_entry(row, node)
    except ValueError as unreadable:  # payload.PayloadUnreadable among them
        return unreadable


def _rows(position: int, batch: int) -> list[Row]:
    connection, mark = journal_connection()
    rows: Sequence[Row] = connection.execute(
        f"SELECT {COLUMNS}, verb FROM journal_entry WHERE position > {mark} ORDER BY position LIMIT {mark}",
        (position, batch),
    ).fetchall()
    deciding = {verb.name for verb in table().values() if verb.decides}
    upto = next((number for number, row in enumerate(rows, 1) if row[-1] in deciding), len(rows))
    return [row[:-1] for row in rows[:upto]]
