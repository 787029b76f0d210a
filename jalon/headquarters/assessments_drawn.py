"""Assessments compared, as pictures and rows: themes over time, posts beside one another and beside the nation."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.capacity import assessment_seen, comparing
from jalon.capacity import words_of_assessments as words
from jalon.capacity.comparing import Compared
from jalon.statistics.charts.shares import Line, Panel, shares

LOW, HIGH = 0.5, 0.75  # below the one, from the other on


def over_time(found: Compared, post: str = "") -> SafeString:
    """A small chart for each theme: a post (or, without one, the nation) among the others, and the nation's mean."""
    panels = []
    for code, title in [("", _("In all")), *((one.code, words.said(one.title)) for one in found.checklist.themes)]:
        lines = _lines(found, code)
        mean = _mean(lines)
        line = lines.pop(post, []) if post else mean
        said = words.percent(line[-1][1] if line else None)
        several = len(lines) + bool(post) > 1
        panels.append(Panel(title, said, line, mean if post and several else (), list(lines.values())))
    about = _("Each line is a post; the thick one is the one that is looked at.")
    return shares("assessed", _("Scores by theme over time"), about, panels)


def _lines(found: Compared, theme: str) -> dict[str, Line]:
    """Post -> its shares of a theme (empty: in all) over time."""
    lines: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for one, (whole, themes) in zip(found.made, found.scores, strict=True):
        share = themes[theme].share if theme else whole.share
        if share is not None:
            lines[one.row.post].append((one.row.on, share))
    return dict(lines)


def _mean(lines: dict[str, Line]) -> Line:
    """After each month in which a post was assessed, the mean of the last of every post up to then."""
    last_of_month = {(day.year, day.month): day for day in sorted(day for line in lines.values() for day, _ in line)}
    days = sorted(last_of_month.values())
    found = []
    for day in days:
        last = [[share for when, share in line if when <= day] for line in lines.values()]
        shares_then = [some[-1] for some in last if some]
        found.append((day, sum(shares_then) / len(shares_then)))
    return found


def between_posts(found: Compared) -> dict[str, Any]:
    """The last assessment of each post, theme by theme, the weakest first; the mean of the nation under them."""
    names = assessment_seen.post_names()
    rows = [
        {
            "key": one.row.key,
            "post": names.get(one.row.post, one.row.post),
            "code": one.row.post,
            "on": words.day(one.row.on),
            "cells": [cell(whole.share), *(cell(themes[theme.code].share) for theme in found.checklist.themes)],
            "share": whole.share if whole.share is not None else 2.0,
        }
        for one, (whole, themes) in zip(found.made, found.scores, strict=True)
    ]
    nation = comparing.nation(found)
    return {
        "heads": [_("In all"), *(words.said(theme.title) for theme in found.checklist.themes)],
        "rows": sorted(rows, key=lambda row: (row["share"], row["post"])),
        "nation": [cell(nation[""]), *(cell(nation[theme.code]) for theme in found.checklist.themes)],
    }


def cell(share: float | None) -> dict[str, str]:
    """A share with how it is shown."""
    if share is None:
        return {"said": words.NOTHING, "how": "none"}
    return {"said": words.percent(share), "how": "low" if share < LOW else "high" if share >= HIGH else "middle"}
