"""What the pages of the bureau say of codes, times and faults."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalon.bureau.answering import ANSWERS, Refused
from jalon.bureau.answers import AnswersUnreadable
from jalon.bureau.asking import ABOUT, KINDS, URGENCIES, about
from jalon.bureau.models import Query, Step
from jalon.documents import types
from jalon.headquarters import words
from jalon.headquarters.forms_bureau import LABELS, OF_A_STATE

STATES = {
    "asked": gettext_lazy("Asked"),
    "carried": gettext_lazy("Carried to the terminal"),
    "answered": gettext_lazy("Answered"),
    "closed": gettext_lazy("Closed"),
}
# Answer → the shape beside its word, and its colour. A hit stops nobody by itself.
SHAPES = {"nothing": ("✓", "clear"), "partial": ("▲", "look"), "hit": ("■", "stop")}
SOURCES = {"file": gettext_lazy("from the file"), "typed": gettext_lazy("typed")}
HOUR = 3_600_000
COLUMNS = {
    "number": gettext_lazy("Number"),
    "answer": gettext_lazy("Answer"),
    "reference": gettext_lazy("Reference of the bureau"),
    "what_to_do": gettext_lazy("What to do"),
}


def query(of: Query, now: int) -> dict[str, Any]:
    """A question without its subject: what the queue shows."""
    left = of.due_at - now
    return {
        "key": of.key,
        "label": of.label,
        "kind": str(KINDS[of.kind]),
        "urgency": str(URGENCIES[of.urgency][1]),
        "reason": of.reason,
        "asked_by": words.person(of.asked_by),
        "asked_at": words.day_of(of.asked_at),
        "due_at": words.day_of(of.due_at),
        "late": left < 0 and of.state in ("asked", "carried"),
        "left": _left(left),
        "state": str(STATES[of.state]),
        "code": of.state,
        "answer": answer(of.answer) if of.answer else None,
    }


def _left(left: int) -> str:
    hours = abs(left) // HOUR
    if left < 0:
        return ngettext("%(number)s hour late", "%(number)s hours late", hours) % {"number": hours}
    return ngettext("%(number)s hour left", "%(number)s hours left", hours) % {"number": hours}


def answer(code: str) -> dict[str, str]:
    shape, colour = SHAPES[code]
    return {"code": code, "word": str(ANSWERS[code]), "shape": shape, "colour": colour}


def step(of: Step) -> dict[str, Any]:
    return {
        "state": str(STATES[of.state]),
        "officer": words.person(of.officer),
        "at": words.day_of(of.at),
        "answer": answer(of.answer) if of.answer else None,
        "reference": of.reference,
        "what_to_do": of.what_to_do,
        "why": of.why,
        "source": str(SOURCES[of.source]) if of.source else "",
    }


def subject(of: Query) -> list[tuple[str, str]]:
    """What a question asks about: names of fields and their values, in the order of the form."""
    said = about(of)
    return [(str(LABELS[name]), _value(name, said[name])) for name in ABOUT[of.kind] if said.get(name)]


def _value(name: str, value: str) -> str:
    if name in OF_A_STATE:
        return words.state(value)
    if name == "document_kind" and value in types.DOCUMENT_TYPES:
        return types.DOCUMENT_TYPES[value].names[words.language()]
    return value


def not_allowed(code: str) -> str:
    """A rule that stood in the way, and what to do."""
    return {
        "say_why": _("Say why: no question goes out without a reason."),
        "say_what_is_asked": _("Choose what is asked about, and what hangs on the answer."),
        "too_little_known": _("Too little is known for the bureau to search: fill this in."),
        "no_such_case": _("This case is not known here."),
        "asked_already": _("The same question waits for its answer already."),
        "closed_already": _("This question was closed already."),
        "answered_already": _("This question was answered already: the first answer stands."),
        "nothing_waits": _("No question waits to be carried."),
        "number_unknown": _("No question bears this number."),
        "twice_in_the_file": _("This number stands twice in the file: the first row counts."),
        "answer_unknown": _("The answer must be nothing, hit or partial."),
        "reference_missing": _("The bureau’s reference is missing."),
        "say_what_to_do": _("A hit or a partial answer needs what to do."),
        "too_long": _("This is too long: the reference has 40 signs at most, what to do 300."),
    }.get(code, code)


def refused(of: Refused) -> dict[str, Any]:
    """A row of a file that was not taken."""
    said = not_allowed(of.code)
    return {
        "file": of.file,
        "row": of.row,
        "field": str(COLUMNS[of.field]),
        "sentence": f"{said} (\u2068{of.value[:60]}\u2069)" if of.value else said,
    }


def unreadable(fault: AnswersUnreadable) -> str:
    """Why a file gave no answers at all."""
    said = {
        "too_big": _("This file is larger than %(most)s kB: a file of answers is small."),
        "no_answers": _("This file cannot be read as a table. Save it as CSV or XLSX and send it again."),
        "no_text": _("This file is no text in UTF-8 or Windows-1252, and no workbook."),
        "empty": _("This file holds no answer."),
        "column_unknown": _(
            "Row %(row)s: the column “%(column)s” is not taken here. Nothing of the bureau’s data is kept but number, "
            "answer, reference and what to do: remove the column and send the file again."
        ),
        "column_twice": _("Row %(row)s: the column “%(column)s” stands twice."),
        "column_missing": _("Row %(row)s: the column “%(column)s” is missing."),
        "too_many": _("This file holds more than %(most)s answers."),
    }[fault.code]
    said_of = dict(fault.said)
    if fault.code == "column_missing":
        said_of["column"] = str(COLUMNS[said_of["column"]])
    return said % said_of
