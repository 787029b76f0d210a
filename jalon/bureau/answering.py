"""The bureau's answers: from its file, or typed. Kept are the reference, the kind and what to do, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from jalon.bureau.answers import LONGEST_REFERENCE, LONGEST_TO_DO, Row
from jalon.bureau.asking import NotAllowed
from jalon.bureau.models import Query
from jalon.journal.acting import act
from jalon.journal.record import Recorded, record, record_together

ANSWERS = {
    "nothing": _("Nothing found"),
    "partial": _("Partial: more is needed to tell"),
    "hit": _("Hit"),
}
SAYS_WHAT_TO_DO = {"hit", "partial"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row of a file that was not taken: where, and a code of what is wrong."""

    file: str
    row: int
    field: str
    code: str
    value: str = ""


@dataclass
class Taken:
    """What came of a file of answers: the numbers recorded, the rows refused."""

    recorded: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@act
def answer(query: Query, kind: str, reference: str, what_to_do: str, officer: str) -> Recorded:
    """Record an answer that came by telephone or on paper. Raises NotAllowed: answered already, or not whole."""
    query.refresh_from_db()
    if fault := _fault(query, kind, reference, what_to_do):
        raise NotAllowed(fault[1], fault[0])
    return record("bureau.answered", _body(query, kind, reference, what_to_do, "typed"), officer)


@act
def take_file(name: str, rows: Sequence[Row], officer: str) -> Taken:
    """Record the answers of a file, those rows that are in order; the others are given back with what is wrong."""
    taken = Taken()
    acts = []
    known = {one.label: one for one in Query.objects.filter(number__in=[row.serial for row in rows])}
    seen: set[str] = set()
    for row in rows:
        query = known.get(row.number)
        if query is None:
            taken.refused.append(Refused(name, row.row, "number", "number_unknown", row.number))
        elif row.number in seen:
            taken.refused.append(Refused(name, row.row, "number", "twice_in_the_file", row.number))
        elif fault := _fault(query, row.answer, row.reference, row.what_to_do):
            taken.refused.append(Refused(name, row.row, fault[0], fault[1], getattr(row, fault[0], "")))
        else:
            acts.append(("bureau.answered", _body(query, row.answer, row.reference, row.what_to_do, "file")))
            taken.recorded.append(row.number)
        seen.add(row.number)
    if acts:
        record_together(acts, officer)
    return taken


def _fault(query: Query, kind: str, reference: str, what_to_do: str) -> tuple[str, str] | None:
    """The field and the code of what is wrong with an answer; None where it is in order."""
    checks = (
        ("number", "answered_already", query.state == "answered"),
        ("number", "closed_already", query.state == "closed"),
        ("answer", "answer_unknown", kind not in ANSWERS),
        ("reference", "reference_missing", not reference.strip()),
        ("reference", "too_long", len(reference.strip()) > LONGEST_REFERENCE),
        ("what_to_do", "say_what_to_do", kind in SAYS_WHAT_TO_DO and not what_to_do.strip()),
        ("what_to_do", "too_long", len(what_to_do.strip()) > LONGEST_TO_DO),
    )
    return next(((where, code) for where, code, wrong in checks if wrong), None)


def _body(query: Query, kind: str, reference: str, what_to_do: str, source: str) -> dict[str, str]:
    said = {"answer": kind, "reference": reference.strip(), "what_to_do": what_to_do.strip()}
    return {"query": query.key, "source": source, **said}
