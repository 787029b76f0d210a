"""Evidence of birth dates, under a policy that each list states: how far a date may be off and still be the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jalon.screening.person import BirthDate


@dataclass(frozen=True, slots=True)
class DatePolicy:
    """What is forgiven in a birth date. Years are whole years.

    first_january_is_year  1 January stands for "some day of that year": many registers and passports write it so
    day_month_swapped      1975-08-05 may be 1975-05-08
    digit_differs          two full dates that differ in one digit, or in two neighbours exchanged, may be one
    years_apart            how many years any date may be off (ages estimated where few births were registered)
    approximate_years      the same, for a date that is itself marked "about"
    """

    first_january_is_year: bool = True
    day_month_swapped: bool = True
    digit_differs: bool = True
    years_apart: int = 0
    approximate_years: int = 2


# The policies a list may name. `usual` is for lists of full dates from documents, `estimated` for lists of people
# whose ages were guessed, `strict` for lists that carry only dates proven by a document.
POLICIES = {
    "usual": DatePolicy(),
    "strict": DatePolicy(
        first_january_is_year=False, day_month_swapped=False, digit_differs=False, years_apart=0, approximate_years=1
    ),
    "estimated": DatePolicy(years_apart=2, approximate_years=5),
}
DEFAULT = POLICIES["usual"]

# Codes of what two dates may be to one another, the most telling first.
RELATIONS = (
    "day_same",
    "first_january_same",
    "month_same",
    "day_month_swapped",
    "year_same",
    "year_same_day_unknown",
    "digit_differs",
    "years_near",
    "year_same_first_january",
    "day_differs",
    "year_differs_little",
    "year_differs",
)
RANK = {code: rank for rank, code in enumerate(RELATIONS)}


def relate(
    query: Iterable[BirthDate], listed: Iterable[BirthDate], policy: DatePolicy
) -> tuple[str, BirthDate, BirthDate] | None:
    """The best relation between any two of the dates, with the two; None where one side has no date."""
    best = None
    for a in query:
        for b in listed:
            code = relation(a, b, policy)
            if code and (best is None or RANK[code] < RANK[best[0]]):
                best = (code, a, b)
    return best


@lru_cache(maxsize=100_000)
def relation(a: BirthDate, b: BirthDate, policy: DatePolicy) -> str | None:
    """The code of what two dates are to one another; None where one of them is no date."""
    one, two = fields(a.text), fields(b.text)
    if one is None or two is None:
        return None
    if one == two and len(one) == 3 and not (a.approximate or b.approximate):
        is_first = one[1:] == ("01", "01") and policy.first_january_is_year
        return "first_january_same" if is_first else "day_same"
    known_one, known_two = known(one, a, policy), known(two, b, policy)
    if one[0] != two[0]:
        return other_year(known_one, known_two, a.approximate or b.approximate, policy)
    if len(known_one) == 1 or len(known_two) == 1:
        return same_year(one, two, known_one, known_two)
    if one[1] == two[1] and (len(known_one) == 2 or len(known_two) == 2):
        return "month_same"
    if len(known_one) == 3 and len(known_two) == 3:
        if policy.day_month_swapped and (one[1], one[2]) == (two[2], two[1]):
            return "day_month_swapped"
        if policy.digit_differs and one_slip("".join(one), "".join(two)):
            return "digit_differs"
    return "day_differs"


def same_year(
    one: tuple[str, ...], two: tuple[str, ...], known_one: tuple[str, ...], known_two: tuple[str, ...]
) -> str:
    if len(known_one) == len(known_two):
        return "year_same"
    told = two if len(known_two) == 1 else one
    return "year_same_first_january" if len(told) == 3 else "year_same_day_unknown"


def other_year(one: tuple[str, ...], two: tuple[str, ...], approximate: bool, policy: DatePolicy) -> str:
    """Of two dates as far as they are known, in different years."""
    apart = abs(int(one[0]) - int(two[0]))
    if apart <= (policy.approximate_years if approximate else policy.years_apart):
        return "years_near"
    if policy.digit_differs and len(one) == len(two) == 3 and one[1:] == two[1:] and one_slip(one[0], two[0]):
        return "digit_differs"
    return "year_differs_little" if apart <= 2 else "year_differs"


def known(parts: tuple[str, ...], date: BirthDate, policy: DatePolicy) -> tuple[str, ...]:
    """What of a date is truly known: its year alone where it is approximate or a conventional 1 January."""
    if date.approximate or (policy.first_january_is_year and parts[1:] == ("01", "01")):
        return parts[:1]
    return parts


@lru_cache(maxsize=100_000)
def fields(text: str) -> tuple[str, ...] | None:
    """ "1975-08" → ("1975", "08"); None for what is no date. "00" and letters are unknown parts."""
    parts = text[:10].split("-")
    if len(parts[0]) != 4 or not (parts[0].isascii() and parts[0].isdigit()) or parts[0] == "0000":
        return None
    found = [parts[0]]
    for part, highest in zip(parts[1:3], (12, 31), strict=False):
        if len(part) != 2 or not (part.isascii() and part.isdigit()) or not 1 <= int(part) <= highest:
            break
        found.append(part)
    return tuple(found)


def one_slip(a: str, b: str) -> bool:
    """One digit differs, or two neighbours changed places."""
    differ = [at for at in range(len(a)) if a[at] != b[at]]
    if len(differ) == 1:
        return True
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    )
