"""A filled spreadsheet becomes a draft: what its cells mean, and a list of what could not be understood.

Nothing is lost and nothing recorded: an answer that is no answer stays as a note beside its question, and the draft is
shown with the problems before anybody records it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.apart.small_table import plain
from jalon.capacity import checklist as lists
from jalon.capacity import filling
from jalon.capacity.answers import LONGEST_NOTE
from jalon.capacity.assessing import FILE, LONGEST_ASSESSOR
from jalon.capacity.checklist import CODE, NO, NOT_APPLICABLE, PARTLY, YES, Checklist, Item
from jalon.capacity.models import AssessmentDraft
from jalon.capacity.rules import CannotSay
from jalon.capacity.sheet import Cells, Row, SheetUnreadable
from jalon.journal.node import wall_clock

# What an answer may be called, without accents and case, in the languages of the house.
CALLED = {
    YES: ("yes", "oui", "o", "y", "نعم"),
    PARTLY: ("partly", "partial", "en partie", "partiel", "partiellement", "جزئيا", "جزئي"),
    NO: ("no", "non", "n", "لا"),
    NOT_APPLICABLE: ("does not apply", "not applicable", "na", "n/a", "sans objet", "s.o.", "so", "لا ينطبق"),
}
CODES, ANSWER, NOTE = 0, 4, 5  # columns, from 0
FACT = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken as it stands. `code`: why (see `words_of_import`); `row` from 1, `column` as a letter;
    `item`: the question; `said`: what stands in the cell."""

    code: str
    row: int = 0
    column: str = ""
    item: str = ""
    said: str = ""


@dataclass
class Understood:
    """A spreadsheet as it was understood."""

    checklist: Checklist
    sheet: str
    post: str
    on: date | None
    assessor: str
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def understood(cells: Cells) -> Understood:
    """What the cells say. Raises SheetUnreadable where they belong to no checklist of this program."""
    heads = {row.cell(CODES): row for row in cells.rows if row.cell(CODES) in {"checklist", "post", "on", "assessor"}}
    found = Understood(_checklist(heads), cells.sheet, "", None, "")
    found.post = _head(heads, "post").partition(" ")[0].upper()
    found.assessor = _head(heads, "assessor")[:LONGEST_ASSESSOR]
    _day(heads.get("on"), found)
    newest = lists.checklist(found.checklist.code)
    if newest is not None and newest.version > found.checklist.version:
        found.problems.append(Problem("older_version", said=str(newest.version)))
    for row, item in _rows(cells, found):
        _take(row, item, found)
    return found


def _checklist(heads: Mapping[str, Row]) -> Checklist:
    name = _head(heads, "checklist")
    code, _, version = name.rpartition("-")
    one = lists.checklist(code, int(version)) if version.isdecimal() else None
    if one is None:
        raise SheetUnreadable("not_known" if name else "no_checklist", name=name[:60])
    return one


def _head(heads: Mapping[str, Row], code: str) -> str:
    return heads[code].cell(FACT) if code in heads else ""


def _day(row: Row | None, found: Understood) -> None:
    said = row.cell(FACT) if row else ""
    try:
        found.on = date.fromisoformat(said[:10])
    except ValueError:
        found.on = _day_first(said)
        if found.on is None:
            found.problems.append(Problem("day", row.row if row else 0, "C", said=said))


def _day_first(said: str) -> date | None:
    """A day written as text, the day first: 25/11/2026, 25.11.2026."""
    parts = said.replace(".", "/").replace("-", "/").split("/")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _rows(cells: Cells, found: Understood) -> Iterator[tuple[Row, Item]]:
    """The rows of questions; a code that is none, or comes twice, is a problem."""
    items, seen = found.checklist.items, set()
    for row in cells.rows:
        code = row.cell(CODES).upper()
        if not CODE.fullmatch(code):
            continue
        if code not in items:
            found.problems.append(Problem("item_not_known", row.row, "A", code, row.cell(ANSWER)))
        elif code in seen:
            found.problems.append(Problem("item_twice", row.row, "A", code, row.cell(ANSWER)))
        else:
            seen.add(code)
            yield row, items[code]
    missing = [code for code in items if code not in seen]
    if missing:
        found.problems.append(Problem("items_missing", said=", ".join(missing)))


def _take(row: Row, item: Item, found: Understood) -> None:
    note, said = row.cell(NOTE), row.cell(ANSWER)
    answer: dict[str, Any] = {}
    if said:
        try:
            answer = _answer(item, said)
        except ValueError as wrong:
            found.problems.append(Problem(str(wrong), row.row, "E", item.code, said))
            note = f"[{said}] {note}".strip()  # nothing is lost: it stands beside its question
    if len(note) > LONGEST_NOTE:
        found.problems.append(Problem("note_too_long", row.row, "F", item.code, note))
        note = note[:LONGEST_NOTE]
    if note:
        answer["note"] = note
    if answer:
        found.answers[item.code] = answer


def _answer(item: Item, said: str) -> dict[str, Any]:
    """An answer as it is recorded. Raises ValueError with the code of a problem."""
    called = next((code for code, names in CALLED.items() if plain(said) in map(plain, names)), None)
    if item.number is None:
        if called is None:
            raise ValueError("answer")
        return {"answer": called}
    if called == NOT_APPLICABLE:
        return {"answer": called}
    try:
        number = float(said.replace(",", ".").replace("%", "").replace("\u00a0", "").strip())
    except ValueError:
        raise ValueError("number") from None
    if not 0 <= number <= item.number.most:
        raise ValueError("number_beyond")
    return {"number": number}


def take(found: Understood, posts: Mapping[str, str], post: str, officer: str) -> AssessmentDraft:
    """The draft that holds what was understood. `posts`: those this machine may speak of; `post`: chosen on the page,
    where the file names none. What a draft held before and the file says otherwise is replaced, and that is a
    problem to look at. Raises CannotSay."""
    wanted = post or (found.post if found.post in posts else "")
    if not wanted:
        raise CannotSay("post_not_known", "post")
    problems = list(found.problems)
    if found.post and found.post != wanted:
        problems.insert(0, Problem("other_post", said=found.post))
    with transaction.atomic():
        on = min(found.on or timezone.localdate(), timezone.localdate())
        draft = filling.begin(found.checklist, wanted, on, found.assessor, officer)
        if draft.version != found.checklist.version:
            raise CannotSay("other_version_waits", "sent")
        for code, said in found.answers.items():
            before = {name: value for name, value in draft.answers.get(code, {}).items() if value != said.get(name)}
            if before:
                problems.append(Problem("replaced", item=code, said=", ".join(str(one) for one in before.values())))
        draft.answers = draft.answers | found.answers
        draft.on, draft.assessor = on, found.assessor or draft.assessor
        draft.through, draft.officer, draft.saved_at = FILE, officer, wall_clock()
        draft.problems = [asdict(one) | {"sheet": found.sheet} for one in problems]
        draft.save()
    return draft
