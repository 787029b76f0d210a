"""What is known of a traveller by now: what was read, with every correction since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jalon.crossings.inspection import FIELDS
from jalon.crossings.models import Correction, Decision, Inspection
from jalon.crossings.rules import what_was_seen
from jalon.journal.node import this_node


def as_corrected(inspection: Inspection) -> dict[str, Any] | None:
    """The particulars with every correction in order; None once the shift was handed over."""
    seen = what_was_seen(inspection)
    if seen is None:
        return None
    return {**seen["fields"], **corrected_fields([inspection.key]).get(inspection.key, {})}


def corrected_fields(inspections: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What corrections put in place of the particulars first read, of many inspections at once."""
    keys = this_node().shift_keys
    found: dict[str, dict[str, Any]] = {}
    for row in Correction.objects.filter(inspection__in=list(inspections)).order_by("position"):
        changes = (keys.take_out_value(row.kept) or {}).get("changes", {})
        particulars = {name: after for name, (_, after) in changes.items() if name in FIELDS}
        found.setdefault(row.inspection, {}).update(particulars)
    return found


def corrections(inspection: Inspection) -> list[dict[str, Any]]:
    """Each correction or cancellation in order: changes {field: [before, after]} (none of a cancellation), reason,
    remark, hits, at (ms since 1970), officer."""
    keys = this_node().shift_keys
    rows = Correction.objects.filter(inspection=inspection.key).order_by("position")
    values = [(row, keys.take_out_value(row.kept)) for row in rows]
    return [value | {"at": row.at, "officer": row.officer} for row, value in values if value is not None]


def transport_said(inspection: Inspection) -> str:
    """The means that was last noted of a traveller; empty where none was."""
    made = Decision.objects.filter(inspection=inspection.key).exclude(transport="").order_by("-position").first()
    return made.transport if made else ""
