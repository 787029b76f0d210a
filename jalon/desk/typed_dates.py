"""A date as officers type it, day before month, as far as it is known."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS

EARLIEST, LATEST = 1900, 2100
PIECES = re.compile(r"\d+|[^\W\d_]+")


def read_date(text: str, today: date, *, ahead: bool = False) -> str:
    """ISO, as far as known: 12 03 1990, 12/3/90, 12031990, 12 mars 1990, 03/1990, 1990-03-12, 1990 (any digits).

    Two digits of a year are the latest such year that is not in the future; with `ahead` (an expiry) they lie in the
    hundred years that end fifty years from now. Raises ValueError for what is no date, or a birth yet to come.
    """
    pieces = PIECES.findall(text)
    if not pieces:
        raise ValueError(text)
    if len(pieces) == 1 and pieces[0].isdecimal():
        pieces = _cut(pieces[0])
    elif len(pieces[0]) == 4 and pieces[0].isdecimal():
        pieces = pieces[::-1]
    if len(pieces) > 3:
        raise ValueError(text)
    year = _year(pieces[-1], today, ahead)
    rest = [_month(pieces[-2])] if len(pieces) > 1 else []
    if len(pieces) == 3:
        rest.append(int(pieces[0]))
    first = date(year, *([*rest, 1, 1][:2]))
    if not EARLIEST <= year <= LATEST or (not ahead and first > today):
        raise ValueError(text)
    return "-".join([str(year), *(f"{part:02d}" for part in rest)])


def _cut(digits: str) -> list[str]:
    """Digits typed without a sign between them: a year, day month year with two or four digits, or ISO."""
    if len(digits) == 8 and not EARLIEST <= int(digits[4:]) <= LATEST:
        return [digits[6:], digits[4:6], digits[:4]]
    if len(digits) in {6, 8}:
        return [digits[:2], digits[2:4], digits[4:]]
    return [digits]


def _year(piece: str, today: date, ahead: bool) -> int:
    if not piece.isdecimal() or len(piece) not in {2, 4}:
        raise ValueError(piece)
    if len(piece) == 4:
        return int(piece)
    last = today.year + (50 if ahead else 0)
    return last - (last - int(piece)) % 100


def _month(piece: str) -> int:
    """A number, or the beginning of a month's name in a language of the house: three letters, or more to tell two."""
    if piece.isdecimal():
        return int(piece)
    start = _plain(piece)
    found = {number for name, number in _names() if name.startswith(start)}
    if len(start) < 3 or len(found) != 1:
        raise ValueError(piece)
    return found.pop()


@cache
def _names() -> frozenset[tuple[str, int]]:
    found = set()
    for language in ("fr", "en", "ar"):
        with translation.override(language):
            found |= {(_plain(str(name)), number) for number, name in MONTHS.items()}
    return frozenset(found)


def _plain(text: str) -> str:
    """Without accents and in small letters: Février, fevrier."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
