"""Which rows of a forum a party may see, for the edition that goes to it: `releasing.visible` decides.

Of a report that is held back goes its date alone. Why a state holds one back stays with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


def seen_by(models: Iterable[type[Row]], forum: str, party: str) -> Iterator[Row]:
    """The rows of some tables that a party may see, in the order of their arrival; of one that left, those of its
    time."""
    at, on = until_it_left(forum, party)
    seen = sight(forum, party, at, on)
    for model in models:
        for row in until(model, at).filter(forum=forum).order_by(*ORDER).iterator():
            shown = _as_seen(row, seen, party)
            if shown is not None:
                yield shown


def _as_seen(row: Row, seen: Sight, party: str) -> Row | None:
    match row:
        case Progress():
            return (row if row.key in seen.read else _date_of(row)) if row.key in seen.there else None
        case Evidence():
            return row if row.progress in seen.read else None
        case Released():
            return _without_why(row, party) if row.about in seen.there else None
        case Question():
            return row if row.key in seen.questions else None
        case Reply():
            return row if row.question in seen.questions else None
    return row


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
    known = _at_once.get()
    if known is not None:
        return about in known.shown
    last = Released.objects.filter(about=about).order_by(*ORDER).last()
    return last is not None and last.shown


def is_replied(question: str) -> bool:
    """Whether somebody replied to a question."""
    known = _at_once.get()
    return question in known.replied if known is not None else Reply.objects.filter(question=question).exists()


@dataclass(frozen=True, slots=True)
class _Known:
    shown: frozenset[str]
    replied: frozenset[str]


_at_once: ContextVar[_Known | None] = ContextVar("known at once", default=None)


@contextmanager
def known_at_once(forum: str) -> Iterator[None]:
    """While the block lasts, what the gate asks of each row of a forum was read once."""
    told = Released.objects.filter(forum=forum).order_by(*ORDER).values_list("about", "shown")
    replied = Reply.objects.filter(forum=forum).values_list("question", flat=True)
    shown = frozenset(about for about, is_shown in dict(told).items() if is_shown)
    token = _at_once.set(_Known(shown, frozenset(replied)))
    try:
        yield
    finally:
        _at_once.reset(token)
