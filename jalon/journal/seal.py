"""Sealing a payload to those who may read it: HPKE (RFC 9180), base mode, X25519 / HKDF-SHA256 / ChaCha20-Poly1305.

Sealed bytes are one part a reader: the reader's key id (8 bytes), the part's length (4 bytes, big endian), the HPKE
ciphertext. (node, epoch, seq, verb) is bound through `info`, so that a part opens in its own entry and nowhere else.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_ID = 8
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class NotForUs(Exception):
    """No part of these sealed bytes is addressed to this key."""


def key_id(public: X25519PublicKey) -> bytes:
    """Eight bytes that name a reader's key."""
    return hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).digest()[:KEY_ID]


def info(node: str, epoch: str, seq: int, verb: str) -> bytes:
    return f"jalon entry 1\n{node}\n{epoch}\n{seq}\n{verb}".encode()


def seal(clear: bytes, readers: Iterable[X25519PublicKey], bound: bytes) -> bytes:
    """Seal `clear` to every reader. At least one reader is needed: an entry nobody can read is a lost one."""
    sealed = joined((key_id(reader), SUITE.encrypt(clear, reader, info=bound)) for reader in readers)
    if not sealed:
        raise ValueError("an entry needs at least one reader")
    return sealed


def open_sealed(sealed: bytes, key: X25519PrivateKey, bound: bytes) -> bytes:
    """The clear bytes. Raises NotForUs where no part is ours, ValueError where our part was altered."""
    ours = key_id(key.public_key())
    for reader, part in parts(sealed):
        if reader == ours:
            try:
                return SUITE.decrypt(part, key, info=bound)
            except (InvalidTag, ValueError):
                raise ValueError("the sealed bytes were altered, or sealed for another entry") from None
    raise NotForUs("no part of this entry is sealed to this node")


def parts(sealed: bytes) -> list[tuple[bytes, bytes]]:
    """(key id of the reader, HPKE ciphertext) of each reader. Raises ValueError where the bytes are cut short."""
    found, at = [], 0
    while at < len(sealed):
        if at + KEY_ID + 4 > len(sealed):
            raise ValueError("the sealed bytes were altered: they end too early")
        (length,) = struct.unpack(">I", sealed[at + KEY_ID : at + KEY_ID + 4])
        start = at + KEY_ID + 4
        if start + length > len(sealed):
            raise ValueError("the sealed bytes were altered: they end too early")
        found.append((sealed[at : at + KEY_ID], sealed[start : start + length]))
        at = start + length
    return found


def joined(of: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The sealed bytes again from their parts."""
    return b"".join(reader + struct.pack(">I", len(part)) + part for reader, part in of)
