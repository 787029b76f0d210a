"""Cases: what one decision settles, which of them are open, and who may see which.

A case is the document with its holder and a listing as it stands. A confirmed one settles the times so far: when the
same person passes again, it is open again. A cleared one also settles the times to come, until its day; so that an
innocent traveller is not stopped for the same listing each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.adjudication.models import Hit, Standing, Verdict
from jalon.journal.node import this_node
from jalon.web.gate import Role

SETTLES = ("confirmed", "cleared")
QUEUE = 200
PROTECTED_ONLY, ALL, NONE = "protected", "all", "none"


def may_see(roles: Iterable[Role]) -> str:
    """Which hits somebody of these roles sees: the national desk all, the protection service those that protect."""
    held = set(roles)
    if Role.NATIONAL_DESK in held:
        return ALL
    return PROTECTED_ONLY if Role.PROTECTION in held else NONE


def hits_for(roles: Iterable[Role]) -> QuerySet[Hit]:
    """The hits that somebody of these roles may see."""
    sees = may_see(roles)
    if sees == ALL:
        return Hit.objects.all()
    return Hit.objects.filter(protected=True) if sees == PROTECTED_ONLY else Hit.objects.none()


def settled() -> Exists:
    """Whether a hit is settled by how its case stands today."""
    here = Standing.objects.filter(case=OuterRef("case"), said__in=SETTLES)
    by_now = Q(up_to__gte=OuterRef("position"))
    to_come = Q(said="cleared", until__gte=timezone.localdate())
    return Exists(here.filter(by_now | to_come))


def open_hits(roles: Iterable[Role]) -> QuerySet[Hit]:
    """Hits that wait for a decision: the listing stands, the passage too, and nothing settled them."""
    return hits_for(roles).filter(~settled(), over="")


def queue(roles: Iterable[Role], most: int = QUEUE) -> list[dict[str, Any]]:
    """Open cases, the gravest first and of these the freshest: case, gravest, last, first, times, hit, standing."""
    rows = (
        open_hits(roles)
        .values("case")
        .annotate(gravest=Max("gravity"), last=Max("position"), first=Min("passed_at"), times=Count("key"))
        .order_by("-gravest", "-last")[:most]
    )
    found = list(rows)
    last = Hit.objects.filter(case__in=[row["case"] for row in found]).order_by("position", "score")
    by_case = {hit.case: hit for hit in last}
    stands = {one.case: one for one in Standing.objects.filter(case__in=list(by_case))}
    return [row | {"hit": by_case[row["case"]], "standing": stands.get(row["case"])} for row in found]


def count_open(roles: Iterable[Role]) -> int:
    """How many cases are open."""
    return open_hits(roles).values("case").distinct().count()


def hits_of(case: str, roles: Iterable[Role]) -> list[Hit]:
    """Every time of a case, the last first."""
    return list(hits_for(roles).filter(case=case).order_by("-position", "-score"))


def verdicts(case: str) -> list[tuple[Verdict, dict[str, Any]]]:
    """What was decided of a case, in order, each with all that was said."""
    keys = this_node().shift_keys
    rows = Verdict.objects.filter(case=case).order_by("position")
    return [(row, keys.take_out_value(row.kept) or {}) for row in rows]


def standing(case: str) -> Standing | None:
    return Standing.objects.filter(case=case).first()


def earlier(hit: Hit) -> list[tuple[Verdict, dict[str, Any]]]:
    """What was decided of the same traveller and the same listing as it stood before, or read otherwise."""
    cases = Hit.objects.filter(inspection=hit.inspection, list=hit.list, listing=hit.listing).values("case")
    same = Hit.objects.filter(case__in=cases).values("inspection")
    others = Hit.objects.filter(inspection__in=same, list=hit.list, listing=hit.listing).exclude(case=hit.case)
    keys = this_node().shift_keys
    rows = Verdict.objects.filter(case__in=others.values("case")).order_by("position")
    return [(row, keys.take_out_value(row.kept) or {}) for row in rows]


def needs_second(hit: Hit) -> bool:
    """Whether two people clear it: the listing asks for an arrest or a refusal, however little agrees."""
    return hit.grave


def cleared_cases() -> QuerySet[Standing]:
    """Cases that stand cleared, the last first."""
    return Standing.objects.filter(said="cleared").order_by(F("position").desc())


def counts_today(row: Standing) -> bool:
    return row.said == "cleared" and row.until is not None and row.until >= timezone.localdate()
