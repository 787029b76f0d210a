"""Reading the counts: sums over a period, by value, by day, by post. Whole months are read from their own counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from jalon.statistics import following
from jalon.statistics.asking import Asked, plus_months
from jalon.statistics.dimensions import TIMES
from jalon.statistics.models import Count, DayCount, MonthCount

DAYS_SHOWN_SINGLY = 92
Values = Counter[tuple[str, str]]  # (direction, value)


def sums(asked: Asked, dimensions: Sequence[str]) -> dict[str, Values]:
    """Of each dimension, how many of each value in each direction."""
    found: dict[str, Values] = {one: Counter() for one in dimensions}
    for rows in _parts(asked, dimensions):
        read = rows.values_list("dimension", "direction", "value").annotate(all=Sum("number"))
        for dimension, direction, value, number in _asked(read, asked, 1):
            found[dimension][(direction, value)] += number
    return found


def by_value(asked: Asked, dimension: str) -> Counter[str]:
    """How many of each value, both directions together unless one is asked for."""
    return together(sums(asked, [dimension])[dimension])


def together(values: Values) -> Counter[str]:
    """Values of both directions."""
    found: Counter[str] = Counter()
    for (_direction, value), number in values.items():
        found[value] += number
    return found


def by_time(asked: Asked, dimension: str) -> tuple[str, dict[date, Values]]:
    """("day" | "month", how many of each value in each direction, by day or by the first of the month)."""
    step = step_of(asked)
    found: dict[date, Values] = defaultdict(Counter)
    for rows in [_days(asked, [dimension])] if step == "day" else _parts(asked, [dimension]):
        read = rows.values_list("day", "direction", "value").annotate(all=Sum("number"))
        for day, direction, value, number in _asked(read, asked, 1):
            found[day if step == "day" else day.replace(day=1)][(direction, value)] += number
    return step, dict(found)


def by_post(asked: Asked, dimension: str) -> dict[str, Values]:
    """How many of each value in each direction, by post."""
    found: dict[str, Values] = defaultdict(Counter)
    for rows in _parts(asked, [dimension]):
        read = rows.values_list("post", "direction", "value").annotate(all=Sum("number"))
        for post, direction, value, number in _asked(read, asked, 1):
            found[post][(direction, value)] += number
    return dict(found)


def by_post_and_time(asked: Asked, dimension: str) -> tuple[str, dict[str, Counter[date]]]:
    """("day" | "month", how many by post and by day or month)."""
    step = step_of(asked)
    found: dict[str, Counter[date]] = defaultdict(Counter)
    for rows in [_days(asked, [dimension])] if step == "day" else _parts(asked, [dimension]):
        read = rows.values_list("post", "day", "direction").annotate(all=Sum("number"))
        for post, day, _direction, number in _asked(read, asked, 2):
            found[post][day if step == "day" else day.replace(day=1)] += number
    return step, dict(found)


def times(asked: Asked) -> dict[str, Counter[str]]:
    """Of each step of a case, how many took how long (see durations)."""
    return {code: together(values) for code, values in sums(asked, list(TIMES)).items()}


def first_day() -> date | None:
    """The first month in which anything was counted."""
    side = following.live()
    rows = MonthCount.objects.filter(side=side.number if side else 0, dimension="outcome").order_by("day")
    return rows.values_list("day", flat=True).first()


def step_of(asked: Asked) -> str:
    return "day" if asked.days <= DAYS_SHOWN_SINGLY else "month"


def steps(asked: Asked) -> list[date]:
    """Every day, or every month, of a period."""
    if step_of(asked) == "day":
        return [date.fromordinal(day) for day in range(asked.since.toordinal(), asked.until.toordinal())]
    found, day = [], asked.since.replace(day=1)
    while day < asked.until:
        found.append(day)
        day = plus_months(day, 1)
    return found


def _parts(asked: Asked, dimensions: Sequence[str]) -> Iterator[QuerySet[Any]]:
    """The counts that together make a period: whole months, and days at either end."""
    first = asked.since if asked.since.day == 1 else plus_months(asked.since.replace(day=1), 1)
    last = asked.until.replace(day=1)
    if first >= last:
        yield _days(asked, dimensions)
        return
    yield _rows(MonthCount, asked, dimensions, first, last)
    for since, until in ((asked.since, first), (last, asked.until)):
        if since < until:
            yield _rows(DayCount, asked, dimensions, since, until)


def _days(asked: Asked, dimensions: Sequence[str]) -> QuerySet[Any]:
    return _rows(DayCount, asked, dimensions, asked.since, asked.until)


def _rows(model: type[Count], asked: Asked, dimensions: Sequence[str], since: date, until: date) -> QuerySet[Any]:
    side = following.live()
    asked_for: dict[str, Any] = {"dimension__in": dimensions, "day__gte": since, "day__lt": until}
    rows: QuerySet[Any] = model._default_manager.filter(side=side.number if side else 0, **asked_for)
    return rows.filter(post__in=asked.posts) if asked.posts else rows


def _asked(rows: Iterable[Any], asked: Asked, place: int) -> Iterator[Any]:
    """Sums of the direction that is asked for, which stands at a place of each: two sums cost the database no more than
    one, and it plans them better."""
    return (row for row in rows if asked.direction in {"", row[place]})
