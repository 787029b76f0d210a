"""A payload: a verb's version and its body, compressed with a versioned dictionary, salted and committed to.

Clear form: dictionary id (1 byte), salt (16 bytes), zstd(canonical JSON {"v": version, "b": body}), in which references
to the entry's own epoch are one sign. The commitment in the header is SHA-256(salt ‖ canonical JSON): whoever holds
both can prove the content.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import rfc8785
import zstandard

SALT = 16
USUAL = 1 << 16  # bytes: hardly any is larger
STATES_A_SIZE = 0xE0  # of the first byte of a frame without magic number (RFC 8878, 3.1.1.1.1)
# A NUL or a surrogate, as escapes; an even number of backslashes before it is text that speaks of one.
NO_TEXT = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?:0000|[dD][89a-fA-F])")
MODEST, RATIO = 64 * 1024, 64  # a text beyond so many bytes is no more than so many times its compressed form
MOST_VALUES = 200_000
LARGEST = 1 << 20  # a payload is a form's worth of facts; a larger one is an attack or a mistake

# A dictionary is what both ends hold; its number travels with each payload and is never used again for another one.
# `tools/train_dictionary.py` makes one from synthetic payloads.
DICTIONARIES: dict[int, Path | None] = {0: None, 1: Path(__file__).parent / "payload-1.zdict"}
CURRENT = 1
LEVEL = 19  # of zstd: a payload is small, and it is compressed once

# References to entries of the payload's own epoch are frequent and do not compress: they shrink to one sign that
# canonical JSON never holds (it writes control characters as escapes).
OWN_EPOCH = b"\x01"


class PayloadUnreadable(ValueError):
    """The clear bytes are not a payload this version understands; they are kept as they came."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A body fixed in its canonical form and salted: what the header commits to."""

    salt: bytes
    text: bytes

    @property
    def commitment(self) -> str:
        """Hexadecimal."""
        return _commitment(self.salt, self.text)

    def clear(self, node: str, epoch: str, dictionary: int = CURRENT) -> bytes:
        """The clear payload of an entry in this epoch, compressed."""
        short = self.text.replace(_own(node, epoch), OWN_EPOCH)
        clear = bytes([dictionary]) + self.salt + _compressor(dictionary).compress(short)
        # Once sealed nobody here can look again: what cannot be read back must fail now, while nothing is recorded.
        if _text(clear, node, epoch) != self.text:
            raise ValueError("the payload could not be read back after compression; nothing was recorded")
        return clear


def write(version: int, body: dict[str, Any]) -> Payload:
    """Fix a body. It holds JSON values, integers and no floats of NaN. Raises ValueError where it is too large."""
    text: bytes = rfc8785.dumps({"b": body, "v": version})
    if len(text) > LARGEST:
        raise ValueError(f"a payload of {len(text)} bytes is more than the {LARGEST} an entry may hold")
    _refuse_what_no_table_holds(text)
    return Payload(secrets.token_bytes(SALT), text)


def read(clear: bytes, node: str, epoch: str, commitment: str | None = None) -> tuple[int, dict[str, Any]]:
    """The version and body of a clear payload; with a commitment, proves that they are the committed ones."""
    if not clear or clear[0] not in DICTIONARIES:
        raise PayloadUnreadable("the payload's dictionary is unknown here")
    try:
        text = _text(clear, node, epoch)
        _refuse_what_no_table_holds(text)
        content = json.loads(text.decode())  # strictly: no half of a pair of surrogates
        version, body = content["v"], content["b"]
        if type(version) is not int or not 0 < version < 1 << 31 or type(body) is not dict:
            raise ValueError("it has no version or no body")
    except (zstandard.ZstdError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PayloadUnreadable(f"the payload cannot be read: {error}") from None
    if commitment is not None and _commitment(clear[1 : 1 + SALT], text) != commitment:
        raise PayloadUnreadable("the payload is not the one its header commits to")
    return version, body


def _text(clear: bytes, node: str, epoch: str) -> bytes:
    """The canonical JSON of a clear payload. Raises ValueError or ZstdError; never takes more than LARGEST."""
    own = _own(node, epoch)
    short = _decompressed(clear[1 + SALT :], _decompressor(clear[0]))
    size = len(short) + short.count(OWN_EPOCH) * len(own)
    if size > LARGEST:
        raise ValueError(f"it is larger than {LARGEST} bytes")
    if size > MODEST and size > RATIO * len(clear):
        raise ValueError("it unpacks to far more than it is")
    return short.replace(OWN_EPOCH, own)


def _refuse_what_no_table_holds(text: bytes) -> None:
    """A NUL, which PostgreSQL takes in no text, and escapes that canonical JSON never writes."""
    if NO_TEXT.search(text):
        raise ValueError("it holds a sign that no text may hold")
    if text.count(b",") + text.count(b"[") + text.count(b"{") > MOST_VALUES:
        raise ValueError(f"it holds more than {MOST_VALUES} values")


def _decompressed(frame: bytes, decompressor: zstandard.ZstdDecompressor) -> bytes:
    """At most LARGEST + 1 bytes of what a frame holds. A frame that states a size may state a false one; those that are
    written here state none, and most hold little."""
    if frame and not frame[0] & STATES_A_SIZE:
        try:
            return decompressor.decompress(frame, max_output_size=USUAL)
        except zstandard.ZstdError:
            pass  # it holds more, or is none
    with decompressor.stream_reader(frame) as reader:
        return reader.read(LARGEST + 1)


def _own(node: str, epoch: str) -> bytes:
    return f"{node}.{epoch}.".encode()


def _commitment(salt: bytes, text: bytes) -> str:
    return hashlib.sha256(salt + text).hexdigest()


@cache
def _dictionary(number: int) -> zstandard.ZstdCompressionDict | None:
    path = DICTIONARIES[number]
    return None if path is None else zstandard.ZstdCompressionDict(path.read_bytes())


def _compressor(number: int) -> zstandard.ZstdCompressor:
    """One a thread: a compressor holds the state of what it does."""
    made: dict[int, zstandard.ZstdCompressor] = _local.__dict__.setdefault("compressors", {})
    if number not in made:
        # Neither magic number nor dictionary id nor checksum: the first byte and the commitment say as much.
        parameters = zstandard.ZstdCompressionParameters.from_level(
            LEVEL,
            format=zstandard.FORMAT_ZSTD1_MAGICLESS,
            write_content_size=False,
            write_checksum=False,
            write_dict_id=False,
        )
        made[number] = zstandard.ZstdCompressor(dict_data=_dictionary(number), compression_params=parameters)
    return made[number]


def _decompressor(number: int) -> zstandard.ZstdDecompressor:
    made: dict[int, zstandard.ZstdDecompressor] = _local.__dict__.setdefault("decompressors", {})
    if number not in made:
        made[number] = zstandard.ZstdDecompressor(
            dict_data=_dictionary(number), max_window_size=LARGEST, format=zstandard.FORMAT_ZSTD1_MAGICLESS
        )
    return made[number]


_local = threading.local()
