"""A machine's clock that stands further from ours than a bound. No order rests on it; documents and ages do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.alerts import saying
from jalon.alerts.places import DAY, MINUTE
from jalon.alerts.situation import NOTE, SERIOUS, Rule, Situation
from jalon.journal.models import EnrolledNode
from jalon.sync.models import Contact
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    bound = settings.JALON_ALERTS_CLOCK_MINUTES * MINUTE
    posts = dict(EnrolledNode.objects.using(tables).filter(revoked_at__isnull=True).values_list("id", "post"))
    for one in Contact.objects.using(tables).exclude(ahead_least=None).exclude(ahead_most=None):
        least, most = int(one.ahead_least or 0), int(one.ahead_most or 0)
        # Only what is sure: the whole interval lies beyond the bound, on one side.
        surely = least if least > bound else most if most < -bound else 0
        if surely and one.node in posts:
            yield Situation(
                "clock_off",
                one.node,
                SERIOUS if abs(surely) >= DAY else NOTE,
                post=posts[one.node],
                facts={"post": posts[one.node], "node": one.node, "ahead": surely},
            )


def sentence(facts: dict[str, Any]) -> str:
    said = {"where": saying.at_post(facts["post"], facts["node"]), "length": saying.length(abs(facts["ahead"]))}
    if facts["ahead"] > 0:
        return _("%(where)s: the clock is %(length)s ahead, at least. Have it set.") % said
    return _("%(where)s: the clock is %(length)s behind, at least. Have it set.") % said


RULE = Rule(
    "clock_off",
    gettext_lazy("A machine’s clock is wrong"),
    NOTE,
    (Role.ADMINISTRATOR,),
    situations,
    sentence,
    "headquarters:nodes",
)
