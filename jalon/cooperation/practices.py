"""Good practices: what, where, what it took, how we know that it worked; and who took them up.

Taking a practice up plans a measure that names it, and says so of the practice: the link stands on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jalon.cooperation import measures
from jalon.cooperation.forums import is_member
from jalon.cooperation.knowing import has_words
from jalon.cooperation.models import Level, Measure, Practice, PracticeTaken, Row
from jalon.cooperation.saying import NotAllowed, said, say
from jalon.cooperation.sequence import in_order, until
from jalon.cooperation.speaker import speaker
from jalon.cooperation.texts import written
from jalon.journal.acting import act


@dataclass(frozen=True, slots=True)
class Known:
    """A practice, and the measures that others made of it: (party, key of the measure)."""

    key: str
    forum: str
    party: str
    title: Mapping[str, str]
    what: Mapping[str, str]
    where: str
    took: Mapping[str, str]
    known_by: Mapping[str, str]
    level: str
    measure: str
    taken: tuple[tuple[str, str], ...]
    at: int
    position: int


@act
def describe(facts: Mapping[str, Any], actor: str, forum: str = "", party: str = "") -> str:
    """Describe a practice: title, what, where, took, known_by, level, and the measure it came of. Its key.

    Raises NotAllowed.
    """
    whole = dict(facts)
    for name in ("title", "what", "took", "known_by"):
        if not has_words(whole.get(name)):
            raise NotAllowed("practice_not_told")
        whole[name] = written(whole[name])
    if not str(whole.get("where", "")).strip():
        raise NotAllowed("practice_nowhere")
    if whole.get("level") not in Level.values:
        raise NotAllowed("no_level")
    if whole.get("measure") and not Measure.objects.filter(key=whole["measure"]).exists():
        raise NotAllowed("no_such_measure")
    return _say("practice.described", Practice, whole, actor, forum, party)


@act
def take_up(key: str, actor: str, party: str = "", facts: Mapping[str, Any] | None = None) -> str:
    """A party takes a practice up: a planned measure that names it. The measure's key. Raises NotAllowed.

    facts: what the measure says otherwise than the practice (a post, dates, a recommendation).
    """
    here = one(key)
    speaks = speaker(here.forum, party)
    if here.forum and not is_member(speaks, here.forum):
        raise NotAllowed("not_joined")
    if speaks == here.party:
        raise NotAllowed("practice_of_ones_own")
    if any(taker == speaks for taker, _measure in here.taken):
        raise NotAllowed("taken_up_already")
    told = {"title": here.title, "text": here.what, "level": here.level, "practice": key} | dict(facts or {})
    measure = measures.plan(told, actor, here.forum, speaks)
    _say("practice.taken_up", PracticeTaken, {"practice": key, "measure": measure}, actor, here.forum, party)
    return measure


def practices(forum: str | None = "", at: int | None = None) -> list[Known]:
    """Every practice of a forum (None: of all that stand here), the last described first."""
    rows = until(Practice, at)
    if forum is not None:
        rows = rows.filter(forum=forum)
    taken = _taken(at)
    return [_known(row, taken) for row in reversed(in_order(rows))]


def one(key: str, at: int | None = None) -> Known:
    """One of them. Raises NotAllowed("no_such_practice")."""
    row = until(Practice, at).filter(key=key).first()
    if row is None:
        raise NotAllowed("no_such_practice")
    return _known(row, _taken(at))


def _taken(at: int | None) -> Mapping[str, list[tuple[str, str]]]:
    """Practice -> who took it up. A measure that names it says so too, should the other entry never have come."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for measure in in_order(until(Measure, at).exclude(practice="")):
        found[measure.practice].setdefault(measure.owner, measure.key)
    for row in in_order(until(PracticeTaken, at)):
        found[row.practice].setdefault(row.party, row.measure)
    return {practice: list(takers.items()) for practice, takers in found.items()}


def _known(row: Practice, taken: Mapping[str, list[tuple[str, str]]]) -> Known:
    return Known(
        key=row.key,
        forum=row.forum,
        party=row.party,
        title=row.title,
        what=row.what,
        where=row.where,
        took=row.took,
        known_by=row.known_by,
        level=row.level,
        measure=row.measure,
        taken=tuple(taken.get(row.key, ())),
        at=row.at,
        position=row.position,
    )


def _say(verb: str, model: type[Row], facts: Mapping[str, Any], actor: str, forum: str, party: str) -> str:
    body = said(verb, model, facts, forum=forum, party=speaker(forum, party))
    return say([(verb, body)], actor, forum)[0].key
