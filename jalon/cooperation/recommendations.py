"""Recommendations: put and worded, adopted or not, merged, replaced, withdrawn, closed, given more time, judged.

Only the authority that owns them decides: the host of the forum, or the state for its own. What was adopted binds;
nothing else does. Nothing disappears: a recommendation that was merged or replaced leads to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.cooperation import standing
from jalon.cooperation.knowing import check_proof, check_target, has_words
from jalon.cooperation.models import (
    Judgement,
    Level,
    Meeting,
    PartyFact,
    Recommendation,
    RecommendationFact,
    RecommendationText,
)
from jalon.cooperation.saying import NotAllowed, own_party, said, say
from jalon.cooperation.sequence import in_order
from jalon.cooperation.speaker import speaker
from jalon.cooperation.standing import ADOPTED, LIVE, PROPOSED, Standing
from jalon.cooperation.texts import written
from jalon.cooperation.themes import THEMES
from jalon.cooperation.verbs import body_of
from jalon.journal.acting import act
from jalon.journal.node import this_node

What = RecommendationFact.What
Source = Recommendation.Source
LONGEST_NUMBER = 16
# What may become of a recommendation, by how it stands.
FROM: Mapping[str, frozenset[str]] = {
    What.ADOPTED: frozenset({PROPOSED, "not_adopted", "withdrawn", "closed"}),  # taken up again: the story stays
    What.NOT_ADOPTED: frozenset({PROPOSED}),
    What.MERGED: LIVE,
    What.REPLACED: LIVE,
    What.WITHDRAWN: LIVE,
    What.CLOSED: frozenset({ADOPTED}),
    What.EXTENDED: frozenset({ADOPTED}),
}


@act
def put(facts: Mapping[str, Any], texts: Mapping[str, str], forum: str, actor: str, party: str = "") -> str:
    """Put a recommendation and its first wording together. Its key.

    facts: number, meeting, level, theme, source, source_ref, binds, posts, due, proof and what that proof needs
    (`knowing.check_proof`). What is imported from before (source “earlier”) may leave open whom it binds, until when
    and how one will know. The forum numbers its own; what a party proposes there bears the party's code and the next of
    its numbers. Raises NotAllowed.
    """
    _owner(forum)
    proposes = speaker(forum, party) if forum else ""
    whole = _checked(dict(facts) | ({"number": proposal_number(forum, proposes)} if proposes else {}), forum)
    if not has_words(texts):
        raise NotAllowed("no_words")
    body = said("recommendation.put", Recommendation, whole, forum=forum, party=speaker(forum, party))
    # In the same entry: a recommendation without words would stand there after a power cut.
    body |= {"words": [body_of(RecommendationText, {"text": written(texts)})]}
    return say([("recommendation.put", body)], actor, forum)[0].key


@act
def word(key: str, texts: Mapping[str, str], why: str, actor: str, party: str = "") -> str:
    """Another version of its words, and why; the versions before stay. Raises NotAllowed."""
    here = _live(key)
    _owner(here.forum)
    if not has_words(texts):
        raise NotAllowed("no_words")
    if written(texts) == dict(here.texts):
        raise NotAllowed("same_words")
    if here.state == ADOPTED and not why.strip():
        raise NotAllowed("no_reason")
    facts = {"recommendation": key, "text": written(texts), "why": why.strip()}
    body = said("recommendation.worded", RecommendationText, facts, forum=here.forum, party=speaker(here.forum, party))
    return say([("recommendation.worded", body)], actor, here.forum)[0].key


@act
def adopt(key: str, on: date, meeting: str, actor: str, note: str = "") -> str:
    """The meeting adopts it: from that day it binds. Raises NotAllowed."""
    here = _may(key, What.ADOPTED)
    if not here.binds:
        raise NotAllowed("binds_nobody", number=here.number)
    if here.due is None and here.source != Source.EARLIER:
        raise NotAllowed("no_date", number=here.number)
    return _tell(here, What.ADOPTED, on, actor, meeting=meeting, note=note)


@act
def not_adopt(key: str, on: date, meeting: str, actor: str, note: str = "") -> str:
    """The meeting does not adopt it. Raises NotAllowed."""
    return _tell(_may(key, What.NOT_ADOPTED), What.NOT_ADOPTED, on, actor, meeting=meeting, note=note)


@act
def merge(keys: Sequence[str], into: str, on: date, actor: str, meeting: str = "", note: str = "") -> list[str]:
    """Merge some into another, all or none; each keeps its story and leads there. Raises NotAllowed."""
    target = _live(into)
    bodies = []
    for key in dict.fromkeys(keys):
        here = _leads(key, target, What.MERGED)
        bodies.append(_body(here, What.MERGED, on, meeting=meeting, into=into, note=note))
    if not bodies:
        raise NotAllowed("nothing_to_merge")
    return [one.key for one in say([("recommendation.told", body) for body in bodies], actor, target.forum)]


@act
def replace(key: str, by: str, on: date, actor: str, meeting: str = "", note: str = "") -> str:
    """Another takes its place; it keeps its story and leads there. Raises NotAllowed."""
    here = _leads(key, _live(by), What.REPLACED)
    return _tell(here, What.REPLACED, on, actor, meeting=meeting, into=by, note=note)


@act
def withdraw(key: str, on: date, note: str, actor: str, meeting: str = "") -> str:
    """Taken back, with the reason. Raises NotAllowed."""
    here = _may(key, What.WITHDRAWN)
    if not note.strip():
        raise NotAllowed("no_reason")
    return _tell(here, What.WITHDRAWN, on, actor, meeting=meeting, note=note)


@act
def close(key: str, on: date, note: str, actor: str, meeting: str = "") -> str:
    """Done with: the meeting found it kept, and says from what. Raises NotAllowed."""
    here = _may(key, What.CLOSED)
    if not note.strip():
        raise NotAllowed("no_reason")
    return _tell(here, What.CLOSED, on, actor, meeting=meeting, note=note)


@act
def extend(key: str, due: date, on: date, note: str, actor: str, meeting: str = "") -> str:
    """More time, until `due`, with the reason; the first date stays readable. Raises NotAllowed."""
    here = _may(key, What.EXTENDED)
    if due <= max(on, here.due or on):
        raise NotAllowed("not_later", due=max(on, here.due or on))
    if not note.strip():
        raise NotAllowed("no_reason")
    return _tell(here, What.EXTENDED, on, actor, meeting=meeting, due=due, note=note)


@act
def judge(key: str, verdict: str, as_of: date, why: str, meeting: str, actor: str, party: str = "") -> str:
    """How it stands in the eyes of a party, or of the forum itself, with the reason. Raises NotAllowed."""
    here = _known(key)
    if here.state not in {ADOPTED, "closed"}:
        raise NotAllowed("judged_before_adopted", number=here.number)
    if verdict not in Judgement.Verdict.values:
        raise NotAllowed("no_such_verdict")
    if not why.strip():
        raise NotAllowed("no_reason")
    if as_of > timezone.localdate():
        raise NotAllowed("not_yet_true")
    if here.adopted_on is not None and as_of < here.adopted_on:
        raise NotAllowed("before_adoption", on=here.adopted_on)
    speaks = speaker(here.forum, party)
    if here.forum and speaks in here.binds:
        raise NotAllowed("judges_itself")
    facts = {"recommendation": key, "verdict": verdict, "as_of": as_of, "why": why.strip(), "meeting": meeting}
    body = said("recommendation.judged", Judgement, facts, forum=here.forum, party=speaks)
    return say([("recommendation.judged", body)], actor, here.forum)[0].key


def proposal_number(forum: str, party: str) -> str:
    """The number of a party's next proposal: “NER-3”."""
    return f"{party[:12]}-{Recommendation.objects.filter(forum=forum, party=party).count() + 1}"


def next_number(forum: str, meeting: str) -> str:
    """A number that is free: after those put at the meeting, else after all of the forum. “2.4” after “2.3”, “8” after
    “7”; a meeting after one whose numbers began with 2 begins with “3.1”."""
    rows = list(Recommendation.objects.filter(forum=forum).values_list("meeting", "number", "source"))
    all_of_it = {number for _meeting, number, _source in rows}
    of_forum = [_counted(number) for _meeting, number, source in rows if source != Source.EARLIER]
    here = [_counted(number) for at, number, _source in rows if at == meeting and meeting]
    known = max(filter(None, here), default=()) or max(filter(None, of_forum), default=(0,))
    if known not in here and len(known) > 1:
        known = (known[0] + 1, 0)
    while (said := ".".join(map(str, known))) in all_of_it or known[-1] == 0:
        known = (*known[:-1], known[-1] + 1)
    return said


def _counted(number: str) -> tuple[int, ...]:
    """“2.1” -> (2, 1); empty where it does not count."""
    parts = number.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 5 for part in parts) else ()


def _owner(forum: str) -> None:
    """Raises NotAllowed where another machine owns the recommendations of this forum."""
    node = this_node()
    if forum and node.id != forum:
        raise NotAllowed("of_the_host_alone")
    if not forum and node.keys.parent is not None:
        raise NotAllowed("of_the_headquarters_alone")


def _checked(facts: dict[str, Any], forum: str) -> dict[str, Any]:
    facts["number"] = str(facts.get("number", "")).strip()
    facts["source"] = facts.get("source") or Source.MEETING.value
    facts.setdefault("meeting", "")
    if not forum and not facts.get("binds"):
        facts["binds"] = [own_party()]
    if not facts["number"] or len(facts["number"]) > LONGEST_NUMBER:
        raise NotAllowed("no_number_given")
    taken = Recommendation.objects.filter(forum=forum, number=facts["number"])
    if facts["source"] == Source.EARLIER:  # meetings before Jalon each began with 1
        taken = taken.filter(meeting=facts["meeting"])
    if taken.exists():
        raise NotAllowed("number_taken", number=facts["number"], next=next_number(forum, facts["meeting"]))
    _not_due_before(facts)
    if facts.get("level") not in Level.values:
        raise NotAllowed("no_level")
    if facts.get("theme") not in THEMES:
        raise NotAllowed("no_theme")
    if facts["source"] not in Source.values:
        raise NotAllowed("no_source")
    _members(facts.get("binds", ()), forum)
    for name in ("deliverable", "question", "answer"):
        facts[name] = written(facts.get(name) or {})
    if facts["source"] != Source.EARLIER:
        check_proof(facts)
    elif facts.get("indicator"):
        check_target(facts["indicator"], facts.get("baseline"), facts.get("target"))
    elif not facts.get("proof"):
        facts["proof"] = Recommendation.Proof.QUESTION.value
    return facts


def _not_due_before(facts: Mapping[str, Any]) -> None:
    """Raises NotAllowed where it would be due before the meeting that is to adopt it."""
    meeting = Meeting.objects.filter(key=facts["meeting"]).first() if facts["meeting"] else None
    due = facts.get("due")
    day = date.fromisoformat(due) if isinstance(due, str) and due else due
    if meeting is not None and day and day < meeting.starts:
        raise NotAllowed("due_before_the_meeting", due=day, starts=meeting.starts)


def _members(codes: Sequence[str], forum: str) -> None:
    """Raises NotAllowed where one of them sits in this forum no more, or never did."""
    if not forum:
        return
    last = {fact.code: fact.what for fact in in_order(PartyFact.objects.filter(forum=forum))}
    strange = [code for code in codes if last.get(code) in {None, PartyFact.What.LEFT}]
    if strange:
        raise NotAllowed("binds_a_stranger", codes=", ".join(strange))


def _known(key: str) -> Standing:
    try:
        return standing.one(key)
    except Recommendation.DoesNotExist as unknown:
        raise NotAllowed("no_such_recommendation") from unknown


def _live(key: str) -> Standing:
    here = _known(key)
    if here.state not in LIVE:
        raise NotAllowed("not_standing", number=here.number, state=here.state)
    return here


def _may(key: str, what: RecommendationFact.What) -> Standing:
    here = _known(key)
    _owner(here.forum)
    if here.state not in FROM[what]:
        raise NotAllowed("not_from_there", number=here.number, state=here.state)
    return here


def _leads(key: str, target: Standing, what: RecommendationFact.What) -> Standing:
    """The target stands, so it leads nowhere itself: that is why no chain of these ever comes back to its beginning."""
    here = _may(key, what)
    if here.key == target.key:
        raise NotAllowed("into_itself", number=here.number)
    if here.forum != target.forum:
        raise NotAllowed("of_another_forum")
    if here.state == ADOPTED and target.state != ADOPTED:
        raise NotAllowed("adopted_into_proposed", number=target.number)
    return here


def _body(here: Standing, what: RecommendationFact.What, on: date, **facts: Any) -> dict[str, Any]:
    if here.adopted_on is not None and on < here.adopted_on and what != What.ADOPTED:
        raise NotAllowed("before_adoption", on=here.adopted_on)
    whole = {"recommendation": here.key, "what": what.value, "on": on} | facts
    if on > timezone.localdate():
        raise NotAllowed("not_yet_true")
    if "note" in whole:
        whole["note"] = str(whole["note"]).strip()
    return dict(said("recommendation.told", RecommendationFact, whole, forum=here.forum, party=speaker(here.forum, "")))


def _tell(here: Standing, what: RecommendationFact.What, on: date, actor: str, **facts: Any) -> str:
    return say([("recommendation.told", _body(here, what, on, **facts))], actor, here.forum)[0].key
