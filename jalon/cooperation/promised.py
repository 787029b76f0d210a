"""What is promised, as its owners meet it: a recommendation that binds them or a measure of theirs, each with its date.

Only what was adopted binds. A measure is owed until it is done or stopped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from jalon.cooperation import standing
from jalon.cooperation.models import Level, Measure, MeasureFact, Progress, Recommendation
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.sequence import in_order, those_about, until
from jalon.cooperation.standing import Standing
from jalon.cooperation.verbs import understood
from jalon.posts.models import Post

RECOMMENDATION, MEASURE = "recommendation", "measure"
What = MeasureFact.What
ENDED = frozenset({What.DONE.value, What.STOPPED.value})
STATES = ENDED | {What.PLANNED.value, What.UNDER_WAY.value}


@dataclass(frozen=True, slots=True)
class Promise:
    """`key`: of the recommendation or the measure. `owners`: codes of parties, each of which owes its own word.
    `due`: the day by which it was to be done, after extensions. `began`: since when it is owed. `open`: still is."""

    key: str
    kind: str
    forum: str
    recommendation: str
    measure: str
    number: str
    words: Mapping[str, str]
    owners: tuple[str, ...]
    level: str
    posts: tuple[str, ...]
    due: date | None
    began: date | None
    open: bool
    proof: str = ""
    indicator: str = ""
    target: float | None = None
    deliverable: Mapping[str, str] = field(default_factory=dict)
    question: Mapping[str, str] = field(default_factory=dict)


def promises(
    forum: str | None = "",
    at: int | None = None,
    on: date | None = None,
    *,
    of: Collection[str] | None = None,
    stand: Sequence[Standing] | None = None,
) -> list[Promise]:
    """Everything that was ever owed in a forum (None: in all, and at home): recommendations by number, then measures.

    `at`: as it was known at an arrival position. `on`: as it stood on a day. `of`: these recommendations alone, and the
    measures that answer them. `stand`: how recommendations stand there, where the asker has it.
    """
    recommendations = standing.standing(forum, at, on, of=of, late=False) if stand is None else stand
    numbers = {one.key: one.number for one in recommendations}
    measures = until(Measure, at) if forum is None else until(Measure, at).filter(forum=forum)
    planned = in_order(measures if of is None else measures.filter(recommendation__in=of))
    facts = _facts([one.key for one in planned], at, on)
    return [_of_recommendation(one) for one in recommendations if one.adopted_on or one.binding] + [
        _of_measure(one, facts.get(one.key, []), numbers) for one in planned
    ]


def promise(key: str, at: int | None = None, on: date | None = None) -> Promise:
    """One of them. Raises NotAllowed: promise_not_known."""
    if Recommendation.objects.filter(key=key).exists():
        return _of_recommendation(standing.one(key, at, on))
    measure = until(Measure, at).filter(key=key).first()
    if measure is None:
        raise NotAllowed("promise_not_known")
    number = Recommendation.objects.filter(key=measure.recommendation).values_list("number", flat=True).first() or ""
    return _of_measure(measure, _facts([key], at, on).get(key, []), {measure.recommendation: number})


def promises_of(keys: Collection[str]) -> dict[str, Promise]:
    """Those that some keys lead to, each by the key of a promise or of a report on it; what is not here is left out."""
    reports = Progress.objects.filter(key__in=keys).values_list("key", "measure", "recommendation")
    leads = {key: key for key in keys} | {key: measure or of for key, measure, of in reports}
    wanted = set(leads.values())
    known = {one.key: _of_recommendation(one) for one in standing.several(wanted)}
    planned = in_order(Measure.objects.filter(key__in=wanted))
    numbers = standing.numbers_of({one.recommendation for one in planned})
    facts = _facts([one.key for one in planned], None, None)
    known |= {one.key: _of_measure(one, facts.get(one.key, []), numbers) for one in planned}
    return {key: known[of] for key, of in leads.items() if of in known}


def binds_post(one: Promise, post: str) -> bool:
    """Whether a post has a word to say about it: it is named there, or all posts of its state are meant."""
    if one.posts:
        return post in one.posts
    country = Post.objects.filter(code=post).values_list("country", flat=True).first()
    return one.level == Level.POST and country in one.owners


def today() -> date:
    """The day by this machine's clock, for acts and pages: what reads a state takes its day."""
    return timezone.localdate()


def day_said(at: int) -> date:
    """The day on which a row was written, by the clock of its node (ms since 1970)."""
    return timezone.localdate(datetime.fromtimestamp(at / 1000, UTC))


def _of_recommendation(one: Standing) -> Promise:
    return Promise(
        key=one.key,
        kind=RECOMMENDATION,
        forum=one.forum,
        recommendation=one.key,
        measure="",
        number=one.number,
        words=one.texts,
        owners=tuple(one.binds),
        level=one.level,
        posts=tuple(one.posts),
        due=one.due,
        began=one.adopted_on,
        open=one.binding,
        proof=one.proof,
        indicator=one.indicator,
        target=one.target,
        deliverable=one.deliverable,
        question=one.question,
    )


def _of_measure(row: Measure, facts: Sequence[MeasureFact], numbers: Mapping[str, str]) -> Promise:
    state = next((fact.what for fact in reversed(facts) if fact.what in STATES), What.PLANNED.value)
    now: dict[str, Any] = {"title": row.title, "ends": row.ends, "owner": row.owner, "posts": row.posts}
    for fact in facts:
        if fact.what in {What.AMENDED, What.LINKED}:
            now |= {name: value for name, value in understood(Measure, fact.facts).items() if name in now}
    return Promise(
        key=row.key,
        kind=MEASURE,
        forum=row.forum,
        recommendation=row.recommendation,
        measure=row.key,
        number=numbers.get(row.recommendation, ""),
        words=now["title"],
        owners=(now["owner"],),
        level=row.level,
        posts=tuple(now["posts"]),
        due=now["ends"],
        began=row.starts or day_said(row.at),
        open=state not in ENDED,
    )


def _facts(keys: Collection[str], at: int | None, on: date | None) -> dict[str, list[MeasureFact]]:
    found: dict[str, list[MeasureFact]] = {}
    for fact in in_order(those_about(until(MeasureFact, at), "measure", keys)):
        if on is None or fact.on <= on:
            found.setdefault(fact.measure, []).append(fact)
    return found
