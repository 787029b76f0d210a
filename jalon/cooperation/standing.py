"""How recommendations stand: now or at an arrival position, on a day, each with what led to it.

What became of a recommendation is told by facts that bear a day. Asked `on` a day, those of later days are left out; of
the others the last that arrived counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.cooperation import challenges, stages
from jalon.cooperation.models import (
    Judgement,
    Measure,
    MeasureFact,
    Recommendation,
    RecommendationFact,
    RecommendationText,
    Row,
)
from jalon.cooperation.sequence import in_order, those_about, until

What = RecommendationFact.What
PROPOSED = "proposed"
ADOPTED = What.ADOPTED.value
LIVE = frozenset({PROPOSED, ADOPTED})
LEADS = frozenset({What.MERGED.value, What.REPLACED.value})
STATES = (PROPOSED, ADOPTED, "merged", "replaced", "not_adopted", "withdrawn", "closed")


@dataclass(frozen=True, slots=True)
class Judged:
    """The word that counts on a recommendation: the forum's own (`party` is empty), or the state's among its own.
    What its members say of it is told by `judgements`."""

    key: str
    verdict: str
    as_of: date
    why: str
    party: str
    meeting: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A recommendation as it stands. `due` is after extensions, `first_due` as it was put; `into` what it was merged
    into or replaced by, `leads_to` where that leads in the end; `came_from` those that lead here; `blocked_by` the keys
    of challenges not overcome."""

    key: str
    forum: str
    party: str
    number: str
    meeting: str
    level: str
    theme: str
    source: str
    source_ref: str
    texts: Mapping[str, str]
    versions: int
    state: str
    state_on: date | None
    note: str
    into: str
    leads_to: str
    came_from: tuple[str, ...]
    adopted_on: date | None
    adopted_at: str  # the meeting that adopted it
    due: date | None
    first_due: date | None
    late_of: tuple[str, ...]  # the parties of whom it is late (see `stages`)
    binds: tuple[str, ...]
    posts: tuple[str, ...]
    proof: str
    indicator: str
    baseline: float | None
    target: float | None
    deliverable: Mapping[str, str]
    question: Mapping[str, str]
    answer: Mapping[str, str]
    judgement: Judged | None
    blocked_by: tuple[str, ...]
    position: int

    @property
    def binding(self) -> bool:
        """Only what was adopted binds."""
        return self.state == ADOPTED

    @property
    def late(self) -> bool:
        """Whether its day has passed and it is neither done nor judged kept, as the forum heard of it."""
        return bool(self.late_of)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was said about a recommendation: `what` names it (“put”, “worded”, a fact, “judged”, “measure”,
    a fact of a measure, “challenge”), `about` the recommendation it was said of, `day` when it was true."""

    key: str
    what: str
    about: str
    party: str
    day: date | None
    at: int
    position: int
    texts: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def standing(
    forum: str | None = "",
    at: int | None = None,
    on: date | None = None,
    meeting: str | None = None,
    *,
    of: Collection[str] | None = None,
    late: bool = True,
) -> list[Standing]:
    """Every recommendation of a forum (None: of all, and this state's own), in the order of their numbers.

    `at`: as it was known at an arrival position. `on`: as it stood on a day. `meeting`: those put there alone.
    `of`: these keys alone. `late`: whether it is asked of whom they are late, for which reports are read.
    """
    rows = until(Recommendation, at)
    if forum is not None:
        rows = rows.filter(forum=forum)
    if of is not None:
        rows = rows.filter(key__in=of)
    found = _stand(in_order(rows), at, on, late=late)
    if meeting is not None:
        found = [one for one in found if one.meeting == meeting]
    return sorted(found, key=lambda one: (one.forum, spoken_order(one.number), one.position))


def one(key: str, at: int | None = None, on: date | None = None) -> Standing:
    """One of them. Raises Recommendation.DoesNotExist."""
    return _stand([until(Recommendation, at).get(key=key)], at, on)[0]


def several(keys: Collection[str], at: int | None = None, on: date | None = None) -> list[Standing]:
    """Some of them; of whatever forum."""
    return _stand(in_order(until(Recommendation, at).filter(key__in=keys)), at, on) if keys else []


def numbers_of(keys: Collection[str]) -> dict[str, str]:
    """Key -> number, as it is spoken of."""
    return dict(Recommendation.objects.filter(key__in=keys).values_list("key", "number"))


def spoken_order(number: str) -> tuple[tuple[int, str], ...]:
    """So that 2.10 comes after 2.9."""
    parts = number.replace("-", ".").split(".")
    return tuple((int(part), "") if part.isdecimal() else (1_000_000, part) for part in parts)


def versions(key: str, at: int | None = None) -> list[RecommendationText]:
    """The words of a recommendation, the first version first."""
    return in_order(until(RecommendationText, at).filter(recommendation=key))


def judgements(key: str, at: int | None = None) -> list[Judgement]:
    """Every judgement of it, the first first."""
    return in_order(until(Judgement, at).filter(recommendation=key))


def _stand(rows: Sequence[Recommendation], at: int | None, on: date | None, *, late: bool = True) -> list[Standing]:
    keys = {row.key for row in rows}
    texts = _grouped(RecommendationText, keys, at)
    facts = _grouped(RecommendationFact, keys, at)
    judged = _grouped(Judgement, keys, at)
    if on is not None:
        facts = {key: [fact for fact in there if fact.on <= on] for key, there in facts.items()}
        judged = {key: [word for word in there if word.as_of <= on] for key, there in judged.items()}
    into = _into({row.forum for row in rows}, at, on)
    came_from: dict[str, list[str]] = defaultdict(list)
    for key, target in into.items():
        came_from[target].append(key)
    blocking = challenges.blocking({row.forum for row in rows}, at, on)
    day = on or timezone.localdate()
    overdue = {row.key for row in rows if late and _is_overdue(row, facts.get(row.key, []), day)}
    heard = _Heard(overdue, at, day)
    return [
        _one(
            row,
            texts.get(row.key, []),
            facts.get(row.key, []),
            judged.get(row.key, []),
            into,
            came_from,
            blocking,
            heard,
        )
        for row in rows
    ]


class _Heard:
    """What a forum was told of its promises up to a day; read where something in it is past its day."""

    def __init__(self, keys: Collection[str], at: int | None, day: date) -> None:
        self.keys, self.at, self.day = keys, at, day
        self._reports: dict[str, dict[str, list[Any]]] = {}

    def states(self, row: Recommendation) -> dict[str, str]:
        """By party that it binds, how that said last that it stands."""
        from jalon.cooperation import releasing  # which asks this room for promises

        if row.forum not in self._reports:
            self._reports[row.forum] = releasing.heard(row.forum, self.keys, self.at, self.day)
        reports = self._reports[row.forum].get(row.key, [])
        found = {}
        for code in row.binds or [""]:
            word = stages.last_word(reports, code, self.day)
            found[code] = "not_reported" if word is None else word.state
        return found


def _one(
    row: Recommendation,
    texts: Sequence[Any],
    facts: Sequence[Any],
    judged: Sequence[Any],
    into: Mapping[str, str],
    came_from: Mapping[str, Sequence[str]],
    blocking: Mapping[str, Sequence[str]],
    heard: _Heard,
) -> Standing:
    last, due = _last_state(facts), _due(row, facts)
    adopted = next((fact for fact in facts if fact.what == What.ADOPTED), None)
    state = last.what if last else PROPOSED
    # In a forum its own word settles how far one has come; those of its members stand beside it.
    word = next((one for one in reversed(judged) if not row.forum or not one.party), None)
    return Standing(
        key=row.key,
        forum=row.forum,
        party=row.party,
        number=row.number,
        meeting=row.meeting,
        level=row.level,
        theme=row.theme,
        source=row.source,
        source_ref=row.source_ref,
        texts=texts[-1].text if texts else {},
        versions=len(texts),
        state=state,
        state_on=last.on if last else None,
        note=last.note if last else "",
        into=into.get(row.key, ""),
        leads_to=_end(row.key, into),
        came_from=tuple(came_from.get(row.key, ())),
        adopted_on=adopted.on if adopted else None,
        adopted_at=adopted.meeting if adopted else "",
        due=due,
        first_due=row.due,
        late_of=stages.late_of(word.verdict if word else "", heard.states(row)) if row.key in heard.keys else (),
        binds=tuple(row.binds),
        posts=tuple(row.posts),
        proof=row.proof,
        indicator=row.indicator,
        baseline=row.baseline,
        target=row.target,
        deliverable=row.deliverable,
        question=row.question,
        answer=row.answer,
        judgement=Judged(word.key, word.verdict, word.as_of, word.why, word.party, word.meeting) if word else None,
        blocked_by=tuple(blocking.get(row.key, ())),
        position=row.position,
    )


def _due(row: Recommendation, facts: Sequence[RecommendationFact]) -> date | None:
    return next((fact.due for fact in reversed(facts) if fact.what == What.EXTENDED), row.due)


def _is_overdue(row: Recommendation, facts: Sequence[RecommendationFact], day: date) -> bool:
    """Whether it binds and its day has passed."""
    last, due = _last_state(facts), _due(row, facts)
    return last is not None and last.what == ADOPTED and due is not None and due < day


def _last_state(facts: Sequence[RecommendationFact]) -> RecommendationFact | None:
    return next((fact for fact in reversed(facts) if fact.what != What.EXTENDED), None)


def _end(key: str, into: Mapping[str, str]) -> str:
    """Where merges lead from here; empty where they lead nowhere, or round in a circle that no act would have made."""
    seen, here = {key}, key
    while here in into:
        here = into[here]
        if here in seen:
            return ""
        seen.add(here)
    return "" if here == key else here


def _into(forums: Collection[str], at: int | None, on: date | None) -> dict[str, str]:
    """Those of some forums that lead elsewhere -> where."""
    told = until(RecommendationFact, at).filter(forum__in=forums)
    of_those = told.filter(recommendation__in=told.filter(what__in=LEADS).values("recommendation"))
    facts: dict[str, list[RecommendationFact]] = defaultdict(list)
    for fact in in_order(of_those):
        facts[fact.recommendation].append(fact)
    led = {key: _last_state([fact for fact in there if on is None or fact.on <= on]) for key, there in facts.items()}
    return {key: fact.into for key, fact in led.items() if fact is not None and fact.what in LEADS}


def _grouped(model: type[Row], keys: Collection[str], at: int | None) -> dict[str, list[Any]]:
    """The rows of a table about some recommendations, by these; of few, no others are read."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in in_order(those_about(until(model, at), "recommendation", keys)):
        if row.recommendation in keys:  # type: ignore[attr-defined]
            found[row.recommendation].append(row)  # type: ignore[attr-defined]
    return found


def family(key: str, at: int | None = None) -> list[str]:
    """The recommendation and all that were merged into it or replaced by it, at any remove; itself first."""
    led: dict[str, list[str]] = defaultdict(list)
    for fact in in_order(until(RecommendationFact, at).filter(what__in=LEADS)):
        led[fact.into].append(fact.recommendation)
    found = [key]
    for here in found:
        found += [other for other in led[here] if other not in found]
    return found


def story(key: str, at: int | None = None) -> list[Step]:
    """All that was said about a recommendation and about those it was merged from, in the order it came to be known."""
    keys = family(key, at)
    planned = list(until(Measure, at).filter(recommendation__in=keys))
    measures = {name: row.recommendation for row in planned for name in (row.key, row.once) if name}
    rows: list[Row] = [
        *until(Recommendation, at).filter(key__in=keys),
        *until(RecommendationText, at).filter(recommendation__in=keys),
        *until(RecommendationFact, at).filter(recommendation__in=keys),
        *until(Judgement, at).filter(recommendation__in=keys),
        *planned,
        *until(MeasureFact, at).filter(measure__in=measures),
        *challenges.rows_about(keys, at),
    ]
    first = {row.recommendation: row for row in rows if isinstance(row, RecommendationText) and _put_with(row)}
    told = [row for row in in_order(rows) if not (isinstance(row, RecommendationText) and _put_with(row))]
    return [_step(row, measures, keys, first) for row in told]


def _put_with(row: RecommendationText) -> bool:
    """Whether these are the words that the recommendation was put with, in the same entry."""
    return row.key.startswith(f"{row.recommendation}.")


def _step(row: Any, measures: Mapping[str, str], keys: Sequence[str], first: Mapping[str, RecommendationText]) -> Step:
    facts: dict[str, Any]
    said = {"key": row.key, "party": row.party, "at": row.at, "position": row.position}
    match row:
        case Recommendation():
            facts = {"number": row.number, "source": row.source, "source_ref": row.source_ref, "meeting": row.meeting}
            words = first[row.key].text if row.key in first else {}
            return Step(what="put", about=row.key, day=None, texts=words, facts=facts | {"due": row.due}, **said)
        case RecommendationText():
            return Step(
                what="worded", about=row.recommendation, day=None, texts=row.text, facts={"note": row.why}, **said
            )
        case RecommendationFact():
            facts = {"meeting": row.meeting, "into": row.into, "due": row.due, "note": row.note}
            return Step(what=row.what, about=row.recommendation, day=row.on, facts=facts, **said)
        case Judgement():
            facts = {"verdict": row.verdict, "note": row.why, "meeting": row.meeting}
            return Step(what="judged", about=row.recommendation, day=row.as_of, facts=facts, **said)
        case Measure():
            facts = {"measure": row.key, "starts": row.starts, "ends": row.ends, "owner": row.owner}
            return Step(what="measure", about=row.recommendation, day=row.starts, texts=row.title, facts=facts, **said)
        case MeasureFact():
            facts = {"measure": row.measure, "note": row.note, "state": row.what}
            return Step(what="measure_told", about=measures[row.measure], day=row.on, facts=facts, **said)
    about = next((key for key in keys if key in row.blocks), keys[0])
    if hasattr(row, "title"):
        return Step(what="challenge", about=about, day=None, texts=row.title, facts={"challenge": row.key}, **said)
    facts = {"challenge": row.challenge, "state": row.what, "note": row.note}
    return Step(what="challenge_told", about=about, day=row.on, facts=facts, **said)


def numbers(rows: Iterable[Standing]) -> dict[str, Standing]:
    """Key -> recommendation, for whoever shows where one leads."""
    return {row.key: row for row in rows}
