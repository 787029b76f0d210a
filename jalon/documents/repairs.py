"""Confusions of optical readers, in the fields that admit only digits or only letters.

Document numbers and optional data admit both, so nothing is ever proposed there: a guess that happens to satisfy a
check digit would make a forged number look like a bad reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from jalon.documents.layout import Layout
from jalon.documents.problems import Repair
from jalon.documents.states import STATES

LETTER_TO_DIGIT = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
DIGIT_TO_LETTERS = {"0": "ODQ", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}
"""The likeliest letter first; for a state the first that makes a known code."""


def proposals(zone: str, layout: Layout) -> tuple[Repair, ...]:
    """Every character of the wrong kind that has a look-alike of the right kind, in the order of the zone."""
    found: dict[int, tuple[str, str]] = {}
    for field, place in _digit_fields(layout):
        for position in range(place.start, place.stop):
            if zone[position] in LETTER_TO_DIGIT:
                found[position] = field, LETTER_TO_DIGIT[zone[position]]
    for field, place in _letter_fields(layout):
        for position, letter in zip(range(place.start, place.stop), _as_letters(zone[place], field), strict=True):
            if letter != zone[position]:
                found[position] = field, letter
    return tuple(
        Repair(*layout.place(position), found[position][0], zone[position], found[position][1])
        for position in sorted(found)
    )


def repaired_zone(zone: str, layout: Layout, repairs: tuple[Repair, ...]) -> str:
    """The zone with every proposal put in its place."""
    characters = list(zone)
    for repair in repairs:
        characters[(repair.line - 1) * layout.width + repair.column - 1] = repair.proposed
    return "".join(characters)


def _digit_fields(layout: Layout) -> Iterator[tuple[str, slice]]:
    yield "document_number", slice(layout.number_check, layout.number_check + 1)
    yield "birth_date", layout.birth_date
    yield "birth_date", slice(layout.birth_check, layout.birth_check + 1)
    yield "expiry_date", layout.expiry_date
    yield "expiry_date", slice(layout.expiry_check, layout.expiry_check + 1)
    if layout.optional_check is not None:
        yield "optional_data", slice(layout.optional_check, layout.optional_check + 1)
    if layout.composite_check is not None:
        yield "composite", slice(layout.composite_check, layout.composite_check + 1)


def _letter_fields(layout: Layout) -> Iterator[tuple[str, slice]]:
    yield "document_code", slice(0, 1 if "0" in layout.second_letters else 2)
    yield "issuing_state", layout.issuing_state
    yield "nationality", layout.nationality
    yield "primary_identifier", layout.name


def _as_letters(characters: str, field: str) -> str:
    likeliest = "".join(DIGIT_TO_LETTERS.get(character, character)[0] for character in characters)
    if field not in {"issuing_state", "nationality"} or likeliest == characters:
        return likeliest
    options = [DIGIT_TO_LETTERS.get(character, character) for character in characters]
    known = (code for code in map("".join, product(*options)) if code.rstrip("<") in STATES)
    return next(known, likeliest)
