"""A vehicle of which an authority asked to be told was seen at a post after it was announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.alerts import saying
from jalon.alerts.models import AnnouncedPlate, Sighting
from jalon.alerts.situation import SERIOUS, Rule, Situation
from jalon.crossings.recall import local_time
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    today = local_time(now).date()
    asked = AnnouncedPlate.objects.using(tables).filter(withdrawn_at__isnull=True, until__gte=today)
    announced = {one.token: one for one in asked.order_by("at")}
    seen: dict[str, list[Sighting]] = defaultdict(list)
    for one in Sighting.objects.using(tables).filter(kind="plate", token__in=announced):
        if one.late >= announced[one.token].at:
            seen[one.token].append(one)
    for token, rows in seen.items():
        last = max(rows, key=lambda one: (one.late, one.key))
        yield Situation(
            "plate_seen",
            announced[token].key,
            SERIOUS,
            count=len({(one.post, one.late // 3_600_000) for one in rows}),  # a bus of sixty is one vehicle
            began=announced[token].at,
            post=last.post,
            facts={"post": last.post, "at": last.late, "reference": announced[token].reference, "times": len(rows)},
        )


def sentence(facts: dict[str, Any]) -> str:
    said = {
        "post": saying.post(facts["post"]),
        "at": saying.moment(facts["at"]),
        "reference": f"\u2068{facts['reference']}\u2069",
    }
    return _("%(post)s, %(at)s: the vehicle that %(reference)s asks for was seen.") % said


RULE = Rule(
    "plate_seen",
    gettext_lazy("An announced plate was seen"),
    SERIOUS,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
    "headquarters:plates",
)
