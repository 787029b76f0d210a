"""Opening an entry: from the stored bytes to the body that `apply` reads, where this node holds a key to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jalon.journal import payload
from jalon.journal.header import Header
from jalon.journal.node import Node
from jalon.journal.shiftkey import CLEAR
from jalon.journal.unsealing import Unsealed, unseal
from jalon.journal.verbs import Body

# No clock of a post stands beyond it, ms (the year 2100): what a later time says can be shown to nobody.
LAST_TIME = 4_102_444_800_000
COLUMNS = "position, epoch, header, sealed, working"


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry this node can read. `position` is where it arrived here."""

    header: Header
    epoch: str  # the header's, but for a branch in quarantine: its derived id
    position: int
    version: int
    body: Body
    shift_key: bytes  # the key that what is kept of it in the tables goes under; CLEAR at a headquarters
    node: Node

    @property
    def key(self) -> str:
        return entry_key(self.header.node, self.epoch, self.header.seq)

    def keep(self, value: Any) -> bytes:
        """A value for a table, under the entry's own shift key: it goes when the shift's clear past goes."""
        return self.node.shift_keys.put_away_value(value, self.shift_key)

    def put_under(self, rows: Iterable[Any], target: str, tables: str) -> None:
        """What rows keep in `kept` goes under another shift key (its id, hexadecimal), where it can be read here and
        that key is held."""
        keys, key = self.node.shift_keys, bytes.fromhex(target)
        for row in rows:
            value = keys.take_out_value(row.kept) if row.kept else None
            if value is not None and keys.holds(key):
                row.kept = keys.put_away_value(value, key)
                row.save(using=tables, update_fields=["kept"])


@dataclass(frozen=True, slots=True)
class Blank:
    """An entry whose payload this node cannot read: what its header says is all there is."""

    header: Header
    epoch: str
    position: int

    @property
    def key(self) -> str:
        return entry_key(self.header.node, self.epoch, self.header.seq)


def entry_key(node: str, epoch: str, seq: int, index: int | None = None) -> str:
    """The key of the row that an entry makes, or of its `index`-th row."""
    key = f"{node}.{epoch}.{seq}"
    return key if index is None else f"{key}.{index}"


def branch_key(node: str, epoch: str) -> str:
    """What the entries of a branch in quarantine wait for."""
    return f"{node}.{epoch}"


def open_entry(row: Sequence[Any], node: Node, unsealed: tuple[Unsealed] | None = None) -> Opened | Blank:
    """`row` is COLUMNS. A Blank where the payload is beyond this node: its shift is over, or it was erased.

    `unsealed`: what came of opening the seal, where another process did. Raises ValueError (payload.PayloadUnreadable
    among them) where the bytes were altered or make no payload.
    """
    position, epoch, raw, sealed, working = row
    header = Header.from_bytes(bytes(raw))
    shift_key = CLEAR
    clear: Unsealed = None
    if working is not None:
        shift_key = bytes(working)[:8]
        clear = node.shift_keys.take_out(bytes(working), bound(header.node, header.epoch, header.seq))
    elif sealed is not None:
        clear = unsealed[0] if unsealed else unseal(header, bytes(sealed), node.keys.sealing)
    if clear is None:
        return Blank(header, str(epoch), int(position))
    if isinstance(clear, ValueError):
        raise clear
    version, body = payload.read(clear, header.node, header.epoch, header.commitment)
    return Opened(header, str(epoch), int(position), version, body, shift_key, node)


def bound(node: str, epoch: str, seq: int) -> bytes:
    """What ties a payload under a shift key to its entry."""
    return entry_key(node, epoch, seq).encode()
