"""What an indicator is: its unit, its title, whether it is operational. The table of indicators is asked here alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from jalon.cooperation import indicators
from jalon.cooperation.indicators import INDICATORS, Measured, NotHeldAt


def known(code: str) -> bool:
    return code in INDICATORS


def unit(code: str) -> str:
    """The unit of an indicator; empty for one that the table does not know."""
    return INDICATORS[code].unit if code in INDICATORS else ""


def title(code: str) -> Any:
    """What an indicator is called; its code where the table does not know it."""
    return INDICATORS[code].title if code in INDICATORS else code


def operational(code: str) -> bool:
    """Whether it tells of strength, outages, power or patrols: then bands and quarters alone leave the country."""
    return bool(getattr(INDICATORS.get(code), "operational", False))


def codes() -> list[str]:
    """Every indicator, in the order of the table."""
    return list(INDICATORS)


def measured(
    code: str,
    since: date,
    until: date,
    posts: Sequence[str] = (),
    at: int | None = None,
    forum: str | None = None,
    party: str | None = None,
) -> Measured | None:
    """An indicator as this machine's journal gives it between two days (`until` inclusive); None where the table does
    not know it, or the counts stand elsewhere than `at`."""
    if code not in INDICATORS:
        return None
    try:
        return indicators.measured(code, since, until + timedelta(days=1), list(posts) or None, at, forum, party)
    except NotHeldAt:
        return None
