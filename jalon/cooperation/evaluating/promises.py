"""Promises then and now: how each recommendation stood on both days, by whose word, on what evidence, and what stands
in its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from jalon.cooperation import challenges, measures, releasing, silence, stages, standing
from jalon.cooperation.entries import digest
from jalon.cooperation.evaluating.scope import Dates, Scope
from jalon.cooperation.releasing import Reported
from jalon.cooperation.saying import own_party
from jalon.cooperation.silence import Silence
from jalon.cooperation.standing import Standing

RANK = {"not_kept": 0, "not_reported": 0, "not_begun": 1, "blocked": 1, "under_way": 2, "done": 3, "kept": 4}
MOVED, BACK, STILL, NEW = "moved", "back", "still", "new"
FIRM = frozenset({"high", "medium"})  # confidences
ONCE_ADOPTED = frozenset({"adopted", "closed", "merged", "replaced", "withdrawn"})
Json = dict[str, Any]


def drawn(scope: Scope, dates: Dates, at: int, parties: Sequence[str]) -> list[Json]:
    """Each recommendation that was adopted by the last day, in the order of its number. `parties`: whom it is asked of
    where the scope names none."""
    then = {one.key: one for one in standing.standing(scope.forum, at, dates.since, late=False)}
    room = scope.forum if scope.for_others else None
    blocked = {one.key: one for one in challenges.standing(room, at, dates.until)}
    reader = releasing.A_STRANGER if scope.for_others else own_party()
    reports = releasing.by_recommendation(scope.forum, reader, at, dates.until)
    doing = _measures(scope, room, dates.until, at)
    # Among one's own nothing is ever released: of its reports others hear that they are there, and what they say is so.
    told = _that_it_is_so if scope.for_others and not scope.forum else _report
    mute = {(one.party, one.about): one for one in silence.silences(scope.forum, dates.until, at)}
    found = []
    for now in standing.standing(scope.forum, at, dates.until):
        if now.adopted_on is None or now.state not in ONCE_ADOPTED or not _asked(now, scope):
            continue
        whom = [code for code in (now.binds or tuple(parties)) if not scope.parties or code in scope.parties]
        found.append(_one(now, then.get(now.key), whom, dates, reports[now.key], mute, blocked, doing[now.key], told))
    return found


def _asked(one: Standing, scope: Scope) -> bool:
    return (
        (not scope.levels or one.level in scope.levels)
        and (not scope.themes or one.theme in scope.themes)
        and (not scope.parties or not one.binds or bool(set(one.binds) & set(scope.parties)))
    )


def _one(
    now: Standing,
    then: Standing | None,
    whom: Sequence[str],
    dates: Dates,
    reports: Sequence[Reported],
    mute: Mapping[tuple[str, str], Silence],
    blocked: Mapping[str, challenges.Stands],
    doing: Sequence[Json],
    told: Callable[[Reported | None], Json],
) -> Json:
    late = set(now.late_of) & set(whom) if now.binds else set(whom) if now.late else set()
    answers = [_answer(code, reports, dates, mute.get((code, now.key)), told, late=code in late) for code in whom]
    before = _stage(then, [one["then"]["state"] for one in answers]) if then and then.adopted_on else ""
    after = _stage(now, [one["now"]["state"] for one in answers])
    silent = [one["party"] for one in answers if one["silent"]]
    ways = {*now.blocked_by, *(one["now"]["challenge"] for one in answers)} - {""}
    rows = [*(one["now"]["key"] for one in answers), now.judgement.key if now.judgement else ""]
    return {
        "key": now.key,
        "number": now.number,
        "text": dict(now.texts),
        "level": now.level,
        "theme": now.theme,
        "meeting": now.adopted_at or now.meeting,
        "adopted": now.adopted_on.isoformat() if now.adopted_on else "",
        "binds": list(now.binds),
        "posts": list(now.posts),
        "due": _day(now.due),
        "first_due": _day(now.first_due),
        "state": now.state,
        "leads_to": now.leads_to,
        "proof": now.proof,
        "indicator": now.indicator,
        "baseline": now.baseline,
        "target": now.target,
        "deliverable": dict(now.deliverable),
        "question": dict(now.question),
        "answer": dict(now.answer),
        "then": before,
        "now": after,
        "moved": _moved(before, after),
        # Late as everywhere: of those whom it is asked of.
        "late": bool(late),
        "silent": silent,
        "judgement": _judgement(now),
        "judgement_then": _judgement(then) if then else None,
        "answers": answers,
        "measures": list(doing),
        "in_the_way": [_way(blocked[key]) for key in sorted(ways) if key in blocked],
        "entries": len([key for key in rows if key]),
        "keys": digest(sorted(key for key in rows if key)),
    }


def _stage(one: Standing | None, states: Sequence[str]) -> str:
    """How far it has come (see `stages`)."""
    if one is not None and one.state == "closed":
        return "kept"
    return stages.stage(one.judgement.verdict if one is not None and one.judgement else "", states)


def moved_by_figures(asked: Sequence[Json], figures: Sequence[Json]) -> None:
    """Let the figures that promises are known by say how those moved of which nobody said anything else: one that fell
    and none that rose is a step back. A weak figure moves nothing."""
    for one in asked:
        one["moved_by"] = "word"
        if one["moved"] in {STILL, NEW}:
            those = [row for row in figures if any(aim["recommendation"] == one["key"] for aim in row["targets"])]
            firm = [row for row in those if {row["then"]["confidence"], row["now"]["confidence"]} <= FIRM]
            ways = {row["moved"] for row in firm} & {"better", "worse"}
            if len(ways) == 1:
                one |= {"moved": BACK if ways == {"worse"} else MOVED, "moved_by": "figure"}


def _moved(before: str, after: str) -> str:
    """What was adopted within the period began there: that it was adopted is no movement, nor is it standing still."""
    if not before:
        return MOVED if RANK[after] > RANK["not_begun"] else NEW
    return MOVED if RANK[after] > RANK[before] else BACK if RANK[after] < RANK[before] else STILL


def _answer(
    code: str,
    reports: Sequence[Reported],
    dates: Dates,
    mute: Silence | None,
    told: Callable[[Reported | None], Json],
    *,
    late: bool,
) -> Json:
    """What one party says of itself on both days. Silent: it owes a word whose day has passed."""
    heard = [row for row in reports if row.party == code and dates.since < row.as_of <= dates.until]
    return {
        "party": code,
        "late": late,
        "then": told(stages.last_word(reports, code, dates.since)),
        "now": told(stages.last_word(reports, code, dates.until)),
        "reports": len(heard),
        "silent": mute is not None,
        "nothing_since": mute.nothing_since.isoformat() if mute else "",
    }


def _report(row: Reported | None) -> Json:
    """A report; of one that its state holds back, that there is one and of which day."""
    if row is None or row.progress is None:
        state, key, day = ("held", row.key, row.as_of.isoformat()) if row else ("not_reported", "", "")
        return {"state": state, "key": key, "as_of": day, "challenge": "", "text": {}, "evidence": []}
    said = row.progress
    return {
        "state": said.state,
        "key": row.key,
        "as_of": row.as_of.isoformat(),
        "text": dict(said.text),
        "answer": said.answer,
        "value": said.value,
        "challenge": said.challenge,
        "signatory": said.signatory,
        "evidence": [
            {
                "kind": one.kind,
                "title": one.title,
                "name": one.name,
                "file": one.file,
                "on": _day(one.on),
                "visitor": one.visitor,
                "figure": dict(one.figure),
            }
            for one in row.evidence
        ],
    }


def _that_it_is_so(row: Reported | None) -> Json:
    """How a report says that things stand, and what kind of thing it leans on; none of its words, values, figures."""
    said = _report(row)
    leans = [{"kind": one["kind"], "on": one["on"], "visitor": one["visitor"]} for one in said["evidence"]]
    nothing: Json = {"title": "", "name": "", "file": "", "figure": {}}
    hidden: Json = {"key": "", "text": {}, "answer": "", "value": None, "signatory": ""}
    return said | hidden | {"evidence": [one | nothing for one in leans]}


def _judgement(one: Standing) -> Json | None:
    word = one.judgement
    if word is None:
        return None
    return {
        "key": word.key,
        "verdict": word.verdict,
        "party": word.party,
        "as_of": word.as_of.isoformat(),
        "why": word.why,
        "meeting": word.meeting,
    }


def _measures(scope: Scope, room: str | None, day: date, at: int) -> dict[str, list[Json]]:
    """By recommendation, the measures of a forum (None: of all that stand here) as they stand on a day in the register,
    with what was amended since they were planned; of the parties that are asked about alone."""
    found: dict[str, list[Json]] = defaultdict(list)
    for one in sorted(measures.measures(room, at, day), key=lambda one: (one.position, one.key)):
        if scope.parties and one.owner not in scope.parties:
            continue
        found[one.recommendation].append(
            {
                "key": one.key,
                "title": dict(one.title),
                "owner": one.owner,
                "level": one.level,
                "partner": one.partner,
                "state": str(one.state),
                "since": _day(one.since or one.starts),
                "ends": _day(one.ends),
                "late": one.late,
            }
        )
    return found


def _way(one: challenges.Stands) -> Json:
    return {"key": one.key, "title": dict(one.title), "overcome": one.overcome}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
