"""The answer to a search that was recorded: people and vehicles of the past who may be the ones asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jalon.adjudication import past, vehicles
from jalon.adjudication.models import PastPlate, Reading
from jalon.screening.person import BirthDate, DocumentNumber, Name, Person

# Below the bar of any list: who searches looks at each, and misses nobody for a spelling.
LEAST = 0.45
# A document whose number looks alike is shown whatever the name says.
MOST = 50


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of the past: how likely, how often seen, the last time."""

    found: past.Found
    times: int
    last: Reading | None


def asked(question: Mapping[str, Any]) -> Person:
    """A question as screening sees a person."""
    name, born, number = (question.get(one) or "" for one in ("name", "birth_date", "document_number"))
    return Person(
        names=(Name(name),) if name else (),
        birth_dates=(BirthDate(born),) if born else (),
        document_numbers=(DocumentNumber(number),) if number else (),
    )


def people(question: Mapping[str, Any]) -> list[Someone]:
    """Who may be asked for, best first. A look-alike number comes with the score 0.9, whoever bears it."""
    wanted = asked(question)
    found: dict[Any, past.Found] = {}
    if wanted.names:
        found = {one.person: one for one in past.search(wanted, LEAST, most=MOST)}
    elif wanted.birth_dates and not wanted.document_numbers:
        return []  # a day alone is nobody's
    for id_ in past.by_number([one.number for one in wanted.document_numbers]):
        known = found.get(id_)
        if known is None or known.score < 0.9:
            found[id_] = past.of_number(id_, wanted.document_numbers[0].number)
    ordered = sorted(found.values(), key=lambda one: (-one.score, str(one.person)))[:MOST]
    return [_someone(one) for one in ordered]


def _someone(found: past.Found) -> Someone:
    readings = Reading.objects.filter(person=found.person)
    return Someone(found, readings.count(), readings.order_by("-passed_at").first())


def plates(question: Mapping[str, Any]) -> list[PastPlate]:
    """The times a plate was noted."""
    return vehicles.search(question["plate"]) if question.get("plate") else []
