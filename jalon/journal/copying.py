"""A copy of this journal up to an arrival position, in a SQLite file: what was known then can be read again from it.

The copy is read and never written to: it is no journal of this node, and no sidecar knows it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from jalon.journal import schema
from jalon.journal.append import SQLITE
from jalon.journal.node import journal_connection

AT_ONCE = 2_000
EPOCH = "node, epoch, stream, opening, branch_of, base, received, seq, head, signature"
ENTRY = "node, epoch, seq, position, verb, header, hash, sealed, signature, working"
ARRIVAL = "first, last, node, at, boot, mono, read_at, ahead, ahead_before"


class BeyondTheJournal(ValueError):
    """The journal does not reach so far: it is not the one in which that position was."""


def copy(position: int, path: Path, say: Callable[[int, int], None] = lambda _done, _all: None) -> None:
    """Copy the journal up to a position into a new file. `say`: entries copied, and of how many.

    Raises BeyondTheJournal. An epoch's head stays that of today: whoever reads the copy verifies no chain.
    """
    connection, mark = journal_connection()
    (last,) = connection.execute("SELECT last FROM journal_position").fetchone()
    if position > int(last):
        raise BeyondTheJournal(f"position {position}: this journal holds {last} entries")
    with closing(sqlite3.connect(path)) as target, target:
        schema.create(target)
        _put(target, "journal_epoch", EPOCH, connection.execute(f"SELECT {EPOCH} FROM journal_epoch").fetchall())
        for after in range(0, position, AT_ONCE):
            upto = min(after + AT_ONCE, position)
            rows = connection.execute(
                f"SELECT {ENTRY} FROM journal_entry WHERE position > {mark} AND position <= {mark} ORDER BY position",
                (after, upto),
            ).fetchall()
            _put(target, "journal_entry", ENTRY, rows)
            say(upto, position)
        arrivals = connection.execute(
            f"SELECT {ARRIVAL} FROM journal_arrival WHERE first <= {mark} ORDER BY first",
            (position,),
        ).fetchall()
        _put(target, "journal_arrival", ARRIVAL, arrivals)
        target.execute("UPDATE journal_position SET last = ?", (position,))


def _put(target: sqlite3.Connection, table: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    marks = ", ".join([SQLITE] * (columns.count(",") + 1))
    target.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
