"""Which rows of a forum a party may see, for the edition that goes to it: `releasing.visible` decides.

Of a report that is held back goes its date alone. Why a state holds one back stays with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jalon.cooperation import forums, releasing
from jalon.cooperation.models import ORDER, Evidence, PartyFact, Progress, Question, Released, Reply, Row
from jalon.cooperation.promised import today
from jalon.cooperation.releasing import Asked, Reported
from jalon.cooperation.sequence import until


@dataclass(frozen=True, slots=True)
class Sight:
    """Keys of what a party sees: reports there are, reports it reads, and questions."""

    there: frozenset[str]
    read: frozenset[str]
    questions: frozenset[str]


def until_it_left(forum: str, party: str) -> tuple[int | None, date | None]:
    """Up to which arrival position and day a party is told of a forum: for ever (None, None) while it sits there."""
    known = forums.party(party, forum, on=today())
    if known is None or known.left is None:
        return None, None
    left = PartyFact.objects.filter(forum=forum, code=party, what=PartyFact.What.LEFT).order_by(*ORDER).last()
    return (left.position, known.left) if left is not None else (None, None)


def sight(forum: str, party: str, at: int | None = None, on: date | None = None) -> Sight:
    """What a party sees of a forum: today, or as of a position and a day."""
    seen = releasing.visible(forum, party, at, on=on)
    reports = [one for one in seen if isinstance(one, Reported)]
    return Sight(
        there=frozenset(key for one in reports for key in one.keys),
        read=frozenset(key for one in reports for key in _read(one)),
        questions=frozenset(one.key for one in seen if isinstance(one, Asked)),
    )


def _read(one: Reported) -> tuple[str, ...]:
    """Of another's report, the last version alone: what members hold of an earlier one is never changed."""
    if one.mine:
        return one.keys
    return (one.progress.key,) if one.progress is not None else ()


def seen_by(model: type[Row], forum: str, party: str) -> Iterable[Row]:
    """The rows of a table that a party may see, in the order of their arrival; of one that left, those of its time."""
    at, on = until_it_left(forum, party)
    rows = until(model, at).filter(forum=forum).order_by(*ORDER)
    if model not in {Progress, Evidence, Released, Question, Reply}:
        return rows
    seen = sight(forum, party, at, on)
    if model is Progress:
        return [
            row if row.key in seen.read else _date_of(row)
            for row in until(Progress, at).filter(forum=forum, key__in=seen.there).order_by(*ORDER)
        ]
    if model is Evidence:
        return [row for row in until(Evidence, at).filter(forum=forum).order_by(*ORDER) if row.progress in seen.read]
    if model is Released:
        return [
            _without_why(row, party)
            for row in until(Released, at).filter(forum=forum).order_by(*ORDER)
            if row.about in seen.there
        ]
    if model is Question:
        return [row for row in rows if row.key in seen.questions]
    return [row for row in until(Reply, at).filter(forum=forum).order_by(*ORDER) if row.question in seen.questions]


def _date_of(row: Progress) -> Progress:
    """That there is a report, and of which day."""
    kept = ("key", "forum", "party", "position", "at", "recommendation", "as_of", "original")
    return Progress(**{name: getattr(row, name) for name in kept})


def _without_why(row: Released, party: str) -> Released:
    if row.party != party:
        row.why = ""
    return row


def is_released(about: str) -> bool:
    """Whether a state shows a report to its forum: what it said last of it counts. The gate asks it of each row."""
    last = Released.objects.filter(about=about).order_by(*ORDER).last()
    return last is not None and last.shown
