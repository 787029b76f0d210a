"""What is kept aside of new rows, so that rules need not read a million of them again: counts by hour, tokens seen.

Each source is passed by a cursor of its own, by arrival position, in the transaction that writes what is kept of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connections, models, transaction
from django.db.models import F

from jalon.alerts import travel
from jalon.alerts.models import ConfirmedHit, Flow, Sighting, TooSoon
from jalon.alerts.places import DAY, ON_PAPER, Nodes, coordinates, kilometres, posts_of
from jalon.counting.models import Plate, Tally
from jalon.counting.what import PERSONS
from jalon.crossings import recall
from jalon.crossings.models import Decision, Group, Inspection
from jalon.journal.arrivals import Interval, intervals_of
from jalon.journal.models import Cursor
from jalon.journal.node import this_node
from jalon.journal.passing import pass_each
from jalon.screening.evidence.document_number import normal

BATCH = 1000
KEPT_DAYS = 60  # a post may be thirty days offline: what it brings is held against what others brought meanwhile
PASSED = "alerts passed"  # a cursor that holds a number: of the travellers passed
WINDOW = 4 * DAY  # no way between two posts takes longer by the fastest


@dataclass
class Found:
    """What a batch of rows gives."""

    flows: Counter[tuple[str, str, int]] = field(default_factory=Counter)  # post, ISO day, hour → people
    sightings: list[Sighting] = field(default_factory=list)
    confirmed: list[ConfirmedHit] = field(default_factory=list)

    def people(self, post: str, at: int, number: int) -> None:
        when = recall.local_time(at)
        self.flows[post, when.date().isoformat(), when.hour] += number

    def saw(self, kind: str, token: str, row: Any, post: str, when: travel.When, case: str) -> None:
        if token and post:
            early, late, guess = when
            times = {"early": early, "late": late, "guess": guess}
            self.sightings.append(Sighting(key=row.key, kind=kind, token=token, post=post, case=case, **times))


@dataclass(frozen=True)
class Batch:
    """Rows with what is known of where and when they were made."""

    rows: Sequence[Any]
    nodes: Nodes
    posts: dict[str, str]
    times: dict[int, Interval]

    def when(self, row: Any, at: int) -> travel.When:
        return self.nodes.when(row.key, at, self.times.get(row.position))


Read = Callable[[Batch, Found], None]


def plate_token(plate: str) -> str:
    """The token of a plate however it is spaced; empty where there is none."""
    number = normal(plate) if plate else ""
    return recall.keyed(f"plate\n{number}") if number else ""


def document_token(fields: dict[str, Any]) -> str:
    """This headquarters' own token: those of the posts are keyed by each for itself."""
    return recall.token(fields.get("issuing_state"), fields.get("document_number"))


def _inspections(batch: Batch, found: Found) -> None:
    keys = this_node().shift_keys
    for row in batch.rows:
        post = batch.posts[row.key]
        if post:
            found.people(post, row.passed_at, 1)
        if not row.token:
            continue  # no document, or none with a number
        seen = keys.take_out_value(row.kept) if row.kept else None
        if seen is None:
            continue
        when = batch.when(row, row.at)
        if row.late:
            exact = ON_PAPER.get(seen.get("late", {}).get("known", ""), DAY)
            when = (row.passed_at - exact, row.passed_at + exact, row.passed_at)
        found.saw("document", document_token(seen["fields"]), row, post, when, row.key)


def _groups(batch: Batch, found: Found) -> None:
    keys = this_node().shift_keys
    for row in batch.rows:
        said = (keys.take_out_value(row.kept) if row.kept else None) or {}
        token = plate_token(said.get("plate", ""))
        found.saw("plate", token, row, batch.posts[row.key], batch.when(row, row.opened_at), row.key)


def _decisions(batch: Batch, found: Found) -> None:
    keys = this_node().shift_keys
    for row in batch.rows:
        said = (keys.take_out_value(row.kept) if row.kept else None) or {}
        token = plate_token(said.get("journey", {}).get("plate") or "")
        found.saw("plate", token, row, batch.posts[row.key], batch.when(row, row.at), row.inspection)
        if row.line == 2 and said.get("reason") in CONFIRMED:
            facts = {"inspection": row.inspection, "post": batch.posts[row.key], "at": row.at, "outcome": row.outcome}
            found.confirmed.append(ConfirmedHit(key=row.key, **facts))


# What the second line says when the authority of a list confirmed that it asks for this person.
CONFIRMED = {"listed", "wanted"}


def _plates(batch: Batch, found: Found) -> None:
    keys = this_node().shift_keys
    for row in batch.rows:
        token = plate_token(str(keys.take_out_value(row.kept) or "") if row.kept else "")
        found.saw("plate", token, row, batch.posts[row.key], batch.when(row, row.at), "")


def _tallies(batch: Batch, found: Found) -> None:
    for row in batch.rows:
        people = sum(number for _, _, what, number in row.strokes if what in PERSONS)
        if people and batch.posts[row.key] and row.withdrawn_at is None:
            found.people(batch.posts[row.key], row.passed_from, people)


@dataclass(frozen=True)
class Source:
    """Rows that are passed: the name of the cursor, the table, its columns that are read, and what is made of them."""

    cursor: str
    model: type[models.Model]
    columns: tuple[str, ...]
    read: Read
    timed: bool = True  # whether the true time of its rows is asked for


SOURCES = (
    Source(
        "alerts inspections",
        Inspection,
        ("key", "shift", "at", "passed_at", "late", "token", "kept", "position"),
        _inspections,
    ),
    Source("alerts vehicles", Group, ("key", "shift", "opened_at", "kept", "position"), _groups),
    Source(
        "alerts decisions",
        Decision,
        ("key", "shift", "inspection", "at", "line", "outcome", "kept", "position"),
        _decisions,
    ),
    Source("alerts plates", Plate, ("key", "shift", "at", "kept", "position"), _plates),
    Source(
        "alerts tallies", Tally, ("key", "shift", "passed_from", "strokes", "withdrawn_at", "position"), _tallies, False
    ),
)


def follow(tables: str = "default", batch: int = BATCH) -> int:
    """Pass at most `batch` rows of each source. Returns how many. Where nothing is new nothing is locked."""
    known = dict(Cursor.objects.using(tables).values_list("name", "position"))
    return sum(
        _pass(source, tables, batch)
        for source in SOURCES
        if _ahead(source, known.get(source.cursor, 0), tables).exists()
    )


def lag(tables: str = "default") -> int:
    """How many rows stand before the cursors."""
    known = dict(Cursor.objects.using(tables).values_list("name", "position"))
    return sum(_ahead(source, known.get(source.cursor, 0), tables).count() for source in SOURCES)


def forget(tables: str = "default") -> None:
    """Drop all that was kept aside, and begin again: the next passes make it anew."""
    with transaction.atomic(using=tables):
        for model in (Flow, Sighting, TooSoon, ConfirmedHit):
            model._default_manager.using(tables).all().delete()
        Cursor.objects.using(tables).filter(name__in=[PASSED, *(source.cursor for source in SOURCES)]).delete()


def _ahead(source: Source, position: int, tables: str) -> models.QuerySet[Any]:
    return source.model._default_manager.using(tables).filter(position__gt=position)


def _pass(source: Source, tables: str, batch: int) -> int:
    with transaction.atomic(using=tables):
        cursor = locked(source.cursor, tables)
        ahead = _ahead(source, cursor.position, tables).order_by("position")
        rows: list[Any] = list(ahead.only(*source.columns)[:batch])
        if not rows:
            return 0
        pass_each(rows, partial(_see, source, Nodes.known(tables), tables), tables, source.cursor)
        cursor.position = rows[-1].position
        cursor.save(using=tables)
        if source.model is Inspection:
            Cursor.objects.using(tables).get_or_create(name=PASSED)
            Cursor.objects.using(tables).filter(name=PASSED).update(position=F("position") + len(rows))
    return len(rows)


def _see(source: Source, nodes: Nodes, tables: str, rows: Sequence[Any]) -> None:
    """Keep aside what these rows give, or nothing of them."""
    times, found = intervals_of(row.position for row in rows) if source.timed else {}, Found()
    source.read(Batch(rows, nodes, posts_of(rows, nodes, tables), times), found)
    with transaction.atomic(using=tables):
        _keep(found, tables)


def came_behind(tables: str) -> bool:
    """Whether travellers stand before the cursor who were not passed. Whoever left the tables is forgotten here too."""
    cursor = locked(SOURCES[0].cursor, tables)
    passed = locked(PASSED, tables)
    held = Inspection.objects.using(tables).filter(position__lte=cursor.position).count()
    behind = held > passed.position
    passed.position = held
    passed.save(using=tables)
    return behind


def locked(name: str, tables: str) -> Cursor:
    """A cursor, which no other process moves meanwhile."""
    cursors = Cursor.objects.using(tables)
    cursors.get_or_create(name=name)
    if connections[tables].vendor == "postgresql":
        cursors = cursors.select_for_update()
    return cursors.get(name=name)


def _keep(found: Found, tables: str) -> None:
    _add_flows(found.flows, tables)
    ConfirmedHit.objects.using(tables).bulk_create(found.confirmed, ignore_conflicts=True)
    if found.sightings:
        Sighting.objects.using(tables).bulk_create(found.sightings, ignore_conflicts=True)
        _hold_against_others(found.sightings, tables)


def _add_flows(flows: Counter[tuple[str, str, int]], tables: str) -> None:
    rows = [Flow(key=f"{post}.{day}.{hour:02d}", post=post, day=day, hour=hour, people=0) for post, day, hour in flows]
    Flow.objects.using(tables).bulk_create(rows, ignore_conflicts=True)
    by_number: dict[int, list[str]] = defaultdict(list)
    for (post, day, hour), people in flows.items():
        by_number[people].append(f"{post}.{day}.{hour:02d}")
    for people, keys in by_number.items():
        Flow.objects.using(tables).filter(key__in=keys).update(people=F("people") + people)


def _hold_against_others(new: list[Sighting], tables: str) -> None:
    """Pairs of one token at two posts that lie too far apart for the time between."""
    others: dict[str, list[Sighting]] = defaultdict(list)
    least, most = min(one.early for one in new) - WINDOW, max(one.late for one in new) + WINDOW
    known = Sighting.objects.using(tables).filter(token__in={one.token for one in new})
    for one in known.filter(late__gte=least, early__lte=most).order_by("key"):
        others[one.token].append(one)
    placed, pairs = coordinates(tables), {}
    for one in new:
        for other in others[one.token]:
            first, second = sorted((one, other), key=lambda seen: (seen.guess, seen.key))
            if one.post != other.post and between(first, second, placed) is not None:
                key = f"{first.key}|{second.key}"
                late = max(first.late, second.late)
                facts = {"kind": one.kind, "token": one.token, "late": late}
                pairs[key] = TooSoon(key=key, first=first.key, second=second.key, **facts)
    TooSoon.objects.using(tables).bulk_create(pairs.values(), ignore_conflicts=True)


def between(
    first: Sighting, second: Sighting, placed: dict[str, tuple[float, float]], fastest: float | None = None
) -> travel.Way | None:
    """The way between two sightings where time may not have sufficed; None too where a post has no coordinates."""
    if first.post not in placed or second.post not in placed:
        return None
    far = kilometres(placed[first.post], placed[second.post])
    return travel.way(
        (first.early, first.late, first.guess),
        (second.early, second.late, second.guess),
        far,
        fastest or settings.JALON_ALERTS_FASTEST_KMH,
    )


def prune(now: int, tables: str = "default") -> None:
    """What no newcomer can be held against any more leaves; so do counts older than the rule of surges asks for."""
    old = now - KEPT_DAYS * DAY
    Sighting.objects.using(tables).filter(late__lt=old).delete()
    TooSoon.objects.using(tables).filter(late__lt=old).delete()
    ConfirmedHit.objects.using(tables).filter(at__lt=old).delete()
    Flow.objects.using(tables).filter(day__lt=recall.local_time(now - 70 * DAY).date()).delete()
