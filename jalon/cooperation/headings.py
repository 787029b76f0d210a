"""What the columns of a table are: its heading found, and each column recognised by what people call it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jalon.apart.small_table import plain
from jalon.apart.table import Table

HEADING_WITHIN = 12  # rows in which a heading is looked for
NOT_OF_A_WORD = re.compile(r"[\"'’«»:;*(),،.%\[\]/_-]+")
Names = Mapping[str, Sequence[str]]


def simple(text: str) -> str:
    """A heading as it is compared: small letters, no accents, no marks."""
    return " ".join(NOT_OF_A_WORD.sub(" ", plain(text).replace("œ", "oe")).split())


def field_of(cell: str, names: Names) -> str:
    """The field that a heading names: by its whole words, else by those it begins with, else by those in it; or ""."""
    said = simple(cell)
    if not said:
        return ""
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for field, known in names.items():
            if any(fits(said, simple(name)) for name in known if fits is str.__eq__ or len(simple(name)) > 3):
                return field
    return ""


def heading_of(table: Table, names: Names) -> int:
    """The place among the table's rows of its heading: that which names most fields, at least two; -1 if none does."""
    found = [
        (len({field_of(cell, names) for cell in row.cells} - {""}), -place)
        for place, row in enumerate(table.rows[:HEADING_WITHIN])
        if not row.title
    ]
    most, place = max(found, default=(0, 0))
    return -place if most >= 2 else -1


def columns_of(cells: Sequence[str], names: Names) -> dict[int, str]:
    """Column -> field, each field once: a heading that says it exactly goes before one that merely holds the word."""
    exact = {place: field for place, cell in enumerate(cells) if (field := _exactly(cell, names))}
    found: dict[int, str] = {}
    for place, field in exact.items():
        if field not in found.values():
            found[place] = field
    for place, cell in enumerate(cells):
        field = field_of(cell, names)
        if place not in found and field and field not in found.values():
            found[place] = field
    return dict(sorted(found.items()))


def _exactly(cell: str, names: Names) -> str:
    said = simple(cell)
    return next((field for field, known in names.items() if said and said in {simple(name) for name in known}), "")
