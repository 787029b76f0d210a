"""Promises summed up: together, by party, by level, by theme. Orders are those of codes: nobody is ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jalon.cooperation.evaluating.promises import BACK, MOVED, STILL
from jalon.cooperation.models import Level
from jalon.cooperation.stages import STAGES
from jalon.cooperation.themes import THEMES

Json = dict[str, Any]
# How owners say that they stand; a report that is held back says nothing here.
STATES = {
    "done": {"done"},
    "under_way": {"under_way"},
    "blocked": {"blocked"},
    "not_begun": {"not_begun"},
    "not_reported": {"not_reported", "held", ""},
}


def summed(rows: Sequence[Mapping[str, Any]]) -> Json:
    """How many stand where, how many moved, are late, are met with silence, have something in their way."""
    return {
        "all": len(rows),
        "stages": {stage: sum(1 for one in rows if one["now"] == stage) for stage in STAGES},
        "stages_then": {stage: sum(1 for one in rows if one["then"] == stage) for stage in STAGES},
        MOVED: _count(rows, lambda one: one["moved"] == MOVED),
        STILL: _count(rows, lambda one: one["moved"] == STILL),
        BACK: _count(rows, lambda one: one["moved"] == BACK),
        "late": _count(rows, lambda one: one["late"]),
        "silent": _count(rows, lambda one: one["silent"]),
        "judged": _count(rows, lambda one: one["judgement"]),
        "in_the_way": _count(rows, lambda one: any(not way["overcome"] for way in one["in_the_way"])),
        "measures": _measures(rows),
    }


def by_level(rows: Sequence[Mapping[str, Any]]) -> list[Json]:
    return _by(rows, "level", Level.values)


def by_theme(rows: Sequence[Mapping[str, Any]]) -> list[Json]:
    return _by(rows, "theme", list(THEMES))


def by_party(rows: Sequence[Mapping[str, Any]], codes: Iterable[str]) -> list[Json]:
    """What each party says of what it is bound by, in the order of codes."""
    found = []
    for code in sorted(codes):
        answers = [(one, answer) for one in rows for answer in one["answers"] if answer["party"] == code]
        found.append(
            {
                "party": code,
                "all": len(answers),
                "states": {
                    state: sum(1 for _one, answer in answers if answer["now"]["state"] in states)
                    for state, states in STATES.items()
                },
                "late": sum(1 for _one, answer in answers if answer["late"]),
                "silent": sum(1 for _one, answer in answers if answer["silent"]),
                "reports": sum(answer["reports"] for _one, answer in answers),
                "with_evidence": sum(1 for _one, answer in answers if answer["now"]["evidence"]),
                "measures": _measures(rows, code),
            }
        )
    return found


def _by(rows: Sequence[Mapping[str, Any]], name: str, order: Sequence[str]) -> list[Json]:
    there = [code for code in order if any(one[name] == code for one in rows)]
    there += sorted({one[name] for one in rows} - set(order))
    return [{name: code, **summed([one for one in rows if one[name] == code])} for code in there]


def _count(rows: Iterable[Mapping[str, Any]], asks: Callable[[Mapping[str, Any]], Any]) -> int:
    return sum(1 for one in rows if asks(one))


def _measures(rows: Iterable[Mapping[str, Any]], owner: str = "") -> Json:
    all_of = [measure for one in rows for measure in one["measures"] if not owner or measure["owner"] == owner]
    states = {
        state: sum(1 for one in all_of if one["state"] == state)
        for state in ("planned", "under_way", "done", "stopped")
    }
    return states | {"all": len(all_of), "late": sum(1 for one in all_of if one["late"])}
