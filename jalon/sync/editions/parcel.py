"""An edition on its way: its signed label on the first line, then its rows or the changes to the edition before, zstd.

The label names the view, its audience (a post, or everybody), number, root hash, from which number the changes lead
(0: the rows whole), the headquarters, when it was made, and the facts that are no rows. The signature covers all of
them but `from`: an edition is the same however it travels.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import IO, Any

import rfc8785
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NAME = re.compile(r"[a-z0-9_.-]{1,60}")  # of a view: it becomes the name of a folder
LONGEST_LABEL = 64 * 1024
LONGEST_LINE = 1 << 20
WINDOW = 1 << 23
LEVEL = 19
SUDDEN = 3  # of zstd, for whole editions of a hundred megabytes: a post waits for it once
LARGE = 32 << 20


class ParcelRefused(ValueError):
    """The bytes are no edition of the headquarters this machine belongs to. Nothing was switched."""


@dataclass(frozen=True, slots=True)
class Label:
    """What an edition is. `root` and `by` are hexadecimal; `wall` is the headquarters' clock, ms."""

    name: str
    audience: str
    number: int
    root: str
    by: str
    wall: int
    facts: dict[str, Any]
    signature: str = ""
    before: int = 0

    def statement(self) -> bytes:
        facts = hashlib.sha256(rfc8785.dumps(self.facts)).hexdigest()
        said = (self.name, self.audience, self.number, self.root, self.by, self.wall, facts)
        return "\n".join(["jalon edition 1", *map(str, said)]).encode()

    def signed(self, sign: Callable[[bytes], bytes]) -> Label:
        return replace(self, signature=sign(self.statement()).hex())

    def is_signed_by(self, public_key: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(self.signature), self.statement())
        except (InvalidSignature, ValueError):
            return False
        return True


def write(label: Label, lines: Iterable[bytes], path: Path, size: int = 0) -> None:
    """Write a parcel. `size` of what is to be compressed, in bytes, where it is known to be large."""
    compressor = zstandard.ZstdCompressor(level=SUDDEN if size > LARGE else LEVEL)
    with path.open("wb") as file:
        file.write(json.dumps(asdict(label), separators=(",", ":")).encode() + b"\n")
        with compressor.stream_writer(file, closefd=False) as packed:
            for line in lines:
                packed.write(line)


def read_label(file: IO[bytes]) -> Label:
    """The label of a parcel; the file then stands at what it holds. Raises ParcelRefused."""
    line = file.readline(LONGEST_LABEL)
    try:
        facts = json.loads(line)
        return Label(**{fact.name: facts[fact.name] for fact in fields(Label) if fact.name in facts})
    except (ValueError, TypeError):
        raise ParcelRefused("these bytes are no edition") from None


def lines_in(file: IO[bytes]) -> Iterator[bytes]:
    """The lines that a parcel holds, after its label. Raises ParcelRefused where they are cut or altered."""
    rest = b""
    try:
        with zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(file) as unpacked:
            while piece := unpacked.read(LONGEST_LINE):
                *whole, rest = (rest + piece).split(b"\n")
                if len(rest) > LONGEST_LINE:
                    raise ParcelRefused("a row of the edition is too long")
                yield from (line + b"\n" for line in whole)
    except zstandard.ZstdError as error:
        raise ParcelRefused(f"the edition was cut or altered on its way: {error}") from None
    if rest:
        raise ParcelRefused("the edition was cut on its way: its last row is not whole")
