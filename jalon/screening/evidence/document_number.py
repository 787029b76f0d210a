"""Evidence of document numbers: the same number of the same State is the strongest evidence there is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from jalon.screening.person import DocumentNumber

# Shorter numbers are met by chance.
SHORTEST = 5

NOT_OF_A_NUMBER = re.compile(r"[^0-9A-Z]")


@lru_cache(maxsize=100_000)
def normal(number: str) -> str:
    """Letters and digits alone, upper case: "b 0123-456<" → "B0123456"; "" when too short to tell anything."""
    bare = NOT_OF_A_NUMBER.sub("", number.upper())
    return bare if len(bare) >= SHORTEST and any(sign.isdigit() for sign in bare) else ""


def relate(query: Iterable[DocumentNumber], listed: Iterable[DocumentNumber]) -> tuple[str, dict[str, str]] | None:
    """ "document_same", or "document_other_state" where the numbers agree and the issuing States do not."""
    numbers = {}
    for document in listed:
        if bare := normal(document.number):
            numbers.setdefault(bare, []).append(document.state)
    weaker = None
    for document in query:
        for state in numbers.get(normal(document.number), ()):
            if state == document.state or not state or not document.state:
                return "document_same", {"number": document.number}
            weaker = "document_other_state", {"number": document.number, "query": document.state, "listed": state}
    return weaker
