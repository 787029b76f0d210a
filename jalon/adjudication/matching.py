"""Everything received is matched again: each traveller, and each correction, against every list in service here.

A follower: it passes what arrived beyond its cursor. What it finds is computed before its transaction and written in
it, with the cursor, once nothing moved meanwhile; killed at any point it does the same again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from jalon.adjudication import found, past
from jalon.adjudication.models import Awaited, Hit, Reading
from jalon.crossings.inspection import FIELDS, Shown, person_of
from jalon.crossings.models import Correction, Inspection, Shift
from jalon.journal.models import AcceptedBranch, Cursor, EnrolledNode, NotRead, Parked
from jalon.journal.node import this_node
from jalon.journal.passing import pass_each
from jalon.screening.person import Person
from jalon.watchlists import asking, editions, lookup

CURSOR, LATE = "adjudication", "adjudication late"
BATCH = 200


@dataclass(frozen=True)
class Arrived:
    """Particulars that an entry gave: the reading, who it is, and what the post had found."""

    reading: Reading
    person: Person
    traveller: found.Who
    seen: dict[str, Any]
    inspected: bool


def follow(batch: int = BATCH) -> int:
    """Match what arrived beyond the cursor. Returns how many entries were passed; 0 when nothing is left."""
    if taken := _taken(batch):
        return taken
    before = _position(CURSOR)
    # Before the rows are read: what is released meanwhile is looked at once more, and missed by nobody.
    parked = list(Parked.objects.filter(position__gt=before).values_list("position", flat=True))
    inspections = list(Inspection.objects.filter(position__gt=before).order_by("position")[:batch])
    corrections = list(Correction.objects.filter(position__gt=before).order_by("position")[:batch])
    every: list[Inspection | Correction] = [*inspections, *corrections]
    rows = sorted(every, key=lambda row: row.position)[:batch]
    if not rows:
        return _late_arrivals(batch)
    return _pass(rows, CURSOR, before, rows[-1].position, parked)


def lag() -> int:
    """Travellers and corrections that were not matched again yet."""
    after = {"position__gt": _position(CURSOR)}
    return Inspection.objects.filter(**after).count() + Correction.objects.filter(**after).count()


def _taken(batch: int) -> int:
    """Match what was parked when it was passed, and is no more. Returns how many entries that were."""
    released = Awaited.objects.exclude(position__in=Parked.objects.values("position")).order_by("position")
    positions = list(released.values_list("position", flat=True)[:batch])
    if not positions:
        return 0
    there = {"position__in": positions}
    rows: list[Any] = [*Inspection.objects.filter(**there), *Correction.objects.filter(**there)]
    if rows:
        place = _position(LATE)
        _pass(sorted(rows, key=lambda row: row.position), LATE, place, place)
    of_others = set(positions) - {row.position for row in rows}
    unread = NotRead.objects.filter(follower=CURSOR, key__in=[row.key for row in rows]).values("position")
    Awaited.objects.filter(Q(position__in=of_others) | Q(position__in=unread)).delete()
    return len(positions)


def _late_arrivals(batch: int) -> int:
    """What was applied long after it arrived (a branch or a revoked node that a named person accepted, entries that an
    upgrade understands) stands before the cursor: it is looked for once after each acceptance and each start."""
    sign = _acceptances()
    if _swept.get("at") == sign:
        return 0
    unread = ~Exists(Reading.objects.filter(key=OuterRef("key")))
    after = _swept.get("from", 0)
    rows: list[Any] = [
        row
        for model in (Inspection, Correction)
        for row in model._default_manager.filter(unread, position__gt=after).order_by("position")[:batch]
    ]
    rows = sorted(rows, key=lambda row: row.position)[:batch]
    if rows:
        place = _position(LATE)
        passed = _pass(rows, LATE, place, place)
        _swept["from"] = rows[-1].position
        return passed
    _swept.clear()
    _swept["at"] = sign
    return 0


_swept: dict[str, int] = {}  # how far this process has looked back, and after how many acceptances


def _acceptances() -> int:
    accepted = EnrolledNode.objects.aggregate(sum=Sum("accepted_to"))["sum"] or 0
    return AcceptedBranch.objects.count() + accepted + 1


def _position(name: str) -> int:
    return Cursor.objects.filter(name=name).values_list("position", flat=True).first() or 0


def _pass(
    rows: Sequence[Inspection | Correction], cursor: str, before: int, after: int, parked: Sequence[int] = ()
) -> int:
    """Match rows, and move the cursor from `before` to `after`. A row that cannot be read stops no other.

    `parked`: positions that could not be applied when these rows were read; those passed here are kept in mind.
    """
    place = before
    # Kept in mind before the cursor moves: killed in between, they are kept in mind again.
    passed_over = [Awaited(position=one) for one in parked if one <= after]
    Awaited.objects.bulk_create(passed_over, ignore_conflicts=True, batch_size=1000)

    def together(some: Sequence[Inspection | Correction]) -> None:
        nonlocal place
        reached = min(some[-1].position, after)
        if _match(some, cursor, place, reached):
            place = reached

    pass_each(rows, together, "default", CURSOR)
    if place != after:
        _match([], cursor, place, after)  # the last one could not be read
    return len(rows)


def _match(rows: Sequence[Inspection | Correction], cursor: str, before: int, after: int) -> bool:
    """Match rows and write what was found, with the cursor. False where another process did so meanwhile."""
    arrived = _arrived(rows)
    lists = lookup.lists_in_service()
    asked = {one.edition.key for one in lists}
    hits = matched(arrived, lists)
    over = [row.inspection for row in rows if isinstance(row, Correction) and _cancels(row)]
    with transaction.atomic():
        place = locked(cursor)
        if place.position != before or not _still(asked):
            return False  # somebody else passed them, or a list was switched meanwhile: look again
        past.keep({one.reading.person: past.plain(one.person) for one in arrived})
        _keep_readings(arrived)
        found.keep(hits)
        Hit.objects.filter(inspection__in=over, over="").update(over="cancelled")
        Awaited.objects.filter(position__in=[row.position for row in rows]).delete()
        place.position = after
        place.save()
    return True


def locked(name: str) -> Cursor:
    """A cursor that nobody else moves until the transaction ends."""
    cursors = Cursor.objects.all()
    cursors.get_or_create(name=name)
    if connections["default"].vendor == "postgresql":
        cursors = cursors.select_for_update()
    return cursors.get(name=name)


def _still(asked: set[str]) -> bool:
    """Whether the lists asked are those in service, altered ones left out."""
    altered = {edition.key for edition in lookup.altered_lists()}
    return asked == {edition.key for edition in editions.in_service()} - altered


def _cancels(row: Correction) -> bool:
    return not (this_node().shift_keys.take_out_value(row.kept) or {}).get("changes")


def _arrived(rows: Iterable[Inspection | Correction]) -> list[Arrived]:
    """The particulars of rows, in order. A correction of nothing but the passage gives none."""
    keys, where = this_node().shift_keys, Places()
    read: list[Arrived] = []
    for row in rows:
        value = keys.take_out_value(row.kept) if row.kept else None
        if value is None:
            continue
        if isinstance(row, Inspection):
            read.append(_read(row, row.key, value["fields"], value, where, inspected=True))
            continue
        if not set(value.get("changes", {})) & set(FIELDS):
            continue
        inspection = Inspection.objects.filter(key=row.inspection).first()
        fields = _as_corrected(inspection, row) if inspection else None
        if inspection is not None and fields is not None:
            read.append(_read(inspection, row.key, fields, value, where, inspected=False))
    return read


def _as_corrected(inspection: Inspection, up_to: Correction) -> dict[str, Any] | None:
    """The particulars after one correction and those before it."""
    keys = this_node().shift_keys
    seen = keys.take_out_value(inspection.kept)
    if seen is None:
        return None
    fields: dict[str, Any] = dict(seen["fields"])
    for row in Correction.objects.filter(inspection=inspection.key, position__lte=up_to.position).order_by("position"):
        changes = (keys.take_out_value(row.kept) or {}).get("changes", {})
        fields |= {name: after for name, (_, after) in changes.items() if name in FIELDS}
    return fields


def _read(
    inspection: Inspection, key: str, fields: dict[str, Any], seen: dict[str, Any], where: Places, *, inspected: bool
) -> Arrived:
    person = person_of(Shown(inspection.document_type, fields, "typed"))
    reading = Reading(
        key=key,
        inspection=inspection.key,
        person=past.id_of(past.plain(person)),
        position=inspection.position,
        post=where.of(inspection),
        direction=inspection.direction,
        passed_at=inspection.passed_at,
    )
    return Arrived(reading, person, found.who(fields), seen, inspected)


class Places:
    """At which post a node stands: as it was enrolled; one that is not (this headquarters), by the shift."""

    def __init__(self) -> None:
        self.known: dict[str, str] = dict(EnrolledNode.objects.values_list("id", "post"))
        self.shifts: dict[str, str] = {}

    def of(self, inspection: Inspection) -> str:
        return self.at(inspection.key, inspection.shift)

    def at(self, key: str, shift: str) -> str:
        node = key.split(".")[0]
        if node in self.known:
            return self.known[node]
        if shift not in self.shifts:
            self.shifts[shift] = Shift.objects.filter(key=shift).values_list("post", flat=True).first() or ""
        return self.shifts[shift]


def matched(arrived: Iterable[Arrived], lists: Sequence[lookup.Loaded]) -> list[Hit]:
    """What the lists answer about each, and where the post differs. The very same particulars are asked about once."""
    day, known = timezone.localdate().isoformat(), {}
    hits: list[Hit] = []
    for one in arrived:
        who: uuid.UUID = one.reading.person
        if who not in known:
            known[who] = [(of, answer) for of in lists for answer in few(of, asking.ask(of, one.person, day))]
        mine = [
            found.hit_of(one.reading, one.traveller, of, of.listings[answer.listing], answer, found.ARRIVAL)
            for of, answer in known[who]
        ]
        found.said_at_post(mine, one.seen, editions_asked=one.inspected)
        hits += mine
        hits += found.post_only(one.reading, one.traveller, one.seen, mine, lists)
    return hits


def few(of: lookup.Loaded, answers: Sequence[asking.Answer]) -> list[asking.Answer]:
    """The answers of one list, best first: of those that only ask for a second look, as many as a post shows."""
    kept, mild = [], 0
    for answer in sorted(answers, key=lambda answer: -answer.score):
        listing = of.listings[answer.listing]
        refers = lookup.only_refers(lookup.hit_of(of.edition, of.rules, listing, answer.score, answer.reasons))
        mild += refers
        if not refers or mild <= lookup.MOST_HITS:
            kept.append(answer)
    return kept


def _keep_readings(arrived: Sequence[Arrived]) -> None:
    Reading.objects.bulk_create([one.reading for one in arrived], ignore_conflicts=True, batch_size=1000)
    for reading in [one.reading for one in arrived if not one.inspected]:
        Reading.objects.filter(inspection=reading.inspection).exclude(key=reading.key).update(standing=False)


def fields_of(reading: Reading) -> dict[str, Any] | None:
    """The particulars of a reading; None where they can no longer be read here."""
    inspection = Inspection.objects.filter(key=reading.inspection).first()
    if inspection is None or not inspection.kept:
        return None
    if reading.key == reading.inspection:
        fields: dict[str, Any] | None = (this_node().shift_keys.take_out_value(inspection.kept) or {}).get("fields")
        return fields
    correction = Correction.objects.filter(key=reading.key).first()
    return _as_corrected(inspection, correction) if correction else None
