"""A small border to tell stories on: machines at posts, and the rows that their entries would have made."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from jalon.crossings.models import Decision, Group, Inspection
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.journal.shiftkey import CLEAR
from jalon.posts import declaration
from jalon.sync.models import Contact

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
NOON = int(datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp() * 1000)  # a Wednesday; Bamako keeps this time
GOGUI, NIORO, AYOROU = "a" * 16, "b" * 16, "c" * 16
PLACES = {GOGUI: "ML-GOG", NIORO: "ML-KAY", AYOROU: "NE-AYO"}
_position = count(1_000_000)  # beyond the entries of the node under test


def place(code: str, name: str, latitude: float | None, longitude: float | None) -> None:
    facts = {"name": name, "country": "NER" if code.startswith("NE") else "MLI", "neighbour": "MRT"}
    declaration.declare(code, facts | {"latitude": latitude, "longitude": longitude}, "issa")


def enrol(node: str, post: str, at: int = NOON - 90 * DAY, **facts: Any) -> EnrolledNode:
    keys = {"signing": "0" * 64, "sealing": "0" * 64, "recall": "0" * 64}
    said = {"enrolled": f"{node}.e.1", "enrolled_by": "issa", "enrolled_at": at, **keys, **facts}
    return EnrolledNode.objects.create(id=node, post=post, **said)


def call(node: str, at: int, ahead: tuple[int, int] | None = (-1000, 1000), **facts: Any) -> None:
    """The machine calls. `ahead`: how far its clock stands before ours, at least and at most, ms."""
    least, most = ahead or (None, None)
    Contact.objects.update_or_create(node=node, defaults={"at": at, "ahead_least": least, "ahead_most": most, **facts})


def kept(value: Any) -> bytes:
    return this_node().shift_keys.put_away_value(value, CLEAR)


def see(node: str, at: int, number: str = "B1234567", state: str = "MLI", **facts: Any) -> Inspection:
    """A traveller stands at a post and shows a document."""
    position = next(_position)
    body = {"fields": {"document_number": number, "issuing_state": state, "surname": "TRAORE"}}
    if facts.get("late"):
        body["late"] = {"known": facts.pop("known", "hour")}
    said = {
        "shift": f"{node}.e.1",
        "officer": "amina",
        "at": at,
        "passed_at": facts.pop("passed_at", at),
        "position": position,
        "direction": "entry",
        "document_type": "passport",
        "level": "clear",
        "hits": 0,
        "token": "seen" if number else "",
        "kept": kept(body),
    }
    return Inspection.objects.create(key=f"{node}.e.{position}", **{**said, **facts})


def decide(inspection: Inspection, at: int, outcome: str = "admitted", line: int = 1, **said: Any) -> Decision:
    position = next(_position)
    facts = {"shift": inspection.shift, "officer": "bakary", "at": at, "position": position, "outcome": outcome}
    key = f"{inspection.key[:16]}.e.{position}"
    transport = said.pop("transport", "")
    return Decision.objects.create(
        key=key, inspection=inspection.key, line=line, transport=transport, kept=kept(said), **facts
    )


def drive_up(node: str, at: int, plate: str) -> Group:
    position = next(_position)
    facts = {
        "shift": f"{node}.e.1",
        "officer": "amina",
        "direction": "entry",
        "kind": "bus",
        "kept": kept({"plate": plate}),
    }
    return Group.objects.create(key=f"{node}.e.{position}", opened_at=at, position=position, **facts)
