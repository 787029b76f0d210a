"""Measures over the months, as a picture that the server makes: a bar for each, a line where today stands."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.cooperation.measures import DONE, PLANNED, STOPPED, UNDER_WAY
from jalon.statistics.charts.svg import FILLS, picture, tag, text
from jalon.web.days import date_format

WIDTH, WORDS, LINE, HEAD, FOOT = 1080, 330, 30, 46, 26
LONGEST_TITLE, MOST_MONTHS, FEWEST_MONTHS = 44, 36, 6
# Fill and edge of a bar by state, as attributes, so that paper shows them too.
LOOK = {
    PLANNED: ("#ffffff", "#2a2670"),
    UNDER_WAY: ("#2a2670", "#2a2670"),
    DONE: ("#0e5735", "#0e5735"),
    STOPPED: ("#f2ecdf", "#837a6b"),
}
LTR, RTL, POP = "\u2066", "\u2067", "\u2069"
LATE, TODAY = "#981515", "#a84d00"


def drawn(rows: Sequence[Mapping[str, Any]], today: date, span: tuple[date, date] | None = None) -> SafeString | None:
    """The calendar of measures (words.measures.row) that have both days; None where none has. `span`: the days that it
    covers besides theirs, today where none are given. Time runs as the language is read."""
    bars = [row for row in rows if row["one"].starts and row["one"].ends]
    if not bars:
        return None
    months = _months(bars, span or (today, today))
    height = HEAD + LINE * len(bars) + FOOT
    rtl = translation.get_language_bidi()
    parts = [*_grid(months, height, rtl)]
    for number, row in enumerate(bars):
        parts += _bar(row, HEAD + LINE * number, months, rtl)
    if months[0] <= today <= _end(months[-1]):
        x = _x(today, months, rtl)
        parts.append(_upright(x, HEAD - 8, height - 16, TODAY, "s-today", 2.5))
        said = _("today, %(day)s") % {"day": date_format(today, "j F")}
        parts.append(text(said, min(x, WIDTH - 70), height - 3, 12.5, "middle", ink="quiet"))
    about = _("One bar for each measure: empty planned, full under way or done, grey stopped; a red edge is late.")
    return picture("measures", _("Calendar of measures"), about, WIDTH, height, parts)


def _months(bars: Sequence[Mapping[str, Any]], span: tuple[date, date]) -> list[date]:
    """The first days of the months that the bars and the span cover, some at least and not beyond a few years."""
    first = min(span[0], *(row["one"].starts for row in bars)).replace(day=1)
    last = max(span[1], *(row["one"].ends for row in bars))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [_plus(first, number) for number in range(min(max(count, FEWEST_MONTHS), MOST_MONTHS))]


def _plus(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _end(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _x(day: date, months: Sequence[date], rtl: bool) -> float:
    """Where a day stands, by its share of its month; days outside stand at the edge."""
    day = min(max(day, months[0]), _end(months[-1]) + timedelta(days=1))
    at = (day.year - months[0].year) * 12 + day.month - months[0].month
    share = (day.day - 1) / calendar.monthrange(day.year, day.month)[1]
    along = WORDS + (WIDTH - WORDS) * (at + share) / len(months)
    return round(WIDTH - along if rtl else along, 1)


def _grid(months: Sequence[date], height: float, rtl: bool) -> list[str]:
    parts, step = [], 1 if len(months) <= 14 else 3
    for number, month in enumerate(months):
        x = _x(month, months, rtl)
        parts.append(_upright(x, HEAD - 14, height, FILLS["grid"], "s-grid", 1))
        if number % step == 0:
            anchor, beside = ("end", -4) if rtl else ("start", 4)
            parts.append(text(date_format(month, "N"), x + beside, 30, 13, anchor, ink="quiet"))
            if month.month == 1 or number == 0:
                parts.append(text(month.year, x + beside, 14, 13, anchor, font_weight="700"))
    return parts


def _upright(x: float, top: float, bottom: float, colour: str, name: str, width: float) -> str:
    return tag("line", x1=x, x2=x, y1=top, y2=bottom, stroke=colour, stroke_width=width, class_=name)


def _bar(row: Mapping[str, Any], top: float, months: Sequence[date], rtl: bool) -> list[str]:
    one, title = row["one"], str(row["title"])
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    ends = _x(one.ends + timedelta(days=1), months, rtl)
    left, right = sorted((_x(one.starts, months, rtl), ends))
    fill, edge = LOOK[one.state]
    bar = tag(
        "rect",
        tag("title", escape(f"{title} · {row['owner']} · {row['state']['word']}")),
        class_=f"g-{one.state}{' g-late' if one.late else ''}",
        x=left,
        y=top + 4,
        width=max(right - left, 5),
        height=LINE - 12,
        rx=4,
        fill=fill,
        stroke=LATE if one.late else edge,
        stroke_width=2.5 if one.late else 1.5,
    )
    shape = f"{row['state']['shape']} "
    # Kept apart, so that the shape stands where the language begins to read.
    words = text(
        f"{RTL if rtl else LTR}{shape}{short}{POP}", WIDTH if rtl else 0, top + 19, 13.5, "end" if rtl else "start"
    )
    return [words, bar]
