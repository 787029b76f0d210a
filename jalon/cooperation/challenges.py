"""Challenges: what stands in the way, as a meeting keeps it, and what each of them blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jalon.cooperation.knowing import has_words
from jalon.cooperation.models import Challenge, ChallengeFact, Level, Measure, Recommendation, Row
from jalon.cooperation.saying import NotAllowed, said, say
from jalon.cooperation.sequence import in_order, until
from jalon.cooperation.speaker import speaker
from jalon.cooperation.texts import written
from jalon.journal.acting import act

What = ChallengeFact.What


@dataclass(frozen=True, slots=True)
class Stands:
    """A challenge as it stands. `since`: the day from which its state holds, None where only its naming is known."""

    key: str
    forum: str
    party: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    meeting: str
    level: str
    blocks: tuple[str, ...]
    overcome: bool
    since: date | None
    note: str
    at: int
    position: int


@act
def name(facts: Mapping[str, Any], actor: str, forum: str = "", party: str = "") -> str:
    """Keep a challenge: title and text by language, level, the meeting, the keys of what it blocks. Its key.

    Raises NotAllowed.
    """
    if not has_words(facts.get("title")):
        raise NotAllowed("challenge_without_title")
    if facts.get("level") not in Level.values:
        raise NotAllowed("no_level")
    blocks = _known(facts.get("blocks", ()), forum)
    whole = dict(facts) | {"title": written(facts["title"]), "text": written(facts.get("text") or {}), "blocks": blocks}
    return _say("challenge.named", Challenge, whole, actor, forum, party)


@act
def overcome(key: str, on: date, note: str, actor: str, party: str = "") -> str:
    """It stands in the way no more. In a forum whoever named it says so, or the host. Raises NotAllowed."""
    here = one(key)
    if here.overcome:
        raise NotAllowed("challenge_overcome_already")
    if not note.strip():
        raise NotAllowed("no_reason")
    return _tell(here, What.OVERCOME, on, note, actor, party, here.blocks)


@act
def back(key: str, on: date, note: str, actor: str, party: str = "") -> str:
    """It was overcome and is there again. Raises NotAllowed."""
    here = one(key)
    if not here.overcome:
        raise NotAllowed("challenge_stands_already")
    return _tell(here, What.BACK, on, note, actor, party, here.blocks)


@act
def blocks(key: str, keys: Sequence[str], on: date, actor: str, note: str = "", party: str = "") -> str:
    """From a day on it blocks these recommendations and measures, and no others. Raises NotAllowed."""
    here = one(key)
    return _tell(here, What.BLOCKS, on, note, actor, party, _known(keys, here.forum))


def standing(forum: str | None = "", at: int | None = None, on: date | None = None) -> list[Stands]:
    """Every challenge of a forum (None: of all), those not overcome first."""
    rows = until(Challenge, at)
    if forum is not None:
        rows = rows.filter(forum=forum)
    facts: dict[str, list[ChallengeFact]] = defaultdict(list)
    for fact in in_order(until(ChallengeFact, at)):
        if on is None or fact.on <= on:
            facts[fact.challenge].append(fact)
    return sorted((_stands(row, facts[row.key]) for row in in_order(rows)), key=lambda each: each.overcome)


def one(key: str, at: int | None = None) -> Stands:
    """One of them. Raises NotAllowed("no_such_challenge")."""
    row = until(Challenge, at).filter(key=key).first()
    if row is None:
        raise NotAllowed("no_such_challenge")
    return _stands(row, in_order(until(ChallengeFact, at).filter(challenge=key)))


def blocking(forums: Collection[str], at: int | None = None, on: date | None = None) -> dict[str, list[str]]:
    """What is blocked -> the keys of the challenges that block it now."""
    found: dict[str, list[str]] = defaultdict(list)
    for challenge in standing(None, at, on):
        if challenge.forum in forums and not challenge.overcome:
            for blocked in challenge.blocks:
                found[blocked].append(challenge.key)
    return found


def rows_about(keys: Sequence[str], at: int | None = None) -> list[Row]:
    """The challenges that ever blocked one of these, and what became of them."""
    facts = list(until(ChallengeFact, at))
    touched = {fact.challenge for fact in facts if set(fact.blocks) & set(keys)}
    named = [row for row in until(Challenge, at) if row.key in touched or set(row.blocks) & set(keys)]
    there = {row.key for row in named}
    return [*named, *(fact for fact in facts if fact.challenge in there)]


def _stands(row: Challenge, facts: Sequence[ChallengeFact]) -> Stands:
    told = [fact for fact in facts if fact.what != What.BLOCKS]
    lists = [fact.blocks for fact in facts if fact.what == What.BLOCKS]
    last = told[-1] if told else None
    return Stands(
        key=row.key,
        forum=row.forum,
        party=row.party,
        title=row.title,
        text=row.text,
        meeting=row.meeting,
        level=row.level,
        blocks=tuple(lists[-1] if lists else row.blocks),
        overcome=last is not None and last.what == What.OVERCOME,
        since=last.on if last else None,
        note=last.note if last else "",
        at=row.at,
        position=row.position,
    )


def _known(keys: Sequence[str], forum: str) -> list[str]:
    """The same keys, once each. Raises NotAllowed where one is neither a recommendation nor a measure of the forum."""
    wanted = list(dict.fromkeys(keys))
    there = set(Recommendation.objects.filter(key__in=wanted, forum=forum).values_list("key", flat=True))
    there |= set(Measure.objects.filter(key__in=wanted, forum=forum).values_list("key", flat=True))
    if set(wanted) - there:
        raise NotAllowed("blocks_nothing_known")
    return wanted


def _tell(
    here: Stands, what: ChallengeFact.What, on: date, note: str, actor: str, party: str, keys: Sequence[str]
) -> str:
    if here.forum and speaker(here.forum, party) not in {"", here.party}:
        raise NotAllowed("challenge_of_another")
    facts = {"challenge": here.key, "what": what.value, "on": on, "note": note.strip(), "blocks": list(keys)}
    return _say("challenge.told", ChallengeFact, facts, actor, here.forum, party)


def _say(verb: str, model: type[Row], facts: Mapping[str, Any], actor: str, forum: str, party: str) -> str:
    body = said(verb, model, facts, forum=forum, party=speaker(forum, party))
    return say([(verb, body)], actor, forum)[0].key
