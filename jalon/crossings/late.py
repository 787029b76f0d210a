"""What was written on paper while there was no power, keyed in later: screened as the rest, and marked late.

Nobody stands at the desk for it. Whoever is found on a list has passed already: their lines are recorded before the
clean ones, and the second line answers for them first. *Passed at* is as written; *recorded at* is the entry's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.crossings.inspection import Shown, inspected
from jalon.crossings.models import Answered, Inspection, Sheet, SheetLine, Shift
from jalon.crossings.recall import local_time
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty, what_was_seen
from jalon.crossings.sheets import LINES, WAITING
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record, record_together
from jalon.watchlists.lookup import GRAVE

# Why a passage stood on paper first.
WHYS = {
    "power_cut": _("Power cut"),
    "machine_fault": _("The machine failed"),
    "away": _("Passage away from the desk"),
    "many_at_once": _("Too many at once"),
    "moved": _("The post moved or was closed"),
    "other": _("Other"),
}

# What the second line did about somebody who had passed before a list was seen to ask for them.
FINDINGS = {
    "different_person": _("Another person than the one on the list"),
    "alerted": _("Possibly the same person: the authority was alerted"),
    "came_back": _("The traveller was found and is being heard"),
    "headquarters": _("Cannot be told here: left to headquarters"),
}
SAYS_TO_WHOM = {"alerted"}


@dataclass(frozen=True)
class Line:
    """One line as written. `passed_at` in ms since 1970; `known`: how exactly, minute | hour | day."""

    number: int
    passed_at: int
    known: str
    direction: str
    transport: str
    shown: Shown
    outcome: str = "admitted"
    reason: str = ""  # of a refusal
    plate: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Written:
    """What holds for a whole sheet: who wrote it (an officer's id, or a name where there is none) and why on paper."""

    by: str
    name: str
    why: str


@dataclass
class Keyed:
    """What came of keying in: the lines that are on the disk now, those with hits, those that stood there before."""

    recorded: list[int] = field(default_factory=list)
    with_hits: dict[int, str] = field(default_factory=dict)  # line → inspection
    taken: dict[int, SheetLine] = field(default_factory=dict)


@act
def key_in(sheet: Sheet, written: Written, lines: Sequence[Line], shift: Shift, *, whole: bool = False) -> Keyed:
    """Record what was written on lines of a sheet: screened, decided as written, marked late. `whole`: the sheet's
    other lines are empty.

    Lines with hits go first, each of them before the clean ones. A line that was keyed in before is left as it is, and
    given back in `taken`. Raises NotAllowed where the sheet is void or missing, or the shift over.
    """
    on_duty(shift)
    finish_interrupted()
    sheet.refresh_from_db()
    taken = {row.line: row for row in SheetLine.objects.filter(sheet=sheet.key)}
    if sheet.state not in (*WAITING, "keyed") or sheet.kind != "register":
        raise NotAllowed("sheet_not_open")
    keyed = Keyed(taken={line.number: taken[line.number] for line in lines if line.number in taken})
    new = [line for line in lines if line.number not in taken and 1 <= line.number <= LINES]
    if new or (whole and sheet.state != "keyed"):
        _record(sheet, written, new, shift, whole, keyed)
    return keyed


def _record(sheet: Sheet, written: Written, new: list[Line], shift: Shift, whole: bool, keyed: Keyed) -> None:
    bodies = []
    for line in new:
        seen = inspected(line.shown, line.direction, shift, local_time(line.passed_at).date())
        bodies.append((line, seen | {"late": _late(sheet, line, written)}))
    bodies.sort(key=lambda one: (not one[1]["hits"], one[0].number))
    numbers = sorted(line.number for line in new)
    said = {"shift": shift.key, "sheet": sheet.key, "lines": numbers, "whole": whole}
    acts = [("crossing.inspected", body) for _, body in bodies] + [("paper.lines_keyed", said)]
    recorded = record_together(acts, shift.officer, bytes.fromhex(shift.shift_key))
    _decide(
        [(one.key, body, shift.key) for one, (_, body) in zip(recorded, bodies, strict=False)],
        shift.officer,
        bytes.fromhex(shift.shift_key),
    )
    keyed.recorded = numbers
    keyed.with_hits = {
        line.number: one.key for one, (line, body) in zip(recorded, bodies, strict=False) if body["hits"]
    }


def _late(sheet: Sheet, line: Line, written: Written) -> dict[str, Any]:
    """What an inspection says of the paper it comes from; its decision is said too, so that a power cut between the
    two entries leaves nothing to be asked again."""
    return {
        "sheet": sheet.key,
        "number": sheet.label,
        "line": line.number,
        "written_by": written.by,
        "written_name": written.name,
        "why": written.why,
        "passed_at": line.passed_at,
        "known": line.known,
        "transport": line.transport,
        "plate": line.plate,
        "outcome": line.outcome,
        "reason": line.reason,
        "remark": line.remark,
    }


def _decide(inspections: Sequence[tuple[str, dict[str, Any], str]], officer: str, shift_key: bytes) -> None:
    """The decisions as they were written: (inspection, what was seen, shift)."""
    acts = [("crossing.decided", _decision(key, seen, shift)) for key, seen, shift in inspections]
    if acts:
        record_together(acts, officer, shift_key)


def _decision(inspection: str, seen: dict[str, Any], shift: str) -> dict[str, Any]:
    paper = seen["late"]
    outcome = paper["outcome"]
    journey = {"direction": seen["direction"], "transport": paper["transport"]}
    if paper["plate"]:
        journey["plate"] = paper["plate"]
    body = {
        "inspection": inspection,
        "shift": shift,
        "outcome": outcome,
        "line": 1,
        "transport": paper["transport"],
        "journey": journey,
        "late": True,
        "remark": paper["remark"],
    }
    if outcome == "admitted":
        return body | {"looked": ""}
    reason = paper["reason"] or ("possible_match" if seen["hits"] else "other")
    return body | {"reason": reason}


@act
def finish_interrupted() -> int:
    """Decide, as written, what a power cut left between its two entries. Returns how many there were."""
    finished = 0
    ours = Inspection.objects.filter(late=True, state="open", key__startswith=f"{this_node().id}.")
    for row in ours.order_by("position"):
        seen = what_was_seen(row)
        if seen is not None:
            _decide([(row.key, seen, row.shift)], row.officer, bytes(row.kept)[:8])
            finished += 1
    return finished


def passed_with_hits() -> list[Inspection]:
    """Whom a list asks for, who went on before that was seen, and for whom the second line has not answered yet."""
    rows = Inspection.objects.filter(late=True, hits__gt=0, state__in=("admitted", "refused"))
    return list(rows.exclude(key__in=Answered.objects.values("inspection")).order_by("position"))


@act
def answer(inspection: Inspection, shift: Shift, finding: str, to: str, remark: str) -> Recorded:
    """The second line says what it did about somebody who is here no more. Nothing is decided about the passage.

    Raises NotAllowed: not such a case, answered already, to whom or what was looked at not said, or where the officer
    who let the traveller pass would say alone that the list means somebody else.
    """
    on_duty(shift)
    seen = as_it_stands(inspection)
    if inspection.key not in {row.key for row in passed_with_hits()}:
        raise NotAllowed("already_answered")
    if finding not in FINDINGS:
        raise NotAllowed("say_finding")
    if finding in SAYS_TO_WHOM and not to.strip():
        raise NotAllowed("say_to_whom")
    grave = any(hit["action"] in GRAVE for hit in seen["hits"])
    if finding == "different_person" and grave and seen["late"]["written_by"] == shift.officer:
        raise NotAllowed("another_officer_decides")
    body = {
        "inspection": inspection.key,
        "shift": shift.key,
        "finding": finding,
        "to": to.strip(),
        "remark": remark.strip(),
    }
    # It goes when the case goes, whoever answers.
    return record("case.answered", body, shift.officer, bytes(inspection.kept)[:8])


def answered(inspection: str) -> dict[str, Any] | None:
    """What was answered: finding, to, remark, officer, at (ms since 1970). None where nothing was, or it is beyond."""
    row = Answered.objects.filter(inspection=inspection).first()
    said = this_node().shift_keys.take_out_value(row.kept) if row else None
    return None if row is None or said is None else said | {"officer": row.officer, "at": row.at}
