"""Text as lists write it, made plain: spaces, invisible signs, sexes, partial dates."""

from __future__ import annotations

import re
from datetime import date

# Control characters, lone surrogates and the signs that turn or hide text. The two joiners that Persian and Urdu
# need (U+200C, U+200D) stay.
INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\ud800-\udfff\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
BREAKS = re.compile("[\t\n\v\f\r\u0085\u2028\u2029]")

EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

LONGEST_NAME = 300

SEXES: dict[str, str] = {
    "m": "M", "male": "M", "man": "M", "masculin": "M", "homme": "M", "h": "M", "ذكر": "M",
    "f": "F", "female": "F", "woman": "F", "feminin": "F", "féminin": "F", "femme": "F", "أنثى": "F", "انثى": "F",
    "x": "X", "other": "X", "autre": "X", "آخر": "X",
}  # fmt: skip

ISO_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
MONTH_FIRST = re.compile(r"(\d{1,2})[/.](\d{4})")

# Nobody on a list was born before; a year beyond is a slip of the hand.
EARLIEST_YEAR, LATEST_YEAR = 1850, 2100


def clean(text: str) -> str:
    """One line, single spaces, nothing invisible."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(INVISIBLE.sub("", BREAKS.sub(" ", text)).split())


def sex(text: str) -> str | None:
    return SEXES.get(clean(text).casefold())


def partial_date(text: str) -> str | None:
    """“1975-08-14”, “1975-08”, “1975”, “14/08/1975”, “08/1975” → ISO as far as known; None when it is no date.

    A month or day written 00 is unknown, as in a document.
    """
    text = clean(text).translate(EASTERN_DIGITS)
    if found := ISO_DATE.fullmatch(text):
        year, month, day = found[1], found[2], found[3]
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found[1], found[2], found[3]
    elif found := MONTH_FIRST.fullmatch(text):
        month, year, day = found[1], found[2], None
    else:
        return None
    return iso_date(int(year), int(month or 0), int(day or 0))


def iso_date(year: int, month: int = 0, day: int = 0) -> str | None:
    """ISO text of a date whose month or day may be 0 for unknown; None when there is no such date."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not 0 <= month <= 12:
        return None
    if month == 0:
        return f"{year:04}" if day == 0 else None
    if day == 0:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
