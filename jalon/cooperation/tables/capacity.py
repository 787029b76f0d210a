"""The indicators of capacity as indicators of promises: what posts have, what serves, who was trained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from jalon.capacity import indicators as capacity
from jalon.capacity import indicators_of_assessments as assessments
from jalon.cooperation import entries
from jalon.cooperation.indicator import CAPACITY as THEME
from jalon.cooperation.indicator import Family, Indicator, Measured, Place, Span, confidence
from jalon.cooperation.tables.link import position_of

UNITS = {capacity.COUNT: "persons", capacity.SHARE: "share", capacity.DAYS: "days", assessments.NUMBER: "number"}
TABLE = (*capacity.TABLE, *assessments.TABLE)
BY_CODE = {one.code: one for one in TABLE}
A_DAY = timedelta(days=1)


def _asked(span: Span, code: str) -> capacity.Measured:
    """Capacity counts both days in, and asks nothing of posts where all are meant."""
    one = BY_CODE[code]
    return one.measure(span.since, span.until - A_DAY, span.posts or None, span.at)


def measure(span: Span, codes: Sequence[str]) -> dict[str, Measured]:
    found = {}
    for code in codes:
        one = _asked(span, code)
        value = None if one.value is None else float(one.value)
        number = len(behind(span, code))
        # What is said of posts is said whole: how many of them said anything is what it hangs on.
        sure = confidence(value, one.coverage, ENOUGH if number else 0)
        unit = UNITS[BY_CODE[code].unit]
        found[code] = Measured(value, unit, one.coverage, sure, position_of(span), number)
    return found


ENOUGH = 30


def behind(span: Span, code: str) -> list[Place]:
    return entries.places_of(_asked(span, code).entries)


FAMILY = Family(measure, behind)

CAPACITY: tuple[Indicator, ...] = tuple(
    Indicator(
        one.code,
        one.title,
        UNITS[one.unit],
        THEME,
        one.about,
        one.about,
        one.better,
        FAMILY,
        operational=one.operational,
    )
    for one in TABLE
)
