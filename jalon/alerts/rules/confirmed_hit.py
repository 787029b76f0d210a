"""A list asks for a traveller, and that is confirmed: by the second line with the authority, or at headquarters.

Read from the decisions that say so (`ConfirmedHit`, filled as they arrive) and from the verdicts of the national desk,
which prevail. A hit of people to be protected is not told here: those who may see it have it on their own page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.adjudication.models import Hit, Standing, Verdict
from jalon.alerts import saying
from jalon.alerts.models import ConfirmedHit
from jalon.alerts.places import DAY
from jalon.alerts.situation import GRAVE, Rule, Situation
from jalon.crossings.models import Inspection
from jalon.web.gate import Role

SPOKEN_OF = 7 * DAY


def situations(tables: str, now: int) -> Iterator[Situation]:
    found: dict[str, dict[str, Any]] = {
        one.inspection: {"post": one.post, "at": one.at, "case": one.inspection, "here": False}
        for one in ConfirmedHit.objects.using(tables).filter(at__gte=now - SPOKEN_OF)
    }
    began = {inspection: int(facts["at"]) for inspection, facts in found.items()}
    for verdict, hit in _verdicts(tables, now - SPOKEN_OF):
        if verdict.said == "confirmed" and not hit.protected:
            found[verdict.inspection] = {
                "post": hit.post,
                "at": hit.passed_at,
                "case": verdict.inspection,
                "here": True,
            }
            began.setdefault(verdict.inspection, verdict.at)
        elif verdict.said == "cleared":
            found.pop(verdict.inspection, None)
    rows = Inspection.objects.using(tables).filter(key__in=found, state="cancelled")
    cancelled = set(rows.values_list("key", flat=True))
    for inspection, facts in found.items():
        if inspection not in cancelled:
            yield Situation(
                "confirmed_hit", inspection, GRAVE, began=began[inspection], post=facts["post"], facts=facts
            )


def _verdicts(tables: str, since: int) -> list[tuple[Verdict, Hit]]:
    """The verdicts that hold, in their order, with the hit that each speaks of."""
    holding = Standing.objects.using(tables).filter(said__in=("confirmed", "cleared")).values("verdict")
    rows = list(Verdict.objects.using(tables).filter(at__gte=since, key__in=holding).order_by("position"))
    hits = Hit.objects.using(tables).in_bulk([row.hit for row in rows])
    return [(row, hits[row.hit]) for row in rows if row.hit in hits]


def sentence(facts: dict[str, Any]) -> str:
    said = {"post": saying.post(facts["post"]), "at": saying.moment(facts["at"])}
    if facts["here"]:
        return _("%(post)s, %(at)s: headquarters has confirmed that a list asks for this traveller.") % said
    return _("%(post)s, %(at)s: a traveller whom a list asks for, and the authority has confirmed it.") % said


RULE = Rule(
    "confirmed_hit",
    gettext_lazy("A hit is confirmed"),
    GRAVE,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
    "headquarters:hits",
)
