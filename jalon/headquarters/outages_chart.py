"""When each thing of a post served: a line a thing, what it was broken through stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString

from jalon.capacity.equipment import BROKEN, SERVING, Spell
from jalon.capacity.kinds import trouble_name
from jalon.statistics.charts.svg import FILLS, hatching, picture, shape, tag, text
from jalon.web.days import date_format

LEFT, TALL, TOP = 210.0, 24.0, 22.0
STOP = "#981515"
LONGEST_LABEL = 28


@dataclass(frozen=True, slots=True)
class Row:
    """A thing, with its spells at the post."""

    label: str
    spells: Sequence[Spell]


def outages_chart(
    name: str, title: str, about: str, rows: Sequence[Row], since: date, until: date, width: float = 960
) -> SafeString:
    """The chart, both days inclusive. A fault repaired on its own day is a thin line."""
    days = (until - since).days + 1
    pace = (width - LEFT) / days
    tall = TOP + len(rows) * TALL + 4
    parts = [hatching(name)]
    for first in _months(since, until):
        x = LEFT + (first - since).days * pace
        parts.append(tag("path", class_="s-grid", stroke=FILLS["grid"], d=f"M{x:.1f} {TOP - 4} V{tall:.1f}"))
        parts.append(text(date_format(first, "N"), x + 4, 13, 11.5, ink="quiet"))
    for number, row in enumerate(rows):
        y = TOP + number * TALL
        parts.append(text(_cut(row.label), LEFT - 10, y + 16, 12.5, "end"))
        parts += [_bar(name, spell, since, until, pace, y) for spell in row.spells if spell.touches(since, until)]
    return picture(name, title, about, width, tall, parts)


def _bar(name: str, spell: Spell, since: date, until: date, pace: float, y: float) -> str:
    starts = max(spell.since, since)
    ends = min(spell.until or until + timedelta(days=1), until + timedelta(days=1))
    place = {
        "x": LEFT + (starts - since).days * pace,
        "y": y + 4,
        "width": max(2.0 if spell.state == BROKEN else 0.0, (ends - starts).days * pace),
        "height": TALL - 8,
    }
    if spell.state == SERVING:
        return shape("rect", "full", **place)
    if spell.state == BROKEN:
        said = tag("title", escape(f"{spell.since.isoformat()} – {(spell.until or until).isoformat()}: {_why(spell)}"))
        return tag("rect", said, class_="c-broken", fill=STOP, **place)
    return tag("rect", fill=f"url(#{name}-gap)", **place)


def _why(spell: Spell) -> str:
    return trouble_name(spell.trouble)


def _months(since: date, until: date) -> list[date]:
    """The first days of months in the period."""
    found, first = [], since.replace(day=1)
    while first <= until:
        if first >= since:
            found.append(first)
        first = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found


def _cut(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
