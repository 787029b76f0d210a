"""Looking a person up: a reason first, an entry always, and nothing shown where the entry cannot be made."""

from __future__ import annotations

from typing import Any

from jalon.crossings import recall
from jalon.crossings.decision import what_was_seen
from jalon.crossings.inspection import Shown, person_of
from jalon.crossings.models import Inspection, Shift
from jalon.journal.record import record
from jalon.screening.compare import compare

ALIKE = 0.6


def look_up(question: dict[str, Any], reason: str, shift: Shift) -> list[tuple[Inspection, dict[str, Any]]]:
    """Passages of this shift, and open cases, that answer the question: by name alike or by number. Recorded first."""
    body = {"question": question, "reason": reason.strip()}
    record("person.looked_up", body, shift.officer, bytes.fromhex(shift.shift_key))
    wanted = person_of(Shown("passport", question, "typed"))
    token = recall.token(question.get("issuing_state"), question.get("document_number"))
    found = []
    for inspection in Inspection.objects.order_by("-at")[:2000]:
        seen = what_was_seen(inspection)
        if seen is None:
            continue
        same_number = bool(question.get("document_number")) and (
            inspection.token == token or seen["fields"].get("document_number") == question["document_number"]
        )
        there = person_of(Shown(seen["document_type"], seen["fields"], seen["source"]))
        if same_number or (wanted.names and there.names and compare(wanted, there).score >= ALIKE):
            found.append((inspection, seen))
    return found
