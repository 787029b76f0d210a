"""The journal's tables, in plain SQL: appended to without an ORM, and read by a verifier that has only the file.

`journal_entry.header` and `.sealed` are the exact bytes that were hashed; the other columns are an index over them.
Headers can be neither changed nor removed: triggers refuse it. `working` (the payload under a shift key) and `sealed`
(destroyed when a person is erased) may change; nothing else may.

`journal_arrival` says of each batch that came which positions it took and how the clocks stood (see `arrivals`).

In `journal_epoch`, `branch_of` is empty but for a branch kept in quarantine: there it names the epoch (or branch) that
it leaves after entry `base`, and the row's own `epoch` is a derived id (see `epoch.branch_id`). `received` is 1 where
another node wrote: its entries bear a signature only where a batch ended.
"""

from __future__ import annotations

from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS journal_epoch (
    node TEXT NOT NULL,
    epoch TEXT NOT NULL,
    stream TEXT NOT NULL,
    opening {blob} NOT NULL,
    branch_of TEXT NOT NULL,
    base BIGINT NOT NULL,
    received INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    head {blob} NOT NULL,
    signature {blob} NOT NULL,
    PRIMARY KEY (node, epoch)
);
CREATE TABLE IF NOT EXISTS journal_entry (
    node TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq BIGINT NOT NULL,
    position BIGINT NOT NULL UNIQUE,
    verb TEXT NOT NULL,
    header {blob} NOT NULL,
    hash {blob} NOT NULL,
    sealed {blob},
    signature {blob},
    working {blob},
    PRIMARY KEY (node, epoch, seq)
);
CREATE TABLE IF NOT EXISTS journal_arrival (
    first BIGINT PRIMARY KEY,
    last BIGINT NOT NULL,
    node TEXT NOT NULL,
    at BIGINT NOT NULL,
    boot TEXT,
    mono BIGINT,
    read_at BIGINT,
    ahead BIGINT,
    ahead_before BIGINT
);
CREATE INDEX IF NOT EXISTS journal_arrival_last ON journal_arrival (last);
CREATE TABLE IF NOT EXISTS journal_position (
    single INTEGER PRIMARY KEY CHECK (single = 1),
    last BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS journal_mark (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
"""

# What still stands under a shift key is little, and is asked for at each hand-over.
SQLITE_GUARDS = """
CREATE INDEX IF NOT EXISTS journal_entry_working ON journal_entry (substr(working, 1, 8)) WHERE working IS NOT NULL;
CREATE TRIGGER IF NOT EXISTS journal_entry_stays BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be removed'); END;
CREATE TRIGGER IF NOT EXISTS journal_entry_fixed
BEFORE UPDATE OF node, epoch, seq, position, verb, header, hash, signature ON journal_entry
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be changed'); END;
CREATE TRIGGER IF NOT EXISTS journal_epoch_stays BEFORE DELETE ON journal_epoch
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an epoch cannot be removed'); END;
CREATE TRIGGER IF NOT EXISTS journal_epoch_fixed
BEFORE UPDATE OF node, epoch, stream, opening, branch_of, base, received ON journal_epoch
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an epoch cannot be opened otherwise'); END;
"""

POSTGRESQL_GUARDS = """
CREATE OR REPLACE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal only grows: % is refused on %', TG_OP, TG_TABLE_NAME; END $$;
CREATE OR REPLACE TRIGGER journal_entry_stays BEFORE DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
CREATE OR REPLACE TRIGGER journal_entry_fixed
    BEFORE UPDATE OF node, epoch, seq, position, verb, header, hash, signature ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
CREATE OR REPLACE TRIGGER journal_epoch_stays BEFORE DELETE OR TRUNCATE ON journal_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
CREATE OR REPLACE TRIGGER journal_epoch_fixed
    BEFORE UPDATE OF node, epoch, stream, opening, branch_of, base, received ON journal_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
"""

# The desk and the power-cut tests open the journal with these, so that they test what the desk relies on.
JOURNAL_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cell_size_check=ON")

FIRST_POSITION = "INSERT INTO journal_position (single, last) VALUES (1, 0) ON CONFLICT DO NOTHING"


def create(connection: Any, *, postgresql: bool = False) -> None:
    """Make the tables and their guards, if absent, over a bare database connection."""
    blob, guards = ("BYTEA", POSTGRESQL_GUARDS) if postgresql else ("BLOB", SQLITE_GUARDS)
    script = TABLES.format(blob=blob) + guards
    if postgresql:
        connection.execute(script)
    else:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(FIRST_POSITION)


def _statements(script: str) -> list[str]:
    """SQLite takes one statement at a time; a trigger's body holds a semicolon before its END."""
    parts: list[str] = []
    for piece in script.split(";\n"):
        if piece.strip():
            parts.append(piece)
    return parts
