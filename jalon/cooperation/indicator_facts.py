"""What an indicator is: its unit, its title, whether it is operational. The table of indicators is asked here alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.cooperation import indicators
from jalon.cooperation.indicators import INDICATORS, Measured, NotHeldAt
from jalon.statistics.indicators import INDICATORS as BORDER

# What is shown of the perception survey, as one; and its questions, whose shares of good answers are figures.
SURVEY = "survey"


def known(code: str) -> bool:
    return code in INDICATORS or is_of_the_survey(code)


def is_of_the_survey(code: str) -> bool:
    """Whether it is the share of good answers to a question of the perception survey, or the survey as a whole."""
    return code == SURVEY or code.startswith(f"{SURVEY}.")


def shown_as(code: str) -> str:
    """What a state decides about, to show this: the indicator itself; of the survey, all of it together."""
    return SURVEY if is_of_the_survey(code) else code


def unit(code: str) -> str:
    """The unit of an indicator; empty for one that the table does not know."""
    if is_of_the_survey(code):
        return "share"
    return INDICATORS[code].unit if code in INDICATORS else ""


def title(code: str) -> Any:
    """What an indicator is called; its code where the table does not know it."""
    if code == SURVEY:
        return _("Perception survey: shares of good answers")
    if is_of_the_survey(code):
        return _question(code)
    return INDICATORS[code].title if code in INDICATORS else code


def _question(code: str) -> str:
    """The question of the perception survey whose share of good answers it is, in the newest form that asks it."""
    from jalon.cooperation import surveys  # which asks this room for its units

    asked = {surveys.indicator(one.code): one.text for form in surveys.forms().values() for one in form.questions}
    return asked.get(code, code)


def operational(code: str) -> bool:
    """Whether it tells of strength, outages, power or patrols: then bands and quarters alone leave the country."""
    return bool(getattr(INDICATORS.get(code), "operational", False))


def of_travellers(code: str) -> bool:
    """Whether it is counted among travellers (numbers, shares and times of the statistics of the border, and how soon
    those whom a list stopped are answered)."""
    return code in BORDER or code == "hits_in_time"


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
