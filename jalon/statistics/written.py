"""How figures are written for people: numbers, shares, durations and changes, alike on every page and in every file."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from jalon.statistics.charts.svg import grouped
from jalon.statistics.indicators import SECONDS, SHARE

NOTHING = "—"
KEPT_BACK = "∗"


def number(value: float | None) -> str:
    """A whole number with its thousands apart; a dash where there is none."""
    return NOTHING if value is None else grouped(value)


def published(value: int | None) -> str:
    """A number that may have been kept back."""
    return KEPT_BACK if value is None else grouped(value)


def percent(share: float | None, digits: int = 1) -> str:
    """“12,3 %”, with the sign where the language has it."""
    if share is None:
        return NOTHING
    if 0 < share < 0.0005 and digits == 1:
        return "< " + percent(0.001)
    return f"{number_format(round(share * 100, digits), digits)}\u202f%"


def rounded(share: float | None) -> str:
    """A share without digits, but for one that is less than one in a hundred."""
    return percent(share, 1 if share is not None and share < 0.01 else 0)


def duration(seconds: float | None) -> str:
    """“1 min 35 s”, “2 h 10 min”, “3 d 4 h”."""
    if seconds is None:
        return NOTHING
    whole = round(seconds)
    if whole < 60:
        return _("%(seconds)d s") % {"seconds": whole}
    if whole < 3600:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": whole // 60, "seconds": whole % 60}
    if whole < 48 * 3600:
        return _("%(hours)d h %(minutes)02d min") % {"hours": whole // 3600, "minutes": whole % 3600 // 60}
    return _("%(days)d d %(hours)d h") % {"days": whole // 86400, "hours": whole % 86400 // 3600}


def value(one: float | None, unit: str) -> str:
    """Any figure with its unit: “12,3 %”, “1 min 35 s”, “1 234”, “12 days”; a dash where there is none."""
    if one is None:
        return NOTHING
    if unit == "share":
        return percent(one, 0 if abs(one * 100 - round(one * 100)) < 1e-6 else 1)
    if unit == "seconds":
        return duration(one)
    if unit == "days":
        return _("%(days)s days") % {"days": number_format(round(one, 1), 0 if float(one).is_integer() else 1)}
    return number(one) if float(one).is_integer() else number_format(round(one, 1), 1)


def change(now: float | None, before: float | None, unit: str = "") -> str:
    """How it moved: per cent of a number, points of a share, time of a duration. A dash where nothing can be said."""
    if now is None or before is None:
        return NOTHING
    sign = "+" if now > before else "−" if now < before else "="
    if sign == "=":
        return sign
    if unit == SHARE:
        return _("%(sign)s%(points)s points") % {
            "sign": sign,
            "points": number_format(round(abs(now - before) * 100, 1), 1),
        }
    if unit == SECONDS:
        return sign + duration(abs(now - before))
    if not before:
        return NOTHING
    return sign + percent(abs(now - before) / before, 0 if abs(now - before) >= before / 10 else 1)
