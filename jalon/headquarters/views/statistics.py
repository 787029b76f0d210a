"""The border's figures: what passed, how it compares, what was refused, what the lists stopped, how long it took.

The national desk sees exact figures; what is taken out is published by the month (see statistics_out).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from jalon.crossings.journey import DIRECTIONS
from jalon.headquarters import figures_drawn, figures_said
from jalon.headquarters import words as said
from jalon.headquarters.forms_statistics import BEFORE, Filter
from jalon.posts.models import Post
from jalon.statistics import coverage, figures, following, indicators
from jalon.statistics.asking import Asked
from jalon.statistics.coverage import Coverage
from jalon.statistics.dimensions import DIMENSIONS, HIT_OUTCOMES, ON_THE_PAGE, SEX_AGE, TIMES, list_title
from jalon.statistics.durations import quantile
from jalon.statistics.indicators import QUALITY, THEMES
from jalon.web.gate import Role, opens_to

PAGES = {
    "headquarters:statistics": gettext_lazy("Overview"),
    "headquarters:statistics_dimension": gettext_lazy("Breakdowns"),
    "headquarters:statistics_posts": gettext_lazy("Posts"),
    "headquarters:statistics_refusals": gettext_lazy("Refusals"),
    "headquarters:statistics_hits": gettext_lazy("Lists"),
    "headquarters:statistics_times": gettext_lazy("Times"),
    "headquarters:statistics_coverage": gettext_lazy("What reported"),
    "headquarters:statistics_published": gettext_lazy("Publish"),
}


@dataclass(slots=True)
class Frame:
    """What every page of figures has: what is asked, with what it is compared, and what stands behind both."""

    form: Filter
    asked: Asked
    other: Asked
    covered: Coverage
    covered_before: Coverage

    @classmethod
    def of(cls, request: HttpRequest) -> Frame:
        form = Filter(request.GET)
        asked = form.asked()
        other = asked.just_before() if form.compared() == BEFORE else asked.a_year_before()
        return cls(form, asked, other, coverage.of(asked), coverage.of(other))


@opens_to(Role.NATIONAL_DESK)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Mobility and security side by side, the passages over time, and where they passed."""
    frame = Frame.of(request)
    now = indicators.values(frame.asked, frame.covered)
    before = indicators.values(frame.other, frame.covered_before)
    themes = [
        {
            "title": title,
            "rows": figures_said.table_of(
                [one.code for one in indicators.INDICATORS.values() if one.dimension == theme], now, before
            ),
        }
        for theme, title in THEMES.items()
    ]
    over_time = figures_drawn.passages_over_time(frame.asked, frame.other, frame.covered)
    context = {
        "themes": [theme for theme in themes if theme["title"] != THEMES[QUALITY]],
        "quality": themes[-1],
        "over_time": over_time,
        "map": figures_drawn.map_of_posts(frame.asked, frame.covered),
    }
    return page(request, frame, "overview", context)


@opens_to(Role.NATIONAL_DESK)
@require_GET
def dimension(request: HttpRequest, code: str = "nationality") -> HttpResponse:
    """One breakdown: each value in both directions, its share, and what it was in the period compared with."""
    if code not in ON_THE_PAGE:
        raise Http404
    frame, one = Frame.of(request), DIMENSIONS[code]
    wanted = [code, SEX_AGE] if code == "age" else [code]
    sums = figures.sums(frame.asked, wanted)
    before = figures.by_value(frame.other, code)
    context = {
        "dimension": one,
        "rows": _rows(one.code, sums[code], before),
        "choices": [
            (reverse("headquarters:statistics_dimension_of", args=[other]), DIMENSIONS[other].title, other == code)
            for other in ON_THE_PAGE
        ],
        "chart": "",
    }
    if code == "age":
        context["chart"] = figures_drawn.ages(figures.together(sums[SEX_AGE]))
    if code == "hour":
        context["chart"] = figures_drawn.hours(sums["hour"])
    return page(request, frame, "dimension", context)


@opens_to(Role.NATIONAL_DESK)
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """Every post beside the others, in the order of country and name: passages, and for how long it reported."""
    frame = Frame.of(request)
    now = figures.by_post(frame.asked, "outcome")
    before = figures.by_post(frame.other, "outcome")
    rows = []
    known = {post.code: post for post in Post.objects.all()}
    there = {*now, *frame.covered.posts}
    for code in [*(one for one in known if one in there), *sorted(there - set(known))]:
        ways = figures_said.both_ways(now.get(code, figures.Values()))
        of = frame.covered.posts.get(code)
        total = sum(row["all"] for row in ways.values())
        then = sum(before.get(code, {}).values())
        rows.append(
            {
                "name": known[code].name if code in known else code,
                "country": said.state(known[code].country) if code in known else "",
                "entry": figures_said.number(sum(row["entry"] for row in ways.values())),
                "exit": figures_said.number(sum(row["exit"] for row in ways.values())),
                "all": figures_said.number(total),
                "refused": figures_said.number(ways.get("refused", {}).get("all", 0)),
                "change": figures_said.change(total, then),
                "reported": figures_said.percent(of.share, 0) if of else figures_said.NOTHING,
                "open": figures_said.number(of.open) if of else figures_said.NOTHING,
                "missing": of is not None and of.behind,
                "nothing": of is not None and not of.reported and not total,
                "heard": said.day_of(of.heard) if of else "",
            }
        )
    drawn = figures_drawn.posts_side_by_side(frame.asked, frame.covered, known)
    return page(request, frame, "posts", {"rows": rows, "chart": drawn})


@opens_to(Role.NATIONAL_DESK)
@require_GET
def refusals(request: HttpRequest) -> HttpResponse:
    """Who was refused, by reason; beside those who were let pass."""
    frame = Frame.of(request)
    sums = figures.sums(frame.asked, ["refusal", "outcome"])
    codes = ["refused", "refused_share", "false_documents", "handed_over", "second_line_share", "entries", "exits"]
    now = indicators.values(frame.asked, frame.covered, codes)
    before = indicators.values(frame.other, frame.covered_before, codes)
    context = {
        "rows": _rows("refusal", sums["refusal"], figures.by_value(frame.other, "refusal")),
        "outcomes": _rows("outcome", sums["outcome"], figures.by_value(frame.other, "outcome")),
        "indicators": figures_said.table_of(codes, now, before),
        "chart": figures_drawn.one_over_time(
            "refusal", _("Travellers refused"), "refusal", (), frame.asked, frame.covered
        ),
    }
    return page(request, frame, "refusals", context)


@opens_to(Role.NATIONAL_DESK)
@require_GET
def hits(request: HttpRequest) -> HttpResponse:
    """Possible matches: each list beside what came of them, and what they cost those whom no list means."""
    frame = Frame.of(request)
    there = figures.by_value(frame.asked, "hit")
    outcomes = [one for one in HIT_OUTCOMES if any(value.partition(":")[0] == one for value in there)]
    lists = sorted({value.partition(":")[2] for value in there})
    rows = [
        {
            "title": list_title(name),
            "cells": [figures_said.number(there.get(f"{outcome}:{name}", 0)) for outcome in outcomes],
            "all": figures_said.number(sum(there.get(f"{outcome}:{name}", 0) for outcome in outcomes)),
        }
        for name in lists
    ]
    codes = [one.code for one in indicators.INDICATORS.values() if one.code.startswith("hits")]
    now = indicators.values(frame.asked, frame.covered, codes)
    before = indicators.values(frame.other, frame.covered_before, codes)
    totals = [
        figures_said.number(sum(n for value, n in there.items() if value.startswith(f"{outcome}:")))
        for outcome in outcomes
    ]
    context = {
        "outcomes": [HIT_OUTCOMES[one] for one in outcomes],
        "rows": rows,
        "totals": totals,
        "all": figures_said.number(sum(there.values())),
        "indicators": figures_said.table_of(codes, now, before),
        "chart": figures_drawn.one_over_time(
            "hit", _("Possible matches on a list"), "hit", (), frame.asked, frame.covered
        ),
    }
    return page(request, frame, "hits", context)


@opens_to(Role.NATIONAL_DESK)
@require_GET
def times(request: HttpRequest) -> HttpResponse:
    """How long each step of a case took: the median and what nine of ten did not exceed."""
    frame = Frame.of(request)
    now, before = figures.times(frame.asked), figures.times(frame.other)
    rows = [
        {
            "title": title,
            "number": figures_said.number(sum(now[code].values())),
            "median": figures_said.duration(quantile(now[code], 0.5)),
            "p90": figures_said.duration(quantile(now[code], 0.9)),
            "median_before": figures_said.duration(quantile(before[code], 0.5)),
            "p90_before": figures_said.duration(quantile(before[code], 0.9)),
        }
        for code, title in TIMES.items()
    ]
    known = {post.code: post.name for post in Post.objects.all()}
    first = figures.by_post(frame.asked, "time.first_line")
    waited = figures.by_post(frame.asked, "time.waited")
    by_post = [
        {
            "name": known.get(code, code),
            "number": figures_said.number(sum(first.get(code, {}).values())),
            "median": figures_said.duration(quantile(figures.together(first.get(code, figures.Values())), 0.5)),
            "p90": figures_said.duration(quantile(figures.together(first.get(code, figures.Values())), 0.9)),
            "waited": figures_said.duration(quantile(figures.together(waited.get(code, figures.Values())), 0.5)),
            "waited_p90": figures_said.duration(quantile(figures.together(waited.get(code, figures.Values())), 0.9)),
        }
        for code in [*(one for one in known if one in first), *sorted(set(first) - set(known))]
    ]
    context = {"rows": rows, "posts": by_post, "chart": figures_drawn.how_long(now["time.first_line"])}
    return page(request, frame, "times", context)


@opens_to(Role.NATIONAL_DESK)
@require_GET
def reported(request: HttpRequest) -> HttpResponse:
    """Which posts reported for which hours: what is missing is not known, and is no zero."""
    frame = Frame.of(request)
    known = {post.code: post.name for post in Post.objects.all()}
    received = {code: sum(values.values()) for code, values in figures.by_post(frame.asked, "outcome").items()}
    rows = [
        {
            "name": known.get(one.post, one.post),
            "expected": figures_said.number(one.expected),
            "reported": figures_said.number(one.reported),
            "share": figures_said.percent(one.share, 0),
            "missing": one.behind,
            "open": figures_said.number(one.open),
            "received": figures_said.number(received.get(one.post, 0)),
            "heard": said.day_of(one.heard) or _("never"),
        }
        for one in (frame.covered.posts[code] for code in [*known, *frame.covered.posts] if code in frame.covered.posts)
    ]
    rows = list({row["name"]: row for row in rows}.values())
    context = {"rows": rows, "chart": figures_drawn.what_reported(frame.asked, known)}
    return page(request, frame, "reported", context)


def _rows(code: str, values: figures.Values, before: dict[str, int]) -> list[dict[str, Any]]:
    """The values of a dimension, the most frequent first or in their own order; those that only were before too."""
    one = DIMENSIONS[code]
    ways = figures_said.both_ways(values)
    for value in before:
        ways.setdefault(value, {"entry": 0, "exit": 0, "all": 0})
    whole = sum(row["all"] for row in ways.values())
    greatest = max((row["all"] for row in ways.values()), default=0) or 1
    order = {value: index for index, value in enumerate(one.order)}

    def place(value: str) -> tuple[float, float, str]:
        return (order.get(value, len(order)), -ways[value]["all"], value) if order else (-ways[value]["all"], 0, value)

    return [
        {
            "label": one.label(value),
            "entry": figures_said.number(ways[value]["entry"]),
            "exit": figures_said.number(ways[value]["exit"]),
            "all": figures_said.number(ways[value]["all"]),
            "share": figures_said.percent(ways[value]["all"] / whole if whole else None),
            "long": round(100 * ways[value]["all"] / greatest),
            "before": figures_said.number(before.get(value, 0)),
            "change": figures_said.change(ways[value]["all"], before.get(value, 0)),
        }
        for value in sorted(ways, key=place)
    ]


def page(request: HttpRequest, frame: Frame, name: str, context: dict[str, Any]) -> HttpResponse:
    """The page, with what stands beside every figure: period, posts, coverage, up to which entry it was counted."""
    query = request.GET.urlencode()
    here = request.resolver_match.view_name if request.resolver_match else ""
    waiting = following.lag()
    return render(
        request,
        f"headquarters/statistics/{name}.html",
        {
            "form": frame.form if name != "published" else None,
            "span": figures_said.span(frame.asked),
            "span_before": figures_said.span(frame.other),
            "head": figures_said.short_span(frame.asked),
            "head_before": figures_said.short_span(frame.other),
            "direction": DIRECTIONS.get(frame.asked.direction, ""),
            "chosen_posts": frame.form.chosen_posts(),
            "covered": figures_said.covered(frame.covered),
            "covered_before": figures_said.covered(frame.covered_before),
            "not_comparable": figures_said.comparable(frame.covered, frame.covered_before),
            "waiting": figures_said.number(waiting) if waiting else "",
            "nothing_yet": following.live() is None,
            "tabs": [
                (reverse(view) + (f"?{query}" if query else ""), title, here in {view, f"{view}_of"})
                for view, title in PAGES.items()
            ],
            "query": f"?{query}" if query else "",
            **context,
        },
    )
