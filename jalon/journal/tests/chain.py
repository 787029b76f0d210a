"""Building blocks of the journal's tests: a bare journal over sqlite3 or APSW, made by `append` with real keys."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jalon.journal import append, payload, schema, seal, sidecar
from jalon.journal.append import Appended, Draft, Stamp
from jalon.journal.epoch import Follows, Opening
from jalon.journal.keys import NodeKeys, node_id

ROWS = "SELECT node, epoch, seq, position, verb, header, hash, sealed, signature FROM journal_entry ORDER BY rowid"
EPOCH = "0123456789abcdef"
MINUTE = 60_000


def fresh_keys() -> NodeKeys:
    signing, sealing = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    node = node_id(signing.public_key().public_bytes_raw())
    return NodeKeys(node, "ML-GOG", signing, sealing, sealing.public_key(), bytes(32))


def stamp(number: int) -> Stamp:
    return Stamp(1_790_000_000_000 + number * MINUTE, "boot", number * MINUTE, 0, "a1b2c3")


def plain_draft(number: int) -> Draft:
    """A draft whose sealed bytes are fixed, quick to make."""
    sealed = hashlib.sha256(number.to_bytes(4, "big")).digest() * 8
    return Draft("passage.decided", "0" * 64, stamp(number), lambda *_: sealed, lambda *_: None)


def sealed_draft(keys: NodeKeys, number: int) -> Draft:
    """A draft as a desk makes it: committed to, compressed, sealed."""
    content = payload.write(1, {"number": number, "note": "seen at the barrier " * (number % 4)})

    def sealed(node: str, epoch: str, seq: int) -> bytes:
        clear = content.clear(node, epoch)
        return seal.seal(clear, [keys.headquarters], seal.info(node, epoch, seq, "passage.decided"))

    return Draft("passage.decided", content.commitment, stamp(number), sealed, lambda *_: None)


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in schema.JOURNAL_PRAGMAS:
        connection.execute(pragma)
    return connection


def begin(connection: Any, keys: NodeKeys, epoch: str = EPOCH) -> None:
    """Make the tables and open an epoch."""
    connection.execute("BEGIN IMMEDIATE")
    schema.create(connection)
    append.open_epoch(connection, opening(keys, epoch), keys.sign)
    connection.execute("COMMIT")


def opening(keys: NodeKeys, epoch: str = EPOCH, follows: Follows | None = None) -> Opening:
    return Opening(keys.node, epoch, "headquarters", keys.public_key.hex(), "first use", 1_790_000_000_000, follows)


@dataclass
class Chain:
    """A journal on the disk, with what its writer knows."""

    path: Path
    keys: NodeKeys
    appended: list[Appended] = field(default_factory=list)

    @property
    def sidecar(self) -> Path:
        return self.path.with_name("head")

    def add(self, count: int, epoch: str = EPOCH, draft: Callable[[int], Draft] | None = None) -> None:
        make = draft or (lambda number: sealed_draft(self.keys, number))
        connection = connect(self.path)
        for number in range(count):
            self.appended += append.append(connection, (self.keys.node, epoch), [make(number)], self.keys.sign)
        connection.close()
        if self.appended:
            sidecar.write(self.sidecar, head_of(self.appended[-1]))

    def rows(self) -> list[tuple]:
        connection = sqlite3.connect(self.path)
        rows = connection.execute(ROWS).fetchall()
        connection.close()
        return rows


def head_of(entry: Appended) -> sidecar.Head:
    return sidecar.Head(entry.node, entry.epoch, entry.seq, entry.position, entry.hash.hex(), entry.signature.hex())


def make_chain(folder: Path, count: int, second_epoch: int = 0) -> Chain:
    """A whole journal of `count` entries, and of `second_epoch` more in a second epoch, in one file without a WAL."""
    chain = Chain(folder / "journal.sqlite3", fresh_keys())
    connection = connect(chain.path)
    begin(connection, chain.keys)
    connection.close()
    chain.add(count)
    if second_epoch:
        connection = connect(chain.path)
        follows = Follows(EPOCH, count, chain.appended[-1].hash.hex())
        append.open_epoch(connection, opening(chain.keys, "second", follows), chain.keys.sign)
        connection.close()
        chain.add(second_epoch, "second")
    return chain


class Tamperer:
    """Somebody with SQL and no key: the guards go first."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for (name,) in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.connection.execute(f"DROP TRIGGER {name}")

    def __enter__(self) -> sqlite3.Connection:
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()
