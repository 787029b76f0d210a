"""What a body must look like before rows are made of it. A node whose keys were taken writes what it likes, and what
follows the tables (the matching, the counts, the alerts) reads these values long after the entry was passed.

Only what a follower would stumble over is asked for: a desk of tomorrow may say more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from jalon.crossings.inspection import FIELDS
from jalon.crossings.journey import DIRECTIONS
from jalon.journal.opening import LAST_TIME

MOST_COUNTED = 1_000_000
MOST_LINES = 100_000  # on one sheet
BIRTH = re.compile(r"[0-9]{1,4}(-[0-9]{1,2}){0,2}")  # or the part of it that a document says
OF_A_HIT = {"list", "listing", "kind", "action", "shows", "algorithm"}


def inspected(body: Mapping[str, Any]) -> None:
    """Raises ValueError where an inspection is none."""
    _fields(body["fields"])
    _hits(body["hits"])
    for name in ("problems", "lists", "not_checked"):
        _list_of_dicts(name, body.get(name, []))
    for one in body.get("lists", []):
        text("list", one["list"])
        number("edition", one["edition"], 0, 2**31 - 1)
    text("source", body["source"])
    text("regime", body.get("regime", ""))
    late = _dict("late", body.get("late", {}))
    if late:
        moment("passed_at", late["passed_at"])
        number("line", late.get("line", 0), 0, MOST_LINES)
        text("sheet", late.get("sheet", ""))


def decided(body: Mapping[str, Any]) -> None:
    """Raises ValueError where a decision is none."""
    journey = _dict("journey", body.get("journey") or {})
    for name in ("plate", "purpose", "direction"):
        text_or_nothing(name, journey.get(name))
    text_or_nothing("reason", body.get("reason"))
    text_or_nothing("regime", body.get("regime"))
    for one in _list("verdicts", body.get("verdicts") or []):
        text_or_nothing("verdict", one)
    if until := _dict("stay", body.get("stay") or {}).get("to"):
        date.fromisoformat(until)


def corrected(body: Mapping[str, Any]) -> None:
    """Raises ValueError where a correction, or a cancelling, is none."""
    changes = _dict("changes", body.get("changes", {}))
    for before, after in changes.values():
        text_or_nothing("before", before)
        text_or_nothing("after", after)
    _fields({name: after for name, (_, after) in changes.items()})
    _hits(body.get("hits", []))
    text("reason", body["reason"])


def strokes(counted: Any) -> None:
    """[[direction, means, what, how many]]; what was taken back is negative."""
    for one in _list("strokes", counted):
        if not isinstance(one, list) or len(one) != 4:
            raise ValueError("a stroke says which way, by what, who and how many")
        direction(one[0])
        text("means", one[1])
        text("what", one[2])
        number("how many", one[3], -MOST_COUNTED, MOST_COUNTED)


def animals(counted: Any) -> None:
    """{species: how many}."""
    for how_many in _dict("counted", counted).values():
        number("how many", how_many, 0, MOST_COUNTED)


def direction(value: Any) -> None:
    if not isinstance(value, str) or value not in DIRECTIONS:
        raise ValueError("neither entry nor exit")


def moment(name: str, value: Any) -> None:
    """A time in ms since 1970, of this century."""
    number(name, value, 0, LAST_TIME)


def number(name: str, value: Any, least: int, most: int) -> None:
    # True is an int to Python, and is none to a reader of figures.
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"{name} is no whole number from {least} to {most}")


def text(name: str, value: Any) -> None:
    if not isinstance(value, str) or "\0" in value:  # PostgreSQL keeps no text with a zero in it
        raise ValueError(f"{name} is no text")


def text_or_nothing(name: str, value: Any) -> None:
    if value is not None:
        text(name, value)


def _fields(fields: Any) -> None:
    said = _dict("fields", fields)
    for name in FIELDS:
        text_or_nothing(name, said.get(name))
    if said.get("birth_date") and not BIRTH.fullmatch(said["birth_date"]):
        raise ValueError("birth_date is no day")


def _hits(hits: Any) -> None:
    """A released payload may say less of a hit than the desk does today, but never something else."""
    for hit in _list_of_dicts("hits", hits):
        for name in {"action"} | (hit.keys() & OF_A_HIT):
            text(name, hit[name])
        number("edition", hit.get("edition", 0), 0, 2**31 - 1)
        score = hit.get("score", 0)
        if type(score) not in (int, float) or not math.isfinite(score):
            raise ValueError("score is no number")
        _list_of_dicts("reasons", hit.get("reasons", []))
        if "facts" in hit:
            text("title", _dict("facts", hit["facts"])["title"])


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{name} is no list")
    return value


def _list_of_dicts(name: str, value: Any) -> list[Any]:
    if not all(isinstance(one, dict) for one in _list(name, value)):
        raise ValueError(f"{name} is no list of facts")
    return list(value)


def _dict(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not said by name")
    return value
