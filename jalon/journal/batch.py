"""A batch: consecutive entries of one epoch on their way to another node, under one signature.

What the receiver can recompute is not sent: hashes, links and places in the chain are built again from the entries, and
the signature over the last hash proves them all. On the wire, in order:

    format (1 byte), length of the columns (4 bytes, big endian), columns (zstd of JSON), the hash before the first
    entry (32), the commitments (32 each), the parts of the sealed bytes, the signature (64)

The columns hold what repeats: names once and then their numbers, times as differences. A part's reader is named once.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jalon.journal import seal
from jalon.journal.append import head_statement
from jalon.journal.epoch import Opening
from jalon.journal.header import ALGORITHMS, FORMAT, Header, digest

WIRE_FORMAT = 1
LARGEST = 16 << 20  # bytes of a batch; the receiver reads no more
MOST = 10_000  # entries of a batch
HASH, SIGNATURE = 32, 64
LEVEL = 12


COLUMNS = 4 << 20  # bytes of the columns, unpacked
SHORT = 64  # signs of a name
READERS = 4  # of one entry
LARGEST_PART = 2 << 20  # bytes of one sealed payload
NAME = re.compile(r"[0-9a-f]{16}")


class BatchUnreadable(ValueError):
    """The bytes are no batch, or not one that its node signed. Nothing was stored."""


class SenderStrange(BatchUnreadable):
    """The batch says that it comes from a node that is not enrolled here."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is kept: the exact bytes that were hashed."""

    header: Header
    raw: bytes
    hash: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries `first` and following of an epoch. `before` is the hash that the first header names; `opening` comes with
    the first entry of an epoch alone; `signature` is the node's over the head after the last entry."""

    node: str
    epoch: str
    before: bytes
    entries: Sequence[Entry]
    signature: bytes
    opening: Opening | None = None

    @property
    def first(self) -> int:
        return self.entries[0].header.seq

    @property
    def last(self) -> Entry:
        return self.entries[-1]

    def is_signed_by(self, public_key: bytes) -> bool:
        """Whether the holder of this key (32 bytes, Ed25519) signed the batch's head."""
        statement = head_statement(self.node, self.epoch, self.last.header.seq, self.last.hash)
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, statement)
        except (InvalidSignature, ValueError):
            return False
        return True


def encode(batch: Batch) -> bytes:
    """The batch on the wire."""
    headers = [entry.header for entry in batch.entries]
    parts = [seal.parts(entry.sealed) for entry in batch.entries]
    readers = _numbered(reader.hex() for of_one in parts for reader, _ in of_one)
    columns = {
        "node": batch.node,
        "epoch": batch.epoch,
        "first": batch.first,
        "opening": batch.opening.to_bytes().decode() if batch.opening else None,
        "format": [headers[0].format, headers[0].algorithms],
        "verbs": _numbered(h.verb for h in headers),
        "actors": _numbered(h.actor for h in headers),
        "boots": _numbered(h.boot for h in headers),
        "wall": _differences([h.wall for h in headers]),
        "ahead": _differences([h.mono - h.wall for h in headers]),  # the two clocks run alike
        "parent": _differences([h.parent for h in headers]),
        "readers": readers,
        "parts": [len(of_one) for of_one in parts],
        "lengths": [len(part) for of_one in parts for _, part in of_one],
    }
    packed = zstandard.ZstdCompressor(level=LEVEL).compress(json.dumps(columns, separators=(",", ":")).encode())
    return b"".join(
        [
            struct.pack(">BI", WIRE_FORMAT, len(packed)),
            packed,
            batch.before,
            *(bytes.fromhex(header.commitment) for header in headers),
            *(part for of_one in parts for _, part in of_one),
            batch.signature,
        ]
    )


def decode(raw: bytes, is_known: Callable[[str], bool] = lambda _: True) -> Batch:
    """Read a batch and build its chain again. Raises BatchUnreadable; whether its node signed it is asked apart.

    Nothing much is built for a node that is not known (`is_known`): raises SenderStrange.
    """
    if len(raw) > LARGEST:
        raise BatchUnreadable(f"a batch of {len(raw)} bytes is more than the {LARGEST} a node takes")
    try:
        return _decode(raw, is_known)
    except SenderStrange:
        raise
    except Exception as error:  # whatever strange bytes make a reader stumble over, they are no batch
        raise BatchUnreadable(f"these bytes are no batch: {type(error).__name__}: {error}") from None


def _decode(raw: bytes, is_known: Callable[[str], bool]) -> Batch:
    wire_format, length = struct.unpack_from(">BI", raw)
    if wire_format != WIRE_FORMAT:
        raise ValueError(f"its format is {wire_format}; this program understands {WIRE_FORMAT}")
    at = 5 + length
    with zstandard.ZstdDecompressor(max_window_size=LARGEST).stream_reader(raw[5:at]) as reader:
        unpacked = reader.read(COLUMNS + 1)
    if len(unpacked) > COLUMNS:
        raise ValueError(f"its columns are more than {COLUMNS} bytes")
    columns: dict[str, Any] = json.loads(unpacked)
    if not is_known(str(columns["node"])):
        raise SenderStrange(f"no node {str(columns['node'])[:SHORT]} is enrolled here")
    count = len(columns["parts"])
    _check_columns(columns, count)
    if columns["format"] != [FORMAT, ALGORITHMS]:
        raise ValueError(f"its entries are of another format: {columns['format']}")
    before = _take(raw, at, HASH)
    at += HASH
    commitments = [_take(raw, at + HASH * number, HASH).hex() for number in range(count)]
    at += HASH * count
    sealed, at = _sealed(raw, at, columns)
    signature = _take(raw, at, SIGNATURE)
    if at + SIGNATURE != len(raw):
        raise ValueError("bytes are left over")
    opening = Opening.from_bytes(columns["opening"].encode()) if columns["opening"] else None
    node, epoch = str(columns["node"]), str(columns["epoch"])
    entries = list(_chain(node, epoch, before, commitments, sealed, columns))
    _check_opening(opening, node, epoch, before, int(columns["first"]))
    return Batch(node, epoch, before, entries, signature, opening)


def _check_columns(columns: dict[str, Any], count: int) -> None:
    """What is named once and repeated by number is short: a few bytes must not grow to gigabytes here."""
    if not 0 < count <= MOST:
        raise ValueError(f"it holds {count} entries")
    if not all(NAME.fullmatch(str(columns[name])) for name in ("node", "epoch")):
        raise ValueError("its node and epoch are not named as they are")
    for column in ("verbs", "actors", "boots", "readers"):
        if any(len(str(name)) > SHORT for name in columns[column][0]):
            raise ValueError(f"a name among its {column} is too long")
    if sum(columns["parts"]) != len(columns["lengths"]) or len(columns["lengths"]) > READERS * count:
        raise ValueError("its parts are not as many as it says")
    if any(length > LARGEST_PART for length in columns["lengths"]):
        raise ValueError("a payload is too large")


def _chain(
    node: str, epoch: str, before: bytes, commitments: list[str], sealed: list[bytes], columns: dict[str, Any]
) -> Iterable[Entry]:
    walls, parents = _sums(columns["wall"]), _sums(columns["parent"])
    monos = [wall + ahead for wall, ahead in zip(walls, _sums(columns["ahead"]), strict=True)]
    named = zip(*(_named(columns[name]) for name in ("verbs", "actors", "boots")), strict=True)
    rows = zip(named, walls, monos, parents, commitments, sealed, strict=True)
    for number, ((verb, actor, boot), wall, mono, parent, commitment, content) in enumerate(rows):
        header = Header(
            node=node,
            epoch=epoch,
            seq=int(columns["first"]) + number,
            prev=before.hex(),
            verb=verb,
            wall=wall,
            boot=boot,
            mono=mono,
            parent=parent,
            actor=actor,
            commitment=commitment,
            sealed=hashlib.sha256(content).hexdigest(),
        )
        raw = header.to_bytes()
        before = digest(raw)
        yield Entry(header, raw, before, content)


def _check_opening(opening: Opening | None, node: str, epoch: str, before: bytes, first: int) -> None:
    if first < 1:
        raise ValueError(f"entries are numbered from 1, not {first}")
    if (first == 1) != (opening is not None):
        raise ValueError("the first entry of an epoch comes with its opening, and no other does")
    if opening is not None and ((opening.node, opening.epoch) != (node, epoch) or opening.digest() != before):
        raise ValueError("its opening is that of another epoch")


def _sealed(raw: bytes, at: int, columns: dict[str, Any]) -> tuple[list[bytes], int]:
    """The sealed bytes of each entry, and where they end."""
    lengths, readers = iter(columns["lengths"]), iter(_named(columns["readers"]))
    found = []
    for parts in columns["parts"]:
        of_one = []
        for _ in range(parts):
            length = next(lengths)
            of_one.append((bytes.fromhex(next(readers)), _take(raw, at, length)))
            at += length
        found.append(seal.joined(of_one))
    return found, at


def _take(raw: bytes, at: int, length: int) -> bytes:
    if type(length) is not int or length < 0 or at + length > len(raw):
        raise ValueError("it ends too early")
    return raw[at : at + length]


def _numbered(values: Iterable[str]) -> list[Any]:
    """[the different values, the number of each in order]."""
    places: dict[str, int] = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return [list(places), numbers]


def _named(column: list[Any]) -> list[str]:
    names, numbers = column
    return [str(names[number]) for number in numbers]


def _differences(values: list[int]) -> list[int]:
    return [value - before for value, before in zip(values, [0, *values], strict=False)]


def _sums(differences: list[int]) -> list[int]:
    return [int(value) for value in accumulate(differences)]
