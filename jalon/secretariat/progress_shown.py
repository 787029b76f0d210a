"""Promises, reports, questions and silence as pages and papers show them."""

from __future__ import annotations

from collections.abc import Collection, Container
from datetime import date
from typing import Any

from jalon.cooperation import silence, standing
from jalon.cooperation.models import Progress
from jalon.cooperation.owed import QUESTION, RELEASE, Owed, about
from jalon.cooperation.promised import MEASURE, Promise, today
from jalon.cooperation.releasing import Asked, Reported
from jalon.cooperation.sheets import amount, known_by
from jalon.cooperation.texts import direction, in_language, language_of
from jalon.secretariat.called import Called
from jalon.secretariat.words import progress as words


def text(texts: Any) -> dict[str, str]:
    """A sentence with its language and direction."""
    language = language_of(texts)
    return {"said": in_language(texts), "language": language, "dir": direction(language)}


def party(code: str, forum: str) -> str:
    """A party's name; of a state's own, the state's."""
    return Called().party(code, forum)


def promise(one: Promise, on: date, late: Container[str] | None = None, called: Called | None = None) -> dict[str, Any]:
    """What was promised. `late`: the recommendations that are late of whoever is spoken of; of anybody, where it is
    left out. A measure is past its end where it is still open."""
    called = called or Called()
    past = one.open and one.due is not None and one.due < on
    if past and one.kind != MEASURE:
        past = one.key in late if late is not None else standing.one(one.key, on=on).late
    return {
        "key": one.key,
        "number": one.number,
        "measure": one.kind == MEASURE,
        "words": text(one.words),
        "due": words.day(one.due),
        "late": past,
        "distance": words.distance(one.due, on) if one.due else "",
        "known_by": known_by(one),
        "answer_asked": one.proof == "question",
        "owners": [called.party(code, one.forum) for code in one.owners],
        "forum": one.forum,
        "recommendation": one.recommendation,
    }


def report(one: Reported, called: Called | None = None) -> dict[str, Any]:
    """A report as the reader sees it."""
    row, called = one.progress, called or Called()
    return {
        "key": one.key,
        "party": called.party(one.party, one.forum),
        "code": one.party,
        "as_of": words.day(one.as_of),
        "said_on": words.day(one.said_on),
        "mine": one.mine,
        "showing": words.toned(words.SHOWING, one.state),
        "why": one.why,
        "read": row is not None,
        "state": words.toned(words.STATES, row.state) if row else None,
        "text": text(row.text) if row else None,
        "answer": row.answer if row else "",
        "value": _value(row, called) if row and row.value is not None else "",
        "post": called.post(row.post) if row and row.post else "",
        "through": row.through if row else "",
        "signatory": row.signatory if row else "",
        "evidence": [evidence(number, each, one.forum, called) for number, each in enumerate(one.evidence)],
        "about": one.measure or one.recommendation,
        "recommendation": one.recommendation,
    }


def _value(row: Progress, called: Called) -> str:
    return amount(row.value or 0.0, called.unit(row.recommendation))


def evidence(number: int, one: Any, forum: str, called: Called) -> dict[str, Any]:
    """Something that a report leans on."""
    return {
        "number": number,
        "kind": one.kind,
        "title": one.title,
        "name": one.name,
        "file": bool(one.file),
        "figure": words.figure(one.figure) if one.figure else None,
        "on": words.day(one.on),
        "visitor": called.party(one.visitor, forum) if one.visitor else "",
    }


def asked(one: Asked, on: date, called: Called | None = None) -> dict[str, Any]:
    """A question with its reply."""
    called = called or Called()
    return {
        "key": one.key,
        "asker": called.party(one.asker, one.forum),
        "to": called.party(one.to, one.forum),
        "to_code": one.to,
        "text": text(one.text),
        "said_on": words.day(one.said_on),
        "reply_by": words.day(one.reply_by),
        "distance": words.distance(one.reply_by, on),
        "silent": one.silent,
        "reply": text(one.reply.text) if one.reply else None,
        "replied_on": words.day(silence.day_said(one.reply.at)) if one.reply else "",
    }


def owed(one: Owed, on: date, called: Called | None = None) -> dict[str, Any]:
    """A line of “your promises”, with its day large."""
    called = called or Called()
    what, asked = one.why or one.what, one.question
    if one.what == RELEASE and one.report is not None:
        said = text(one.report.text)
    else:
        said = text(one.question.text) if one.question is not None else text(one.words)
    return {
        "what": one.what,
        "label": words.EXPECTED[what],
        "forum": called.party("", one.forum) if one.forum else "",
        "about": one.about,
        "on": one.on,
        "day": words.day(one.on),
        "late": one.late,
        "distance": words.distance(one.on, on),
        "number": one.number,
        "words": said,
        "said": words.day(one.said),
        "post": called.post(one.report.post) if one.report is not None and one.report.post else "",
        "asker": called.party(asked.party, one.forum) if one.what == QUESTION and asked is not None else "",
    }


def silent(one: silence.Silence, called: Called | None = None) -> dict[str, Any]:
    """Who is silent on what, since when."""
    return {
        "party": (called or Called()).party(one.party, one.forum),
        "code": one.party,
        "about": one.about,
        "number": one.number,
        "words": text(one.words),
        "said": words.day(one.said),
        "since": words.day(one.nothing_since),
        "days": words.for_days(one.days),
        "late": [{"what": words.LATE[late.what], "since": words.day(late.since)} for late in one.late],
    }


def silent_on(forum: str, on: date | None = None, of: Collection[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Who is silent on each recommendation of a forum (of some of them), by its key; today, or on a day."""
    found: dict[str, list[dict[str, Any]]] = {}
    called = Called()
    for one in silence.silences(forum, on or today(), of=of):
        found.setdefault(one.about, []).append(silent(one, called))
    return found


def number_of(key: str) -> str:
    """How the promise that a key leads to is spoken of."""
    found = about(key)
    return found.number if found else ""
