"""What a machine sent does not fit what it sent before: a branch, something missing, entries that could not be applied.

One situation a machine. Our own journal is one of them: what was found wrong with it at the start stands there too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalon.alerts import saying
from jalon.alerts.models import Heard
from jalon.alerts.places import NODE
from jalon.alerts.situation import GRAVE, SERIOUS, Rule, Situation
from jalon.crossings.models import Alarm
from jalon.journal import branches
from jalon.journal.models import EnrolledNode, Parked
from jalon.journal.node import this_node
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for branch in branches.in_quarantine():
        found[str(branch["node"])]["forks"] += 1
    for node in Heard.objects.using(tables).filter(gap_at__isnull=False).values_list("node", flat=True):
        found[node]["gaps"] = 1
    bad = Parked.objects.using(tables).filter(kind__in=(Parked.REFUSED, Parked.FAILED))
    for node, number in bad.values_list(Substr("key", 1, NODE)).annotate(number=Count("key")).order_by():
        found[node]["parked"] = number
    alarms = Alarm.objects.using(tables).filter(read_at__isnull=True).count()
    if alarms:
        found[this_node().id]["alarms"] = alarms
    posts = dict(EnrolledNode.objects.using(tables).values_list("id", "post"))
    for node, counts in found.items():
        post = posts.get(node, "")
        yield Situation(
            "chain_does_not_verify",
            node,
            GRAVE if counts["forks"] or counts["alarms"] else SERIOUS,
            count=counts.total(),
            post=post,
            facts={"post": post, "node": node, "here": node == this_node().id, **counts},
        )


def sentence(facts: dict[str, Any]) -> str:
    where = _("This headquarters’ own journal") if facts["here"] else saying.at_post(facts["post"], facts["node"])
    parts = []
    if number := facts.get("forks", 0):
        text = ngettext("%(count)d second history", "%(count)d second histories", number)
        parts.append(text % {"count": number} + _(" (a restored or copied machine), kept apart"))
    if facts.get("gaps"):
        parts.append(_("entries missing between those that came"))
    if number := facts.get("parked", 0):
        text = ngettext(
            "%(count)d entry that could not be applied", "%(count)d entries that could not be applied", number
        )
        parts.append(text % {"count": number})
    if number := facts.get("alarms", 0):
        text = ngettext("%(count)d alarm at the start", "%(count)d alarms at the start", number)
        parts.append(text % {"count": number})
    return _("%(where)s: %(what)s.") % {"where": where, "what": _("; ").join(parts)}


RULE = Rule(
    "chain_does_not_verify",
    gettext_lazy("A chain does not verify"),
    SERIOUS,
    (Role.ADMINISTRATOR, Role.NATIONAL_DESK),
    situations,
    sentence,
    "headquarters:nodes",
)
