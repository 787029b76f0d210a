"""Sealed pictures on their way up, after the entries: one at a time, each acknowledged by a signature over its digest.

The bytes are sealed to headquarters already; here they are kept as they came, under their digest.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from jalon.journal.keys import write_private
from jalon.journal.node import this_node

LARGEST = 4 << 20  # bytes
DIGEST = re.compile(r"[0-9a-f]{64}")


class PictureAltered(ValueError):
    """The bytes are not those of the digest they came under. Nothing was kept."""


def take(node: str, digest: str, content: bytes) -> bytes:
    """Keep the sealed bytes of a picture of a node, durably; the signature that says so. Raises PictureAltered."""
    if not DIGEST.fullmatch(digest) or hashlib.sha256(content).hexdigest() != digest:
        raise PictureAltered("the picture was altered on its way")
    place = folder() / f"{digest}.sealed"
    if not place.exists() or hashlib.sha256(place.read_bytes()).hexdigest() != digest:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(place, content)
    return this_node().keys.sign(_statement(node, digest))


def is_taken(node: str, digest: str, signature: bytes, parent: bytes) -> bool:
    """Whether the holder of the key `parent` signed that it keeps these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(parent).verify(signature, _statement(node, digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def folder() -> Path:
    return Path(settings.JALON_HOME) / "pictures" / "received"


def _statement(node: str, digest: str) -> bytes:
    return f"jalon picture 1\n{node}\n{digest}".encode()
