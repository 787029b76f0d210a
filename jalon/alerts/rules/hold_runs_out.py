"""Somebody held at a post whose time, with what a prosecutor added, is over or ends within the hour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.alerts import saying
from jalon.alerts.situation import GRAVE, SERIOUS, Rule, Situation
from jalon.crossings import register
from jalon.crossings.holding import SOON
from jalon.crossings.models import Hold
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    for hold in Hold.objects.using(tables).filter(ended_at__isnull=True):
        until = register.until(hold)
        if until - now < SOON:
            yield Situation(
                "hold_runs_out",
                hold.key,
                GRAVE if until <= now else SERIOUS,
                began=until,
                post=hold.post,
                facts={"post": hold.post, "number": hold.number, "year": hold.year, "until": until},
            )


def sentence(facts: dict[str, Any]) -> str:
    said = {
        "post": saying.post(facts["post"]),
        "line": f"\u2066{facts['number']}/{facts['year']}\u2069",
        "until": saying.moment(facts["until"]),
    }
    return _("%(post)s: line %(line)s of the hold register may be held until %(until)s, no longer.") % said


RULE = Rule(
    "hold_runs_out",
    gettext_lazy("The time of somebody held runs out"),
    GRAVE,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
)
