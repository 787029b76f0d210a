"""Asking the bureau: one question, about one person, document or vehicle of one case, with a reason. No bulk copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.bureau.models import Query, Step
from jalon.crossings.models import Decision, Inspection
from jalon.crossings.particulars import as_corrected
from jalon.crossings.rules import what_was_seen
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.screening.evidence.document_number import normal

LONGEST_REASON = 300
# How long an answer may take, by what hangs on it: code -> (hours, what is said).
URGENCIES = {
    "held": (4, _("Somebody is held until the answer comes")),
    "waiting": (24, _("A decision waits for it")),
    "routine": (7 * 24, _("Nobody waits for it")),
}
KINDS = {
    "person": _("Person"),
    "document": _("Document"),
    "vehicle": _("Vehicle"),
}
# What each kind of question says of its subject, in the order of the form.
ABOUT: dict[str, tuple[str, ...]] = {
    "person": ("primary_identifier", "secondary_identifier", "birth_date", "sex", "nationality"),
    "document": ("document_kind", "issuing_state", "document_number", "primary_identifier", "secondary_identifier"),
    "vehicle": ("plate", "plate_state", "chassis_number", "vehicle_kind"),
}
LONGEST = 80  # signs of any of them
# What must be known, at least; of several alternatives one.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (("primary_identifier",), ("birth_date",)),
    "document": (("issuing_state",), ("document_number",)),
    "vehicle": (("plate", "chassis_number"),),
}
PENDING = ("asked", "carried")


class NotAllowed(Exception):
    """What stands in the way. `code` names the rule; the doors have the words."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


@act
def ask(kind: str, about: Mapping[str, str], reason: str, urgency: str, officer: str, inspection: str = "") -> Recorded:
    """Record a question. `about`: what is known, of ABOUT[kind]; `inspection`: the case it belongs to.

    Raises NotAllowed: no reason, too little known, no such case, or the same question already waits.
    """
    if kind not in KINDS or urgency not in URGENCIES:
        raise NotAllowed("say_what_is_asked")
    if not reason.strip():
        raise NotAllowed("say_why", "reason")
    known = {name: about[name].strip()[:LONGEST] for name in ABOUT[kind] if (about.get(name) or "").strip()}
    for alternatives in NEEDED[kind]:
        if not any(name in known for name in alternatives):
            raise NotAllowed("too_little_known", alternatives[0])
    if inspection and not Inspection.objects.filter(key=inspection).exists():
        raise NotAllowed("no_such_case")
    if _waits_already(kind, known):
        raise NotAllowed("asked_already")
    body = {
        "number": (Query.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        "year": timezone.localdate().year,
        "kind": kind,
        "inspection": inspection,
        "urgency": urgency,
        "reason": reason.strip()[:LONGEST_REASON],
        "hours": URGENCIES[urgency][0],
        "about": known,
    }
    return record("bureau.asked", body, officer)


def _waits_already(kind: str, known: dict[str, str]) -> bool:
    return any(about(one) == known for one in Query.objects.filter(kind=kind, state__in=PENDING))


def of_case(inspection: Inspection, kind: str) -> dict[str, str]:
    """What a case tells of the subject of a question; nothing of it can be read once its shift was handed over."""
    fields: dict[str, Any] = as_corrected(inspection) or {}
    if kind == "vehicle":
        return _vehicle(inspection)
    said = {name: str(fields.get(name) or "") for name in ABOUT[kind] if name in fields}
    if kind == "document":
        said["document_kind"] = inspection.document_type
        said["document_number"] = normal(said.get("document_number", "")) or said.get("document_number", "")
    return {name: value for name, value in said.items() if value}


def _vehicle(inspection: Inspection) -> dict[str, str]:
    keys = this_node().shift_keys
    for row in Decision.objects.filter(inspection=inspection.key).order_by("-position"):
        journey = (keys.take_out_value(row.kept) or {}).get("journey", {})
        if journey.get("plate"):
            return {"plate": str(journey["plate"]), "vehicle_kind": row.transport}
    late = (what_was_seen(inspection) or {}).get("late", {})
    return {"plate": str(late["plate"])} if late.get("plate") else {}


def about(query: Query) -> dict[str, str]:
    """What a question asks about, field by field."""
    said: dict[str, str] = this_node().shift_keys.take_out_value(query.kept) or {}
    return said


def steps(query: Query) -> list[Step]:
    return list(Step.objects.filter(query=query.key).order_by("position"))


@act
def close(query: Query, why: str, officer: str) -> Recorded:
    """Close an answered question, or take back one that needs no answer any more. Raises NotAllowed."""
    query.refresh_from_db()
    if query.state == "closed":
        raise NotAllowed("closed_already")
    if not why.strip():
        raise NotAllowed("say_why", "why")
    return record("bureau.closed", {"query": query.key, "why": why.strip()[:LONGEST_REASON]}, officer)
