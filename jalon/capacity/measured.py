"""What an indicator is, and what measuring one gives. `indicators.py` holds the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

COUNT, SHARE, DAYS = "count", "share", "days"
MORE, LESS = "more", "less"


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with what it leans on."""

    value: float | None  # a share from 0 to 1, a count, or days; None where nobody said anything
    coverage: float | None  # share of the posts asked about that said anything, 0 to 1; None where there are no posts
    entries: tuple[str, ...]  # keys of the entries behind it, in order


# (since, until, posts, at): both days inclusive; codes of posts, or None for all of the state; the arrival position up
# to which entries count, or None for all that are here.
Measure = Callable[[date, date, Sequence[str] | None, int | None], Measured]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the table of indicators."""

    code: str
    title: str | Promise
    unit: str  # COUNT | SHARE | DAYS
    theme: str  # a code of cooperation.themes.THEMES
    operational: bool  # strength, outages, power: leaves the country only as bands and quarters
    better: str  # MORE | LESS: which way is progress
    about: str | Promise  # how it is counted, in a sentence
    measure: Measure
