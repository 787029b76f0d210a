"""The border's own figures as indicators of promises: counted by `statistics`, with the coverage that entries and
arrivals give by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from jalon.cooperation.indicator import (
    LESS,
    MORE,
    NONE,
    Family,
    Indicator,
    Measured,
    NotHeldAt,
    Span,
    confidence,
    of_the_whole,
)
from jalon.statistics import coverage, following
from jalon.statistics.asking import Asked
from jalon.statistics.indicators import INDICATORS, values
from jalon.statistics.models import Counted

# What may be promised of the border, and which way is better. What is not named here is described alone.
BETTER = {
    "first_line_median": LESS,
    "first_line_p90": LESS,
    "second_line_wait_median": LESS,
    "second_line_wait_p90": LESS,
    "reported_share": MORE,
    "late_share": LESS,
    "nationality_unknown_share": LESS,
}
# How far posts report tells where the link or the power fails.
OPERATIONAL = {"reported_share", "late_share"}
# Refusals, matches and arrests, and whatever follows from them: told, never a target.
DESCRIBED = {
    "second_line_share",
    "refused",
    "refused_share",
    "false_documents",
    "handed_over",
    "hits",
    "hits_waiting",
    "hits_another_share",
    "hits_acted_on",
}


def at_hand(span: Span) -> int:
    """The position that the counts stand at. Raises NotHeldAt where another is asked for."""
    position = following.position()
    if span.at is not None and span.at != position:
        raise NotHeldAt("statistics", span.at, position)
    return position


def measure(span: Span, codes: Sequence[str]) -> dict[str, Measured]:
    position = at_hand(span)
    asked = Asked(span.since, span.until, span.posts)
    covered = coverage.of(asked, word=coverage.by_arrivals(position))
    found = values(asked, covered, codes)
    numbers = _numbers_behind(span, codes)
    began = min((day for day, (_there, due) in covered.days.items() if due), default=None)
    began = began if began is not None and began > span.since else None
    measured = {}
    for code, one in found.items():
        share = of_the_whole(one.coverage, span, began)
        value = one.value if covered.reported or numbers[code] else None
        sure = confidence(one.value, share, numbers[code])
        measured[code] = Measured(value, one.unit, share, sure, position, numbers[code], began)
    return measured


def behind(span: Span, code: str) -> list[int]:
    """Arrival positions of the first entries of what was counted: inspections, tallies, cards, herds."""
    at_hand(span)
    return _of_codes(span, [code])[code]


def _numbers_behind(span: Span, codes: Sequence[str]) -> dict[str, int]:
    return {code: len(places) for code, places in _of_codes(span, codes).items()}


def _of_codes(span: Span, codes: Sequence[str]) -> dict[str, list[int]]:
    """Of each indicator, where the records behind it arrived: those that stand in a dimension it reads."""
    wanted = {code: set(INDICATORS[code].needs) for code in codes}
    wanted |= {code: {"outcome"} for code in codes if code == "reported_share"}
    found: dict[str, list[int]] = {code: [] for code in codes}
    for position, dimensions in _sources(span):
        for code, needs in wanted.items():
            if not needs.isdisjoint(dimensions):
                found[code].append(position)
    return found


def _sources(span: Span) -> list[tuple[int, frozenset[str]]]:
    """Where each record of the span arrived, and the dimensions in which it stands."""
    memo, key = _memo.get(), (span.since, span.until, span.posts, span.at)
    if memo is None:
        return _read(span)
    if key not in memo:
        memo[key] = _read(span)
    return memo[key]


def _read(span: Span) -> list[tuple[int, frozenset[str]]]:
    side = following.live()
    if side is None:
        return []
    # A record is of one day, which is what its text begins with: those of other days are not read at all.
    day = "substr(cells, 3, 10) >= %s AND substr(cells, 3, 10) < %s AND cells <> %s"
    table = Counted._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT slot, cells FROM "{table}" WHERE slot %% 2 = %s AND {day} ORDER BY slot',  # noqa: S608
            [side.number, span.since.isoformat(), span.until.isoformat(), "{}"],
        )
        rows = cursor.fetchall()
    found: list[tuple[int, frozenset[str]]] = []
    alike: dict[frozenset[str], frozenset[str]] = {}
    for slot, text in rows:
        there = frozenset(
            dimension
            for place, dimensions in json.loads(text).items()
            if not span.posts or place.split(" ")[1] in span.posts
            for dimension in dimensions
        )
        if there:
            found.append((int(slot) // 2, alike.setdefault(there, there)))
    return found


# While an evaluation is drawn the tables stand still: what was read of a span is read once.
_memo: ContextVar[dict[Any, list[tuple[int, frozenset[str]]]] | None] = ContextVar("read", default=None)


@contextmanager
def standing_still() -> Iterator[None]:
    """Read the records of each span once while the block lasts. Whoever opens it holds the tables' cursor."""
    token = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(token)


FAMILY = Family(measure, behind)

BORDER: tuple[Indicator, ...] = tuple(
    Indicator(
        one.code,
        one.title,
        one.unit,
        one.dimension,
        one.meaning,
        one.how,
        BETTER.get(code, NONE),
        FAMILY,
        operational=code in OPERATIONAL,
        described_only=code in DESCRIBED,
    )
    for code, one in INDICATORS.items()
)
