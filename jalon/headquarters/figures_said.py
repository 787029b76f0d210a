"""How figures are written on a page, in a PDF and in words: numbers, shares, durations, changes, coverage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.headquarters import words
from jalon.statistics import figures, indicators
from jalon.statistics.asking import Asked
from jalon.statistics.coverage import Coverage
from jalon.statistics.indicators import SECONDS, SHARE, Measured
from jalon.statistics.written import KEPT_BACK, NOTHING, change, duration, number, percent, published, rounded
from jalon.web.days import date_format

__all__ = ["KEPT_BACK", "NOTHING", "change", "duration", "number", "percent", "published", "rounded"]
WHOLE = 0.995
APART = 0.05  # coverages that differ by more are no ground to compare on


def measured(one: Measured) -> str:
    """An indicator's value, as people read it."""
    if one.unit == SHARE:
        return percent(one.value)
    return duration(one.value) if one.unit == SECONDS else number(one.value)


def span(asked: Asked) -> str:
    """“November 2026”, or the first and the last day."""
    if asked.months == 1:
        return date_format(asked.since, "F Y")
    if asked.months:
        return _("%(first)s to %(last)s") % {
            "first": date_format(asked.since, "F Y"),
            "last": date_format(asked.last, "F Y"),
        }
    if asked.days == 1:
        return date_format(asked.since, "j F Y")
    return _("%(first)s to %(last)s") % {
        "first": date_format(asked.since, "j F Y"),
        "last": date_format(asked.last, "j F Y"),
    }


def short_span(asked: Asked) -> str:
    """The same over a column: “1–25 Nov 2026”."""
    if asked.months == 1:
        return date_format(asked.since, "F Y")
    last = date_format(asked.last, "j M Y")
    if asked.days == 1:
        return last
    same = (asked.since.year, asked.since.month) == (asked.last.year, asked.last.month)
    return f"{asked.since.day if same else date_format(asked.since, 'j M Y')} – {last}"


def step_label(day: date, step: str, long: bool = False) -> str:
    """A day or a month under a chart, or in its table."""
    if step == "day":
        return date_format(day, "j F Y") if long else f"{day.day}/{day.month}"
    return date_format(day, "F Y") if long else f"{day.month}/{day.year % 100:02d}"


def covered(of: Coverage) -> dict[str, Any]:
    """Which posts reported for which hours, in one sentence, and whether anything is missing."""
    silent = len(of.silent)
    posts = len([one for one in of.posts.values() if one.expected])
    if of.share is None:
        return {"whole": False, "none": True, "sentence": _("No post was to report in this period.")}
    said = ngettext("%(posts)d post", "%(posts)d posts", posts) % {"posts": posts}
    hours = _("%(reported)s of %(expected)s hours reported (%(share)s)") % {
        "reported": number(of.reported),
        "expected": number(of.expected),
        "share": percent(of.share, 0) if of.share < WHOLE else percent(1.0, 0),
    }
    missing = (
        ngettext(
            "%(number)d post is silent for more than a day", "%(number)d posts are silent for more than a day", silent
        )
        % {"number": silent}
        if silent
        else ""
    )
    return {
        "whole": not silent,
        "none": False,
        "sentence": " · ".join(part for part in (said, hours, missing) if part),
    }


def comparable(now: Coverage, before: Coverage) -> str:
    """Why two periods are not compared on equal ground; empty where they are."""
    if before.share is None:
        return _("Of the period compared with, nothing was to be reported.")
    if now.share is not None and abs(now.share - before.share) > APART:
        return _("Another share of the hours reported then (%(share)s): the change is not all one of the border.") % {
            "share": percent(before.share, 0)
        }
    return ""


def table_of(codes: Iterable[str], now: dict[str, Measured], before: dict[str, Measured]) -> list[dict[str, Any]]:
    """Rows of indicators: title, now, before, change, meaning."""
    return [
        {
            "code": code,
            "title": indicators.INDICATORS[code].title,
            "meaning": indicators.INDICATORS[code].meaning,
            "now": measured(now[code]),
            "before": measured(before[code]),
            "change": change(now[code].value, before[code].value, now[code].unit),
        }
        for code in codes
    ]


def both_ways(values: figures.Values) -> dict[str, dict[str, int]]:
    """Of each value: entry, exit, all."""
    found: dict[str, dict[str, int]] = {}
    for (way, value), some in values.items():
        row = found.setdefault(value, {"entry": 0, "exit": 0, "all": 0})
        row[way] = row.get(way, 0) + some
        row["all"] += some
    return found


def country(code: str) -> str:
    return words.state(code)
