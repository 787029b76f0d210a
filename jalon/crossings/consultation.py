"""Seeing a person again: looked up with a reason, or a case taken over. An entry first; nothing is shown without it."""

from __future__ import annotations

from typing import Any

from jalon.crossings.inspection import Shown, person_of
from jalon.crossings.models import Correction, Inspection, Shift, TakenOver
from jalon.crossings.particulars import as_corrected
from jalon.crossings.rules import on_duty, what_was_seen
from jalon.journal.acting import act
from jalon.journal.record import record
from jalon.screening.compare import compare
from jalon.screening.evidence.document_number import normal
from jalon.screening.keys import alike_keys
from jalon.screening.names import parts_of
from jalon.screening.person import Person

ALIKE = 0.6
BY_A_PART = 0.5  # a surname alone, or two names of three: shown after those who are alike as a whole
MOST = 50


def look_up(question: dict[str, Any], reason: str, shift: Shift) -> list[tuple[Inspection, dict[str, Any]]]:
    """Passages of this shift, and open cases, that answer the question, the likeliest first. Recorded before anything
    is looked at. Each comes with its particulars as corrected."""
    _record_question(question, reason, shift)
    number = normal(question["document_number"]) if question.get("document_number") else ""
    wanted = person_of(Shown("passport", question, "typed"))
    corrected = set(Correction.objects.values_list("inspection", flat=True))
    found = []
    for inspection in Inspection.objects.order_by("-position")[:5000]:
        seen = what_was_seen(inspection)
        if seen is None:
            continue
        fields = (as_corrected(inspection) if inspection.key in corrected else None) or seen["fields"]
        same_number = number and normal(fields.get("document_number") or "") == number
        score = 1.0 if same_number else _likeness(wanted, fields)
        if score >= BY_A_PART:
            found.append((score, inspection, fields))
    found.sort(key=lambda one: -one[0])
    return [(inspection, fields) for _, inspection, fields in found[:MOST]]


@act
def take_over(inspection: Inspection, shift: Shift) -> None:
    """The second line opens a case: recorded the first time in a shift, and shown to the others."""
    on_duty(shift)
    if inspection.shift == shift.key or what_was_seen(inspection) is None:
        return
    if not TakenOver.objects.filter(inspection=inspection.key, shift=shift.key).exists():
        body = {"inspection": inspection.key, "shift": shift.key}
        record("case.taken_over", body, shift.officer, bytes.fromhex(shift.shift_key))


@act
def open_register(shift: Shift, which: str) -> None:
    """A register that names people is opened: recorded before it is shown."""
    on_duty(shift)
    body = {"question": {"register": which}, "reason": "register"}
    record("person.looked_up", body, shift.officer, bytes.fromhex(shift.shift_key))


@act
def _record_question(question: dict[str, Any], reason: str, shift: Shift) -> None:
    on_duty(shift)
    body = {"question": question, "reason": reason.strip()}
    record("person.looked_up", body, shift.officer, bytes.fromhex(shift.shift_key))


def _likeness(wanted: Person, fields: dict[str, Any]) -> float:
    """How far the particulars answer a question that names somebody: 0 to 1."""
    there = person_of(Shown("passport", fields, "typed"))
    if not wanted.names or not there.names:
        return 0.0
    score = compare(wanted, there).score
    if score >= ALIKE:
        return score
    known = [alike_keys(part) for part in parts_of(there.names[0].text).parts]
    asked = [alike_keys(part) for part in parts_of(wanted.names[0].text).parts]
    all_there = bool(asked) and all(any(keys & others for others in known) for keys in asked)
    asked_born = wanted.birth_dates[0].text if wanted.birth_dates else ""
    born = asked_born[: len(fields.get("birth_date") or "")]
    another_birth = bool(born) and not (fields.get("birth_date") or "").startswith(born)
    return BY_A_PART if all_there and not another_birth else 0.0
