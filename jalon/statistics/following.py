"""The counts follow the tables: some entries at a time, by a cursor of their own, in one transaction with the counts.

They walk the journal by arrival position, no further than the tables have followed it, and read the rows of what each
entry speaks of: nothing is decrypted again. What a traveller added before is kept (`Counted`), so that a correction, a
cancellation or a second decision moves it from its old cells to its new ones; passing an entry twice changes nothing.

There are two sides. The live one is read; where the rules by which it was made are not today's (another version,
another time zone), or a rebuild is asked for, the other is filled beside it and becomes the live one when it has come
as far. A process killed at any point goes on where it stood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from jalon.crossings.models import Shift
from jalon.journal import applying
from jalon.journal.header import Header
from jalon.journal.models import Cursor, EnrolledNode, Parked
from jalon.journal.node import journal_connection, this_node
from jalon.journal.opening import entry_key
from jalon.journal.passing import pass_each
from jalon.statistics import sources
from jalon.statistics.cells import Cells, packed, unpacked
from jalon.statistics.models import Count, Counted, DayCount, Heard, MonthCount, OpenHours, Overlooked, Side
from jalon.statistics.tables import put

FOLLOWER = "statistics"
VERSION = 1  # of what is counted: a greater one has every headquarters count anew by itself
BATCH = 10_000
LONGEST_SHIFT = timedelta(days=31)  # what lasts longer tells of a clock that was put right, not of a post that was open
HOUR = 3_600_000
CLOSED = "shift.closed"
WATCHED = {*sources.VERBS, CLOSED}
KEY = ("side", "dimension", "day", "post", "direction", "value")


@dataclass(slots=True)
class Passed:
    """An entry: where it arrived, its key and its verb."""

    position: int
    key: str
    verb: str


def zone() -> tzinfo:
    """Days and hours are those of the settings."""
    return ZoneInfo(settings.TIME_ZONE)


def rules() -> str:
    """By what the counts are made: where it changes, they are made anew."""
    return f"{VERSION} {settings.TIME_ZONE}"


def live() -> Side | None:
    """The side that is read; None before anything was counted."""
    return Side.objects.filter(live=True).first()


def position() -> int:
    """The arrival position up to which the live counts are made."""
    side = live()
    return _position(side.number) if side else 0


def lag() -> int:
    """Entries that the tables hold and the counts do not yet."""
    return max(0, _horizon() - position())


def follow(batch: int = BATCH) -> int:
    """Pass some entries: on the live side first, then on one that is filled beside it. Returns how many; 0 once nothing
    is left."""
    present = live()
    if present is not None and present.rules == rules():
        passed = follow_side(present.number, batch)
        building = Side.objects.filter(live=False).first()
        if passed or building is None:
            return passed
    side = _begin(False)
    passed = follow_side(side, batch)
    if not passed:
        change_over(side)
    return passed


def rebuild(say: Callable[[int, int], None] = lambda _passed, _all: None, afresh: bool = False) -> None:
    """Count everything anew beside the live counts, then change over. `say`: entries passed, and of how many.

    One that was interrupted goes on where it stood, unless `afresh`.
    """
    side = _begin(afresh)
    while follow_side(side, BATCH):
        say(_position(side), _horizon())
    change_over(side)


def change_over(side: int) -> None:
    """Make this side the live one, and empty the other. What came meanwhile is passed first."""
    with transaction.atomic():
        _lock(0), _lock(1)
        while follow_side(side, BATCH):
            pass
        Side.objects.exclude(number=side).delete()
        Side.objects.filter(number=side).update(live=True)
    with transaction.atomic():
        _lock(1 - side)
        if not Side.objects.filter(number=1 - side).exists():
            _empty(1 - side)


def follow_side(side: int, batch: int) -> int:
    """Pass some entries on one side. Returns how many."""
    if _position(side) >= _horizon() and not Overlooked.objects.exists():
        return 0
    with transaction.atomic():
        cursor = _lock(side)
        if not Side.objects.filter(number=side).exists():
            return 0  # another process changed over meanwhile
        entries = _entries(cursor.position, min(cursor.position + batch, _horizon()))
        late = _taken_up(side)
        if not entries and not late:
            return 0
        parked = _parked(entries)
        _overlook(side, [one for one in entries if one.key in parked and one.verb in WATCHED])
        here = [one for one in [*entries, *late] if one.key not in parked]
        pass_each(here, partial(_count, side), "default", FOLLOWER)
        pass_each([one for one in here if one.verb == CLOSED], partial(_note_hours, side), "default", FOLLOWER)
        _note_heard(side, entries)
        if entries:
            cursor.position = entries[-1].position
            cursor.save()
    return len(entries) + len(late)


def _begin(afresh: bool) -> int:
    """The side to fill beside the live one, emptied unless it can go on."""
    present = live()
    number = 1 - present.number if present else 0
    begun = Side.objects.filter(number=number, live=False).first()
    if begun is not None and begun.rules == rules() and not afresh:
        return number
    with transaction.atomic():
        _lock(number)
        _empty(number)
        Side.objects.update_or_create(number=number, defaults={"rules": rules(), "live": False})
    return number


def _empty(side: int) -> None:
    for model in (DayCount, MonthCount, OpenHours, Heard):
        model.objects.filter(side=side).delete()
    for table in (Counted, Overlooked):
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table._meta.db_table}" WHERE slot %% 2 = %s', [side])  # noqa: S608
    Cursor.objects.filter(name=_name(side)).update(position=0)


def _name(side: int) -> str:
    return f"statistics {side}"


def _position(side: int) -> int:
    return Cursor.objects.filter(name=_name(side)).values_list("position", flat=True).first() or 0


def _lock(side: int) -> Cursor:
    """Two who count at once wait for one another."""
    Cursor.objects.get_or_create(name=_name(side))
    return Cursor.objects.select_for_update().get(name=_name(side))


def _horizon() -> int:
    """How far the tables have followed the journal."""
    return Cursor.objects.filter(name=applying.CURSOR).values_list("position", flat=True).first() or 0


def _entries(after: int, until: int) -> list[Passed]:
    if until <= after:
        return []
    connection_, mark = journal_connection()
    rows = connection_.execute(
        "SELECT position, node, epoch, seq, verb FROM journal_entry"  # noqa: S608 — the mark of a parameter
        f" WHERE position > {mark} AND position <= {mark} ORDER BY position",
        (after, until),
    ).fetchall()
    return [Passed(int(at), entry_key(node, epoch, int(seq)), verb) for at, node, epoch, seq, verb in rows]


def _parked(entries: Sequence[Passed]) -> set[str]:
    if not entries:
        return set()
    between = {"position__gte": entries[0].position, "position__lte": entries[-1].position}
    return set(Parked.objects.filter(**between).values_list("key", flat=True))


def _overlook(side: int, entries: Iterable[Passed]) -> None:
    Overlooked.objects.bulk_create(
        [Overlooked(slot=one.position * 2 + side, key=one.key, verb=one.verb) for one in entries],
        ignore_conflicts=True,
    )


def _taken_up(side: int) -> list[Passed]:
    """Entries that were parked when the counts passed them, and are no more."""
    found = []
    waiting = [one for one in Overlooked.objects.order_by("slot") if one.slot % 2 == side]
    parked = set(Parked.objects.filter(key__in=[one.key for one in waiting]).values_list("key", flat=True))
    for one in waiting:
        if one.key not in parked:
            found.append(Passed(one.slot // 2, one.key, one.verb))
            one.delete()
    return found


def _count(side: int, entries: Sequence[Passed]) -> None:
    with transaction.atomic():
        _move(side, sources.contributions(sources.touched((one.key, one.verb) for one in entries), zone()))


def _move(side: int, now: dict[int, Cells]) -> None:
    """Put what each source adds now in the place of what it added before."""
    slots = [place * 2 + side for place in now]
    before: dict[int, str] = {}
    for at in range(0, len(slots), sources.AT_ONCE):
        some = Counted.objects.filter(slot__in=slots[at : at + sources.AT_ONCE])
        before |= dict(some.values_list("slot", "cells"))
    change: Cells = Counter()
    rows = []
    for place, cells in now.items():
        slot, text = place * 2 + side, packed(cells)
        if before.get(slot) == text:
            continue
        rows.append((slot, text))
        change.update(cells)
        if slot in before:
            change.subtract(unpacked(before[slot]))
    put(Counted, ("slot", "cells"), rows, ("slot",), "cells = excluded.cells")
    add(side, change)


def add(side: int, change: Cells) -> None:
    """Add to the counts of days and of months."""
    days: Counter[tuple[date, str, str, str, str]] = Counter()
    months: Counter[tuple[date, str, str, str, str]] = Counter()
    for (day, post, direction, dimension, value), number in change.items():
        if number:
            on = date.fromisoformat(day)
            days[(on, post, direction, dimension, value)] += number
            months[(on.replace(day=1), post, direction, dimension, value)] += number
    for model, counted in ((DayCount, days), (MonthCount, months)):
        _add(model, side, counted)


def _add(model: type[Count], side: int, counted: Counter[tuple[date, str, str, str, str]]) -> None:
    rows = [
        (side, dimension, day, post, direction, value, number)
        for (day, post, direction, dimension, value), number in counted.items()
        if number
    ]
    put(model, (*KEY, "number"), rows, KEY, 'number = "{table}".number + excluded.number')
    if any(row[-1] < 0 for row in rows):
        model._default_manager.filter(side=side, number=0).delete()


def _note_hours(side: int, closings: Sequence[Passed]) -> None:
    """The hours in which the shifts that these entries closed were open."""
    hours: Counter[tuple[date, str]] = Counter()
    places = sources.Places()
    headers = _headers([one.position for one in closings])
    for header in headers.values():
        node = header.node
        closed = Shift.objects.filter(key__gte=f"{node}.", key__lt=f"{node}/", closed_at=header.wall)
        for shift in closed:
            post = places.of_node.get(node) or shift.post
            for day, bits in hours_between(shift.opened_at, shift.closed_at or shift.opened_at, zone()):
                hours[(day, post)] |= bits
    rows = [(side, post, day, bits) for (day, post), bits in hours.items()]
    then = 'hours = "{table}".hours | excluded.hours'
    put(OpenHours, ("side", "post", "day", "hours"), rows, ("side", "day", "post"), then)


def hours_between(opened: int, closed: int, in_zone: tzinfo) -> list[tuple[date, int]]:
    """Days, and the hours of each (a bit an hour) that a span of time touches. Times in ms since 1970."""
    if closed < opened or closed - opened > LONGEST_SHIFT.total_seconds() * 1000:
        return []
    found: dict[date, int] = {}
    moment = opened
    while moment < closed or moment == opened:
        local = datetime.fromtimestamp(moment / 1000, in_zone)
        found[local.date()] = found.get(local.date(), 0) | (1 << local.hour)
        moment = (moment // HOUR + 1) * HOUR
    return sorted(found.items())


def _note_heard(side: int, entries: Sequence[Passed]) -> None:
    """When each machine's first entry was made and its last one, by its own clock, in the order of their arrival."""
    ends: dict[str, list[int]] = {}
    for one in entries:
        ends.setdefault(one.key.split(".")[0], []).append(one.position)
    headers = _headers([place for places in ends.values() for place in {places[0], places[-1]}])
    posts = dict(EnrolledNode.objects.values_list("id", "post"))
    ours = this_node()
    rows = [
        (
            side,
            node,
            posts.get(node) or (ours.keys.post if node == ours.id else ""),
            headers[places[0]].wall,
            headers[places[-1]].wall,
        )
        for node, places in ends.items()
    ]
    then = "post = excluded.post, last = excluded.last"
    put(Heard, ("side", "node", "post", "first", "last"), rows, ("side", "node"), then)


def _headers(positions: Sequence[int]) -> dict[int, Header]:
    if not positions:
        return {}
    connection_, mark = journal_connection()
    found: dict[int, Header] = {}
    for at in range(0, len(positions), sources.AT_ONCE):
        some = positions[at : at + sources.AT_ONCE]
        marks = ", ".join([mark] * len(some))
        rows = connection_.execute(
            f"SELECT position, header FROM journal_entry WHERE position IN ({marks})",  # noqa: S608
            tuple(some),
        ).fetchall()
        found |= {int(place): Header.from_bytes(bytes(raw)) for place, raw in rows}
    return found
