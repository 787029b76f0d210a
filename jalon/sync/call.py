"""A call: what a node says of itself each time it asks its headquarters for news, signed, in the address it asks for.

A call has no body. In order, big endian: format (1 byte), node (8), number (8), wall (8), beginning of the boot id's
digest (8), monotonic clock (8), entries that wait to be sent (4), epoch (8) and sequence (4) up to which it holds what
was sent down to it, digest of the editions that it holds (8), version of its program (3), epoch (8) and sequence
(4) up to which it holds a receipt, Ed25519 signature (64). Times are ms. Numbers of calls only grow, so that a call
heard twice says nothing new.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = 1
SHAPE = struct.Struct(">B8sQQ8sQI8sI8s3s8sI")
SIGNATURE = 64
NONE = bytes(8)


class CallUnreadable(ValueError):
    """The text is no call, or not one that its node signed."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a node says of itself. `node`, `boot`, `editions` and the epochs are 16 hexadecimal digits; `down_epoch`
    is empty where nothing came down yet, `sent_epoch` where nothing was receipted."""

    node: str
    number: int
    wall: int
    boot: str
    mono: int
    waiting: int
    down_epoch: str
    down_seq: int
    editions: str
    program: tuple[int, int, int]
    sent_epoch: str = ""
    sent_seq: int = 0

    def signed(self, sign: Callable[[bytes], bytes]) -> str:
        """The call as it stands in an address: URL-safe base64 without padding."""
        content = self._content()
        return base64.urlsafe_b64encode(content + sign(_statement(content))).rstrip(b"=").decode()

    def _content(self) -> bytes:
        return SHAPE.pack(
            FORMAT,
            bytes.fromhex(self.node),
            self.number,
            self.wall,
            bytes.fromhex(self.boot),
            self.mono,
            min(self.waiting, 2**32 - 1),
            bytes.fromhex(self.down_epoch) if self.down_epoch else NONE,
            self.down_seq,
            bytes.fromhex(self.editions),
            bytes(self.program),
            bytes.fromhex(self.sent_epoch) if self.sent_epoch else NONE,
            self.sent_seq,
        )


def read(text: str, key_of: Callable[[str], bytes | None]) -> Call:
    """The call in an address, proven to be its node's. Raises CallUnreadable."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CallUnreadable("this is no call") from None
    if len(raw) != SHAPE.size + SIGNATURE:
        raise CallUnreadable("this is no call: its length is wrong")
    content, signature = raw[: SHAPE.size], raw[SHAPE.size :]
    form, node, number, wall, boot, mono, waiting, epoch, seq, editions, program, sent, upto = SHAPE.unpack(content)
    if form != FORMAT:
        raise CallUnreadable(f"the call's format is {form}; this program understands {FORMAT}")
    key = key_of(node.hex())
    if key is None:
        raise CallUnreadable(f"no node {node.hex()} is enrolled here")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _statement(content))
    except (InvalidSignature, ValueError):
        raise CallUnreadable(f"the call is not signed by node {node.hex()}") from None
    return Call(
        node.hex(),
        number,
        wall,
        boot.hex(),
        mono,
        waiting,
        _epoch(epoch),
        seq,
        editions.hex(),
        (program[0], program[1], program[2]),
        _epoch(sent),
        upto,
    )


def _epoch(raw: bytes) -> str:
    return "" if raw == NONE else raw.hex()


def _statement(content: bytes) -> bytes:
    return b"jalon call\n" + content
