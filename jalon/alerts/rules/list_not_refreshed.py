"""A list that nobody renewed for longer than its own rules allow, or that a machine at a post holds too old.

A machine is late once an edition newer than the one it holds has been in service for JALON_ALERTS_LIST_DAYS days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalon.alerts import saying
from jalon.alerts.places import DAY
from jalon.alerts.situation import NOTE, SERIOUS, Rule, Situation
from jalon.journal.models import EnrolledNode
from jalon.sync.editions.kinds.lists import PREFIX
from jalon.sync.models import HeldEdition
from jalon.watchlists.models import Edition, InService
from jalon.web.gate import Role


def situations(tables: str, now: int) -> Iterator[Situation]:
    services = {one.list: one.edition for one in InService.objects.using(tables).all()}
    editions = Edition.objects.using(tables).filter(list__in=services).exclude(approved_at=None)
    of: dict[str, list[Edition]] = defaultdict(list)
    for one in editions.order_by("number"):
        of[one.list].append(one)
    for name, known in of.items():
        current = next((one for one in known if one.key == services[name]), None)
        if current is None:
            continue
        limit = int(current.approved_at or 0) + current.rules["stale_after"] * DAY
        if now > limit:
            facts = {"list": current.rules["title"], "days": (now - int(current.approved_at or 0)) // DAY}
            yield Situation("list_not_refreshed", f"list {name}", SERIOUS, began=limit, facts=facts)
    yield from _held_too_old(of, tables, now)


def _held_too_old(of: dict[str, list[Edition]], tables: str, now: int) -> Iterator[Situation]:
    """One situation a machine, however many lists it holds too old."""
    posts = dict(EnrolledNode.objects.using(tables).filter(revoked_at__isnull=True).values_list("id", "post"))
    late: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for held in HeldEdition.objects.using(tables).filter(node__in=posts):
        newer = [one for one in of.get(held.name.removeprefix(PREFIX), []) if one.number > held.number]
        if newer:
            limit = int(newer[0].approved_at or 0) + settings.JALON_ALERTS_LIST_DAYS * DAY
            if now > limit:
                late[held.node].append((limit, newer[0].rules["title"]))
    for node, lists in late.items():
        began, title = min(lists)
        yield Situation(
            "list_not_refreshed",
            node,
            NOTE,
            count=len(lists),
            began=began,
            post=posts[node],
            facts={"post": posts[node], "node": node, "list": title, "lists": len(lists), "days": (now - began) // DAY},
        )


def sentence(facts: dict[str, Any]) -> str:
    said = {"list": f"\u2068{facts['list']}\u2069", "days": facts["days"]}
    if "node" not in facts:
        return (
            ngettext(
                "The list “%(list)s” was not renewed for %(days)d day.",
                "The list “%(list)s” was not renewed for %(days)d days.",
                facts["days"],
            )
            % said
        )
    said |= {"where": saying.at_post(facts["post"], facts["node"]), "others": facts["lists"] - 1}
    if facts["lists"] == 1:
        return _("%(where)s still screens against an old edition of “%(list)s”.") % said
    return _("%(where)s still screens against old editions: “%(list)s” and %(others)d more.") % said


RULE = Rule(
    "list_not_refreshed",
    gettext_lazy("A list was not renewed"),
    SERIOUS,
    (Role.NATIONAL_DESK, Role.ADMINISTRATOR),
    situations,
    sentence,
    "headquarters:lists",
)
