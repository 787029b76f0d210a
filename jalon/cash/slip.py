"""What a receipt's code says: a line that a telephone shows, signed by the machine that gave the receipt.

    JALON RECU / 2026-00042 / 55 EUR / ML-GOG / 2026-11-25 14:32 / VISA / MR-EVISA-30 / ED25519 / 97D4B342146B8B7B / …

Number, amount, post, day and hour, what for, by which rule; then the algorithm, the machine, and the signature in base
32 (RFC 4648): capitals and digits, which a code holds in its densest mode and a reader types on any keyboard. What is
signed is the line up to the signature, without spaces, behind the words of its domain, so that it can pass for nothing
else this key signs. The machine's id is the beginning of its public key's SHA-256: the key proves that it is the one.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jalon.journal.keys import node_id

DOMAIN = b"jalon receipt 1\n"
TITLE, ALGORITHM = "JALON RECU", "ED25519"
FIELDS = ("number", "amount", "post", "time", "what", "rule")
LONGEST = 1000  # signs that are looked at
FOREIGN = re.compile(r"[^A-Z0-9 .:+-]")

# Shift may be lost on the way: a digit comes as the sign that stands on its key.
FRENCH = str.maketrans("&É\"'(-È_ÇÀ)!M?AQZW", "1234567890-/:MQAWZ")

PublicKeys = Callable[[str], bytes | None]
"""Given a machine's id in hexadecimal, its public key (32 bytes); None where it is not known."""


class NoReceipt(ValueError):
    """The text is no receipt's code, or only a part of one."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a code says, as it stands there, and whether its signature holds: valid, altered, unknown (whose)."""

    number: str
    amount: str
    post: str
    time: str
    what: str
    rule: str
    node: str
    verdict: str = ""


def write(said: dict[str, str], node: str, sign: Callable[[bytes], bytes]) -> str:
    """The line of a receipt: `said` has FIELDS, `sign` is the machine's."""
    fields = [TITLE, *(_plain(said[name]) for name in FIELDS), ALGORITHM, node.upper()]
    signature = base64.b32encode(sign(_statement(fields))).decode().rstrip("=")
    return " / ".join([*fields, signature])


def read(text: str, public_key: PublicKeys) -> Slip:
    """What a code says, however it was read: spaces, lines and letters' case do not matter. Raises NoReceipt."""
    parts = [part.strip() for part in " ".join(undo_french(text[:LONGEST]).upper().split()).split("/")]
    if len(parts) != len(FIELDS) + 4 or _tight(parts[0]) != _tight(TITLE) or parts[-3] != ALGORITHM:
        raise NoReceipt(text[:40])
    node, signed = parts[-2].lower(), parts[-1].replace(" ", "")
    number, amount, post, time, what, rule = parts[1 : 1 + len(FIELDS)]
    slip = Slip(number, amount, post, time, what, rule, node)
    key = public_key(node)
    if key is None or node_id(key) != node:
        return _judged(slip, "unknown")
    try:
        signature = base64.b32decode(signed + "=" * (-len(signed) % 8))
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _statement(parts[:-1]))
    except (InvalidSignature, binascii.Error, ValueError):
        return _judged(slip, "altered")
    return _judged(slip, "valid")


def undo_french(text: str) -> str:
    """What a reader set to a US keyboard meant, where a French (AZERTY) machine wrote something else."""
    return text.upper().translate(FRENCH) if "/" not in text and "!" in text else text


def looks_like_one(text: str) -> bool:
    """Whether a text begins as a receipt's code does."""
    return _tight(undo_french(text).upper()).startswith(_tight(TITLE))


def _judged(slip: Slip, verdict: str) -> Slip:
    return Slip(slip.number, slip.amount, slip.post, slip.time, slip.what, slip.rule, slip.node, verdict)


def _statement(fields: list[str]) -> bytes:
    return DOMAIN + "/".join(_tight(field) for field in fields).encode("ascii", "replace")


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def _plain(text: str) -> str:
    """As the densest mode of a code writes it: capitals, digits, few signs."""
    return FOREIGN.sub("-", text.upper())
