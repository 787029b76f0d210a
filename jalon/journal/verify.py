"""Verifying a journal with no key: which entry, if any, was altered, removed, moved or forged?

The walk (see `walk`) stops at the first fault. What is not hashed cannot be proved: `working` and the marks. A tail cut
off with its head set back shows against the sidecar, or against the receipt of whoever had received it.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from jalon.journal import sidecar as sidecars
from jalon.journal.faults import JournalUnreadable, Place, Report, shown
from jalon.journal.walk import ENTRIES, EPOCHS, Walk

LONGEST = 1 << 26  # bytes of one value; a damaged length must not fill the memory
DAMAGES_SAID = 3
TABLES = ("journal_epoch", "journal_entry", "journal_position")

# What a damaged file raises; SQLite's message may quote bytes of it that are no text.
GIVES_WAY = (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError)


def verify(path: Path, sidecar: Path | None = None) -> Report:
    """Verify the journal in the SQLite file `path` against itself and, where there is one, its sidecar.

    The file is not changed; SQLite may leave its `-wal` and `-shm` beside it. Raises JournalUnreadable where the file
    is absent or may not be read; any damage inside it is reported, never raised.
    """
    _check_readable(path)
    known = _known(sidecar)  # before the journal: a desk at work moves the journal first, its sidecar after
    walk = Walk(known)
    with _opened(path) as connection:
        try:
            connection.execute("BEGIN")  # one state of a journal that a desk may be writing to
            walk.read(File(connection))
        except GIVES_WAY as error:
            _raise_if_held(error)
            words = _words(error)
            walk = _salvage(connection, walk)
            return walk.report(walk.damaged(words), (words,))
        damage = _damage(connection) or _cut_short(connection, path)
    fault = walk.fault or (walk.damaged(damage[0]) if damage else None) or walk.against_sidecar()
    return walk.report(fault, damage)


def verify_database(connection: Any, sidecar: Path | None = None) -> Report:
    """Verify the journal of a headquarters in PostgreSQL, over a psycopg connection in autocommit mode."""
    walk = Walk(_known(sidecar))
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        walk.read(Database(connection))
    finally:
        connection.execute("ROLLBACK")
    return walk.report(walk.fault or walk.against_sidecar())


class File:
    """A journal in a SQLite file. Entries come in the order in which they stand in it, without its indexes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def absent(self) -> str | None:
        rows = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        held = {name for (name,) in rows}
        return next((name for name in TABLES if name not in held), None)

    def epochs(self) -> Iterable[tuple[Any, ...]]:
        return self.connection.execute(EPOCHS)

    def entries(self) -> Iterable[tuple[Any, ...]]:
        return self.connection.execute(f"{ENTRIES} NOT INDEXED ORDER BY rowid")

    def holds(self, place: Place) -> bool:
        where = "SELECT 1 FROM journal_entry NOT INDEXED WHERE node = ? AND epoch = ? AND seq = ?"
        return self.connection.execute(where, (place.node, place.epoch, place.seq)).fetchone() is not None

    def last_position(self) -> Any:
        row = self.connection.execute("SELECT last FROM journal_position WHERE single = 1").fetchone()
        return row[0] if row else None


class Database:
    """A journal in PostgreSQL. Entries come by position, a few thousand at a time."""

    AT_A_TIME = 2000

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def absent(self) -> str | None:
        rows = self.connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        held = {name for (name,) in rows}
        return next((name for name in TABLES if name not in held), None)

    def epochs(self) -> Iterable[tuple[Any, ...]]:
        return self.connection.execute(EPOCHS).fetchall()

    def entries(self) -> Iterator[tuple[Any, ...]]:
        with self.connection.cursor(name="verify") as cursor:
            cursor.itersize = self.AT_A_TIME
            cursor.execute(f"{ENTRIES} ORDER BY position")
            yield from cursor

    def holds(self, place: Place) -> bool:
        where = "SELECT 1 FROM journal_entry WHERE node = %s AND epoch = %s AND seq = %s"
        return self.connection.execute(where, (place.node, place.epoch, place.seq)).fetchone() is not None

    def last_position(self) -> Any:
        row = self.connection.execute("SELECT last FROM journal_position WHERE single = 1").fetchone()
        return row[0] if row else None


def _salvage(connection: sqlite3.Connection, first: Walk) -> Walk:
    """Walk once more over what a truncated file still holds; the walk that came further."""
    second = Walk(first.known)
    try:
        connection.rollback()
        connection.execute("PRAGMA cell_size_check = OFF")  # each entry proves itself
        connection.execute("PRAGMA writable_schema = ON")  # SQLite opens a file shorter than it should be only so
        second.read(File(connection))
    except GIVES_WAY:
        pass
    return max(first, second, key=lambda walk: (walk.entries, len(walk.epochs)))


def _damage(connection: sqlite3.Connection) -> tuple[str, ...]:
    """SQLite's own examination of the file: nothing, or its words."""
    try:
        rows = connection.execute(f"PRAGMA integrity_check({DAMAGES_SAID})").fetchall()
    except GIVES_WAY as error:
        return (_words(error),)
    said = [line for row in rows for line in str(row[0]).splitlines() if not line.startswith("***")]
    return () if said == ["ok"] else tuple(shown(line, 200) for line in said[:DAMAGES_SAID]) or ("not ok",)


def _cut_short(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Whether the file ends before its last page: SQLite does not mind where that page holds nothing."""
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size > 0:
        return ()  # pages of it stand there, and a power cut may have left the file itself between two sizes
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    held = path.stat().st_size
    return (f"the file ends after {held} of {size * pages} bytes",) if held < size * pages else ()


def _words(error: Exception) -> str:
    told = isinstance(error, sqlite3.DatabaseError)
    return shown(str(error), 200) if told else "database disk image is malformed"


def _known(sidecar: Path | None) -> sidecars.Head | None:
    """What the sidecar remembers; None where it is absent or spoilt."""
    if sidecar is None:
        return None
    try:
        known = sidecars.read(sidecar)
    except (OSError, TypeError):
        return None
    whole = known and isinstance(known.node, str) and isinstance(known.epoch, str) and type(known.seq) is int
    return known if whole else None


def _check_readable(path: Path) -> None:
    if not path.exists():
        raise JournalUnreadable("file_missing", str(path))
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise JournalUnreadable("file_unreadable", f"{path} ({error.strerror})") from None


HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
NO_ROOM_BESIDE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


def _code(error: Exception) -> int:
    """SQLite's primary result code."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _raise_if_held(error: Exception) -> None:
    if _code(error) in HELD | NO_ROOM_BESIDE:
        raise JournalUnreadable("file_unreadable", str(error)) from None


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, read only. Where SQLite may not put its shared memory beside it (a disc, another's folder), a copy."""
    with closing(_connect(path)) as connection:
        if not _needs_room(connection):
            yield connection
            return
    with tempfile.TemporaryDirectory(prefix="jalon-verify-") as folder:
        copy = Path(folder) / path.name
        for end in ("", "-wal"):
            if (part := path.with_name(path.name + end)).exists():
                shutil.copyfile(part, copy.with_name(copy.name + end))
        with closing(_connect(copy)) as connection:
            yield connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=20)
    connection.text_factory = lambda raw: raw.decode(errors="replace")  # bytes that are no text are an alteration
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _needs_room(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except GIVES_WAY as error:
        return _code(error) in NO_ROOM_BESIDE
    return False
