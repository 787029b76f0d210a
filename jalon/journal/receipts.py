"""Receipts: the receiver's signature on the head it holds durably. Nothing else says that an entry has arrived.

The last receipt stands beside the sidecar, outside both databases and outside every backup: a journal that does not
hold what was receipted has lost entries, or is a copy.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jalon.journal.keys import NodeKeys, write_private


class ReceiptRefused(ValueError):
    """The receipt is not signed by the parent, or names an entry that this node did not write."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`by` holds entry `seq` of (node, epoch), whose hash is `hash`, and all before it. `wall` is its clock, ms."""

    by: str
    node: str
    epoch: str
    seq: int
    hash: str  # hexadecimal
    wall: int
    branch: str  # the quarantine's derived epoch id where this entry forks from what `by` held before; else empty
    signature: str = ""  # Ed25519, hexadecimal

    @property
    def statement(self) -> bytes:
        facts = (self.by, self.node, self.epoch, self.seq, self.hash, self.wall, self.branch)
        return "\n".join(["jalon receipt 1", *map(str, facts)]).encode()

    def signed(self, keys: NodeKeys) -> Receipt:
        return replace(self, signature=keys.sign(self.statement).hex())

    def is_signed_by(self, public_key: bytes) -> bool:
        """Whether the holder of this key (32 bytes, Ed25519) gave it."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(self.signature), self.statement)
        except (InvalidSignature, ValueError):
            return False
        return True

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Receipt:
        """Raises ReceiptRefused where the bytes are no receipt."""
        try:
            return cls(**json.loads(raw))
        except (ValueError, TypeError) as error:
            raise ReceiptRefused(f"these bytes are no receipt: {error}") from None


def keep(receipt: Receipt, path: Path) -> None:
    """Remember a receipt, whole and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, receipt.to_bytes())


def last(path: Path) -> Receipt | None:
    """The last receipt kept; None where there is none, or where it cannot be read."""
    try:
        return Receipt.from_bytes(path.read_bytes())
    except (FileNotFoundError, ReceiptRefused):
        return None
