"""Silence past the date, shown and not hidden: who owes a word on what, and since when nothing was said.

Of a party the forum hears what it releases, and that it holds something back; what waits at home is silence too. A
headquarters that did not call for long is shown as not heard: its word may be on its way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from jalon.cooperation import forums
from jalon.cooperation.models import Progress, Question, Released, Reply
from jalon.cooperation.promised import MEASURE, Promise, day_said, promises
from jalon.cooperation.releasing import SHOWN, WAITS, shown_of, state_of, versions
from jalon.cooperation.sequence import columns_of, those_about, until
from jalon.journal.models import EnrolledNode
from jalon.sync.models import Contact

DUE, ENDED, QUARTER = "due", "ended", "quarter"
GRACE = 15  # days after a quarter within which its report is expected
UNHEARD = 14  # days after which a headquarters that does not call is shown as not heard


@dataclass(frozen=True, slots=True)
class Expected:
    """A word that a party owes on something by a day. `words_since`: reports that speak of this day or later fulfil
    it."""

    forum: str
    party: str
    what: str  # DUE | ENDED | QUARTER
    promise: Promise
    on: date
    words_since: date


@dataclass(frozen=True, slots=True)
class Late:
    """What is late: a recommendation past its date, a measure past its end, the report of a quarter."""

    what: str
    about: str
    since: date


@dataclass(frozen=True, slots=True)
class Silence:
    """A party that owes a word on a recommendation (or on a measure that answers none). `said`: the day its last word
    speaks of, None where it said nothing. `nothing_since`: that day, or the one from which it is owed."""

    forum: str
    party: str
    about: str
    number: str
    words: Mapping[str, str]
    late: tuple[Late, ...]
    said: date | None
    nothing_since: date
    days: int

    @property
    def since(self) -> date:
        """The day of what is late the longest."""
        return min(one.since for one in self.late)


@dataclass(frozen=True, slots=True)
class Unheard:
    """A party whose headquarters did not call this forum for long. `since`: the day of its last call, None: never."""

    party: str
    since: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Word:
    """A report or a reply as silence knows it. `blocked`: it says that things do not go on."""

    as_of: date
    done: bool
    blocked: bool = False


# Of a report, what silence asks: not its words.
OF_WORDS = ("forum", "party", "recommendation", "measure", "as_of", "state", "original")
Words = Mapping[tuple[str, str], Sequence[Word]]  # party and key of the promise -> what was said


def silences(
    forum: str,
    on: date,
    at: int | None = None,
    *,
    of: Collection[str] | None = None,
    by: str = "",
    promised: Sequence[Promise] | None = None,
    said: Words | None = None,
) -> list[Silence]:
    """Who is silent on what on a day: each recommendation and bound party once, the longest silence first.

    `of`: on these recommendations alone. `by`: this party alone. `promised`, `said`: what is promised and was said
    there by that day, where the asker has it.
    """
    promised = promises(forum, at, on, of=of) if promised is None else promised
    if said is None:
        said = words(forum, on, at, of=None if of is None else [one.key for one in promised], by=by)
    late: dict[tuple[str, str], list[Expected]] = defaultdict(list)
    for one in _expected(promised, on, said, by):
        if is_late(one, on, said):
            late[one.promise.recommendation or one.promise.key, one.party].append(one)
    top = {one.key: one for one in promised}
    found = [_silence(top.get(about), about, late[about, party], said, on) for about, party in late]
    return sorted(found, key=lambda one: (one.nothing_since, one.number, one.party))


def expected(forum: str, on: date, at: int | None = None, said: Words | None = None) -> Iterator[Expected]:
    """Every word that is owed or will be, for what is still owed on a day; what a party says is done, is not."""
    known = words(forum, on, at) if said is None else said
    return _expected(promises(forum, at, on), on, known)


def _expected(promised: Sequence[Promise], on: date, said: Words, by: str = "") -> Iterator[Expected]:
    for one in promised:
        for party in one.owners if one.open else ():
            if by and party != by:
                continue
            reports = said.get((party, one.key), ())
            if reports and reports[-1].done:
                continue
            if one.due is not None:
                yield Expected(one.forum, party, ENDED if one.kind == MEASURE else DUE, one, one.due, one.due)
            if one.kind != MEASURE and one.began is not None:
                first, last = quarter_owed(one.began, reports, on)
                yield Expected(one.forum, party, QUARTER, one, last, first)


def quarter_owed(began: date, reports: Sequence[Word], on: date) -> tuple[date, date]:
    """First day of the quarter of which a report is owed next, and the day it is expected by.

    That is the last whole quarter, where nothing was said since it began; else the one that runs, or the next.
    """
    newest = max((one.as_of for one in reports), default=None)
    running = quarter(on)
    for first in (before(running), running, after(running)):
        if first >= began and (newest is None or newest < first):
            return first, after(first) - timedelta(days=1) + timedelta(days=GRACE)
    first = after(quarter(max(began, newest or began, on)))
    return first, after(first) - timedelta(days=1) + timedelta(days=GRACE)


def quarter(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def before(first: date) -> date:
    """The quarter before one."""
    return quarter(first - timedelta(days=1))


def after(first: date) -> date:
    """The quarter after one."""
    return quarter(first + timedelta(days=93))


def words(forum: str, on: date, at: int | None = None, *, of: Collection[str] | None = None, by: str = "") -> Words:
    """What the parties said up to a day, as the forum hears it, by party and promise, the last last: reports, and
    replies to questions about a promise or a report on it.

    `of`: on these promises alone. `by`: what this party said.
    """
    heard = until(Progress, at).filter(forum=forum, as_of__lte=on)
    if of is not None:
        heard = heard.filter(Q(recommendation__in=of) | Q(measure__in=of))
    if by:
        heard = heard.filter(party=by)
    told = columns_of(heard, *OF_WORDS)
    shown = shown_of(until(Released, at).filter(forum=forum, about__in=heard.values("key"))) if forum else {}
    found: dict[tuple[str, str], list[Word]] = defaultdict(list)
    for rows in versions(told).values():
        now = rows[-1]
        state = state_of(rows, forum, shown)
        if state == WAITS:
            continue
        how = now.state if state == SHOWN else ""
        word = Word(now.as_of, how == Progress.State.DONE, how == Progress.State.BLOCKED)
        if now.measure:
            found[now.party, now.measure].append(word)
        if now.recommendation:
            # A measure that is done leaves open whether the recommendation is.
            found[now.party, now.recommendation].append(replace(word, done=word.done and not now.measure))
    for party, promise, day in _replies(forum, on, at):
        if by in {"", party} and (of is None or promise in of):
            found[party, promise].append(Word(day, False))
    return {key: sorted(some, key=lambda one: one.as_of) for key, some in found.items()}


def _replies(forum: str, on: date, at: int | None) -> Iterator[tuple[str, str, date]]:
    """Of each reply of whoever was asked: the party, the promise that it is about, its day."""
    asked = {row.key: row for row in columns_of(until(Question, at).filter(forum=forum), "about", "to")}
    about = [row.about for row in asked.values()]
    reports = those_about(until(Progress, at), "key", about).values_list("key", "measure", "recommendation")
    promise_of = {key: measure or recommendation for key, measure, recommendation in reports}
    for reply in columns_of(until(Reply, at).filter(forum=forum), "question", "party"):
        row = asked.get(reply.question)
        if row is not None and reply.party == row.to and (day := day_said(reply.at)) <= on:
            yield reply.party, promise_of.get(row.about, row.about), day


def last_words(said: Words) -> dict[str, date]:
    """Of each party, the last day that anything it said speaks of."""
    found: dict[str, date] = {}
    for (party, _promise), some in said.items():
        found[party] = max([found.get(party, date.min), *(one.as_of for one in some)])
    return found


def is_late(one: Expected, on: date, said: Words) -> bool:
    """Whether a word is owed past its day."""
    return one.on < on and not is_fulfilled(one, said)


def is_fulfilled(one: Expected, said: Words) -> bool:
    """Whether something was said that speaks of its day or later; or, of what was to be done by that day, that it is
    blocked: this is no silence, and the report of the quarter comes all the same."""
    keys = {one.promise.key, one.promise.recommendation} if one.promise.kind == MEASURE else {one.promise.key}
    some = sorted((word for key in keys for word in said.get((one.party, key), ())), key=lambda word: word.as_of)
    if one.what != QUARTER and some and some[-1].blocked:
        return True
    return any(word.as_of >= one.words_since for word in some)


def _silence(top: Promise | None, about: str, owed: Sequence[Expected], said: Words, on: date) -> Silence:
    one = top or owed[0].promise
    party = owed[0].party
    days = [word.as_of for key in {about, *(each.promise.key for each in owed)} for word in said.get((party, key), ())]
    spoke = max(days, default=None)
    since = spoke or min([each.promise.began or each.on for each in owed])
    late = sorted(
        (Late(each.what, each.promise.key, each.on) for each in owed), key=lambda each: (each.since, each.about)
    )
    return Silence(owed[0].forum, party, about, one.number, one.words, tuple(late), spoke, since, (on - since).days)


def unheard(forum: str, on: date) -> list[Unheard]:
    """Parties with a machine of their own that this forum's machine did not hear of for UNHEARD days, the longest
    first. Heard, not recorded: it has no arrival position."""
    heard: dict[str, int] = {}
    machines: dict[str, int] = {}
    calls = dict(Contact.objects.values_list("node", "at"))
    for node in EnrolledNode.objects.filter(revoked_at__isnull=True):
        machines[node.post] = max(machines.get(node.post, 0), node.enrolled_at)
        if node.id in calls:
            heard[node.post] = max(heard.get(node.post, 0), calls[node.id])
    found = []
    for one in forums.parties(forum, on=on):
        if one.code not in machines:
            continue
        last_call = day_said(heard[one.code]) if one.code in heard else None
        days = (on - (last_call or day_said(machines[one.code]))).days
        if days >= UNHEARD:
            found.append(Unheard(one.code, last_call, days))
    return sorted(found, key=lambda one: (-(one.days or 0), one.party))
