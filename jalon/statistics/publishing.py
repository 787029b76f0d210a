"""What of a month is published: the whole country's tables, with small numbers kept back (see suppression).

Only whole calendar months are published, each by itself and never as part of a longer period, and breakdowns for the
whole country alone: periods or places that overlap would give by subtraction what each of them keeps back. The tables
of one month share nothing but the totals of the directions, which stand. Where those are small themselves the month is
published without its directions, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.posts.models import Post
from jalon.statistics import coverage, figures, following
from jalon.statistics.asking import Asked, month_of, plus_months
from jalon.statistics.coverage import Coverage
from jalon.statistics.dimensions import AGES, DIMENSIONS, HIT_OUTCOMES, NOT_KNOWN, SEX_AGE, SEXES, TIMES
from jalon.statistics.durations import quantile
from jalon.statistics.figures import Values
from jalon.statistics.suppression import ALL, Place, protect

WAYS = ("entry", "exit")
BOTH = ("all",)
# The tables of a month, in their order: dimension, and the kind of its rows.
NAMED = ("outcome", "nationality", "document", "transport", "purpose")
COUNTED = ("counted", "counted_means", "card", "vehicle", "herd", "animal")
DAYS, POSTS = "day", "post"


@dataclass(frozen=True, slots=True)
class Table:
    """One published table. `numbers`: by (row, column), "*" for totals; None where it is kept back."""

    code: str
    title: Any
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: dict[Place, int | None]

    @property
    def kept_back(self) -> int:
        return sum(1 for number in self.numbers.values() if number is None)

    def row(self, row: str) -> int | None:
        """The total of a row."""
        return self.numbers.get((row, ALL if len(self.columns) > 1 else self.columns[0]))


@dataclass(slots=True)
class Month:
    """All that is published of a month. `withheld`: titles of tables whose whole is too small."""

    first: date
    threshold: int
    coverage: Coverage
    position: int
    tables: dict[str, Table] = field(default_factory=dict)
    withheld: list[Any] = field(default_factory=list)
    times: dict[str, tuple[float, float]] = field(default_factory=dict)  # of a step: median and 90th percentile, s

    @property
    def asked(self) -> Asked:
        return month_of(self.first)

    @property
    def passages(self) -> int | None:
        """Travellers named at the desk; None where that is kept back."""
        return self.tables["outcome"].numbers[(ALL, ALL)] if "outcome" in self.tables else None


def month(day: date) -> Month:
    """What is published of the calendar month of a day."""
    asked = month_of(day)
    found = Month(asked.since, settings.JALON_SMALL_CELL, coverage.of(asked), following.position())
    sums = figures.sums(asked, [*NAMED, "refusal", "hit", SEX_AGE, *COUNTED, *TIMES])
    ways = _ways(sums["outcome"], found.threshold)
    for code in NAMED:
        _put(found, code, DIMENSIONS[code].title, sums[code], ways)
    _put(found, DAYS, _("Day"), _by(figures.by_time(asked, "outcome")[1]), ways)
    _put(found, POSTS, _("Post"), _by(figures.by_post(asked, "outcome")), ways)
    _put_ages(found, sums[SEX_AGE])
    _put_refusals(found, sums["refusal"])
    _put_hits(found, sums["hit"])
    for code in COUNTED:
        if code == "animal" and sums[code].total() and _small_somewhere(sums["herd"], found.threshold):
            # Animals are counted by the hundred: they would tell of a few herds, whose own number is kept back.
            found.withheld.append(DIMENSIONS[code].title)
            continue
        _put(found, code, DIMENSIONS[code].title, sums[code], _ways(sums[code], found.threshold))
    for code in TIMES:
        took = figures.together(sums[code])
        if sum(took.values()) >= found.threshold:
            found.times[code] = (quantile(took, 0.5) or 0.0, quantile(took, 0.9) or 0.0)
    return found


def months_before(day: date, how_many: int) -> list[date]:
    """The first days of the months that end with that of `day`, the oldest first."""
    first = day.replace(day=1)
    return [plus_months(first, -back) for back in reversed(range(how_many))]


def passages_of(day: date) -> int | None:
    """What is published of a month's total: travellers named at the desk; None where it is kept back."""
    total = sum(figures.sums(month_of(day), ["outcome"])["outcome"].values())
    return total if total == 0 or total >= settings.JALON_SMALL_CELL else None


def running(first: date) -> bool:
    """Whether a month is not over: what is given of it is provisional."""
    return month_of(first).until > timezone.localdate()


def _ways(values: Values, threshold: int) -> Sequence[str]:
    """The columns of a table: both directions where neither's total is small."""
    totals = [sum(number for (way, _value), number in values.items() if way == one) for one in WAYS]
    return BOTH if any(0 < total < threshold for total in totals) else WAYS


def _small_somewhere(values: Values, threshold: int) -> bool:
    """Whether the whole, or the total of a direction, is small."""
    return 0 < sum(values.values()) < threshold or _ways(values, threshold) == BOTH


def _by(values: dict[Any, Values]) -> Values:
    """Rows that are no values of a dimension: days, posts."""
    found: Values = Values()
    for row, of_row in values.items():
        for (way, _value), number in of_row.items():
            found[(way, row.isoformat() if isinstance(row, date) else row)] += number
    return found


def _put(found: Month, code: str, title: Any, values: Values, ways: Sequence[str]) -> None:
    cells: dict[Place, int] = {}
    for (way, value), number in values.items():
        place = (value, way if ways == WAYS else BOTH[0])
        cells[place] = cells.get(place, 0) + number
    _table(found, code, title, _rows(code, {row for row, _way in cells}), tuple(ways), cells)


def _put_ages(found: Month, values: Values) -> None:
    cells: dict[Place, int] = {}
    for value, number in figures.together(values).items():
        sex, _dot, age = value.partition(".")
        cells[(age, sex)] = cells.get((age, sex), 0) + number
    there = {age for age, _sex in cells}
    ages = tuple(age for age in (*AGES, NOT_KNOWN) if age in there)
    sexes = tuple(sex for sex in (*SEXES, NOT_KNOWN) if any((age, sex) in cells for age in ages))
    if sexes:
        _table(found, SEX_AGE, _("Age and sex"), ages, sexes, cells, totals=False)


def _put_refusals(found: Month, values: Values) -> None:
    """Reasons, whose total is the outcome “refused”: by direction where that row is published whole."""
    outcome = found.tables.get("outcome")
    title = DIMENSIONS["refusal"].title
    if outcome is None or "refused" not in outcome.rows:
        return
    row = [outcome.numbers[("refused", column)] for column in outcome.columns]
    if outcome.row("refused") is None:
        found.withheld.append(title)
        return
    _put(
        found,
        "refusal",
        title,
        values,
        BOTH if None in row or outcome.columns == BOTH else _ways(values, found.threshold),
    )


def _put_hits(found: Month, values: Values) -> None:
    cells: dict[Place, int] = {}
    for value, number in figures.together(values).items():
        outcome, _colon, name = value.partition(":")
        cells[(name, outcome)] = cells.get((name, outcome), 0) + number
    outcomes = tuple(one for one in HIT_OUTCOMES if any((name, one) in cells for name, _ in cells))
    if cells:
        rows = tuple(sorted({name for name, _ in cells}))
        _table(found, "hit", DIMENSIONS["hit"].title, rows, outcomes, cells, totals=False)


def _table(
    found: Month,
    code: str,
    title: Any,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    cells: dict[Place, int],
    totals: bool = True,
) -> None:
    whole = sum(cells.values())
    if not whole:
        return
    if whole < found.threshold:
        found.withheld.append(title)
        return
    found.tables[code] = Table(code, title, rows, columns, protect(rows, columns, cells, found.threshold, totals))


def _rows(code: str, there: set[str]) -> tuple[str, ...]:
    """Rows in an order that ranks nobody: the dimension's own, by code where it has none; posts by country and name."""
    if code == POSTS:
        known = {post.code: index for index, post in enumerate(Post.objects.all())}
        return tuple(sorted(there, key=lambda post: (known.get(post, len(known)), post)))
    order = DIMENSIONS[code].order if code in DIMENSIONS else ()
    return (*(one for one in order if one in there), *sorted(there - set(order)))
