"""Putting right what was recorded: a new entry beside the old one, with a reason, visible to all who see the case.

Particulars that are put right are looked up again: a slip of the keys must not be a way past the lists.
"""

from __future__ import annotations

from typing import Any

from jalon.crossings import register
from jalon.crossings.group import inspect_aboard
from jalon.crossings.inspection import FIELDS, Shown, inspect, looked_up
from jalon.crossings.journey import DIRECTIONS, TRANSPORTS
from jalon.crossings.models import Correction, Group, Inspection, Shift
from jalon.crossings.particulars import as_corrected, transport_said
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty
from jalon.journal.acting import act
from jalon.journal.record import Recorded, record, record_together
from jalon.web.gate import Role

# Decided against the traveller, or on the way to the second line: undoing that is not one officer's act.
FOR_THE_SHIFT_LEADER = frozenset({"referred", "refused", "handed_over", "held"})
PASSAGE = {"direction": DIRECTIONS, "transport": TRANSPORTS}


@act
def correct(inspection: Inspection, shift: Shift, values: dict[str, Any], reason: str, remark: str = "") -> Recorded:
    """Record what should have been said; a value left empty stays as it was.

    A traveller who still stands undecided is inspected again with the right particulars, and the first inspection
    cancelled. Of one who was decided the particulars are looked up again, and what is found stands in the entry.
    Raises NotAllowed where nothing changes or the shift is over.
    """
    seen = _not_cancelled(inspection, shift)
    present = _present(inspection)
    changes = {
        name: [present.get(name), values[name]]
        for name in (*FIELDS, *PASSAGE)
        if values.get(name) and values[name] != present.get(name)
    }
    if not changes:
        raise NotAllowed("nothing_changed")
    particulars = {name: after for name, (_, after) in changes.items() if name in FIELDS}
    shown = Shown(seen["document_type"], {**(as_corrected(inspection) or {}), **particulars}, "typed")
    if inspection.state == "open":
        _cancel(inspection, shift, reason, remark)
        return _inspect_again(inspection, shown, values.get("direction") or inspection.direction, seen, shift)
    body: dict[str, Any] = {"inspection": inspection.key, "changes": changes}
    body |= {"reason": reason, "remark": remark.strip()}
    if particulars:
        body["hits"] = looked_up(shown).hits
    return record("crossing.corrected", body, shift.officer, bytes.fromhex(shift.shift_key))


@act
def take_repairs(inspection: Inspection, shift: Shift, repaired: Shown) -> Recorded:
    """The officer compared the repairs with the page: the reading is cancelled, the repaired one inspected."""
    seen = _still_open(inspection, shift)
    _cancel(inspection, shift, "misread", "")
    return _inspect_again(inspection, repaired, inspection.direction, seen, shift)


@act
def start_again(inspection: Inspection, shift: Shift) -> Recorded:
    """Put aside the traveller who stands at the desk, before any decision; not one for whom a list asks."""
    _still_open(inspection, shift)
    if inspection.hits:
        raise NotAllowed("hit_is_not_put_aside")
    return _cancel(inspection, shift, "started_again", "")


def may_cancel(inspection: Inspection, roles: frozenset[Role]) -> bool:
    """Whether an officer of these roles may cancel the passage as it stands."""
    return Role.SHIFT_LEADER in roles or (inspection.state not in FOR_THE_SHIFT_LEADER and not inspection.hits)


@act
def cancel(inspection: Inspection, shift: Shift, reason: str, remark: str = "", *, roles: frozenset[Role]) -> Recorded:
    """Record that a passage did not happen, or happened to somebody else. `roles`: the officer's, today."""
    _not_cancelled(inspection, shift)
    if not may_cancel(inspection, roles):
        raise NotAllowed("shift_leader_cancels")
    return _cancel(inspection, shift, reason, remark)


def passed_and_asked_for() -> list[Inspection]:
    """Travellers who were admitted and whom a list asks for since their particulars were put right."""
    corrected = Correction.objects.filter(hits__gt=0).values("inspection")
    return list(Inspection.objects.filter(key__in=corrected, state="admitted").order_by("position"))


def _still_open(inspection: Inspection, shift: Shift) -> dict[str, Any]:
    """What was seen of a traveller who stands undecided."""
    on_duty(shift)
    seen = as_it_stands(inspection)
    if inspection.state != "open":
        raise NotAllowed("already_decided")
    return seen


def _inspect_again(
    inspection: Inspection, shown: Shown, direction: str, seen: dict[str, Any], shift: Shift
) -> Recorded:
    """The same traveller with the right particulars, where the first inspection stood: at the desk or in a vehicle."""
    if inspection.group:
        return inspect_aboard(shown, Group.objects.get(key=inspection.group), shift, seat=seen["seat"])
    return inspect(shown, direction, shift)


def _not_cancelled(inspection: Inspection, shift: Shift) -> dict[str, Any]:
    """What was seen of a passage that can still be put right."""
    on_duty(shift)
    seen = as_it_stands(inspection)
    if inspection.state == "cancelled":
        raise NotAllowed("already_cancelled")
    return seen


def _present(inspection: Inspection) -> dict[str, Any]:
    passage = {"direction": inspection.direction, "transport": transport_said(inspection) or None}
    return {**(as_corrected(inspection) or {}), **passage}


def _cancel(inspection: Inspection, shift: Shift, reason: str, remark: str) -> Recorded:
    body = {"inspection": inspection.key, "reason": reason, "remark": remark.strip()}
    acts = [("crossing.cancelled", body), *register.ending(inspection.key, "cancelled")]
    return record_together(acts, shift.officer, bytes.fromhex(shift.shift_key))[0]
