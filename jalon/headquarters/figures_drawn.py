"""The charts of the pages of figures, in words of the page's language: each with the numbers that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.crossings.journey import DIRECTIONS
from jalon.headquarters import figures_said, words
from jalon.posts import outlines
from jalon.posts.models import Post
from jalon.statistics import coverage, figures
from jalon.statistics.asking import Asked, plus_months
from jalon.statistics.charts.border_map import Marked, border_map
from jalon.statistics.charts.hours_reported import Line, hours_reported
from jalon.statistics.charts.multiples import Small, multiples
from jalon.statistics.charts.over_time import Bar, over_time
from jalon.statistics.charts.pyramid import pyramid
from jalon.statistics.coverage import Coverage
from jalon.statistics.dimensions import AGES, DIMENSIONS, SEXES
from jalon.statistics.durations import bounds
from jalon.statistics.figures import Values
from jalon.statistics.publishing import BOTH, POSTS, WAYS, Month


@dataclass(frozen=True)
class Drawn:
    """A chart, and its numbers as a table: the heads, then the rows."""

    picture: SafeString
    heads: list[str]
    rows: list[list[str]]
    key: list[tuple[str, str]]  # class of a colour, and what it says


def passages_over_time(asked: Asked, other: Asked, covered: Coverage) -> Drawn:
    """Travellers named at the desk, by day or month, beside those of the period compared with."""
    step, now = figures.by_time(asked, "outcome")
    then = figures.by_time(other, "outcome")[1]
    days = figures.steps(asked)
    before: list[int | None] = [sum(then.get(day, {}).values()) for day in figures.steps(other)]
    if figures.step_of(other) != step:
        before = []
    bars, rows = [], []
    for index, day in enumerate(days):
        share = covered.of_days(_days_of(day, step))
        was = before[index] if index < len(before) else None
        parts = {way: _of_way(now.get(day), way) for way in WAYS}
        bars.append(Bar(figures_said.step_label(day, step), parts, 1.0 if _to_come(day) else share, was))
        rows.append(
            [
                figures_said.step_label(day, step, long=True),
                *(_or_unknown(parts[way], share) for way in WAYS),
                figures_said.number(was),
                figures_said.percent(share, 0),
            ]
        )
    about = _("Bars of entries and exits. Hatched: hours that did not report; they are no zeros.")
    title = _("Travellers named at the desk, %(span)s") % {"span": figures_said.span(asked)}
    key = [
        *(((way), str(DIRECTIONS[way])) for way in WAYS),
        ("before", figures_said.short_span(other)),
        ("gap", _("Did not report")),
    ]
    heads = [_("Day") if step == "day" else _("Month"), *(str(DIRECTIONS[way]) for way in WAYS)]
    heads += [_("Compared with"), _("Hours reported")]
    return Drawn(over_time("passages", title, about, bars, WAYS), heads, rows, key)


def one_over_time(
    name: str, title: str, dimension: str, values: Iterable[str], asked: Asked, covered: Coverage
) -> Drawn:
    """One dimension, or some of its values, by day or month."""
    step, now = figures.by_time(asked, dimension)
    wanted = set(values)
    bars, rows = [], []
    for day in figures.steps(asked):
        share = covered.of_days(_days_of(day, step))
        some = sum(n for (_way, value), n in now.get(day, Values()).items() if not wanted or value in wanted)
        bars.append(Bar(figures_said.step_label(day, step), {"all": some}, 1.0 if _to_come(day) else share))
        rows.append(
            [
                figures_said.step_label(day, step, long=True),
                _or_unknown(some, share),
                figures_said.percent(share, 0),
            ]
        )
    about = _("Bars by time. Hatched: hours that did not report; they are no zeros.")
    heads = [_("Day") if step == "day" else _("Month"), title, _("Hours reported")]
    key = [("all", title), ("gap", _("Did not report"))]
    return Drawn(over_time(name, title, about, bars, ("all",), height=200), heads, rows, key)


def hours(values: Values) -> Drawn:
    """By the hour of the day."""
    bars, rows = [], []
    for hour in DIMENSIONS["hour"].order:
        parts = {way: values[(way, hour)] for way in WAYS}
        bars.append(Bar(hour, parts))
        rows.append([DIMENSIONS["hour"].label(hour), *(figures_said.number(parts[way]) for way in WAYS)])
    title = _("Travellers by hour of the day")
    picture = over_time("hours", title, _("Bars of entries and exits by hour, local time."), bars, WAYS, height=220)
    return Drawn(picture, [], [], [(way, str(DIRECTIONS[way])) for way in WAYS])


def ages(values: Mapping[str, int]) -> Drawn:
    """Men and women by age; those of whom either is not known are left out, and counted in the table."""
    sides: dict[str, dict[str, int | None]] = {"M": {}, "F": {}}
    for value, number in values.items():
        sex, _dot, age = value.partition(".")
        if sex in sides and age in AGES:
            sides[sex][age] = number
    return _pyramid(sides)


def published_ages(numbers: Mapping[tuple[str, str], int | None]) -> SafeString:
    """The same of a published month: numbers that are kept back are marked."""
    sides = {sex: {age: numbers.get((age, sex), 0) for age in AGES} for sex in ("M", "F")}
    return _pyramid(sides, 300).picture


def published_map(month: Month) -> SafeString:
    """The posts of a published month; one whose number is kept back is a dot, one that did not report a ring."""
    numbers = month.tables[POSTS].numbers
    split = len(month.tables[POSTS].columns) > 1
    marked, countries = [], set()
    for post in Post.objects.exclude(latitude=None).exclude(longitude=None):
        of, there = month.coverage.posts.get(post.code), post.code in month.tables[POSTS].rows
        if not there and of is None:
            continue
        countries |= {post.country, post.neighbour}
        ways = [numbers.get((post.code, way if split else BOTH[0])) or 0 for way in (WAYS if split else BOTH)]
        reported = there or bool(of and of.reported)
        marked.append(
            Marked(post.name, post.latitude or 0, post.longitude or 0, ways[0], ways[-1] if split else 0, reported)
        )
    own = {post.country for post in Post.objects.filter(code__in=month.tables[POSTS].rows)}
    said = {code: words.state(code) for code in countries & outlines.states()}
    title = _("Where they passed, %(span)s") % {"span": figures_said.span(month.asked)}
    about = _("At each post a half disc of entries and one of exits, by their area. A dashed ring did not report.")
    return border_map("map", title, about, marked, said, own, 620, 230)


def _pyramid(sides: dict[str, dict[str, int | None]], width: float = 560) -> Drawn:
    labels = [(age, DIMENSIONS["age"].label(age)) for age in AGES]
    title = _("Travellers by age and sex")
    about = _("Men to the left, women to the right, the youngest at the bottom.")
    said = (str(SEXES["M"]), str(SEXES["F"]))
    picture = pyramid("ages", title, about, labels, sides["M"], sides["F"], said, width)
    rows = [[label, *(figures_said.published(sides[sex].get(age, 0)) for sex in ("M", "F"))] for age, label in labels]
    return Drawn(picture, [str(DIMENSIONS["age"].title), *said], rows, [("men", said[0]), ("women", said[1])])


def map_of_posts(asked: Asked, covered: Coverage) -> Drawn:
    """Where they passed: posts whose place is known; the others are in the table alone."""
    now = figures.by_post(asked, "outcome")
    marked, rows, countries = [], [], set()
    for post in Post.objects.all():
        of = covered.posts.get(post.code)
        if post.code not in now and of is None:
            continue
        ways = {way: _of_way(now.get(post.code), way) for way in WAYS}
        reported = of is None or bool(of.reported) or bool(sum(ways.values()))
        countries |= {post.country, post.neighbour}
        if post.latitude is not None and post.longitude is not None:
            marked.append(Marked(post.name, post.latitude, post.longitude, ways["entry"], ways["exit"], reported))
        share = of.share if of else None
        rows.append(
            [
                post.name,
                *(_or_unknown(ways[way], share if reported else 0.0) for way in WAYS),
                figures_said.percent(share, 0),
            ]
        )
    own = {post.country for post in Post.objects.all() if post.code in now or post.code in covered.posts}
    title = _("Where they passed, %(span)s") % {"span": figures_said.span(asked)}
    about = _("At each post a half disc of entries and one of exits, by their area. A dashed ring did not report.")
    names = {code: words.state(code) for code in countries & outlines.states()}
    key = [*((way, str(DIRECTIONS[way])) for way in WAYS), ("ring", _("Did not report"))]
    heads = [_("Post"), *(str(DIRECTIONS[way]) for way in WAYS), _("Hours reported")]
    return Drawn(border_map("map", title, about, marked, names, own), heads, rows, key)


def posts_side_by_side(asked: Asked, covered: Coverage, known: Mapping[str, Any]) -> Drawn:
    """A small chart for each post, all on one scale."""
    step, now = figures.by_post_and_time(asked, "outcome")
    days = figures.steps(asked)
    heard = dict(covered.posts)
    reported = _reported(asked, list(heard))
    small = []
    for code in [*(one for one in known if one in now or one in heard), *sorted(set(now) - set(known))]:
        numbers: list[int | None] = []
        for day in days:
            number = now[code][day] if code in now else 0
            silent = code in reported and not any(reported[code].get(one) for one in _days_of(day, step))
            numbers.append(None if not number and silent and not _to_come(day) else number)
        name = known[code].name if code in known else code
        small.append(Small(name, numbers, sum(now.get(code, {}).values())))
    title = _("Passages at each post, %(span)s") % {"span": figures_said.span(asked)}
    about = _("A small chart for each post, all on one scale. Hatched: did not report.")
    return Drawn(multiples("posts", title, about, small), [], [], [("gap", _("Did not report"))])


def how_long(took: Mapping[str, int]) -> Drawn:
    """How many took how long at the first line."""
    last = max((int(step) for step, number in took.items() if number), default=0)
    bars, rows = [], []
    for at in range(0, last + 1, 3):
        number = sum(took.get(f"{step:03d}", 0) for step in range(at, at + 3))
        most = bounds(f"{at + 2:03d}")[1]
        label = figures_said.duration(most)
        bars.append(Bar(label if (at // 3) % 2 == 0 else "", {"all": number}))
        rows.append([f"≤ {label}", figures_said.number(number)])
    title = _("Time at the first line")
    about = _("How many travellers stood at the desk for how long; each bar is a third longer than the one before.")
    picture = over_time("took", title, about, bars, ("all",), height=200)
    return Drawn(picture, [title, _("Travellers")], rows, [])


def what_reported(asked: Asked, known: Mapping[str, str]) -> Drawn:
    """A line a post, a square a day (or a month)."""
    codes = sorted(coverage.of(asked).posts)
    shares = coverage.by_post_and_day(asked)
    steps, step = figures.steps(asked), figures.step_of(asked)
    lines = []
    for code in [*(one for one in known if one in codes), *(one for one in codes if one not in known)]:
        values: list[float | None] = []
        for day in steps:
            pairs = [shares[code][one] for one in _days_of(day, step) if one in shares.get(code, {})]
            expected = sum(pair[1] for pair in pairs)
            values.append(sum(pair[0] for pair in pairs) / expected if expected else None)
        lines.append(Line(known.get(code, code), values))
    title = _("Which posts reported, %(span)s") % {"span": figures_said.span(asked)}
    about = _("A line a post, a square a day: all its hours, some of them, none.")
    key = [("full", _("All hours")), ("partly", _("Some hours")), ("gap", _("Did not report"))]
    labels = [figures_said.step_label(day, step) for day in steps]
    return Drawn(hours_reported("reported", title, about, lines, labels), [], [], key)


def _reported(asked: Asked, codes: list[str]) -> dict[str, dict[date, int]]:
    """Hours that each post reported, by day."""
    return {
        code: {day: pair[0] for day, pair in days.items()}
        for code, days in coverage.by_post_and_day(asked).items()
        if code in codes
    }


def _days_of(day: date, step: str) -> list[date]:
    if step == "day":
        return [day]
    until = plus_months(day, 1)
    return [day + timedelta(days=index) for index in range((until - day).days)]


def _to_come(day: date) -> bool:
    """A day that has not begun: nobody was to report of it yet."""
    return day > timezone.localdate()


def _of_way(values: Values | None, way: str) -> int:
    return sum(number for (one, _value), number in (values or {}).items() if one == way)


def _or_unknown(number: int, share: float | None) -> str:
    """A number; where nothing was reported and nothing is here, that it is not known."""
    return figures_said.NOTHING if not number and not share else figures_said.number(number)
