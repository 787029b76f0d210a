"""Somebody's past over all posts: crossings, decisions, hits and what was decided of them, vehicles; in order of time.

The times are the posts' own clocks. Who counts as the same person is said: the very same document, or the same name and
full birth date.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jalon.adjudication import past
from jalon.adjudication.cases import hits_for
from jalon.adjudication.models import Hit, PastPerson, PastPlate, Reading, Standing
from jalon.crossings.models import Decision, Inspection
from jalon.journal.node import this_node
from jalon.screening.person import Person
from jalon.web.gate import Role

MOST = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One crossing, with all that belongs to it."""

    inspection: Inspection
    post: str
    fields: dict[str, Any]
    decisions: list[tuple[Decision, dict[str, Any]]]  # each with all that was said
    hits: list[tuple[Hit, Standing | None]]
    plate: str


def same_person(person: uuid.UUID) -> set[uuid.UUID]:
    """The rows of particulars that are surely one person's."""
    row = PastPerson.objects.filter(id=person).first()
    if row is None:
        return set()
    said = past.read(row.person)
    found = {row.id}
    if row.number:
        state = said.document_numbers[0].state
        others = PastPerson.objects.filter(number=row.number).values_list("id", "person")[:MOST]
        found |= {id_ for id_, text in others if past.read(text).document_numbers[0].state == state}
    if said.names and len(row.born) == len("1984-05-17"):
        name = folded(said)
        others = PastPerson.objects.filter(born=row.born).values_list("id", "person")[:2000]
        found |= {id_ for id_, text in others if folded(past.read(text)) == name}
    return found


def folded(person: Person) -> tuple[str, ...]:
    """The parts of a name whatever their order, case or accents."""
    name = person.names[0].text if person.names else ""
    return tuple(sorted(part.text for part in past.parts_of(name).parts))


def of(person: uuid.UUID, roles: Iterable[Role]) -> list[Event]:
    """The crossings of somebody, the last first, with the hits that these roles may see."""
    readings = Reading.objects.filter(person__in=same_person(person)).order_by("-passed_at")
    keys = list(dict.fromkeys(readings.values_list("inspection", flat=True)[:MOST]))
    return events(keys, roles)


def events(keys: list[str], roles: Iterable[Role]) -> list[Event]:
    """The crossings of these inspections, the last first."""
    node = this_node().shift_keys
    rows = {row.key: row for row in Inspection.objects.filter(key__in=keys)}
    readings = Reading.objects.filter(inspection__in=keys).order_by("position")
    posts = {one.inspection: one.post for one in readings}
    decided: dict[str, list[tuple[Decision, dict[str, Any]]]] = {}
    for made in Decision.objects.filter(inspection__in=keys).order_by("position"):
        said = (node.take_out_value(made.kept) or {}) if made.kept else {}
        decided.setdefault(made.inspection, []).append((made, said))
    hits: dict[str, list[Hit]] = {}
    for hit in hits_for(roles).filter(inspection__in=keys).order_by("-gravity", "-score"):
        hits.setdefault(hit.inspection, []).append(hit)
    cases = {hit.case for several in hits.values() for hit in several}
    stands = {one.case: one for one in Standing.objects.filter(case__in=cases)}
    about = {row.group for row in rows.values() if row.group} | set(keys)
    plates = {one.about: one.written for one in PastPlate.objects.filter(about__in=about).order_by("position")}
    found = []
    for key, row in rows.items():
        seen = node.take_out_value(row.kept) if row.kept else None
        found.append(
            Event(
                inspection=row,
                post=posts.get(key, ""),
                fields=(seen or {}).get("fields", {}),
                decisions=decided.get(key, []),
                hits=[(hit, stands.get(hit.case)) for hit in hits.get(key, [])],
                plate=plates.get(row.group) or plates.get(key, ""),
            )
        )
    return sorted(found, key=lambda one: -one.inspection.passed_at)
