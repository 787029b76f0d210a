"""The answer sheet of a party without an account: a workbook that goes out with what it owes, and comes back filled in.

Each row bears the key of its promise in a hidden column. A hidden sheet bears the forum, the party and all keys, signed
by this machine: what comes back goes to the right place, and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jalon.cooperation import forums, questions, standing
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.models import Progress
from jalon.cooperation.promised import MEASURE, Promise, promises
from jalon.cooperation.texts import in_language
from jalon.journal.node import this_node
from jalon.statistics import written
from jalon.web.spreadsheets import MEDIA, Book, Style

DOMAIN = b"jalon answer sheet 1\n"
IDENTITY, ANSWERS, QUESTIONS = "jalon", "A", "Q"
# A column of what is owed, then those that the party fills in. Codes stand in the hidden first row.
GIVEN = ("key", "number", "what", "due", "known_by")
FILLED = ("state", "text", "value", "answer", "evidence", "date", "signatory")
COLUMNS = (*GIVEN, *FILLED)
ASKED = ("key", "number", "question", "by", "reply")
MOST_ROWS = 200
HEAD = 6  # row, from 0, of the headings: above stand the codes, a title and how to fill it in

EDGE = {"border": 1, "border_color": "#b9b2a4", "valign": "top", "text_wrap": True}
STYLES: dict[str, Style] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#1f1c55"},
    "head": EDGE | {"bold": True, "bg_color": "#1f1c55", "font_color": "#ffffff"},
    "fill_head": EDGE | {"bold": True, "bg_color": "#e9a13b", "font_color": "#1b1917"},
    "given": EDGE | {"bg_color": "#f2ecdf"},
    "fill": EDGE | {"locked": False},
    "fill_date": EDGE | {"locked": False, "num_format": "yyyy-mm-dd"},
    "late": EDGE | {"bg_color": "#f2ecdf", "bold": True, "font_color": "#8a0f0f"},
}

STATES: dict[str, Any] = {
    Progress.State.NOT_BEGUN.value: gettext_lazy("Not begun"),
    Progress.State.UNDER_WAY.value: gettext_lazy("Under way"),
    Progress.State.DONE.value: pgettext_lazy("progress", "Done"),
    Progress.State.BLOCKED.value: gettext_lazy("Blocked"),
}
HEADINGS: dict[str, Any] = {
    "number": gettext_lazy("No."),
    "what": gettext_lazy("What was promised"),
    "due": gettext_lazy("By"),
    "known_by": gettext_lazy("How we will know"),
    "state": gettext_lazy("How does it stand?"),
    "text": gettext_lazy("What was done, what is in the way"),
    "value": gettext_lazy("Value of the indicator"),
    "answer": gettext_lazy("Answer to the question"),
    "evidence": gettext_lazy("Evidence (which paper, where it lies)"),
    "date": gettext_lazy("As of (YYYY-MM-DD)"),
    "signatory": gettext_lazy("Who answers (function, no name)"),
    "question": gettext_lazy("Question"),
    "by": gettext_lazy("Reply by"),
    "reply": gettext_lazy("Your reply"),
}
WIDTHS = {"key": 4, "number": 8, "what": 46, "due": 13, "known_by": 34, "state": 16, "text": 46, "value": 14}
WIDTHS |= {"answer": 28, "evidence": 30, "date": 15, "signatory": 28, "question": 60, "by": 14, "reply": 70}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook to send."""

    name: str
    content: bytes
    kind: str = MEDIA


@dataclass(frozen=True, slots=True)
class Identity:
    """What a sheet says of itself: for which forum and party it was made, on which day, and the keys of its rows."""

    forum: str
    party: str
    made: date
    language: str
    keys: frozenset[str]


def owes(party: str, forum: str, on: date, at: int | None = None) -> list[Promise]:
    """What a party still owes in a forum: recommendations by number, each followed by its measures."""
    mine = [one for one in promises(forum, at, on) if one.open and party in one.owners]
    numbered = {one.recommendation: index for index, one in enumerate(mine) if one.kind != MEASURE}
    last = len(mine)
    return sorted(mine, key=lambda one: (numbered.get(one.recommendation, last), one.kind == MEASURE, one.key))


def made(party: str, forum: str, on: date) -> Sheet | None:
    """The sheet of a party, in the language that is set. None where it owes nothing and nothing is asked of it."""
    rows, asked = owes(party, forum, on)[:MOST_ROWS], questions.to_answer(party, forum)[:MOST_ROWS]
    if not rows and not asked:
        return None
    book = Book(_("Answer sheet"), STYLES)
    name = forums.party_name(party, forum) if forum else party
    if rows:
        _answers(book, rows, party, forum, on)
    if asked:
        _questions(book, asked, name)
    _identity(book, forum, party, on, [*(one.key for one in rows), *(one.key for one in asked)])
    return Sheet(f"jalon-{party}-{on.isoformat()}.xlsx", book.written())


def _answers(book: Book, rows: Sequence[Promise], party: str, forum: str, on: date) -> None:
    sheet = _page(book, _("Answers"), ANSWERS, COLUMNS, len(GIVEN))
    name = forums.party_name(party, forum) if forum else party
    of = f" · {forums.party_name('', forum)}" if forum else ""
    sheet.write_string(1, 1, f"{_('Answer sheet')} · {name}{of}", book.styles["title"])
    notes = (
        _("Fill in the orange columns of the rows you can answer, and leave the others empty."),
        _("Choose how it stands from the list. Give the day your answer speaks of, and your function; no names."),
        _("A date and a function written once stand for the rows below."),
        _("Send the file back as it is: it finds its place by itself. Sent twice, it is taken once."),
    )
    for at, note in enumerate(notes, 2):
        sheet.write_string(at, 1, note)
    behind = {one.key for one in standing.standing(forum, on=on) if party in one.late_of}
    for at, one in enumerate(rows, HEAD + 1):
        late = one.due is not None and one.due < on if one.kind == MEASURE else one.key in behind
        sheet.write_string(at, 0, one.key)
        sheet.write_string(at, 1, one.number + (" ↳" if one.kind == MEASURE else ""), book.styles["given"])
        sheet.write_string(at, 2, in_language(one.words), book.styles["given"])
        sheet.write_string(at, 3, one.due.isoformat() if one.due else "", book.styles["late" if late else "given"])
        sheet.write_string(at, 4, known_by(one), book.styles["given"])
        for column in range(len(GIVEN), len(COLUMNS)):
            sheet.write_blank(at, column, None, book.styles["fill_date" if COLUMNS[column] == "date" else "fill"])
    last = HEAD + len(rows)
    place = {code: index for index, code in enumerate(COLUMNS)}
    choices = {"validate": "list", "source": [str(label) for label in STATES.values()]}
    sheet.data_validation(HEAD + 1, place["state"], last, place["state"], choices)
    number = {"validate": "decimal", "criteria": ">=", "value": -1e12, "error_message": _("A number.")}
    sheet.data_validation(HEAD + 1, place["value"], last, place["value"], number)


def _questions(book: Book, asked: Sequence[Any], name: str) -> None:
    sheet = _page(book, _("Questions"), QUESTIONS, ASKED, len(ASKED) - 1)
    sheet.write_string(1, 1, f"{_('Questions to answer')} · {name}", book.styles["title"])
    sheet.write_string(2, 1, _("Others see a question with your reply, or without one once the day has passed."))
    for at, one in enumerate(asked, HEAD + 1):
        sheet.write_string(at, 0, one.key)
        number = questions.subject(one.about).promise.number
        for column, cell in enumerate((number, in_language(one.text), one.reply_by.isoformat()), 1):
            sheet.write_string(at, column, cell, book.styles["given"])
        sheet.write_blank(at, len(ASKED) - 1, None, book.styles["fill"])


def _page(book: Book, title: str, code: str, columns: Sequence[str], filled: int) -> Any:
    sheet = book.sheet(title)
    sheet.write_row(0, 0, [f"{code}:{one}" for one in columns])
    sheet.set_row(0, None, None, {"hidden": True})
    for column, one in enumerate(columns):
        sheet.set_column(column, column, WIDTHS[one], None, {"hidden": True} if one == "key" else {})
        if one != "key":
            sheet.write_string(
                HEAD, column, str(HEADINGS[one]), book.styles["fill_head" if column >= filled else "head"]
            )
    sheet.set_row(HEAD, 34)
    sheet.freeze_panes(HEAD + 1, 3)
    sheet.repeat_rows(HEAD)
    # Against a slip of the hand, not against anybody: what is given stays as it is.
    sheet.protect("", {"format_rows": True, "format_columns": True, "select_locked_cells": True})
    return sheet


def known_by(one: Promise) -> str:
    """How it will be known that it was kept, in the language that is set."""
    if one.proof == "indicator" and one.indicator in INDICATORS:
        title = str(INDICATORS[one.indicator].title)
        return title if one.target is None else f"{title} · {amount(one.target, INDICATORS[one.indicator].unit)}"
    if one.proof == "question":
        return in_language(one.question)
    return in_language(one.deliverable)


def amount(value: float, unit: str) -> str:
    """A value as people read it, with its unit; of a time also the seconds, which is how it is filled in."""
    said = written.value(value, unit)
    return f"{said} ({_('%(seconds)d s') % {'seconds': round(value)}})" if unit == "seconds" and value >= 60 else said


def _identity(book: Book, forum: str, party: str, on: date, keys: Sequence[str]) -> None:
    sheet = book.sheet(IDENTITY)
    facts = {"forum": forum, "party": party, "made": on.isoformat()}
    said = json.dumps(
        facts | {"language": (translation.get_language() or "fr")[:2], "keys": list(keys)}, sort_keys=True
    )
    pieces = [said[at : at + 30_000] for at in range(0, len(said), 30_000)]
    sheet.write_string(0, 0, this_node().keys.sign(DOMAIN + said.encode()).hex())
    for at, piece in enumerate(pieces, 1):
        sheet.write_string(at, 0, piece)
    sheet.very_hidden()


def identity_of(signature: str, said: str) -> Identity | None:
    """What a sheet says of itself; None where this machine did not make it, or it was altered."""
    try:
        key = Ed25519PublicKey.from_public_bytes(this_node().keys.public_key)
        key.verify(bytes.fromhex(signature), DOMAIN + said.encode())
    except (InvalidSignature, ValueError):
        return None
    facts = json.loads(said)
    made_on = date.fromisoformat(facts["made"])
    return Identity(facts["forum"], facts["party"], made_on, facts["language"], frozenset(facts["keys"]))
