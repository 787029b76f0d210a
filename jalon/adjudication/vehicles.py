"""The plates that were noted, kept to be searched: of vehicles opened for many, of single journeys, of those
counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from jalon.adjudication import past
from jalon.adjudication.matching import Places, locked
from jalon.adjudication.models import PastPlate
from jalon.counting.models import Plate
from jalon.crossings.models import Decision, Group, Inspection
from jalon.journal.models import Cursor
from jalon.journal.node import this_node

CURSOR = "adjudication plates"
BATCH = 500
VEHICLE, JOURNEY, COUNTED = "vehicle", "journey", "counted"


def follow(batch: int = BATCH) -> int:
    """Keep the plates noted beyond the cursor. Returns how many entries were passed; 0 when nothing is left."""
    before = Cursor.objects.filter(name=CURSOR).values_list("position", flat=True).first() or 0
    groups = list(Group.objects.filter(position__gt=before).order_by("position")[:batch])
    decisions = list(Decision.objects.filter(position__gt=before).order_by("position")[:batch])
    every: list[Group | Decision] = [*groups, *decisions]
    rows = sorted(every, key=lambda row: row.position)[:batch]
    late = [] if rows else _without_position(batch)
    plates = list(_plates([*rows, *late]))
    with transaction.atomic():
        place = locked(CURSOR)
        if place.position == before:
            PastPlate.objects.bulk_create(plates, ignore_conflicts=True, batch_size=500)
            place.position = rows[-1].position if rows else before
            place.save()
    return len(rows) + len(late)


def lag() -> int:
    """Vehicles and decisions not looked at yet."""
    after = {"position__gt": Cursor.objects.filter(name=CURSOR).values_list("position", flat=True).first() or 0}
    return Group.objects.filter(**after).count() + Decision.objects.filter(**after).count()


def _without_position(batch: int) -> list[Any]:
    """Plates whose row tells nothing of its arrival: of counted vehicles, and of vehicles put right since."""
    unread = ~Exists(PastPlate.objects.filter(key=OuterRef("key")))
    amended = Group.objects.filter(~Q(amended=""), ~Exists(PastPlate.objects.filter(key=OuterRef("amended"))))
    counted = [row for row in Plate.objects.filter(unread)[:batch] if this_node().shift_keys.take_out_value(row.kept)]
    return [*counted, *(row for row in amended[:batch] if _details(row).get("plate"))]


def _details(group: Group) -> dict[str, Any]:
    return this_node().shift_keys.take_out_value(group.kept) or {} if group.kept else {}


def _plates(rows: Iterable[Group | Decision | Plate]) -> Iterable[PastPlate]:
    keys, where = this_node().shift_keys, Places()
    for row in rows:
        if isinstance(row, Group):
            place = where.at(row.key, row.shift)
            said = _details(row).get("plate", "")
            # A vehicle put right is kept under the entry that did so; what was noted first stays.
            key, about, at, what = row.amended or row.key, row.key, row.opened_at, VEHICLE
        elif isinstance(row, Decision):
            inspection = Inspection.objects.filter(key=row.inspection).first()
            value = (keys.take_out_value(row.kept) or {}) if row.kept else {}
            said = value.get("journey", {}).get("plate", "")
            place = where.of(inspection) if inspection else ""
            key, about, what = row.key, row.inspection, JOURNEY
            at = inspection.passed_at if inspection else row.at
        else:
            said, place = str(keys.take_out_value(row.kept) or ""), where.at(row.key, row.shift)
            key, about, at, what = row.key, "", row.at, COUNTED
        if plate := past.bare_plate(said or ""):
            yield PastPlate(
                key=key,
                plate=plate,
                alike=past.alike_plate(said)[:40],
                written=said[:60],
                what=what,
                about=about,
                post=place,
                direction=getattr(row, "direction", "") or _direction(row),
                at=at,
                position=getattr(row, "position", 0),
            )


def _direction(row: Any) -> str:
    if not isinstance(row, Decision):
        return ""
    return Inspection.objects.filter(key=row.inspection).values_list("direction", flat=True).first() or ""


def search(plate: str, most: int = 100) -> list[PastPlate]:
    """The times a plate was noted, look-alike signs forgiven; the same plate before its look-alikes, the last first."""
    wanted, alike = past.bare_plate(plate), past.alike_plate(plate)
    if len(wanted) < SHORTEST:
        return []
    rows = PastPlate.objects.filter(alike=alike).order_by("-at")[:most]
    return sorted(rows, key=lambda row: row.plate != wanted)


SHORTEST = 3  # signs: fewer are on too many plates
