"""The append: one small function over a bare database connection, run unchanged by the desk and by the power-cut tests.

It opens its own transaction and refuses to stand inside another, so that when it returns the entry is committed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

from jalon.journal.epoch import Opening
from jalon.journal.header import Header, digest


class Connection(Protocol):
    """sqlite3, APSW and psycopg connections all answer to this."""

    def execute(self, sql: Any, parameters: Any = ..., /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by whom: what the append puts in a header besides what it computes. Milliseconds."""

    wall: int
    boot: str
    mono: int
    parent: int
    actor: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be: its clear payload is sealed when its place in the chain is known."""

    verb: str
    commitment: str
    stamp: Stamp
    seal: Callable[[str, str, int], bytes]  # (node, epoch, seq) -> sealed bytes
    working: Callable[[str, str, int], bytes | None]  # (node, epoch, seq) -> the payload under a shift key


@dataclass(frozen=True, slots=True)
class Appended:
    """Where an entry came to stand."""

    node: str
    epoch: str
    seq: int
    position: int
    hash: bytes
    signature: bytes


class EpochUnknown(Exception):
    """The epoch to append to is not in this journal."""


class OuterTransaction(Exception):
    """The append was called inside another transaction, whose end would decide whether the entry stays."""


SQLITE = "?"
POSTGRESQL = "%s"


def append(
    connection: Connection,
    epoch: tuple[str, str],
    drafts: list[Draft],
    sign: Callable[[bytes], bytes],
    mark: str = SQLITE,
) -> list[Appended]:
    """Append `drafts`, in order, to `epoch` (node, epoch id), all or none; they are on the disk when this returns.

    `connection` is in autocommit mode. Raises EpochUnknown, or the database's own error (nothing is appended then).
    """
    with transaction(connection, mark):
        return _append_inside(connection, epoch, drafts, sign, mark)


@contextmanager
def transaction(connection: Any, mark: str) -> Iterator[None]:
    """One transaction over a bare connection in autocommit mode; committed when the block is left, or rolled back.

    Raises OuterTransaction where another is open: its end would decide whether what is written here stays.
    """
    inside = connection.info.transaction_status.name != "IDLE" if mark == POSTGRESQL else connection.in_transaction
    if inside:
        raise OuterTransaction("the journal is written in a transaction of its own")
    connection.execute("BEGIN" if mark == POSTGRESQL else "BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(Exception):  # the first error says what happened; a dead connection rolls back by itself
            connection.execute("ROLLBACK")
        raise


def _append_inside(
    connection: Connection, epoch: tuple[str, str], drafts: list[Draft], sign: Callable[[bytes], bytes], mark: str
) -> list[Appended]:
    node, epoch_id = epoch
    position = next_positions(connection, len(drafts), mark)
    row = connection.execute(
        f"SELECT seq, head FROM journal_epoch WHERE node = {mark} AND epoch = {mark}",
        (node, epoch_id),
    ).fetchone()
    if row is None:
        raise EpochUnknown(f"epoch {epoch_id} of node {node} is not in this journal")
    seq, head = int(row[0]), bytes(row[1])
    appended: list[Appended] = []
    for draft in drafts:
        seq += 1
        sealed = draft.seal(node, epoch_id, seq)
        stamp = draft.stamp
        header = Header(
            node=node,
            epoch=epoch_id,
            seq=seq,
            prev=head.hex(),
            verb=draft.verb,
            wall=stamp.wall,
            boot=stamp.boot,
            mono=stamp.mono,
            parent=stamp.parent,
            actor=stamp.actor,
            commitment=draft.commitment,
            sealed=hashlib.sha256(sealed).hexdigest(),
        ).to_bytes()
        head = digest(header)
        signature = sign(head_statement(node, epoch_id, seq, head))
        connection.execute(
            "INSERT INTO journal_entry (node, epoch, seq, position, verb, header, hash, sealed, signature, working)"
            f" VALUES ({', '.join([mark] * 10)})",
            (
                node,
                epoch_id,
                seq,
                position,
                draft.verb,
                header,
                head,
                sealed,
                signature,
                draft.working(node, epoch_id, seq),
            ),
        )
        appended.append(Appended(node, epoch_id, seq, position, head, signature))
        position += 1
    last = appended[-1]
    connection.execute(
        f"UPDATE journal_epoch SET seq = {mark}, head = {mark}, signature = {mark}"
        f" WHERE node = {mark} AND epoch = {mark}",
        (last.seq, last.hash, last.signature, node, epoch_id),
    )
    return appended


def next_positions(connection: Connection, count: int, mark: str) -> int:
    """Take `count` arrival positions from the one-row counter; the first of them. Locks it until the commit."""
    connection.execute(f"UPDATE journal_position SET last = last + {mark} WHERE single = 1", (count,))
    (last,) = connection.execute("SELECT last FROM journal_position WHERE single = 1").fetchone()
    return int(last) - count + 1


def open_epoch(connection: Connection, opening: Opening, sign: Callable[[bytes], bytes], mark: str = SQLITE) -> None:
    """Write an epoch's opening and make it the one to append to, in the caller's transaction."""
    head = opening.digest()
    signature = sign(head_statement(opening.node, opening.epoch, 0, head))
    write_epoch(connection, (opening.node, opening.epoch), opening, (0, head, signature), mark=mark)
    set_mark(connection, current(opening.stream), opening.epoch, mark)


def current(stream: str) -> str:
    """The mark that names the epoch in use of a stream."""
    return f"current {stream}"


def write_epoch(
    connection: Connection,
    epoch: tuple[str, str],
    opening: Opening,
    head: tuple[int, bytes, bytes],
    *,
    branch_of: str = "",
    base: int = 0,
    received: bool = False,
    mark: str = SQLITE,
) -> None:
    """The row of an epoch: `head` is its seq, hash and signature."""
    connection.execute(
        "INSERT INTO journal_epoch (node, epoch, stream, opening, branch_of, base, received, seq, head, signature)"
        f" VALUES ({', '.join([mark] * 10)})",
        (*epoch, opening.stream, opening.to_bytes(), branch_of, base, int(received), *head),
    )


def get_mark(connection: Connection, name: str, mark: str = SQLITE) -> str | None:
    """A fact the journal keeps about itself, such as the epoch in use; None when it was never set."""
    row = connection.execute(f"SELECT value FROM journal_mark WHERE name = {mark}", (name,)).fetchone()
    return None if row is None else str(row[0])


def set_mark(connection: Connection, name: str, value: str, mark: str = SQLITE) -> None:
    connection.execute(
        f"INSERT INTO journal_mark (name, value) VALUES ({mark}, {mark})"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def head_statement(node: str, epoch: str, seq: int, head: bytes) -> bytes:
    """The bytes that a head's signature covers."""
    return f"jalon head 1\n{node}\n{epoch}\n{seq}\n{head.hex()}".encode()
