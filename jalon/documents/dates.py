"""Dates of a machine readable zone: six characters YYMMDD, parts of which may be unknown (9303-3, 4.8)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Century:
    """How two digits of a year become four. The zone does not say; this rule does, and may be changed by the caller.

    A birth lies in the latest century in which it is not in the future (seen from `today`), its holder is at least
    `youngest` years old, and it is not after the document's own expiry. So "26" is 2026 on a document read later that
    year, 1926 on one that expired in 2020.
    An expiry lies in the hundred years that end `expiry_ahead` years after the year of `today`: with 50, read in
    2026, from 1977 to 2076.
    """

    youngest: int = 0
    expiry_ahead: int = 50
    born_before_expiry: bool = True


CENTURY = Century()


class DateImpossible(ValueError):
    """Six characters that are no date, not even a partly unknown one."""


def parts(six: str) -> tuple[int | None, int | None, int | None]:
    """Year (0 to 99), month and day of YYMMDD; None for each pair of fillers. Raises `DateImpossible`."""
    year, month, day = _pair(six[:2]), _pair(six[2:4]), _pair(six[4:])
    if month is not None and not 1 <= month <= 12:
        raise DateImpossible(six)
    if day is not None and not 1 <= day <= _DAYS[month or 1]:
        raise DateImpossible(six)
    return year, month, day


def _pair(two: str) -> int | None:
    if two == "<<":
        return None
    if two.isascii() and two.isdigit():
        return int(two)
    raise DateImpossible(two)


def read_expiry(six: str, today: date, century: Century = CENTURY) -> str | None:
    """ISO date as far as known. Raises `DateImpossible`."""
    year, month, day = parts(six)
    if year is None:
        return None
    last = today.year + century.expiry_ahead
    return _iso(last - (last - year) % 100, month, day)


def read_birth(six: str, today: date, expiry: str | None = None, century: Century = CENTURY) -> str | None:
    """ISO date as far as known; `expiry` is the document's, as `read_expiry` gave it. Raises `DateImpossible`."""
    year, month, day = parts(six)
    if year is None:
        return None
    last = today.year - century.youngest
    full = last - (last - year) % 100
    if full == last and (month or 1, (month and day) or 1) > (today.month, today.day):
        full -= 100
    if expiry is not None and century.born_before_expiry and full > int(expiry[:4]):
        full -= 100
    return _iso(full, month, day)


def _iso(year: int, month: int | None, day: int | None) -> str:
    if month is None:  # a day without its month cannot be said in ISO 8601
        return str(year)
    if day is None:
        return f"{year}-{month:02}"
    if day == 29 and month == 2 and monthrange(year, 2)[1] == 28:
        raise DateImpossible(f"{year}-02-29")
    return f"{year}-{month:02}-{day:02}"


def write_date(iso: str | None) -> str:
    """YYMMDD of an ISO date known as far as it goes; fillers for the rest. Raises `DateImpossible`."""
    if iso is None:
        return "<<<<<<"
    year, _, rest = iso.partition("-")
    six = (year[2:] + rest.replace("-", "")).ljust(6, "<")
    shape = [len(part) for part in iso.split("-")]
    if shape not in ([4], [4, 2], [4, 2, 2]) or not iso.replace("-", "").isdigit():
        raise DateImpossible(iso)
    _iso(int(year), *parts(six)[1:])
    return six
