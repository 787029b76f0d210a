"""An entry's header: canonical JSON (RFC 8785) whose SHA-256 is the entry's hash.

All times are integer milliseconds. Bytes are written in hexadecimal. A verb's name reveals no category of person.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

FORMAT = 1
ALGORITHMS = "ed25519 sha256 hpke-x25519-hkdfsha256-chacha20poly1305"
LARGEST = 2**53 - 1  # of an integer that every reader of JSON understands alike

# A string as RFC 8785 writes one: the same escapes as JSON's shortest, and every other sign as it is.
_quoted = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True)
class Header:
    """What anybody may read of an entry, with no key."""

    node: str
    epoch: str
    seq: int
    prev: str  # hash of the header before; at the first of an epoch, of its opening
    verb: str
    wall: int  # this machine's clock, ms since 1970
    boot: str  # which start of the machine the monotonic time counts from
    mono: int  # monotonic time, ms
    parent: int  # the last time signed by the parent, ms since 1970; 0 when none was ever received
    actor: str  # pseudonymous id
    commitment: str  # SHA-256 of salt and clear payload
    sealed: str  # SHA-256 of the sealed bytes
    format: int = FORMAT
    algorithms: str = ALGORITHMS

    def to_bytes(self) -> bytes:
        """RFC 8785, written out here: a headquarters makes and reads thousands of headers a second. A test holds this
        against the library `rfc8785`. Raises ValueError where a field is no string, or no integer of that range."""
        for number in (self.format, self.mono, self.parent, self.seq, self.wall):
            if type(number) is not int or not -LARGEST <= number <= LARGEST:
                raise ValueError(f"not an integer that a header may hold: {number!r}")
        try:
            return (
                f'{{"actor":{_quoted(self.actor)},"algorithms":{_quoted(self.algorithms)},"boot":{_quoted(self.boot)}'
                f',"commitment":{_quoted(self.commitment)},"epoch":{_quoted(self.epoch)},"format":{self.format}'
                f',"mono":{self.mono},"node":{_quoted(self.node)},"parent":{self.parent},"prev":{_quoted(self.prev)}'
                f',"sealed":{_quoted(self.sealed)},"seq":{self.seq},"verb":{_quoted(self.verb)},"wall":{self.wall}}}'
            ).encode()
        except TypeError as error:
            raise ValueError(f"not a string that a header may hold: {error}") from None

    @classmethod
    def from_bytes(cls, raw: bytes) -> Header:
        """Read a header back. Raises ValueError where the bytes are not a header in its canonical form."""
        try:
            header = cls(**json.loads(raw))
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"not a header: {error}") from None
        if header.to_bytes() != raw:
            raise ValueError("not a header: its bytes are not in canonical form")
        return header


def digest(raw: bytes) -> bytes:
    """The hash of a header's exact bytes: 32 bytes."""
    return hashlib.sha256(raw).digest()
