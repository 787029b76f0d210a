"""A traveller was entrusted to a service, and no service has accepted.

The alert opens after a time that is the same whatever the service (`protection.referral.LONG`): a deadline of its own
would tell which one it is. It is grave after a day, for the same reason; the service’s own clock stands on the pages of
those who may know the service (`protection.clock`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.alerts import saying
from jalon.alerts.places import DAY, Nodes, posts_of
from jalon.alerts.situation import GRAVE, SERIOUS, Rule, Situation
from jalon.crossings.models import Inspection
from jalon.protection.models import Referral
from jalon.protection.referral import LONG
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    waiting = [one for one in Referral.objects.using(tables).filter(state="asked") if now - one.at >= LONG]
    if not waiting:
        return
    rows = Inspection.objects.using(tables).filter(key__in=[one.inspection for one in waiting])
    posts = posts_of(rows.only("key", "shift"), Nodes.known(tables), tables)
    for one in waiting:
        post = posts.get(one.inspection, "")
        yield Situation(
            "referral_not_accepted",
            one.key,
            GRAVE if now - one.at >= DAY else SERIOUS,
            began=one.at,
            post=post,
            facts={"post": post, "at": one.at},
        )


def sentence(facts: dict[str, Any]) -> str:
    said = {"post": saying.post(facts["post"]), "at": saying.moment(facts["at"])}
    return _("%(post)s: a traveller was entrusted to a service on %(at)s, and none has accepted yet.") % said


RULE = Rule(
    "referral_not_accepted",
    gettext_lazy("No service has accepted a referral"),
    SERIOUS,
    (Role.NATIONAL_DESK,),
    situations,
    sentence,
)
