"""Agency by agency, written out: what it may see, by what it finds somebody, what it checks, with which results.

What is not named here is not shown: an agency's page is made of these facts and of no other. None of them is a hit, a
reason, a referral to protection, or a remark of the second line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NOT_DONE = "not_done"
RESULTS = {
    "in_order": _("In order"),
    "done": pgettext_lazy("a check", "Done"),
    "not_in_order": _("Not in order"),
    "referred": pgettext_lazy("a check", "Referred"),
    "intact": pgettext_lazy("seals", "Intact"),
    "broken": pgettext_lazy("seals", "Broken"),
    "no_seals": pgettext_lazy("seals", "None"),
    NOT_DONE: pgettext_lazy("a check", "Not done"),
}
BY_EYE = ("in_order", "not_in_order", NOT_DONE)
# No diagnosis, no measure: whether it was looked at, and whether somebody goes on to those who treat.
OF_HEALTH = ("in_order", "done", "referred", NOT_DONE)
TRAVELLER, VEHICLE = "traveller", "vehicle"


@dataclass(frozen=True, slots=True)
class Asked:
    """One check: its name, the results it may have (the first is “in order”), of whom it is asked, whether the agency
    is done without it."""

    label: object
    results: tuple[str, ...]
    of: tuple[str, ...] = (TRAVELLER,)
    may_wait: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """`sees` and `sees_of_vehicle` name facts of `facts.py`, in the order they are shown."""

    name: object
    sees: tuple[str, ...]
    sees_of_vehicle: tuple[str, ...]
    finds_by: tuple[str, ...]
    lists_passengers: bool
    checks: dict[str, Asked] = field(default_factory=dict)

    def asked_of(self, kind: str) -> dict[str, Asked]:
        return {code: asked for code, asked in self.checks.items() if kind in asked.of}


AGENCIES = {
    "gendarmerie": Agency(
        name=_("Gendarmerie"),
        sees=("name", "document", "direction", "transport", "plate", "outcome", "passed_at"),
        sees_of_vehicle=("kind", "plate", "company", "driver", "direction", "heads", "passed_at"),
        finds_by=("name", "driver", "plate", "document"),
        lists_passengers=True,
        checks={
            "vehicle_papers": Asked(_("Papers of the vehicle"), BY_EYE, (TRAVELLER, VEHICLE), may_wait=True),
            "search": Asked(_("Search"), BY_EYE, (TRAVELLER, VEHICLE)),
        },
    ),
    "customs": Agency(
        name=_("Customs"),
        sees=("name", "direction", "transport", "plate", "passed_at"),
        sees_of_vehicle=("kind", "plate", "company", "driver", "direction", "load", "passed_at"),
        finds_by=("name", "driver", "plate"),
        lists_passengers=False,
        checks={
            "declared": Asked(_("Goods declared"), BY_EYE, (TRAVELLER, VEHICLE)),
            "inspected": Asked(_("Goods looked at"), BY_EYE, (TRAVELLER, VEHICLE)),
            "seals_seen": Asked(_("Seals"), ("intact", "broken", "no_seals", NOT_DONE), (VEHICLE,), may_wait=True),
        },
    ),
    "health": Agency(
        name=_("Health service"),
        sees=("name", "age", "sex", "origin", "passed_at"),
        sees_of_vehicle=("kind", "direction", "origin", "heads", "passed_at"),
        finds_by=("name",),
        lists_passengers=True,
        checks={
            "vaccination_card": Asked(_("Vaccination card seen"), OF_HEALTH),
            "temperature": Asked(_("Temperature taken"), OF_HEALTH),
            "health_service": Asked(_("Sent on to the health service"), ("referred", NOT_DONE), may_wait=True),
        },
    ),
}
