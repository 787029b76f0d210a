"""From what a reader, a keyboard or a clipboard delivers to the characters of a zone.

Removed or replaced here is only what carries no meaning in an MRZ: case, spaces, invisible marks, the signs with which
a scanner frames what it sends, the look-alikes of `<`, a line broken in two. Letters and digits taken for one another
are another matter: see `repairs`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import product

from jalon.documents.checkdigits import check_digit
from jalon.documents.layout import LENGTHS, Layout, layout_of
from jalon.documents.repairs import DIGIT_TO_LETTERS

SINGLE = "‹˂ᐸ〈⟨❮❬⧼≤⩽≦›>_"
"""Each stands for one filler. The last two are what a keyboard of another country types for `<`."""
DOUBLE = "«≪《⟪»≫"
"""Each stands for two fillers or, from some readers, for one: the length of the line tells which."""
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"

_SINGLE = str.maketrans(dict.fromkeys(SINGLE, "<"))
_DOUBLE_AS_ONE = str.maketrans(dict.fromkeys(DOUBLE, "<"))
_DOUBLE_AS_TWO = str.maketrans(dict.fromkeys(DOUBLE, "<<"))
_INVISIBLE = ("Cc", "Cf")

# What some scanners send before the text: the symbology identifier of ISO/IEC 15424, as “]L0” or “]Q1”.
_SYMBOLOGY = re.compile(r"^\s*\][A-Za-z][0-9A-Za-z]")
# Signs of no zone, before it or after it.
_FRAME = re.compile(r"^[^A-Z0-9<]+|[^A-Z0-9<]+$")


def zone_of(text: str) -> tuple[str, Layout | None, tuple[str, ...]]:
    """The zone, its layout and its lines; layout None when no reading of the text has the shape of a document."""
    lines = _packed(text.split("\n"))
    zone = "".join(lines)
    layout = layout_of(zone)
    if layout is None or zone.encode("utf-8", "replace").translate(None, ALPHABET) or not _stands(lines, layout):
        return _out_of_noise(text)
    return zone, layout, layout.split(zone)


def _out_of_noise(text: str) -> tuple[str, Layout | None, tuple[str, ...]]:
    """The first reading of the text that has the shape of a document, from the one that changes least."""
    rows = [_SYMBOLOGY.sub("", _visible(row)) for row in _plain(text).splitlines()]
    lines = _fillers(_packed(rows))
    for reading in (lines, _without_frame(lines), _spaces_as_fillers(rows)):
        zone = "".join(reading)
        layout = layout_of(zone)
        if layout is not None and _stands(reading, layout):
            return zone, layout, layout.split(zone)
    return "".join(lines), None, tuple(lines)


def _stands(lines: list[str], layout: Layout) -> bool:
    """Lines of the right width are those of a document, whatever they say. Lines that were regrouped to make up its
    length are so only where the document code may begin such a document: ninety signs of a passport are no card."""
    if len(lines) == layout.lines and all(len(line) == layout.width for line in lines):
        return True
    return DIGIT_TO_LETTERS.get(lines[0][0], lines[0])[0] in layout.first_letters


def _packed(rows: Iterable[str]) -> list[str]:
    """Capitals, without spaces and without empty lines."""
    return [line for line in ["".join(row.split()).upper() for row in rows] if line]


def _plain(text: str) -> str:
    """Compatibility forms undone (full width and the like), `&lt;` as pasted from HTML, look-alikes of one filler."""
    text = re.sub("&[lg]t;", "<", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)
    return text.translate(_SINGLE)


def _visible(row: str) -> str:
    """Without marks that have no width, and without the control characters that frame a scanner's text."""
    return "".join(character for character in row if unicodedata.category(character) not in _INVISIBLE)


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


def _without_frame(lines: list[str]) -> list[str]:
    """For scanners that put a sign of their own before and after: each line without them."""
    return [line for line in (_FRAME.sub("", line) for line in lines) if line]


def _spaces_as_fillers(rows: list[str]) -> list[str]:
    """For readers that give a space for `<`."""
    return [row.replace(" ", "<").upper() for row in rows if row.strip()]
