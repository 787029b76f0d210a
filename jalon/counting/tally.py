"""Counting by keypad: each stroke is on the disk once, whatever the network does; what was taken back is seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Max

from jalon.counting import regime
from jalon.counting.models import CardPassage, Plate, Tally
from jalon.counting.what import COUNTED, MEANS, MEANS_OF_VEHICLE, PERSONS, VEHICLES, WITHDRAWN_WHY
from jalon.crossings.journey import DIRECTIONS
from jalon.crossings.models import Shift
from jalon.crossings.recall import local_time
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record

PAD = re.compile(r"[0-9a-f]{16}")
MOST_STROKES = 200  # in one request
MOST_FROM_PAPER = 9999
LONGEST_AGO = 24 * 3600 * 1000
MOST_PLATES = 4
LAST = 40  # strokes that can be taken back, one after the other

Cell = tuple[str, str, str]
"""Direction, means, what."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key of the pad: what it counts, or takes back."""

    direction: str
    means: str
    what: str
    back: bool = False

    @property
    def cell(self) -> Cell:
        return (self.direction, self.means, self.what)


@dataclass(frozen=True, slots=True)
class Done:
    """`last`: the number of the last stroke that needs not be sent again. `nothing_to_take_back`: strokes that would
    have taken back what was not counted, and were not recorded."""

    last: int
    nothing_to_take_back: int = 0


@act
def count(shift: Shift, pad: str, first: int, strokes: Sequence[Stroke], ago: tuple[int, int] = (0, 0)) -> Done:
    """Record strokes numbered from `first` on the page `pad`; those that stand already are passed over.

    `ago`: how long before now the first and the last were made, in ms. Returns once they are on the disk. Raises
    NotAllowed where no regime lets neighbours be counted here, or what came is no count.
    """
    on_duty(shift)
    if not PAD.fullmatch(pad) or first < 1 or not 0 < len(strokes) <= MOST_STROKES or not all(map(_sound, strokes)):
        raise NotAllowed("not_a_count")
    last = first + len(strokes) - 1
    recorded = Tally.objects.filter(pad=pad).aggregate(last=Max("last"))["last"] or 0
    fresh = list(strokes[max(0, recorded - first + 1) :])
    if not fresh:
        return Done(last)
    there, taken = net(shift), []
    for stroke in fresh:
        there[stroke.cell] += -1 if stroke.back else 1
        if there[stroke.cell] < 0:
            there[stroke.cell] = 0
        else:
            taken.append(stroke)
    if taken:
        now = wall_clock()
        since, until = (now - min(max(0, one), LONGEST_AGO) for one in ago)
        body = {"shift": shift.key, "from": min(since, until), "until": until, "strokes": runs(taken)}
        body |= {"pad": pad, "first": last - len(fresh) + 1, "last": last}
        record("count.tallied", body | _regime(shift, taken), shift.officer)
    return Done(last, len(fresh) - len(taken))


@act
def take_back_last(shift: Shift, pad: str, number: int) -> Done:
    """For pages without scripts: the last stroke of the shift goes back."""
    counted = [cell for cell in last_strokes(shift) if cell is not None]
    if not counted:
        raise NotAllowed("nothing_to_take_back")
    return count(shift, pad, number, [Stroke(*counted[-1], back=True)])


@act
def from_paper(shift: Shift, since: int, until: int, cells: dict[Cell, int], sheet: str = "") -> Recorded:
    """A number for an hour that stood on paper: marked late, with its own time (ms since 1970)."""
    on_duty(shift)
    counted = {cell: number for cell, number in cells.items() if number}
    strokes = [Stroke(*cell) for cell in counted]
    if not strokes or not all(map(_sound, strokes)):
        raise NotAllowed("not_a_count")
    if any(not 0 < number <= MOST_FROM_PAPER for number in counted.values()):
        raise NotAllowed("not_a_count")
    if not since <= until <= wall_clock():
        raise NotAllowed("late_is_before_now")
    body = {"shift": shift.key, "from": since, "until": until, "late": {"sheet": sheet.strip()[:60]}}
    body["strokes"] = [[*cell, number] for cell, number in counted.items()]
    return record("count.tallied", body | _regime(shift, strokes, since), shift.officer)


@act
def withdraw(shift: Shift, tally: str, reason: str) -> Recorded:
    """A number from paper was wrong: it stays, struck out, with the reason."""
    on_duty(shift)
    row = Tally.objects.filter(key=tally, late=True, shift=shift.key).first()
    if row is None or reason not in WITHDRAWN_WHY:
        raise NotAllowed("not_a_count")
    if row.withdrawn_at is not None:
        raise NotAllowed("already_withdrawn")
    return record("count.withdrawn", {"tally": tally, "reason": reason}, shift.officer)


@act
def note_plate(shift: Shift, plate: str) -> Recorded:
    """The plate of the last vehicle that was counted in this shift."""
    on_duty(shift)
    vehicles = [cell for cell in last_strokes(shift) if cell and cell[2] in VEHICLES]
    if not vehicles:
        raise NotAllowed("count_the_vehicle_first")
    if not plate.strip():
        raise NotAllowed("not_a_count")
    direction, _, what = vehicles[-1]
    body = {"shift": shift.key, "direction": direction, "what": what, "plate": " ".join(plate.upper().split())[:20]}
    return record("vehicle.plate_noted", body, shift.officer, bytes.fromhex(shift.shift_key))


def plates(shift: Shift) -> list[tuple[str, str]]:
    """The plates noted in this shift, each with what was counted, the last first."""
    keys = this_node().shift_keys
    rows = Plate.objects.filter(shift=shift.key).order_by("-at")[:MOST_PLATES]
    return [(str(plate), row.what) for row in rows if (plate := keys.take_out_value(row.kept)) is not None]


def net(shift: Shift) -> Counter[Cell]:
    """What stands counted by keypad in this shift."""
    found: Counter[Cell] = Counter()
    for row in Tally.objects.filter(shift=shift.key, late=False).values_list("strokes", flat=True):
        for *cell, number in row:
            found[tuple(cell)] += number
    return found


def last_strokes(shift: Shift) -> list[Cell | None]:
    """The last strokes of the shift that stand, the last one at the end; None for a card that was recognised."""
    rows = Tally.objects.filter(shift=shift.key, late=False).order_by("-position")[:LAST]
    cards = CardPassage.objects.filter(shift=shift.key, taken_back_at=None).order_by("-position")[:LAST]
    acts: list[tuple[int, list[list[Any]]]] = [(row.position, row.strokes) for row in rows]
    acts += [(card.position, []) for card in cards]
    standing: list[Cell | None] = []
    for _, strokes in sorted(acts, key=lambda one: one[0]):
        if not strokes:
            standing.append(None)
        for *cell, number in strokes:
            if number > 0:
                standing += [tuple(cell)] * number
                continue
            for _ in range(-number):
                _take_last(standing, tuple(cell))
    return standing[-LAST:]


def runs(strokes: Iterable[Stroke]) -> list[list[Any]]:
    """Strokes in order, those alike in a row as one with their number; negative where taken back."""
    grouped = groupby(strokes, key=lambda stroke: (stroke.cell, stroke.back))
    return [[*cell, -len(list(alike)) if back else len(list(alike))] for (cell, back), alike in grouped]


def _take_last(standing: list[Cell | None], cell: Cell) -> None:
    for place in range(len(standing) - 1, -1, -1):
        if standing[place] == cell:
            del standing[place]
            return


def _sound(stroke: Stroke) -> bool:
    if stroke.direction not in DIRECTIONS or stroke.what not in COUNTED:
        return False
    return stroke.means == MEANS_OF_VEHICLE.get(stroke.what) if stroke.what in VEHICLES else stroke.means in MEANS


def _regime(shift: Shift, strokes: Sequence[Stroke], at: int | None = None) -> dict[str, Any]:
    """What the count of neighbours rests on. Raises NotAllowed where no rule lets them be counted."""
    if not any(stroke.what in PERSONS for stroke in strokes):
        return {}
    local = regime.of_post(shift.post, local_time(at if at is not None else wall_clock()).date())
    if local is None:
        raise NotAllowed("no_local_regime")
    return {"regime": local.as_json()}
