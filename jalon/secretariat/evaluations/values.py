"""Values of figures as people read them, by their unit; bands, and what is not shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.cooperation import bands
from jalon.cooperation.days import is_quarter
from jalon.secretariat.words.evaluation import KEPT_BACK
from jalon.statistics.written import NOTHING, percent, value
from jalon.web.days import date_format


def band(one: str, unit: str) -> str:
    """“25 % to 50 %”, “500 and more”."""
    try:
        least, most = bands.bounds(one)
    except ValueError:
        return one
    if most is None:
        return _("%(least)s and more") % {"least": _bound(least, unit)}
    return _("%(least)s to %(most)s") % {"least": _bound(least, unit), "most": _bound(most, unit)}


def _bound(one: float, unit: str) -> str:
    return percent(one, 0) if unit == "share" else value(one, unit)


def side(one: Mapping[str, Any] | None, unit: str) -> str:
    """What a side of a figure says: its value, its band, or why neither is shown."""
    if one is None:
        return NOTHING
    if one["value"] is not None:
        return value(one["value"], unit)
    if one["band"]:
        return band(one["band"], unit)
    if one["kept_back"]:
        return str(KEPT_BACK.get(one["kept_back"], one["kept_back"]))
    return str(KEPT_BACK["not_known"])


def change(one: Mapping[str, Any]) -> str:
    """How a figure changed, with its sign."""
    step = one["change"]
    if step is None:
        return NOTHING
    if not step:
        return "="
    sign = "+" if step > 0 else "−"
    if one["unit"] == "share":
        return _("%(sign)s%(points)s points") % {"sign": sign, "points": number_format(round(abs(step) * 100, 1), 1)}
    return sign + value(abs(step), one["unit"])


def coverage(one: Mapping[str, Any] | None) -> str:
    return NOTHING if one is None or one["coverage"] is None else percent(one["coverage"], 0)


QUARTERS = (
    gettext_lazy("1st quarter %(year)s"),
    gettext_lazy("2nd quarter %(year)s"),
    gettext_lazy("3rd quarter %(year)s"),
    gettext_lazy("4th quarter %(year)s"),
)


def period(one: Mapping[str, Any]) -> str:
    """What a side of a figure is of: “1st quarter 2026, counted from 27 March 2026”, else its first and last day."""
    since, until = (date.fromisoformat(one[name]) for name in ("since", "until"))
    if not is_quarter(since, until):
        return span(one["since"], one["until"])
    said = str(QUARTERS[since.month // 3]) % {"year": since.year}
    if not one.get("counted_from"):
        return said
    return _("%(period)s, counted from %(day)s") % {"period": said, "day": day(one["counted_from"])}


def day(said: str) -> str:
    """An ISO day in words; empty for none."""
    return date_format(date.fromisoformat(said), "j F Y") if said else ""


def month(said: str) -> str:
    """“June 2026”, of 2026-06; empty for none."""
    return date_format(date.fromisoformat(f"{said}-01"), "F Y") if said else ""


def short_day(said: str) -> str:
    return date_format(date.fromisoformat(said), "j M Y") if said else ""


def span(since: str, until: str) -> str:
    if since == until:
        return day(since)
    return _("%(first)s to %(last)s") % {"first": day(since), "last": day(until)}
