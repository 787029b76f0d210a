"""With whom a child travels: parents, another adult, nobody; the adult linked, the paper of consent seen or not.

A child's way is asked about because children are moved across borders by people who are not theirs. The first line says
what it saw and lets pass who is with parents, or with another adult who shows a paper of consent; the others go to the
second line, and from there, where the doubt stays, to those who protect children.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.crossings.models import Company, Inspection, Shift
from jalon.crossings.rules import NotAllowed, as_it_stands, on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record

PARENT, OTHER_ADULT, ALONE = "parent", "other_adult", "alone"
COMPANIES = {
    PARENT: _("With a parent or guardian"),
    OTHER_ADULT: _("With another adult"),
    ALONE: _("Alone"),
}


@dataclass(frozen=True, slots=True)
class Accompanied:
    """What was said of a child's company. `adult` is the adult's inspection, empty where none is linked."""

    with_whom: str
    adult: str = ""
    consent_seen: bool = False

    @property
    def in_doubt(self) -> bool:
        """Whether the first line lets the second line decide."""
        return self.with_whom == ALONE or (self.with_whom == OTHER_ADULT and not self.consent_seen)


@act
def accompany(inspection: Inspection, shift: Shift, said: Accompanied) -> Recorded:
    """Record with whom a child travels. Raises NotAllowed where the adult is no traveller who is known here."""
    on_duty(shift)
    as_it_stands(inspection)
    if said.with_whom not in COMPANIES:
        raise NotAllowed("say_who_is_with_the_child")
    adult = said.adult if said.with_whom != ALONE else ""
    if adult and (adult == inspection.key or not Inspection.objects.filter(key=adult).exists()):
        raise NotAllowed("adult_not_known")
    body = {
        "inspection": inspection.key,
        "with": said.with_whom,
        "adult": adult,
        "consent_seen": said.with_whom == OTHER_ADULT and said.consent_seen,
    }
    return record("crossing.accompanied", body, shift.officer, bytes(inspection.kept)[:8])


def companies(inspections: Iterable[str]) -> dict[str, Accompanied]:
    """The company last said of each of these inspections, where it can still be read."""
    keys = this_node().shift_keys
    rows = Company.objects.filter(inspection__in=list(inspections)).order_by("position")
    said = [(row.inspection, keys.take_out_value(row.kept)) for row in rows]
    return {inspection: _accompanied(body) for inspection, body in said if body is not None}


def company_of(inspection: Inspection) -> Accompanied | None:
    """With whom this child travels; None where it was not said."""
    return companies([inspection.key]).get(inspection.key)


def is_child(seen: dict[str, Any]) -> bool:
    """Whether what was seen is of a child."""
    return any(problem["code"] == "minor" for problem in seen["problems"])


def _accompanied(body: dict[str, Any]) -> Accompanied:
    return Accompanied(body["with"], body["adult"], body["consent_seen"])
