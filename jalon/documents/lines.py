"""From what a reader, a keyboard or a clipboard delivers to the characters of a zone.

Removed or replaced here is only what carries no meaning in an MRZ: case, spaces, invisible marks, the look-alikes of
`<`, a line broken in two. Letters and digits taken for one another are another matter: see `repairs`.
"""

from __future__ import annotations

import unicodedata
from itertools import product

from jalon.documents.checkdigits import check_digit
from jalon.documents.layout import LENGTHS, Layout, layout_of

SINGLE = "‹˂ᐸ〈⟨❮❬⧼"
"""Each stands for one filler."""
DOUBLE = "«≪《⟪"
"""Each stands for two fillers or, from some readers, for one: the length of the line tells which."""

_SINGLE = str.maketrans(dict.fromkeys(SINGLE, "<"))
_DOUBLE_AS_ONE = str.maketrans(dict.fromkeys(DOUBLE, "<"))
_DOUBLE_AS_TWO = str.maketrans(dict.fromkeys(DOUBLE, "<<"))


def zone_of(text: str) -> tuple[str, Layout | None, tuple[str, ...]]:
    """The zone, its layout and its lines; layout None when no reading of the text has the length of a document."""
    rows = text.split("\n") if text.isascii() and "&" not in text else _plain(text).splitlines()
    lines = [line for line in ["".join(row.split()).upper() for row in rows] if line]
    zone = "".join(lines)
    if not zone.isascii():
        lines = _fillers(lines)
        zone = "".join(lines)
    layout = layout_of(zone)
    if layout is None:
        zone = _spaces_as_fillers(rows) or zone
        layout = layout_of(zone)
    return zone, layout, layout.split(zone) if layout else tuple(lines)


def _plain(text: str) -> str:
    """Compatibility forms undone (full width and the like), marks without width removed, `&lt;` as pasted from HTML."""
    text = unicodedata.normalize("NFKC", text).translate(_SINGLE).replace("&lt;", "<").replace("&LT;", "<")
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def _fillers(lines: list[str]) -> list[str]:
    """Double look-alikes replaced, line by line as one or two fillers, whichever gives the length of a document and the
    fewest wrong check digits; two, what the sign shows, where both do."""
    options = [
        {line.translate(_DOUBLE_AS_TWO): None, line.translate(_DOUBLE_AS_ONE): None}
        if len(lines) <= 6
        else {line.translate(_DOUBLE_AS_TWO): None}
        for line in lines
    ]
    choices = [list(choice) for choice in product(*options)]
    possible = [choice for choice in choices if sum(map(len, choice)) in LENGTHS]
    return min(possible, key=_disagreement, default=choices[0])


def _disagreement(lines: list[str]) -> tuple[int, bool]:
    """How badly a choice fits: wrong check digits, then lines of unequal length."""
    zone = "".join(lines).encode("ascii", "replace").decode()
    layout = layout_of(zone)
    assert layout is not None
    checked = (
        (layout.document_number, layout.number_check),
        (layout.birth_date, layout.birth_check),
        (layout.expiry_date, layout.expiry_check),
    )
    wrong = sum(check_digit(zone[place]) != zone[check] for place, check in checked)
    return wrong, len({len(line) for line in lines}) > 1


def _spaces_as_fillers(rows: list[str]) -> str | None:
    """For readers that give a space for `<`: used only when nothing else has the length of a document."""
    zone = "".join(row.strip("\r\t").replace(" ", "<").upper() for row in rows if row.strip())
    return zone if len(zone) in LENGTHS else None
