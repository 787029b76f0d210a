"""Putting right what was recorded: a new entry beside the old one, with a reason, visible to all who see the case."""

from __future__ import annotations

from typing import Any

from jalon.crossings.decision import NotAllowed, what_was_seen
from jalon.crossings.inspection import FIELDS
from jalon.crossings.models import Correction, Inspection, Shift
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.web.gate import Role

# Decided against the traveller, or on the way to the second line: undoing that is not one officer's act.
FOR_THE_SHIFT_LEADER = frozenset({"referred", "refused", "handed_over"})


def correct(inspection: Inspection, shift: Shift, values: dict[str, Any], reason: str, remark: str = "") -> Recorded:
    """Record what the fields should have said. Raises NotAllowed where nothing changes or the shift is over."""
    present = as_corrected(inspection)
    if present is None:
        raise NotAllowed("beyond_this_shift")
    changes = {
        name: [present.get(name), values[name]]
        for name in FIELDS
        if name in values and (values[name] or None) != (present.get(name) or None)
    }
    if not changes:
        raise NotAllowed("nothing_changed")
    body = {"inspection": inspection.key, "changes": changes, "reason": reason, "remark": remark.strip()}
    return record("crossing.corrected", body, shift.officer, bytes.fromhex(shift.shift_key))


def start_again(inspection: Inspection, shift: Shift, reason: str = "started_again") -> Recorded:
    """Put aside the traveller who stands at the desk, before any decision."""
    if inspection.state != "open":
        raise NotAllowed("already_decided")
    return cancel(inspection, shift, reason, roles=frozenset())


def may_cancel(inspection: Inspection, roles: frozenset[Role]) -> bool:
    """Whether an officer of these roles may cancel the passage as it stands."""
    return inspection.state not in FOR_THE_SHIFT_LEADER or Role.SHIFT_LEADER in roles


def cancel(inspection: Inspection, shift: Shift, reason: str, remark: str = "", *, roles: frozenset[Role]) -> Recorded:
    """Record that a passage did not happen, or happened to somebody else. `roles`: the officer's, today."""
    if inspection.state == "cancelled":
        raise NotAllowed("already_cancelled")
    if not may_cancel(inspection, roles):
        raise NotAllowed("shift_leader_cancels")
    body = {"inspection": inspection.key, "reason": reason, "remark": remark.strip()}
    return record("crossing.cancelled", body, shift.officer, bytes.fromhex(shift.shift_key))


def as_corrected(inspection: Inspection) -> dict[str, Any] | None:
    """The fields with every correction in order; None once the shift was handed over."""
    seen = what_was_seen(inspection)
    if seen is None:
        return None
    fields = dict(seen["fields"])
    for correction in corrections(inspection):
        fields.update({name: after for name, (_, after) in correction["changes"].items()})
    return fields


def corrections(inspection: Inspection) -> list[dict[str, Any]]:
    """Each correction in order: changes {field: [before, after]}, reason, remark, at (ms since 1970), officer."""
    keys = this_node().shift_keys
    rows = Correction.objects.filter(inspection=inspection.key).order_by("at", "key")
    values = [(row, keys.take_out_value(row.kept)) for row in rows]
    return [value | {"at": row.at, "officer": row.officer} for row, value in values if value is not None]
