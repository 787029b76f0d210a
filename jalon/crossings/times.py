"""How long each step took, from the times that entries bear: pure over rows, computed each time, frozen at closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.crossings.models import Confirmation, Decision, Inspection, Received, TakenOver

# Steps in the order of a case. Each runs from one entry to the next one of its kind.
STEPS = {
    "first_line": _("At the first line"),
    "waited": _("Waiting for the second line"),
    "second_line": _("At the second line"),
    "second_person": _("Waiting for the second person"),
    "receipt": _("Waiting for the receipt"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """The rows of one traveller."""

    inspection: Inspection
    decisions: Sequence[Decision] = ()
    taken: Sequence[TakenOver] = ()
    confirmations: Sequence[Confirmation] = ()
    received: Sequence[Received] = field(default=())


def durations(case: Case) -> dict[str, int]:
    """How long each step took, ms, those that are over; a step that is taken again counts from its first time."""
    made = sorted(case.decisions, key=lambda one: one.position)
    if not made:
        return {}
    found = {"first_line": made[0].at - case.inspection.at}
    referred = next((one for one in made if one.outcome == "referred"), None)
    after = next((one for one in made if referred and one.position > referred.position and one.line == 2), None)
    if referred:
        opened = min((one.at for one in case.taken if one.at >= referred.at), default=None)
        began = referred.at if opened is None else opened
        if opened is not None:
            found["waited"] = opened - referred.at
        if after:
            found["second_line"] = max(0, after.at - began)
    confirmed = {one.decision: one.at for one in case.confirmations}
    for one in made:
        if one.key in confirmed:
            found["second_person"] = confirmed[one.key] - one.at
    for receipt in case.received:
        handed = next((one for one in made if one.key == receipt.decision), None)
        if handed:
            found["receipt"] = receipt.received_at - handed.at
    return {name: max(0, found[name]) for name in STEPS if name in found}


def figures(cases: Iterable[Case]) -> dict[str, dict[str, int]]:
    """Of each step: how many, the median and the longest, in whole seconds."""
    all_of: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        for name, took in durations(case).items():
            all_of[name].append(took)
    return {
        name: {
            "count": len(all_of[name]),
            "median": _seconds(median(all_of[name])),
            "longest": _seconds(max(all_of[name])),
        }
        for name in STEPS
        if all_of[name]
    }


def of_shift(shift: str) -> list[Case]:
    """Whom a shift saw, and whom it decided about."""
    decided = Decision.objects.filter(shift=shift).values_list("inspection", flat=True)
    return cases({*Inspection.objects.filter(shift=shift).values_list("key", flat=True), *decided})


def of_inspection(inspection: Inspection) -> Case | None:
    """The case of one traveller."""
    return next(iter(cases({inspection.key})), None)


def cases(keys: set[str]) -> list[Case]:
    """The rows of these travellers, each table asked once."""
    inspections = Inspection.objects.filter(key__in=keys)
    decisions = _by_case(Decision.objects.filter(inspection__in=keys))
    taken = _by_case(TakenOver.objects.filter(inspection__in=keys))
    received = _by_case(Received.objects.filter(inspection__in=keys))
    of = {one.key: one.inspection for rows in decisions.values() for one in rows}
    confirmations: dict[str, list[Any]] = defaultdict(list)
    for one in Confirmation.objects.filter(decision__in=list(of)):
        confirmations[of[one.decision]].append(one)
    return [
        Case(row, decisions[row.key], taken[row.key], confirmations[row.key], received[row.key]) for row in inspections
    ]


def _by_case(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.inspection].append(row)
    return found


def _seconds(milliseconds: float) -> int:
    return round(milliseconds / 1000)
