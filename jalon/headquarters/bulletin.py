"""The bulletin of a month: one page, as a state sends it, laid out as a PDF in the language that is set.

Nothing stands in it but what is published: numbers kept back are marked, and what follows from them is not said.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.headquarters import figures_drawn, figures_said, words
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.statistics import coverage, names, publishing
from jalon.statistics.asking import month_of, plus_months
from jalon.statistics.charts.joined import for_pdf
from jalon.statistics.charts.over_time import Bar, over_time
from jalon.statistics.dimensions import DIMENSIONS, SEX_AGE, TIMES
from jalon.statistics.publishing import DAYS, POSTS, Month, Table
from jalon.statistics.suppression import ALL
from jalon.web import printing
from jalon.web.days import date_format

STYLE = "headquarters/bulletin.css"
MOST_ROWS, FEWEST_ROWS = 7, 3
MONTHS_BACK = 13


def pdf(month: Month) -> bytes:
    """The file. Raises NoPango."""
    title = _("Bulletin of the border, %(month)s") % {"month": date_format(month.first, "F Y")}
    return printing.written(laid_out(month), title)


def laid_out(month: Month) -> Any:
    """The page: as many rows of each table as it has room for. Raises NoPango."""
    said = context(month)
    for most in range(MOST_ROWS, FEWEST_ROWS - 1, -1):
        lists = {
            "mobility": [_rows(month, code, most) for code in ("nationality", "transport", "counted")],
            "security": [_rows(month, code, most) for code in ("outcome", "refusal", "hit")],
            "posts": _posts(month)[: 2 * most],
        }
        text = render_to_string("headquarters/statistics/bulletin.html", said | lists)
        made = printing.laid_out(text, STYLE)
        if len(made.pages) == 1:
            break
    return made


def context(month: Month) -> dict[str, Any]:
    """What stands on the page, in words of the language that is set."""
    state = _state()
    return {
        "language": words.language(),
        "rtl": translation.get_language_bidi(),
        "state": words.state(state) if state else "",
        "month": date_format(month.first, "F Y"),
        "made": date_format(timezone.localdate(), "j F Y"),
        "provisional": publishing.running(month.first),
        "threshold": month.threshold,
        "covered": figures_said.covered(month.coverage),
        "too_few": month.passages is None,
        "headline": _headline(month),
        "months": for_pdf(_months(month.first)),
        "days": for_pdf(_days(month)),
        "ages": for_pdf(figures_drawn.published_ages(month.tables[SEX_AGE].numbers)) if SEX_AGE in month.tables else "",
        "map": for_pdf(figures_drawn.published_map(month)) if POSTS in month.tables else "",
        "times": [
            (str(title), *(figures_said.duration(seconds) for seconds in month.times[code]))
            for code, title in TIMES.items()
            if code in month.times
        ][:3],
        "withheld": [str(title) for title in month.withheld],
        "position": month.position,
    }


def _headline(month: Month) -> list[dict[str, str]]:
    """The totals, beside the month before and the same month a year before."""
    before, year = (publishing.month(plus_months(month.first, -back)) for back in (1, 12))
    found = []
    for label, of in (
        (_("Travellers named at the desk"), _total("outcome", ALL)),
        (_("Entries"), _total("outcome", "entry")),
        (_("Exits"), _total("outcome", "exit")),
        (_("Neighbours counted, not named"), _total("counted", ALL)),
        (
            _("Travellers refused"),
            lambda one: one.tables["outcome"].row("refused") if "outcome" in one.tables else None,
        ),
    ):
        now = of(month)
        found.append(
            {
                "label": label,
                "now": figures_said.published(now) if now is not None or month.tables else figures_said.NOTHING,
                "before": _moved(now, of(before), before),
                "year": _moved(now, of(year), year),
            }
        )
    return found


def _total(code: str, column: str) -> Any:
    return lambda month: month.tables[code].numbers.get((ALL, column)) if code in month.tables else None


def _moved(now: int | None, then: int | None, month: Month) -> str:
    """How a number moved; a dash where either is kept back or nothing reported."""
    return figures_said.change(now, then) if month.coverage.reported and now is not None else figures_said.NOTHING


def _months(first: date) -> Any:
    """The totals of the months up to this one."""
    bars = []
    for day in publishing.months_before(first, MONTHS_BACK):
        of = coverage.of(month_of(day))
        bars.append(Bar(figures_said.step_label(day, "month"), {"all": publishing.passages_of(day) or 0}, of.share))
    title, about = _("Travellers named at the desk, by month"), _("Hatched: hours that did not report.")
    return over_time("months", title, about, bars, ("all",), width=520, height=170)


def _days(month: Month) -> Any:
    """The days of the month, both directions."""
    table = month.tables.get(DAYS)
    if table is None:
        return ""
    bars = []
    for index in range(month.asked.days):
        day = date.fromordinal(month.first.toordinal() + index)
        number = table.row(day.isoformat()) if day.isoformat() in table.rows else 0
        share = month.coverage.of_days([day])
        bars.append(
            Bar(f"{day.day}{'' if number is not None else figures_said.KEPT_BACK}", {"all": number or 0}, share)
        )
    title, about = _("Travellers named at the desk, by day"), _("Hatched: hours that did not report.")
    return over_time("days", title, about, bars, ("all",), width=520, height=170)


def _rows(month: Month, code: str, most: int) -> dict[str, Any]:
    """The rows of a table with the greatest numbers, and the others together."""
    table: Table | None = month.tables.get(code)
    if table is None:
        return {}
    shown = sorted((row for row in table.rows if table.row(row)), key=lambda row: -(table.row(row) or 0))[:most]
    whole = table.numbers[(ALL, ALL)] or 0
    rest = whole - sum(table.row(row) or 0 for row in shown)
    rows = [
        {
            "label": names.row(code, row),
            "number": figures_said.number(table.row(row)),
            "share": figures_said.rounded((table.row(row) or 0) / whole if whole else None),
        }
        for row in shown
    ]
    if rest > 0:
        share = figures_said.rounded(rest / whole)
        rows.append({"label": _("Others and kept back"), "number": figures_said.number(rest), "share": share})
    return {"title": str(DIMENSIONS["hit"].of if code == "hit" else table.title), "rows": rows}


def _posts(month: Month) -> list[dict[str, str]]:
    """Every post in the order of country and name: what passed, and for how much of the month it reported."""
    table = month.tables.get(POSTS)
    rows = table.rows if table else ()
    silent = [post for post in month.coverage.posts if post not in rows]
    found = []
    for post in [*rows, *silent]:
        of = month.coverage.posts.get(post)
        number = table.row(post) if table and post in rows else 0
        unknown = post not in rows and not (of and of.reported)
        found.append(
            {
                "label": names.row(POSTS, post),
                "number": figures_said.NOTHING if unknown else figures_said.published(number),
                "share": figures_said.percent(of.share, 0) if of else figures_said.NOTHING,
            }
        )
    return found


def _state() -> str:
    """The state whose headquarters this is: that of its posts."""
    here = Post.objects.filter(code=this_node().keys.post).values_list("country", flat=True).first()
    return here or this_node().keys.post.partition("-")[0]
