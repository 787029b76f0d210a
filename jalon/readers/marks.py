"""Where on its lines a zone is wrong: the places that the officer compares first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jalon.documents.layout import Layout, layout_of
from jalon.documents.mrz import read

WRONG, DOUBTED = "wrong", "doubted"


def marks(lines: Sequence[str], today: date | None = None) -> list[dict[int, str]]:
    """By line, the columns (from 0) of check digits that do not agree (wrong) and of what they cover, and of other
    signs that cannot stand where they do (doubted). Empty where the text has the shape of no document."""
    found: list[dict[int, str]] = [{} for _ in lines]
    zone = "".join(lines)
    layout = layout_of(zone)
    reading = read("\n".join(lines), today=today)
    if layout is None or reading.document is None or reading.lines != tuple(lines):
        return found
    for problem in reading.problems:
        wrong = problem.code == "check_digit_wrong"
        place = check_of(layout, problem.field) if wrong else None
        if place is not None:
            found[place // layout.width][place % layout.width] = WRONG
        for at in covered(layout, problem.field):
            found[at // layout.width].setdefault(at % layout.width, DOUBTED)
    return found


def check_of(layout: Layout, field: str) -> int | None:
    """The place of a field's check digit."""
    return {
        "document_number": layout.number_check,
        "birth_date": layout.birth_check,
        "expiry_date": layout.expiry_check,
        "optional_data": layout.optional_check,
        "composite": layout.composite_check,
    }.get(field)


def covered(layout: Layout, field: str) -> range:
    """The places of a field; of the whole zone none: everything would be doubted."""
    names = {"primary_identifier": "name", "secondary_identifier": "name"}
    place = getattr(layout, names.get(field, field), None)
    if isinstance(place, int):
        return range(place, place + 1)
    return range(place.start, place.stop) if isinstance(place, slice) else range(0)
