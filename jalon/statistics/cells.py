"""What one traveller, tally, card or herd adds to the counts: pure functions of its rows.

A cell is (day, post, direction, dimension, value), the day in ISO form; what is added is a number. A traveller whose
record was cancelled adds nothing but that.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from jalon.counting.what import PERSONS
from jalon.crossings import times
from jalon.crossings.inspection import age_on
from jalon.statistics.dimensions import NOT_ASKED, NOT_KNOWN, age_group
from jalon.statistics.durations import step_of

Cell = tuple[str, str, str, str, str]
Cells = Counter[Cell]
LONGEST_VALUE = 64


@dataclass(slots=True)
class Passage:
    """The rows of one traveller; `seen`, `corrections` and each decision's `kept` are what entries say, in clear."""

    post: str
    direction: str
    state: str
    document_type: str
    passed_at: int
    at: int
    late: bool
    seen: Mapping[str, Any]
    corrections: Sequence[Mapping[str, Any]] = ()  # in the order of their arrival
    decisions: Sequence[Made] = ()  # the same
    taken: Sequence[At] = ()
    confirmations: Sequence[At] = ()
    received: Sequence[At] = ()


@dataclass(slots=True)
class Made:
    """A decision."""

    key: str
    at: int
    position: int
    outcome: str
    line: int
    transport: str
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class At:
    """Something that followed, and which decision it concerns."""

    at: int
    decision: str = ""
    received_at: int = 0


def of_passage(one: Passage, zone: tzinfo) -> Cells:
    """What a traveller named at the desk adds. Nothing where the direction is beyond this node."""
    if one.direction not in {"entry", "exit"}:
        return Counter()
    moment = datetime.fromtimestamp(one.passed_at / 1000, zone)
    place = (moment.date().isoformat(), one.post, one.direction)
    if one.state == "cancelled":
        reason = next((said["reason"] for said in reversed(one.corrections) if "changes" not in said), NOT_KNOWN)
        return Counter({(*place, "cancelled", reason): 1})
    fields = as_corrected(one)
    sex = fields.get("sex") or NOT_KNOWN
    age = age_group(age_on(fields.get("birth_date"), moment.date()))
    values = {
        "nationality": fields.get("nationality") or NOT_KNOWN,
        "sex": sex,
        "age": age,
        "sex_age": f"{sex}.{age}",
        "document": one.document_type or NOT_KNOWN,
        "transport": next((made.transport for made in reversed(one.decisions) if made.transport), NOT_KNOWN),
        "purpose": _purpose(one),
        "outcome": one.state,
        "hour": f"{moment.hour:02d}",
    }
    if one.late:
        values["late"] = "1"
    if any(made.outcome == "referred" for made in one.decisions):
        values["second_line"] = "1"
    if one.state == "refused":
        values["refusal"] = one.decisions[-1].kept.get("reason") or NOT_KNOWN if one.decisions else NOT_KNOWN
    found: Cells = Counter({(*place, name, value[:LONGEST_VALUE]): 1 for name, value in values.items()})
    for value in hits(one):
        found[(*place, "hit", value[:LONGEST_VALUE])] += 1
    if not one.late:
        case: Any = times.Case(one, one.decisions, one.taken, one.confirmations, one.received)  # type: ignore[arg-type]
        for step, took in times.durations(case).items():
            found[(*place, f"time.{step}", step_of(took))] += 1
    return found


def as_corrected(one: Passage) -> dict[str, Any]:
    """The particulars, with every correction in order."""
    fields = dict(one.seen.get("fields") or {})
    for said in one.corrections:
        fields |= {name: after for name, (_, after) in said.get("changes", {}).items()}
    return fields


def hits(one: Passage) -> list[str]:
    """Of each possible match, what came of it and the list: "refused:national". Corrected particulars were looked up
    again, and what was found then counts."""
    again = next((said["hits"] for said in reversed(one.corrections) if "hits" in said), None)
    found = list(again if again is not None else one.seen.get("hits") or [])
    verdicts = list(one.decisions[-1].kept.get("verdicts") or []) if one.decisions and again is None else []
    if len(verdicts) != len(found):
        verdicts = [""] * len(found)
    return [f"{_of_hit(one.state, verdict)}:{hit['list']}" for hit, verdict in zip(found, verdicts, strict=True)]


def _of_hit(state: str, verdict: str) -> str:
    if state in {"open", "referred"}:
        return "waiting"
    return verdict if state == "admitted" and verdict else state


def _purpose(one: Passage) -> str:
    for made in reversed(one.decisions):
        purpose = (made.kept.get("journey") or {}).get("purpose")
        if purpose:
            return str(purpose)
    return NOT_ASKED


def of_tally(strokes: Iterable[Sequence[Any]], at: int, post: str, zone: tzinfo) -> Cells:
    """What strokes of the keypad add: neighbours who are counted and not named, and vehicles."""
    day = datetime.fromtimestamp(at / 1000, zone).date().isoformat()
    found: Cells = Counter()
    for direction, means, what, number in strokes:
        place = (day, post, direction)
        if what in PERSONS:
            found[(*place, "counted", what)] += number
            found[(*place, "counted_means", means)] += number
        else:
            found[(*place, "vehicle", what)] += number
    return found


def of_card(direction: str, transport: str, at: int, post: str, zone: tzinfo) -> Cells:
    """What a resident's card that was shown adds."""
    day = datetime.fromtimestamp(at / 1000, zone).date().isoformat()
    return Counter({(day, post, direction, "card", transport or NOT_KNOWN): 1})


def of_herd(direction: str, state: str, counted: Mapping[str, int], at: int, post: str, zone: tzinfo) -> Cells:
    """What a herd adds; its animals once it has passed."""
    day = datetime.fromtimestamp(at / 1000, zone).date().isoformat()
    found: Cells = Counter({(day, post, direction, "herd", state): 1})
    if state == "passed":
        for species, number in counted.items():
            found[(day, post, direction, "animal", species)] += number
    return found


def packed(cells: Mapping[Cell, int]) -> str:
    """Cells as text: {day post direction: {dimension: {value: number}}}."""
    places: dict[str, dict[str, dict[str, int]]] = {}
    for (day, post, direction, dimension, value), number in cells.items():
        if number:
            places.setdefault(f"{day} {post} {direction}", {}).setdefault(dimension, {})[value] = number
    return json.dumps(places, separators=(",", ":"), ensure_ascii=False)


def unpacked(text: str) -> Cells:
    """What `packed` wrote."""
    found: Cells = Counter()
    for place, dimensions in json.loads(text).items():
        day, post, direction = place.split(" ")
        for dimension, values in dimensions.items():
            for value, number in values.items():
                found[(day, post, direction, dimension, value)] = number
    return found
