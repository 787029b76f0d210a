"""The append: one small function over a bare database connection, run unchanged by the desk and by the power-cut tests.

It opens its own transaction and refuses to stand inside another, so that when it returns the entry is committed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from jalon.journal.header import NOTHING_BEFORE, Header, digest


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
    refuse_outer_transaction(connection, mark)
    connection.execute("BEGIN" if mark == POSTGRESQL else "BEGIN IMMEDIATE")
    try:
        appended = _append_inside(connection, epoch, drafts, sign, mark)
        connection.execute("COMMIT")
    except BaseException:
        try:
            connection.execute("ROLLBACK")
        except Exception:  # noqa: S110 - the first error says what happened; a dead connection rolls back by itself
            pass
        raise
    return appended


def refuse_outer_transaction(connection: Any, mark: str) -> None:
    """Raise OuterTransaction where `connection` is not in autocommit mode."""
    inside = connection.info.transaction_status.name != "IDLE" if mark == POSTGRESQL else connection.in_transaction
    if inside:
        raise OuterTransaction("an entry is appended in a transaction of its own")


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
            prev=head.hex() if seq > 1 else NOTHING_BEFORE,
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


def open_epoch(
    connection: Connection,
    epoch: tuple[str, str],
    stream: str,
    public_key: bytes,
    reason: str,
    sign: Callable[[bytes], bytes],
    mark: str = SQLITE,
) -> None:
    """Write the empty head of a new epoch of `stream` and make it the one to append to, in the caller's transaction."""
    head = bytes(32)
    connection.execute(
        "INSERT INTO journal_epoch (node, epoch, stream, public_key, reason, seq, head, signature)"
        f" VALUES ({', '.join([mark] * 8)})",
        (*epoch, stream, public_key, reason, 0, head, sign(head_statement(*epoch, 0, head))),
    )
    set_mark(connection, f"current {stream}", epoch[1], mark)


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
