"""The figures of a shift, each saying what it is: counted and not named, recognised by card, named. Herds, vehicles."""

from __future__ import annotations

from collections import Counter
from typing import Any

from jalon.counting.herds import as_it_stands
from jalon.counting.models import CardPassage, ClosedCounts, Herd, Tally
from jalon.counting.what import HERD_OUTCOMES, PERSONS, VEHICLES
from jalon.crossings import shift as shifts
from jalon.crossings.models import Shift
from jalon.journal.node import this_node
from jalon.journal.shiftkey import CLEAR

Rows = list[list[Any]]


def of_shift(shift: Shift) -> dict[str, Any]:
    """What a shift counted; frozen once it was closed. Nothing in it names anybody.

    counted, card, named: {entry, exit}, three kinds that are never summed in silence. counted has rows [direction,
    means, what, number], taken_back and late (how many of them came from paper); card has rows [direction, means,
    number], taken_back and not_screened. vehicles: rows [direction, what, number]. herds: each outcome with its
    number, and animals [direction, species, announced, counted] of those that passed.
    """
    frozen = ClosedCounts.objects.filter(shift=shift.key).order_by("-position").values_list("figures", flat=True)
    before = frozen.first() or {}
    named = shifts.summary(shift)
    figures = before if shift.closed_at is not None and before else live(shift, before)
    return figures | {"named": {way: named.get(way, 0) for way in ("entry", "exit")}}


def live(shift: Shift, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """The figures as they stand now. `before`: those of a closing that was begun and interrupted, whose cards and
    herds left the tables then."""
    before = before or {}
    return {
        **_tallied(shift),
        "card": _cards(shift, before.get("card", {})),
        "herds": _herds(shift, before.get("herds", {})),
    }


def anything(figures: dict[str, Any]) -> bool:
    """Whether a shift counted anything at all."""
    herds = any(figures["herds"][outcome] for outcome in HERD_OUTCOMES)
    card = figures["card"]
    return bool(figures["counted"]["rows"] or figures["vehicles"] or card["rows"] or card["taken_back"] or herds)


def _tallied(shift: Shift) -> dict[str, Any]:
    there: Counter[tuple[str, ...]] = Counter()
    taken_back = late = 0
    for row in Tally.objects.filter(shift=shift.key, withdrawn_at=None):
        for direction, means, what, number in row.strokes:
            there[(direction, means, what)] += number
            taken_back += -number if number < 0 else 0
            late += number if row.late and what in PERSONS else 0
    persons = [[*cell, number] for cell, number in sorted(there.items()) if cell[2] in PERSONS and number]
    vehicles = [[cell[0], cell[2], number] for cell, number in sorted(there.items()) if cell[2] in VEHICLES and number]
    return {
        "counted": {**_ways(persons), "rows": persons, "taken_back": taken_back, "late": late},
        "vehicles": vehicles,
    }


def _cards(shift: Shift, before: dict[str, Any]) -> dict[str, Any]:
    there: Counter[tuple[str, ...]] = Counter({(way, means): n for way, means, n in before.get("rows", [])})
    taken_back, not_screened = before.get("taken_back", 0), before.get("not_screened", 0)
    for row in CardPassage.objects.filter(shift=shift.key):
        if row.taken_back_at is not None:
            taken_back += 1
            continue
        there[(row.direction, row.transport)] += 1
        not_screened += not row.screened
    rows = [[*cell, number] for cell, number in sorted(there.items())]
    return {**_ways(rows), "rows": rows, "taken_back": taken_back, "not_screened": not_screened}


def _herds(shift: Shift, before: dict[str, Any]) -> dict[str, Any]:
    outcomes = Counter({one: before.get(one, 0) for one in HERD_OUTCOMES if one in {"passed", "turned_back"}})
    animals: Counter[tuple[str, str, str]] = Counter()
    for way, species, announced, counted in before.get("animals", []):
        animals[(way, species, "announced")] += announced
        animals[(way, species, "counted")] += counted
    for herd in under(shift):
        outcomes[herd.state] += 1
        said = as_it_stands(herd)
        if herd.state != "passed" or said is None:
            continue
        for which in ("announced", "counted"):
            for species, number in said[which].items():
                animals[(herd.direction, species, which)] += number
    kinds = sorted({cell[:2] for cell in animals})
    rows = [[*cell, animals[(*cell, "announced")], animals[(*cell, "counted")]] for cell in kinds]
    return {**{outcome: outcomes[outcome] for outcome in HERD_OUTCOMES}, "animals": rows}


def under(shift: Shift) -> list[Herd]:
    """The herds that stand under a shift's key: its own, and those left to it. At a headquarters, those it saw."""
    keys = this_node().keys.is_headquarters
    rows = Herd.objects.order_by("position")
    return [row for row in rows if (row.shift == shift.key if keys or _clear(row) else _of_key(row, shift))]


def _clear(herd: Herd) -> bool:
    return bytes(herd.kept)[:8] == CLEAR


def _of_key(herd: Herd, shift: Shift) -> bool:
    return bytes(herd.kept)[:8].hex() == shift.shift_key


def _ways(rows: Rows) -> dict[str, int]:
    return {way: sum(row[-1] for row in rows if row[0] == way) for way in ("entry", "exit")}
