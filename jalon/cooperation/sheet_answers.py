"""What an answer sheet says, checked before any of it is recorded: which row stands for what, and what is wrong where.

Nothing is made twice: what a party has said already, word for word, is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.utils import translation

from jalon.apart.small_table import plain
from jalon.cooperation import progress, questions
from jalon.cooperation.models import Progress, Question, Reply
from jalon.cooperation.progress import FILE, Report, State
from jalon.cooperation.promised import promise, today
from jalon.cooperation.sheet_reading import Line, Read, SheetUnreadable
from jalon.cooperation.sheets import FILLED, STATES, Identity, identity_of
from jalon.journal.acting import act

Of = TypeVar("Of")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
LONGEST_SIGNATORY = 160
# Where in a row a rule of the acts points.
AT = {
    "state_missing": "state",
    "as_of_not_yet": "date",
    "as_of_too_old": "date",
    "done_without_indicator": "value",
    "done_without_question": "answer",
    "done_without_deliverable": "evidence",
    "signatory_missing": "signatory",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell: the sheet's name, the row and the column as a spreadsheet counts them, a rule's code."""

    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A row in order: an answer on a promise, or a reply to a question (`question` set)."""

    sheet: str
    row: int
    about: str
    number: str
    words: Mapping[str, str]
    state: str
    text: str
    value: float | None
    answer: str
    evidence: str
    as_of: str
    signatory: str
    question: bool
    already: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A sheet as it was understood."""

    identity: Identity
    answers: list[Answer]
    problems: list[Problem]

    @property
    def new(self) -> list[Answer]:
        """What would be recorded."""
        return [one for one in self.answers if not one.already]


class _Wrong(ValueError):
    def __init__(self, column: str, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.column, self.code, self.facts = column, code, facts


class _Several(ValueError):
    """All that is wrong in a row."""

    def __init__(self, faults: list[_Wrong]) -> None:
        super().__init__()
        self.faults = faults


def check(read: Read) -> Checked:
    """What a sheet says. Raises SheetUnreadable: not_made_here (by another, or altered since)."""
    identity = identity_of(read.signature, read.said)
    if identity is None:
        raise SheetUnreadable("not_made_here")
    answers: list[Answer] = []
    problems: list[Problem] = []
    above = {"signatory": "", "date": ""}
    for line in read.lines:
        try:
            one = _answer(line, identity, above) if line.kind == "A" else _reply(line, identity)
        except (_Wrong, _Several) as wrong:
            for fault in wrong.faults if isinstance(wrong, _Several) else [wrong]:
                place = line.columns.get(fault.column, "")
                problems.append(Problem(line.sheet, line.row, place, fault.code, fault.facts))
            continue
        if one is not None:
            answers.append(one)
    return Checked(identity, answers, problems)


def _answer(line: Line, identity: Identity, above: dict[str, str]) -> Answer | None:
    cells = line.cells
    for name in above:  # said once, it stands for the rows below
        above[name] = cells.get(name, "") or above[name]
    if not any(cells.get(name) for name in FILLED if name not in above):
        return None
    about = _key(line, identity)
    one = promise(about)
    faults: list[_Wrong] = []
    report = Report(
        as_of=_or(faults, day, above["date"]) or today(),  # where it cannot be read, the rest of the row is looked at
        state=_or(faults, _state, cells.get("state", "")) or State.UNDER_WAY.value,
        text={identity.language: cells["text"]} if cells.get("text") else {},
        answer=cells.get("answer", ""),
        value=_or(faults, _number, cells.get("value", "")),
        note=cells.get("evidence", ""),
    )
    signatory = above["signatory"][:LONGEST_SIGNATORY]
    if not signatory:
        faults.append(_Wrong("signatory", "signatory_missing"))
    found = Answer(
        line.sheet,
        line.row,
        about,
        one.number,
        one.words,
        report.state,
        cells.get("text", ""),
        report.value,
        report.answer,
        report.note,
        report.as_of.isoformat(),
        signatory,
        question=False,
        already=_said(about, report, identity.party, signatory),
    )
    if not found.already:
        rules = progress.faults(about, report, identity.party)
        told = {fault.column for fault in faults}
        broken = [_Wrong(AT.get(one.code, "text"), one.code, **one.facts) for one in rules]
        faults += [one for one in broken if one.column not in told and not (told and one.code == "say_something")]
    if faults:
        raise _Several(faults)
    return found


def _or(faults: list[_Wrong], read: Callable[[str], Of], cell: str) -> Of | None:
    """What a cell says; None where it cannot be read, which is added to the faults of its row."""
    try:
        return read(cell)
    except _Wrong as wrong:
        faults.append(wrong)
        return None


def _reply(line: Line, identity: Identity) -> Answer | None:
    text = line.cells.get("reply", "")
    if not text:
        return None
    about = _key(line, identity)
    asked = Question.objects.filter(key=about, to=identity.party).first()
    if asked is None:
        raise _Wrong("key", "row_not_ours")
    if len(text) > questions.LONGEST:
        raise _Wrong("reply", "text_too_long", most=questions.LONGEST)
    already = Reply.objects.filter(question=about, party=identity.party, text={identity.language: text}).exists()
    return Answer(
        line.sheet,
        line.row,
        about,
        questions.subject(asked.about).promise.number,
        asked.text,
        "",
        text,
        None,
        "",
        "",
        "",
        "",
        question=True,
        already=already,
    )


def _key(line: Line, identity: Identity) -> str:
    key = line.cells.get("key", "")
    if key not in identity.keys:
        raise _Wrong("key", "row_not_ours")
    return key


def _state(said: str) -> str:
    """A state as it was chosen, in whichever language. Raises _Wrong."""
    for language in ("fr", "en", "ar"):
        with translation.override(language):
            for code, label in STATES.items():
                if plain(said) in {plain(str(label)), plain(code)}:
                    return code
    raise _Wrong("state", "state_word_unknown", said=said[:40]) if said else _Wrong("state", "state_missing")


def day(said: str) -> date:
    """A day as it was written: 2026-06-30, 30/06/2026 or 30.06.2026."""
    if not said:
        raise _Wrong("date", "date_missing")
    found = DAY.fullmatch(said)
    try:
        year, month, day = (found[1], found[2], found[3]) if found and found[1] else (found[6], found[5], found[4])  # type: ignore[index]
        return date(int(year), int(month), int(day))
    except (TypeError, ValueError):
        raise _Wrong("date", "date_not_understood", said=said[:20]) from None


def _number(said: str) -> float | None:
    if not said:
        return None
    try:
        number = float(said.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        raise _Wrong("value", "value_not_understood", said=said[:20]) from None
    if abs(number) > 1e12 or number != number:
        raise _Wrong("value", "value_not_understood", said=said[:20])
    return number


def _said(about: str, report: Report, party: str, signatory: str) -> bool:
    """Whether the party said this already, word for word."""
    one = promise(about)
    same = Progress.objects.filter(party=party, recommendation=one.recommendation, measure=one.measure, through=FILE)
    same = same.filter(as_of=report.as_of, state=report.state, answer=report.answer, signatory=signatory)
    return any(dict(row.text) == dict(report.text) and row.value == report.value for row in same)


@act
def record(answers: Iterable[Answer], identity: Identity, actor: str) -> int:
    """Record the rows of a sheet that were shown and are not recorded yet. Returns how many. Raises NotAllowed: then
    those before the row that is refused stand, and the same file says the others again. A party that runs a machine
    since the sheet was read answers there."""
    progress.check_signed_in(identity.party, identity.forum)
    recorded = 0
    for one in answers:
        if one.question:
            text = {identity.language: one.text}
            if Reply.objects.filter(question=one.about, party=identity.party, text=text).exists():
                continue
            questions.answer(one.about, text, actor, identity.party)
        else:
            report = _report_of(one, identity)
            if _said(one.about, report, identity.party, one.signatory):
                continue
            progress.report(one.about, report, actor, identity.party, through=FILE, signatory=one.signatory)
        recorded += 1
    return recorded


def _report_of(one: Answer, identity: Identity) -> Report:
    text = {identity.language: one.text} if one.text else {}
    return Report(date.fromisoformat(one.as_of), one.state, text, one.answer, one.value, note=one.evidence)
