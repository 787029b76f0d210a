"""What a party owes now, in one list by date: words due next and late, questions to answer, reports to release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.cooperation import questions, releasing, silence
from jalon.cooperation.models import Progress, Question
from jalon.cooperation.promised import Promise, day_said, promises_of

REPORT, QUESTION, RELEASE = "report", "question", "release"


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to do. `what`: REPORT | QUESTION | RELEASE; `why` of a report: silence.DUE | ENDED | QUARTER. `about`:
    the key that its button takes: a promise, a question, a report. `said`: the day its last word speaks of."""

    what: str
    why: str
    forum: str
    about: str
    on: date
    late: bool
    number: str
    words: Mapping[str, str]
    said: date | None = None
    due: date | None = None
    question: Question | None = None
    report: Progress | None = None


def owed(party: str, forums: Sequence[str], on: date, at: int | None = None) -> list[Owed]:
    """What a party owes in some forums on a day, the first first. A promise stands there once, with its next day."""
    found = [one for forum in forums for one in _reports(party, forum, on, at)]
    asked = [one for forum in forums for one in questions.to_answer(party, forum, at)]
    waiting = releasing.waiting(party, at=at)
    promised = promises_of({one.about for one in asked} | {row.key for row in waiting})
    of = releasing.forums_of(waiting)
    found += [_question(one, promised.get(one.about), on) for one in asked]
    found += [_release(row, of[row.key], promised.get(row.key), on) for row in waiting if of[row.key] in forums]
    return sorted(found, key=lambda one: (one.on, one.number, one.about))


def _reports(party: str, forum: str, on: date, at: int | None) -> list[Owed]:
    said = silence.words(forum, on, at)
    found: dict[str, Owed] = {}
    for one in silence.expected(forum, on, at, said):
        if one.party != party or silence.is_fulfilled(one, said):
            continue
        here = _report(one, on, said)
        if one.promise.key not in found or here.on < found[one.promise.key].on:
            found[one.promise.key] = here
    return list(found.values())


def _report(one: silence.Expected, on: date, said: silence.Words) -> Owed:
    spoke = max((word.as_of for word in said.get((one.party, one.promise.key), ())), default=None)
    late = silence.is_late(one, on, said)
    return Owed(
        REPORT,
        one.what,
        one.forum,
        one.promise.key,
        one.on,
        late,
        one.promise.number,
        one.promise.words,
        spoke,
        one.promise.due,
    )


def _question(row: Question, one: Promise | None, on: date) -> Owed:
    return Owed(
        QUESTION,
        "",
        row.forum,
        row.key,
        row.reply_by,
        row.reply_by < on,
        one.number if one else "",
        one.words if one else {},
        question=row,
    )


def _release(row: Progress, forum: str, one: Promise | None, on: date) -> Owed:
    """A report waits from the day it was written: that is its date, and it is never late for others."""
    return Owed(
        RELEASE,
        "",
        forum,
        row.key,
        min(day_said(row.at), on),
        False,
        one.number if one else "",
        one.words if one else {},
        report=row,
    )


def about(key: str) -> Promise | None:
    """The promise that a key leads to, of a promise itself or of a report; None where it is not here."""
    return promises_of([key]).get(key)
