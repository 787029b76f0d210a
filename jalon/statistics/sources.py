"""What entries that were passed speak of, and what that adds to the counts now: a few questions a batch, no decrypting.

A source is the first entry of a traveller, a tally, a card passage or a herd; it is known by its arrival position.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from jalon.counting.models import CardPassage, Herd, HerdStep, Tally
from jalon.crossings.models import Confirmation, Correction, Decision, Inspection, Received, Shift, TakenOver
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.statistics import cells
from jalon.statistics.cells import At, Cells, Made, Passage

Keys = Sequence[str]
AT_ONCE = 2_000  # keys in one question


def _themselves(keys: Keys) -> set[str]:
    return set(keys)


def _of_case(model: Any) -> Callable[[Keys], set[str]]:
    def inspections(keys: Keys) -> set[str]:
        return {
            one
            for some in _cut(keys)
            for one in model.objects.filter(key__in=among(some)).values_list("inspection", flat=True)
        }

    return inspections


def _confirmed(keys: Keys) -> set[str]:
    decisions = [
        one
        for some in _cut(keys)
        for one in Confirmation.objects.filter(key__in=among(some)).values_list("decision", flat=True)
    ]
    return _of_case(Decision)(decisions)


def _by_place(model: Any, column: str) -> Callable[[Keys], set[str]]:
    """Rows of a node whose entry changed another row that it does not name in a column: those of `column` set."""

    def rows(keys: Keys) -> set[str]:
        found: set[str] = set()
        for node in {key.split(".")[0] for key in keys}:
            ours = {"key__gte": f"{node}.", "key__lt": f"{node}/", f"{column}__isnull": False}
            found.update(model.objects.filter(**ours).values_list("key", flat=True))
        return found

    return rows


def _of_herd(keys: Keys) -> set[str]:
    return {
        one
        for some in _cut(keys)
        for one in HerdStep.objects.filter(key__in=among(some)).values_list("herd", flat=True)
    }


# Which table a verb's entry speaks of, and the rows of it that it touched.
PASSAGES, TALLIES, CARDS, HERDS = "passages", "tallies", "cards", "herds"
VERBS: dict[str, tuple[str, Callable[[Keys], set[str]]]] = {
    "crossing.inspected": (PASSAGES, _themselves),
    "crossing.decided": (PASSAGES, _of_case(Decision)),
    "crossing.confirmed": (PASSAGES, _confirmed),
    "crossing.corrected": (PASSAGES, _of_case(Correction)),
    "crossing.cancelled": (PASSAGES, _of_case(Correction)),
    "case.taken_over": (PASSAGES, _of_case(TakenOver)),
    "crossing.received": (PASSAGES, _of_case(Received)),
    "count.tallied": (TALLIES, _themselves),
    "count.withdrawn": (TALLIES, _by_place(Tally, "withdrawn_at")),
    "card.shown": (CARDS, _themselves),
    "card.taken_back": (CARDS, _by_place(CardPassage, "taken_back_at")),
    "certificate.opened": (HERDS, _themselves),
    "certificate.counted": (HERDS, _of_herd),
    "certificate.decided": (HERDS, _of_herd),
}


def touched(entries: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """The rows, by table, that entries (key, verb) speak of."""
    by_verb: dict[str, list[str]] = defaultdict(list)
    for key, verb in entries:
        if verb in VERBS:
            by_verb[verb].append(key)
    found: dict[str, set[str]] = defaultdict(set)
    for verb, keys in by_verb.items():
        table, rows = VERBS[verb]
        found[table] |= rows(keys)
    return found


def contributions(rows: dict[str, set[str]], zone: tzinfo) -> dict[int, Cells]:
    """What each of these rows adds now, by the arrival position of its first entry."""
    places = Places()
    found: dict[int, Cells] = {}
    for some in _cut(sorted(rows.get(PASSAGES, ()))):
        found |= _passages(some, zone, places)
    for some in _cut(sorted(rows.get(TALLIES, ()))):
        found |= _tallies(some, zone, places)
    for some in _cut(sorted(rows.get(CARDS, ()))):
        found |= _cards(some, zone, places)
    for some in _cut(sorted(rows.get(HERDS, ()))):
        found |= _herds(some, zone, places)
    return found


class Places:
    """The post of a row: of the machine that was enrolled for it; of a machine that was not, its shift's."""

    def __init__(self) -> None:
        self.of_node = dict(EnrolledNode.objects.values_list("id", "post"))
        self.of_shift: dict[str, str] = {}

    def learn(self, shifts: Iterable[str]) -> None:
        unknown = [key for key in set(shifts) - self.of_shift.keys() if key.split(".")[0] not in self.of_node]
        for some in _cut(unknown):
            self.of_shift |= dict(Shift.objects.filter(key__in=among(some)).values_list("key", "post"))

    def of(self, key: str, shift: str) -> str:
        return self.of_node.get(key.split(".")[0]) or self.of_shift.get(shift) or this_node().keys.post


def _passages(keys: Keys, zone: tzinfo, places: Places) -> dict[int, Cells]:
    clear = this_node().shift_keys.take_out_value
    columns = ("key", "shift", "position", "direction", "state", "document_type", "passed_at", "at", "late", "kept")
    inspections = list(Inspection.objects.filter(key__in=among(keys)).values_list(*columns))
    places.learn(row[1] for row in inspections)
    decisions: dict[str, list[Made]] = defaultdict(list)
    case_of: dict[str, str] = {}
    made = Decision.objects.filter(inspection__in=among(keys)).order_by("position")
    facts = made.values_list("inspection", "key", "at", "position", "outcome", "line", "transport", "kept")
    for inspection, decision, *said, kept in facts:
        one_made: Any = (decision, *said, clear(kept) or {})
        decisions[inspection].append(Made(*one_made))
        case_of[str(decision)] = inspection
    corrections: dict[str, list[Any]] = defaultdict(list)
    for inspection, kept in (
        Correction.objects.filter(inspection__in=among(keys)).order_by("position").values_list("inspection", "kept")
    ):
        corrections[inspection].append(clear(kept) or {})
    taken: dict[str, list[At]] = defaultdict(list)
    for inspection, at in TakenOver.objects.filter(inspection__in=among(keys)).values_list("inspection", "at"):
        taken[inspection].append(At(at))
    received: dict[str, list[At]] = defaultdict(list)
    for inspection, decision, at, received_at in Received.objects.filter(inspection__in=among(keys)).values_list(
        "inspection", "decision", "at", "received_at"
    ):
        received[inspection].append(At(at, decision, received_at))
    confirmations: dict[str, list[At]] = defaultdict(list)
    for some in _cut([key for key, inspection in case_of.items()]):
        for decision, at in Confirmation.objects.filter(decision__in=among(some)).values_list("decision", "at"):
            confirmations[case_of[decision]].append(At(at, decision))
    found: dict[int, Cells] = {}
    for key, shift, position, direction, state, document, passed_at, at, late, kept in inspections:
        seen = clear(kept) if kept else None
        if seen is None:
            continue  # erased, or beyond this node: what it was is not known any more
        one = Passage(places.of(key, shift), direction, state, document, passed_at, at, late, seen)
        one.decisions, one.corrections, one.taken = decisions[key], corrections[key], taken[key]
        one.confirmations, one.received = confirmations[key], received[key]
        found[position] = cells.of_passage(one, zone)
    return found


def _tallies(keys: Keys, zone: tzinfo, places: Places) -> dict[int, Cells]:
    rows = list(Tally.objects.filter(key__in=among(keys)))
    places.learn(row.shift for row in rows)
    return {
        row.position: Cells()
        if row.withdrawn_at is not None
        else cells.of_tally(row.strokes, row.passed_from, places.of(row.key, row.shift), zone)
        for row in rows
    }


def _cards(keys: Keys, zone: tzinfo, places: Places) -> dict[int, Cells]:
    rows = list(CardPassage.objects.filter(key__in=among(keys)))
    places.learn(row.shift for row in rows)
    return {
        row.position: Cells()
        if row.taken_back_at is not None
        else cells.of_card(row.direction, row.transport, row.at, places.of(row.key, row.shift), zone)
        for row in rows
    }


def _herds(keys: Keys, zone: tzinfo, places: Places) -> dict[int, Cells]:
    clear = this_node().shift_keys.take_out_value
    rows = list(Herd.objects.filter(key__in=among(keys)))
    places.learn(row.shift for row in rows)
    counted = {row.key: (clear(row.kept) or {}).get("counted", {}) for row in rows}
    for herd, kept in (
        HerdStep.objects.filter(herd__in=among(keys), kind="counted").order_by("position").values_list("herd", "kept")
    ):
        counted[herd] = (clear(kept) or {}).get("counted", {})
    return {
        row.position: cells.of_herd(
            row.direction, row.state, counted[row.key], row.at, places.of(row.key, row.shift), zone
        )
        for row in rows
    }


def among(keys: Sequence[Any]) -> Any:
    """Many keys as one parameter: thousands of them one by one cost more to write down than to look up."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT json_array_elements_text(%s::json)", [json.dumps(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])


def _cut(keys: Iterable[str]) -> Iterable[list[str]]:
    keys = list(keys)
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
