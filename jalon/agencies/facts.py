"""The facts an agency may see of a traveller or a vehicle, each a function; only those its line names are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.agencies.tables import AGENCIES, TRAVELLER, VEHICLE
from jalon.crossings.group import KINDS, LOADS, details
from jalon.crossings.inspection import age_on
from jalon.crossings.journey import DIRECTIONS, OUTCOMES, TRANSPORTS
from jalon.crossings.models import Decision, Group, Inspection
from jalon.crossings.particulars import corrected_fields
from jalon.crossings.recall import clock_of
from jalon.journal.node import this_node

LABELS = {
    "name": _("Name"),
    "age": _("Age"),
    "sex": _("Sex"),
    "origin": _("From"),
    "document": _("Document"),
    "direction": _("Direction"),
    "transport": _("Transport"),
    "plate": _("Plate"),
    "load": _("Load"),
    "outcome": _("Decision"),
    "passed_at": _("Time"),
    "kind": _("Vehicle"),
    "company": _("Company"),
    "driver": _("Driver"),
    "heads": _("Heads"),
}
SEXES = {"M": _("Male"), "F": _("Female"), "X": _("Sex X")}
# What became of a traveller, as far as an agency is told. Whatever else the second line does with somebody (it holds,
# hands on, calls a service that protects) looks like a referral here.
SHOWN_OUTCOMES = {
    "open": _("At the desk"),
    "admitted": OUTCOMES["admitted"],
    "refused": OUTCOMES["refused"],
}
ELSE = OUTCOMES["referred"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A traveller or a vehicle as this post can read it now."""

    row: Inspection | Group
    fields: dict[str, Any] = field(default_factory=dict)  # of the document, as corrected
    journey: dict[str, Any] = field(default_factory=dict)  # as said at the desk; of a vehicle: what was said of it
    transport: str = ""

    @property
    def kind(self) -> str:
        return TRAVELLER if isinstance(self.row, Inspection) else VEHICLE

    @property
    def group(self) -> str:
        return self.row.group if isinstance(self.row, Inspection) else ""

    @property
    def key(self) -> str:
        return self.row.key


def _name(one: Subject) -> str:
    parts = (one.fields.get("primary_identifier"), one.fields.get("secondary_identifier"))
    return " ".join(part for part in parts if part) or "—"


def _age(one: Subject) -> str:
    age = age_on(one.fields.get("birth_date"), timezone.localdate())
    return "" if age is None else str(age)


def _time(one: Subject) -> str:
    return clock_of(one.row.passed_at if isinstance(one.row, Inspection) else one.row.opened_at)


def _heads(one: Subject) -> str:
    counted = (one.row.counted or one.row.announced) if isinstance(one.row, Group) else None
    return "" if counted is None else str(counted)


FACTS: dict[str, Callable[[Subject], str]] = {
    "name": _name,
    "age": _age,
    "sex": lambda one: str(SEXES.get(one.fields.get("sex") or "", "")),
    "origin": lambda one: one.journey.get("origin", ""),
    "document": lambda one: one.fields.get("document_number") or "",
    "direction": lambda one: str(DIRECTIONS.get(one.row.direction, "")),
    "transport": lambda one: str(TRANSPORTS.get(one.transport, "")),
    "plate": lambda one: one.journey.get("plate", ""),
    "load": lambda one: str(LOADS.get(one.journey.get("load", ""), "")),
    "outcome": lambda one: str(SHOWN_OUTCOMES.get(one.row.state, ELSE)) if isinstance(one.row, Inspection) else "",
    "passed_at": _time,
    "kind": lambda one: str(KINDS.get(one.row.kind, "")) if isinstance(one.row, Group) else "",
    "company": lambda one: one.journey.get("company", ""),
    "driver": lambda one: one.journey.get("driver", ""),
    "heads": _heads,
}
assert set(FACTS) == set(LABELS)
assert all({*agency.sees, *agency.sees_of_vehicle, *agency.finds_by} <= set(FACTS) for agency in AGENCIES.values())


def seen_by(agency: str, one: Subject) -> dict[str, str]:
    """What this agency may see of a traveller or a vehicle, in its order: the code of each fact and what it says."""
    line = AGENCIES[agency]
    return {code: FACTS[code](one) for code in (line.sees if one.kind == TRAVELLER else line.sees_of_vehicle)}


def travellers(rows: Iterable[Inspection]) -> list[Subject]:
    """Travellers whose particulars can be read now, with what was said of their journey."""
    rows, keys = list(rows), this_node().shift_keys
    changed = corrected_fields(row.key for row in rows)
    said: dict[str, dict[str, Any]] = {}
    transports: dict[str, str] = {}
    for made in Decision.objects.filter(inspection__in=[row.key for row in rows]).order_by("position"):
        said.setdefault(made.inspection, {}).update((keys.take_out_value(made.kept) or {}).get("journey", {}))
        transports[made.inspection] = made.transport or transports.get(made.inspection, "")
    found = []
    for row in rows:
        seen = keys.take_out_value(row.kept) if row.kept else None
        if seen is not None:
            fields = {**seen["fields"], **changed.get(row.key, {})}
            found.append(Subject(row, fields, said.get(row.key, {}), transports.get(row.key, "")))
    return found


def vehicles(rows: Iterable[Group]) -> list[Subject]:
    """Vehicles that can be read now."""
    known = ((row, details(row) if row.kept else {}) for row in rows)
    return [Subject(row, journey=said) for row, said in known if said]
