"""Who acted, in entries that another state's machine reads: a word that differs in each entry, so that nobody there
follows one person's hours and work. Whoever holds this machine's keys and the list of its officers still finds out."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from jalon.journal.header import Header
from jalon.journal.keys import NodeKeys

LENGTH = 16  # hexadecimal digits, as an actor's id may have


def hidden(actor: str, commitment: str, keys: NodeKeys) -> str:
    """The actor of an entry with this commitment, as the header says it abroad."""
    secret = hashlib.sha256(b"jalon: who acted, told abroad" + keys.sealing.private_bytes_raw()).digest()
    return hmac.new(secret, f"{commitment} {actor}".encode(), hashlib.sha256).hexdigest()[:LENGTH]


def found(header: Header, officers: Iterable[str], keys: NodeKeys) -> str:
    """Which of these officers acted in an entry of this machine; empty where none of them did."""
    alike = (one for one in officers if hmac.compare_digest(hidden(one, header.commitment, keys), header.actor))
    return next(alike, "")
