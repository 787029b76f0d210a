"""The points of birth dates for many people at once: `evidence.birth_date.relate` over columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from jalon.screening import model
from jalon.screening.evidence.birth_date import DatePolicy, fields
from jalon.screening.person import BirthDate

# Birth dates kept in columns for the first look; a person with more is looked at whole.
COLUMNS = 4
APPROXIMATE = 100_000_000
MORE = -1

NO_DATE = -99.0

Numbers = npt.NDArray[Any]


def number(date: BirthDate) -> int:
    """Year × 10000 + month × 100 + day, unknown parts 0, APPROXIMATE more for "about"; 0 for what is no date."""
    known = fields(date.text)
    if not known:
        return 0
    year, month, day = (*map(int, known), 0, 0)[:3]
    return year * 10_000 + month * 100 + day + (APPROXIMATE if date.approximate else 0)


def columns(dates: Iterable[BirthDate]) -> list[int]:
    """The columns of one person."""
    found = [found for date in dates if (found := number(date))]
    if len(found) > COLUMNS:
        found = [MORE]
    return found + [0] * (COLUMNS - len(found))


def points(listed: Numbers, query: Iterable[BirthDate], policy: DatePolicy) -> Numbers:
    """int32[n, COLUMNS] → float32[n]: the best points of any pair of dates; 0 where one side has none."""
    best = np.full(len(listed), NO_DATE, np.float32)
    for asked in query:
        if packed := number(asked):
            for column in range(COLUMNS):
                best = np.maximum(best, pair_points(listed[:, column], packed, policy))
                if not listed[:, column + 1 :].any():
                    break
    best[listed[:, 0] == MORE] = model.WEIGHTS["day_same"]
    best[best == NO_DATE] = 0.0
    return best


def pair_points(listed: Numbers, asked: int, policy: DatePolicy) -> Numbers:
    about_listed, about_asked = listed >= APPROXIMATE, asked >= APPROXIMATE
    listed = listed - about_listed * APPROXIMATE
    asked -= about_asked * APPROXIMATE
    year, month, day = listed // 10_000, listed // 100 % 100, listed % 100
    ask_year, ask_month, ask_day = asked // 10_000, asked // 100 % 100, asked % 100
    about = about_listed | about_asked
    first, ask_first = policy.first_january_is_year & (listed % 10_000 == 101), asked % 10_000 == 101
    ask_first = ask_first and policy.first_january_is_year
    only_year = about_listed | first | (month == 0)
    ask_only_year = about_asked or ask_first or ask_month == 0
    apart = np.abs(year - ask_year)
    forgiven = np.where(about, policy.approximate_years, policy.years_apart)
    full = (day > 0) & (ask_day > 0)
    same_day = full & (listed == asked) & ~about
    # Where one side knows but the year: was it written as a day (1 January, or "about" a day)? That says less.
    told = np.where(only_year, day > 0, ask_day > 0)
    slip_day = full & slips(listed % 10_000, asked % 10_000, 4)
    slip_year = full & ~only_year & (not ask_only_year) & (listed % 10_000 == asked % 10_000) & slips(year, ask_year, 4)
    rules: list[tuple[Any, str]] = [
        (listed <= 0, ""),
        (same_day & first, "first_january_same"),
        (same_day, "day_same"),
        ((apart > 0) & (apart <= forgiven), "years_near"),
        ((apart > 0) & slip_year & policy.digit_differs, "digit_differs"),
        ((apart > 0) & (apart <= 2), "year_differs_little"),
        (apart > 0, "year_differs"),
        (only_year & ask_only_year, "year_same"),
        ((only_year | ask_only_year) & told, "year_same_first_january"),
        (only_year | ask_only_year, "year_same_day_unknown"),
        ((month == ask_month) & ~full, "month_same"),
        (full & (month == ask_day) & (day == ask_month) & policy.day_month_swapped, "day_month_swapped"),
        (slip_day & policy.digit_differs, "digit_differs"),
    ]
    weights = [model.WEIGHTS.get(code, NO_DATE) for _, code in rules]
    return np.select([rule for rule, _ in rules], weights, model.WEIGHTS["day_differs"]).astype(np.float32)


def slips(listed: Numbers, asked: int, digits: int) -> Numbers:
    """One digit differs, or two neighbours changed places."""
    ours = [asked // 10**place % 10 for place in range(digits)]
    theirs = [listed // 10**place % 10 for place in range(digits)]
    differ = [theirs[place] != ours[place] for place in range(digits)]
    count = sum(each.astype(np.int8) for each in differ)
    found = count == 1
    for place in range(digits - 1):
        exchanged = (theirs[place] == ours[place + 1]) & (theirs[place + 1] == ours[place])
        found |= (count == 2) & differ[place] & differ[place + 1] & exchanged
    return found
