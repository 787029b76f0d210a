"""Opening an epoch: what a node signs before the first entry of a chain, and what that entry's header then names.

The first header's `prev` is the hash of the opening, so that the chain authenticates what it says: the stream, the
reason, and the head of the epoch that it follows. An epoch removed whole is missed by the one that followed it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

import rfc8785

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Follows:
    """Where the node's stream stood, in this journal, when the next epoch was opened. `head` is hexadecimal."""

    epoch: str
    seq: int
    head: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A signed statement in RFC 8785 JSON; its SHA-256 is the head of an epoch that holds no entry yet."""

    node: str
    epoch: str
    stream: str
    public_key: str  # of the node, hexadecimal
    reason: str
    wall: int  # the node's clock, ms since 1970
    follows: Follows | None
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        return rfc8785.dumps(asdict(self))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Opening:
        """Read an opening back. Raises ValueError where the bytes are none in its canonical form."""
        try:
            facts = json.loads(raw)
            follows = facts["follows"]
            opening = cls(**{**facts, "follows": None if follows is None else Follows(**follows)})
            bytes.fromhex(opening.public_key)
        except (TypeError, ValueError, KeyError, RecursionError) as error:
            raise ValueError(f"not an opening of an epoch: {error}") from None
        if opening.to_bytes() != raw:
            raise ValueError("not an opening of an epoch: its bytes are not in canonical form")
        return opening

    def digest(self) -> bytes:
        return hashlib.sha256(self.to_bytes()).digest()


def branch_id(node: str, epoch: str, seq: int, first: bytes) -> str:
    """The derived epoch id of a branch: where it leaves the epoch (its first `seq`) and with which header's hash."""
    statement = f"jalon branch 1\n{node}\n{epoch}\n{seq}\n{first.hex()}".encode()
    return hashlib.sha256(statement).hexdigest()[:16]
