"""When a list changes, the past is matched again too: in the background, in steps, from where it was left.

Of an edition only what was added or changed is asked, where the edition matched before is still there and its rules are
the same; else the whole list. Few listings ask the past, each through the index of those who passed; of many, everybody
who passed asks them. Either way the engine's comparison decides, and a listing answers on the same day by the same bar.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from functools import lru_cache

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jalon.adjudication import found, matching, past, scale
from jalon.adjudication.models import Hit, Matched, PastPerson, Reading, Rematch
from jalon.journal.node import wall_clock
from jalon.screening.evidence.document_number import normal
from jalon.screening.person import Person
from jalon.watchlists import asking, editions, lookup
from jalon.watchlists.asking import Answer, Part
from jalon.watchlists.examining import FileAltered, digests_of
from jalon.watchlists.formats import difference
from jalon.watchlists.formats.listing import Listing
from jalon.watchlists.models import Edition

LISTINGS, PEOPLE = "listings", "people"
STRIDE = {LISTINGS: 25, PEOPLE: 2_000}
# One listing that asks the past takes about as long as this many people who ask a small index (bench/rematching.py).
LISTING_COSTS = 60
# Rules of a list that change whom it finds; the others change what is said of it.
OF_THE_MATCH = ("threshold", "threshold_undated", "dates")


def follow() -> int:
    """One step of matching the past again, where a list in service was not matched yet. Returns how many people or
    listings were asked; 0 when nothing is left."""
    plan()
    job = Rematch.objects.filter(state=Rematch.RUNNING).order_by("id").first()
    return 0 if job is None else step(job)


def lag() -> int:
    """People and listings still to be asked, as far as is known."""
    running = Rematch.objects.filter(state=Rematch.RUNNING).values_list("total", "done")
    return sum(max(total - done, 0) for total, done in running) + len(_not_matched())


def plan() -> None:
    """Begin what is due: an edition that came into service, and that the past was not matched against."""
    for loaded in _not_matched():
        if not Rematch.objects.filter(edition=loaded.edition.key, state=Rematch.RUNNING).exists():
            begin(loaded, whole=False)


def _not_matched() -> list[lookup.Loaded]:
    known = dict(Matched.objects.values_list("list", "edition"))
    return [one for one in lookup.lists_in_service() if known.get(one.edition.list) != one.edition.key]


def begin(loaded: lookup.Loaded, *, whole: bool, since: date | None = None) -> Rematch:
    """Put down what is to be asked. `whole`: every listing, whatever was matched before. `since`: only those who passed
    from that day on."""
    part = None if whole else _changed(loaded)
    everything = part is None
    listings = loaded.listings if part is None else part.listings
    people = _people(_start_of(since)).count()
    way = LISTINGS if len(listings) * LISTING_COSTS < people else PEOPLE
    with transaction.atomic():
        # A batch that is being matched against the edition before ends first; what comes after it meets the new one.
        matching.locked(matching.CURSOR)
        Rematch.objects.filter(list=loaded.edition.list, state=Rematch.RUNNING).update(
            state=Rematch.SET_ASIDE, ended_at=wall_clock()
        )
        return Rematch.objects.create(
            edition=loaded.edition.key,
            list=loaded.edition.list,
            number=loaded.edition.number,
            way=way,
            whole=everything,
            since=_start_of(since),
            total=people if way == PEOPLE else len(listings),
            began_at=wall_clock(),
        )


def begin_again(list_name: str | None, since: date | None) -> list[Rematch]:
    """Everything is asked again, as after an upgrade of the engine: of one list, or of all. Raises ValueError where no
    such list is in service."""
    lists = [one for one in lookup.lists_in_service() if list_name in {None, one.edition.list}]
    if not lists:
        raise ValueError(f"no list “{list_name}” is in service here." if list_name else "no list is in service here.")
    return [begin(one, whole=True, since=since) for one in lists]


def _start_of(day: date | None) -> int:
    if day is None:
        return 0
    return int(timezone.make_aware(datetime.combine(day, time.min)).timestamp() * 1000)


def _people(since: int) -> QuerySet[PastPerson]:
    if not since:
        return PastPerson.objects.all()
    return PastPerson.objects.filter(Exists(Reading.objects.filter(person=OuterRef("id"), passed_at__gte=since)))


def _changed(loaded: lookup.Loaded) -> Part | None:
    """What was added to a list or changed in it since the past was matched; None where the whole must be asked."""
    matched = Matched.objects.filter(list=loaded.edition.list).values_list("edition", flat=True).first()
    before = Edition.objects.filter(key=matched).first()
    if before is None or any(before.rules.get(rule) != loaded.edition.rules.get(rule) for rule in OF_THE_MATCH):
        return None
    try:
        known = digests_of(editions.check_file(before))
    except FileAltered:
        return None
    changes = difference.compare(known, difference.digests(loaded.listings.values()))
    return asking.part_of((loaded.listings[id_] for id_ in (*changes.added, *changes.changed)), loaded.rules)


@lru_cache(maxsize=1)
def _part_of(job: int, edition: str, root: str, whole: bool) -> tuple[lookup.Loaded, Part]:
    """What a job asks: kept in memory while it goes on, made anew where another process takes it up."""
    loaded = next(one for one in lookup.lists_in_service() if one.edition.key == edition)
    part = None if whole else _changed(loaded)
    if part is None:
        part = Part(loaded.rules, loaded.listings, loaded.index, loaded.numbers, loaded.policy)
    return loaded, part


def step(job: Rematch) -> int:
    """Ask about the next people, or let the next listings ask. Returns how many; 1 where the job ended."""
    edition = Edition.objects.get(key=job.edition)
    current = editions.edition_in_service(job.list)
    if current is None or current.key != job.edition or edition.key in {one.key for one in lookup.altered_lists()}:
        _end(job, Rematch.SET_ASIDE)
        return 1
    loaded, part = _part_of(job.pk, edition.key, edition.root, job.whole)
    asked, last, answered = WAYS[job.way](job, part)
    if not asked:
        _end(job, Rematch.DONE, loaded)
        return 1
    hits = list(_rows(job, loaded, answered))
    with transaction.atomic():
        jobs = Rematch.objects.filter(pk=job.pk, state=Rematch.RUNNING, last=job.last)
        if connections["default"].vendor == "postgresql":
            jobs = jobs.select_for_update()
        present = jobs.first()
        if present is not None:  # else another process did the same meanwhile
            present.found += _fresh(hits)
            present.last, present.done = last, present.done + asked
            present.total = max(present.total, present.done)
            present.save()
    return asked


# A step: how many were asked, the last of them, and who answers to what (person, answers).
Step = tuple[int, str, list[tuple[str, list[Answer]]]]


def _people_ask(job: Rematch, part: Part) -> Step:
    """The next people who passed ask the listings."""
    rows = _people(job.since).order_by("id")
    if job.last:
        rows = rows.filter(id__gt=uuid.UUID(job.last))
    people = [(str(id_), text) for id_, text in rows.values_list("id", "person")[: STRIDE[PEOPLE]]]
    if not people:
        return 0, job.last, []
    many = _many(settings.JALON_SCALE, settings.JALON_SCALE_ADDRESS)
    return len(people), people[-1][0], many(part, people, timezone.localdate().isoformat())


@lru_cache(maxsize=1)
def _many(name: str, address: str) -> scale.Many:
    return scale.by(name, address)


def _listings_ask(job: Rematch, part: Part) -> Step:
    """The next listings ask who passed."""
    day = timezone.localdate().isoformat()
    ids = sorted(id_ for id_ in part.listings if id_ > job.last)[: STRIDE[LISTINGS]]
    answered: dict[str, list[Answer]] = {}
    for id_ in ids:
        listing = part.listings[id_]
        if not asking.expired(listing, day):
            for person, answer in _of_past(listing, part, day):
                answered.setdefault(person, []).append(answer)
    return len(ids), ids[-1] if ids else job.last, list(answered.items())


def _of_past(listing: Listing, part: Part, day: str) -> Iterable[tuple[str, Answer]]:
    """Who of the past a listing answers to."""
    if listing.kind == "document":
        numbers = [bare for one in listing.person.document_numbers if (bare := normal(one.number))]
        rows = PastPerson.objects.filter(number__in=numbers).values_list("id", "person")
        for id_, text in rows:
            person = Person.from_json(json.loads(text))
            for answer in asking.by_number(part, person, day):
                if answer.listing == listing.id:
                    yield str(id_), answer
        return
    for one in past.answers(listing.person, part.policy):
        if one.score >= asking.bar_of(part.rules, one.said):
            yield str(one.person), Answer(listing.id, one.score, one.reasons)


WAYS: dict[str, Callable[[Rematch, Part], Step]] = {PEOPLE: _people_ask, LISTINGS: _listings_ask}


def _rows(job: Rematch, loaded: lookup.Loaded, answered: Sequence[tuple[str, list[Answer]]]) -> Iterable[Hit]:
    """A hit for each time that somebody passed whom a listing answers to."""
    by_person = {uuid.UUID(person): matching.few(loaded, answers) for person, answers in answered}
    people = list(by_person)
    for at in range(0, len(people), 500):
        readings = Reading.objects.filter(person__in=people[at : at + 500], passed_at__gte=job.since)
        for reading in readings.order_by("position"):
            fields = matching.fields_of(reading)
            if fields is None:
                continue
            for answer in by_person[reading.person]:
                listing = loaded.listings[answer.listing]
                yield found.hit_of(reading, found.who(fields), loaded, listing, answer, found.REMATCH)


def _fresh(hits: Sequence[Hit]) -> int:
    """Write hits; returns how many were not known."""
    keys = {hit.key for hit in hits}
    known = set()
    ordered = sorted(keys)
    for at in range(0, len(ordered), 500):
        known |= set(Hit.objects.filter(key__in=ordered[at : at + 500]).values_list("key", flat=True))
    found.keep(hit for hit in hits if hit.key not in known)
    return len(keys - known)


def _end(job: Rematch, state: str, loaded: lookup.Loaded | None = None) -> None:
    with transaction.atomic():
        Rematch.objects.filter(pk=job.pk).update(state=state, ended_at=wall_clock())
        if loaded is not None:
            _close_what_is_over(loaded)
        if loaded is not None and not job.since:
            Matched.objects.update_or_create(list=job.list, defaults={"edition": job.edition})


def _close_what_is_over(loaded: lookup.Loaded) -> None:
    """Hits of listings that were changed or removed say so: the decision belongs to what the list says now."""
    hits = Hit.objects.filter(list=loaded.edition.list, over="")
    for id_, digest in set(hits.values_list("listing", "digest")):
        listing = loaded.listings.get(id_)
        if listing is None or listing.digest() != digest:
            said = "removed" if listing is None else "changed"
            hits.filter(listing=id_, digest=digest).update(over=said, over_edition=loaded.edition.number)


def progress() -> list[Rematch]:
    """What is being matched again, then what was, the last first."""
    running = list(Rematch.objects.filter(state=Rematch.RUNNING).order_by("id"))
    return running + list(Rematch.objects.exclude(state=Rematch.RUNNING).order_by("-id")[:10])
