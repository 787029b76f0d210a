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
    """ "document_same"; where the numbers agree and the issuing States do not, "document_other_state"; where a State is
    not known, "document_state_unknown"."""
    numbers: dict[str, list[str | None]] = {}
    for document in listed:
        if bare := normal(document.number):
            numbers.setdefault(bare, []).append(document.state)
    found = []
    for document in query:
        for state in numbers.get(normal(document.number), ()):
            if not state or not document.state:
                found.append(("document_state_unknown", {"number": document.number}))
            elif state == document.state:
                return "document_same", {"number": document.number, "state": state}
            else:
                states = {"query": document.state, "listed": state}
                found.append(("document_other_state", {"number": document.number, **states}))
    # An unknown State may be the same one: it tells more than another State.
    return max(found, key=lambda each: each[0] == "document_state_unknown", default=None)
