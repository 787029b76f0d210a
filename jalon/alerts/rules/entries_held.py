"""Entries that arrived from a machine after it was revoked: held back until somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy, ngettext

from jalon.alerts import saying
from jalon.alerts.situation import SERIOUS, Rule, Situation
from jalon.journal.applying import held_key
from jalon.journal.models import EnrolledNode, Parked
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    held = Parked.objects.using(tables).filter(kind=Parked.WAITS, waits_for__startswith=held_key(""))
    numbers = dict(held.values_list("waits_for").annotate(number=Count("key")).order_by())
    for node in EnrolledNode.objects.using(tables).filter(revoked_at__isnull=False):
        number = numbers.get(held_key(node.id), 0)
        if number:
            yield Situation(
                "entries_held",
                node.id,
                SERIOUS,
                count=number,
                began=node.revoked_at,
                post=node.post,
                facts={"post": node.post, "node": node.id, "entries": number},
            )


def sentence(facts: dict[str, Any]) -> str:
    text = ngettext(
        "%(where)s is revoked, and %(count)d entry of it arrived since. Look at it.",
        "%(where)s is revoked, and %(count)d entries of it arrived since. Look at them.",
        facts["entries"],
    )
    return text % {"where": saying.at_post(facts["post"], facts["node"]), "count": facts["entries"]}


RULE = Rule(
    "entries_held",
    gettext_lazy("Entries of a revoked machine"),
    SERIOUS,
    (Role.ADMINISTRATOR, Role.NATIONAL_DESK),
    situations,
    sentence,
    "headquarters:nodes",
)
