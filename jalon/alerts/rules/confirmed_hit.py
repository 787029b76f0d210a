"""A person of a list stands at a post: the second line found, with the authority, that it is the same person.

Read from the decisions that say so (`ConfirmedHit`, filled as the decisions arrive).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.alerts import saying
from jalon.alerts.models import ConfirmedHit
from jalon.alerts.places import DAY
from jalon.alerts.situation import GRAVE, Rule, Situation
from jalon.crossings.models import Inspection
from jalon.web.gate import Role

SPOKEN_OF = 7 * DAY


def situations(tables: str, now: int) -> Iterator[Situation]:
    rows = list(ConfirmedHit.objects.using(tables).filter(at__gte=now - SPOKEN_OF))
    state = dict(
        Inspection.objects.using(tables).filter(key__in=[one.inspection for one in rows]).values_list("key", "state")
    )
    for one in rows:
        if state.get(one.inspection) != "cancelled":
            facts = {"post": one.post, "at": one.at, "case": one.inspection}
            yield Situation("confirmed_hit", one.inspection, GRAVE, began=one.at, post=one.post, facts=facts)


def sentence(facts: dict[str, Any]) -> str:
    said = {"post": saying.post(facts["post"]), "at": saying.moment(facts["at"])}
    return _("%(post)s, %(at)s: a traveller whom a list asks for, and the authority has confirmed it.") % said


RULE = Rule(
    "confirmed_hit",
    gettext_lazy("A hit is confirmed"),
    GRAVE,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
)
