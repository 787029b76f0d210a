"""The follower: new rows of the crossings are read into passages, and what they touch is paired anew, and only that.

It follows arrival positions by a cursor of its own, written with the rows it makes, so that a process killed at any
point leaves tables that the next one takes up. What was parked when it was passed is kept in mind and read when it
takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from jalon.crossings.models import Company, Correction, Decision, Group, Inspection
from jalon.journal.models import Cursor, Parked
from jalon.journal.node import journal_connection
from jalon.journal.opening import entry_key
from jalon.journal.passing import pass_each
from jalon.presence.lengths import last_days
from jalon.presence.likeness import likeness
from jalon.presence.models import Awaited, Holder, HolderLink, HolderMark, Judgement, Passage, Stay
from jalon.presence.pairing import Presence, paired
from jalon.presence.passages import Read, is_national, read
from jalon.presence.persons import Traveller, chunks, everybody_around, papers_of, people_of, travellers
from jalon.screening.person import Person

CURSOR = "presence"
TABLES = "tables"
BATCH = 4_000  # arrival positions at a time

# Rows about one inspection that change its passage.
TOUCHING: tuple[tuple[Any, str], ...] = (
    (Inspection, "key"),
    (Decision, "inspection"),
    (Correction, "inspection"),
    (Company, "inspection"),
)
# Derived: what `start_anew` empties.
DERIVED = (Passage, Holder, HolderMark, HolderLink, Stay, Awaited)


@dataclass(slots=True)
class Spoken:
    """An inspection that what was passed speaks of, and up to where that was passed."""

    key: str
    position: int


def follow(batch: int = BATCH) -> int:
    """Pair what came beyond the cursor, at most `batch` arrival positions. Returns how many were passed, 0 when nothing
    is left."""
    with transaction.atomic():
        cursor = _locked_cursor()
        ends = Cursor.objects.filter(name=TABLES).values_list("position", flat=True).first() or 0
        last = min(ends, cursor.position + batch)
        taken = _taken()
        if last <= cursor.position and not taken:
            return 0
        _pass(cursor.position, last, taken)
        parked = Parked.objects.filter(position__gt=cursor.position, position__lte=last)
        Awaited.objects.bulk_create(
            [Awaited(position=position) for position in parked.values_list("position", flat=True)],
            ignore_conflicts=True,
        )
        passed = last - cursor.position + len(taken)
        cursor.position = last
        cursor.save()
    return passed


def lag() -> int:
    """How many arrival positions are still before the follower."""
    at = dict(Cursor.objects.filter(name__in=(CURSOR, TABLES)).values_list("name", "position"))
    return max(0, at.get(TABLES, 0) - at.get(CURSOR, 0))


def pair_now(judged: Iterable[str]) -> None:
    """Pair anew at once what a person has just spoken of."""
    with transaction.atomic():
        _locked_cursor()
        pair_anew(set(), judged)


def start_anew() -> None:
    """Forget all that was derived: the next `follow` makes it anew from the tables of the crossings."""
    with transaction.atomic():
        _locked_cursor()
        for model in DERIVED:
            model._default_manager.all().delete()
        Cursor.objects.filter(name=CURSOR).update(position=0)


def _locked_cursor() -> Cursor:
    Cursor.objects.get_or_create(name=CURSOR)
    cursors = Cursor.objects.all()
    if connection.vendor == "postgresql":
        cursors = cursors.select_for_update()
    return cursors.get(name=CURSOR)


def _taken() -> list[int]:
    """Positions that were parked when they were passed, and that are no more."""
    awaited = set(Awaited.objects.values_list("position", flat=True))
    return sorted(awaited - set(Parked.objects.filter(position__in=awaited).values_list("position", flat=True)))


def _pass(after: int, last: int, taken: list[int]) -> None:
    there = Q(position__gt=after, position__lte=last)
    if taken:
        there |= Q(position__in=taken)
        Awaited.objects.filter(position__in=taken).delete()
    inspections: set[str] = set()
    for model, field in TOUCHING:
        inspections |= set(model._default_manager.filter(there).values_list(field, flat=True))
    inspections |= _aboard_amended(after, last, taken)
    judged = Judgement.objects.filter(there).values_list("one", "other")
    pass_each([Spoken(key, last) for key in sorted(inspections)], _pair, "default", CURSOR)
    if judged:
        pair_anew(set(), {key for pair in judged for key in pair})


def _pair(spoken: Sequence[Spoken]) -> None:
    with transaction.atomic():
        pair_anew({one.key for one in spoken})


def _aboard_amended(after: int, last: int, taken: list[int]) -> set[str]:
    """Who sits in vehicles that were put right: they bear another plate now. Their rows keep no position of that, so
    the journal is asked."""
    database, mark = journal_connection()
    among = ", ".join([mark] * len(taken)) or "NULL"
    rows = database.execute(
        "SELECT node, epoch, seq FROM journal_entry "  # noqa: S608 - parameter marks alone
        f"WHERE verb = 'group.amended' AND (position > {mark} AND position <= {mark} OR position IN ({among}))",
        (after, last, *taken),
    ).fetchall()
    keys = [entry_key(str(node), str(epoch), int(seq)) for node, epoch, seq in rows]
    groups = [key for some in chunks(keys) for key in _keys(Group.objects.filter(amended__in=some))]
    return {key for some in chunks(groups) for key in _keys(Inspection.objects.filter(group__in=some))}


def _keys(rows: Any) -> list[str]:
    return list(rows.values_list("key", flat=True))


def pair_anew(inspections: set[str], judged: Iterable[str] = ()) -> None:
    """Read these inspections again, and pair anew what they touch. `judged`: passages that a person spoke of."""
    now: dict[str, Read] = {}
    before: dict[str, Passage] = {}
    for some in chunks(inspections):
        now |= read(some)
        before |= {row.key: row for row in Passage.objects.filter(key__in=some)}
    changed = {key for key in now if key not in before or not _same(now[key].passage, before[key])}
    gone = before.keys() - now.keys()
    spoken = {row.key: row for some in chunks(judged) for row in Passage.objects.filter(key__in=some)}
    moved = [before[key] for key in before if key in changed or key in gone]
    touched = _touched([*moved, *spoken.values()])
    # Before anything changes: all that the old rows joined, or held apart.
    touched = everybody_around(touched | _children_of(touched))
    _meet({one.holder.key: one for key, one in now.items() if key in changed})
    for some in chunks([*gone, *(key for key in changed if key in before)]):
        Passage.objects.filter(key__in=some).delete()
    Passage.objects.bulk_create([now[key].passage for key in sorted(changed)], batch_size=500)
    _forget_holders({before[key].holder for key in (*gone, *changed) if key in before})
    touched |= {now[key].passage.who for key in changed}
    touched |= _children_of(touched)
    if touched:
        _write(travellers(touched), gone)


def _same(one: Passage, other: Passage) -> bool:
    """But for the person, who is found later."""
    return all(
        getattr(one, column.attname) == getattr(other, column.attname)
        for column in Passage._meta.concrete_fields
        if column.attname != "person"
    )


def _touched(passages: Iterable[Passage]) -> set[str]:
    """The `who` of everybody who was one person with these until now."""
    persons = {passage.person for passage in passages}
    return {who for some in chunks(persons) for who in _whos(Passage.objects.filter(person__in=some))}


def _children_of(whos: set[str]) -> set[str]:
    """Children join by their adults' papers: everybody who is one person with a child of theirs."""
    papers = papers_of(whos)
    adults = {key for some in chunks(papers) for key in _keys(Passage.objects.filter(who__in=some))}
    persons = {
        person
        for some in chunks(adults)
        for person in Passage.objects.filter(adult__in=some).values_list("person", flat=True)
    }
    return {who for some in chunks(persons) for who in _whos(Passage.objects.filter(person__in=some))}


def _whos(rows: Any) -> set[str]:
    return set(rows.values_list("who", flat=True).distinct())


def _meet(reads: dict[str, Read]) -> None:
    """New holders are compared with all who share a mark with them, once, whichever came first."""
    known: set[str] = set()
    for some in chunks(reads):
        known |= set(Holder.objects.filter(key__in=some).values_list("key", flat=True))
    new = {key: one for key, one in reads.items() if key not in known}
    if not new:
        return
    marks = {key: one.marks() for key, one in new.items()}
    Holder.objects.bulk_create([new[key].holder for key in sorted(new)], batch_size=500)
    HolderMark.objects.bulk_create(
        [HolderMark(mark=mark, holder=key) for key in sorted(new) for mark in sorted(marks[key])], batch_size=1000
    )
    bearing: dict[str, set[str]] = {}
    for some in chunks({mark for each in marks.values() for mark in each}):
        for mark, holder in HolderMark.objects.filter(mark__in=some).values_list("mark", "holder"):
            bearing.setdefault(mark, set()).add(holder)
    pairs = {
        (min(key, other), max(key, other))
        for key, each in marks.items()
        for mark in each
        for other in bearing[mark]
        if other != key
    }
    if pairs:
        _link(pairs, {key: one.person for key, one in new.items()})


def _link(pairs: set[tuple[str, str]], people: dict[str, Person]) -> None:
    others = {key for pair in pairs for key in pair}
    people = people | people_of(others - people.keys())
    facts = {
        key: (document, sure)
        for some in chunks(others)
        for key, document, sure in Holder.objects.filter(key__in=some).values_list("key", "document", "sure")
    }
    links = []
    for one, other in sorted(pairs):
        (document, sure), (its, too) = facts[one], facts[other]
        found = likeness(people[one], people[other], bool(document) and document == its)
        if found is not None:
            decides = found.decides and sure and too
            kind = found.kind if decides or not found.decides else "perhaps"
            links.append(
                HolderLink(one=one, other=other, kind=kind, score=found.score, decides=decides, fits=found.fits)
            )
    HolderLink.objects.bulk_create(links, batch_size=1000)


def _forget_holders(keys: set[str]) -> None:
    """A reading that was put right leaves no trace in who is whose."""
    if not keys:
        return
    still = {
        row for some in chunks(keys) for row in Passage.objects.filter(holder__in=some).values_list("holder", flat=True)
    }
    for some in chunks(keys - still):
        Holder.objects.filter(key__in=some).delete()
        HolderMark.objects.filter(holder__in=some).delete()
        HolderLink.objects.filter(Q(one__in=some) | Q(other__in=some)).delete()


def _write(people: list[Traveller], gone: Iterable[str]) -> None:
    """The stays of these people, in place of those that any of their passages had."""
    passages = [passage for one in people for passage in one.passages]
    documents = {
        key: document
        for some in chunks(passage.holder for passage in passages)
        for key, document in Holder.objects.filter(key__in=some).values_list("key", "document")
    }
    sure = {passage.key: passage.who == passage.holder for passage in passages}
    moved = []
    wanted: dict[str, Stay] = {}
    for one in people:
        for passage in one.passages:
            if passage.person != one.key:
                passage.person = one.key
                moved.append(passage)
        wanted |= {stay.key: stay for stay in _stays(one, documents, sure)}
    _put(Passage, moved, ["person"])
    there: dict[str, Stay] = {}
    for some in chunks([*(passage.key for passage in passages), *gone]):
        there |= {row.key: row for row in Stay.objects.filter(key__in=some)}
    for some in chunks(there.keys() - wanted.keys()):
        Stay.objects.filter(key__in=some).delete()
    _put(Stay, [stay for key, stay in wanted.items() if key not in there or not _alike(stay, there[key])], STAY_COLUMNS)


def _put(model: Any, rows: list[Any], columns: list[str]) -> None:
    """Insert rows, or these columns of those that are there: one statement, where an update of many would be slow."""
    model._default_manager.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["key"], update_fields=columns
    )


STAY_COLUMNS = [column.attname for column in Stay._meta.concrete_fields if column.attname != "key"]


def _alike(one: Stay, other: Stay) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in STAY_COLUMNS)


def _stays(one: Traveller, documents: dict[str, str], sure: dict[str, bool]) -> list[Stay]:
    presences = paired(one.passages)
    return [
        _stay(one, number, presence, limits, documents, sure)
        for number, (presence, limits) in enumerate(zip(presences, last_days(presences), strict=True), 1)
    ]


def _stay(
    one: Traveller,
    number: int,
    presence: Presence,
    limits: tuple[Any, Any],
    documents: dict[str, str],
    sure: dict[str, bool],
) -> Stay:
    entry, exit_ = presence.entry, presence.exit
    first = entry or exit_
    assert first is not None
    link, confidence = one.link(entry, exit_, documents) if entry and exit_ else ("", None)
    stay = Stay(
        key=first.key,
        person=one.key,
        number=number,
        ended=presence.ended,
        doubts=list(presence.doubts),
        link=link,
        confidence=confidence,
        nationality=first.nationality,
        national=is_national(first),
        sure=sure[first.key],
    )
    if entry is not None:
        stay.entered, stay.entry_post = entry.key, entry.post
        stay.entry_earliest, stay.entry_latest = entry.earliest, entry.latest
        stay.answer, stay.rule, stay.rules, stay.confirmed = entry.answer, entry.rule, entry.rules, entry.confirmed
        stay.days, stay.window, stay.granted = entry.days, entry.window, entry.granted_to is not None
        stay.last_harsh, stay.last_kind = limits
    if exit_ is not None:
        stay.left, stay.exit_post = exit_.key, exit_.post
        stay.exit_earliest, stay.exit_latest = exit_.earliest, exit_.latest
    return stay
