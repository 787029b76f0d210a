"""Literal tables of a passage: directions, means, purposes, reasons. Codes stand in entries; labels are translated."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

DIRECTIONS = {"entry": _("Entry"), "exit": _("Exit")}

TRANSPORTS = {
    "foot": _("On foot"),
    "car": _("Car"),
    "bus": _("Bus"),
    "truck": _("Truck"),
    "motorcycle": _("Motorcycle"),
    "cart": _("Cart"),
    "animal": _("Animal"),
    "pirogue": _("Pirogue"),
    "boat": _("Boat"),
    "train": _("Train"),
    "plane": _("Plane"),
}
# Means that bear a plate or a registration: it is asked for these alone.
WITH_PLATE = {"car", "bus", "truck", "motorcycle"}
# Means by which families travel; a truck bears its crew, and on a plane each has a document and a seat.
WITH_FAMILIES = set(TRANSPORTS) - {"truck", "plane"}
ADULT = 18  # years (Convention on the Rights of the Child, article 1); an age not known counts as an adult's
EVERY_AGE = 0


@dataclass(frozen=True, slots=True)
class When:
    """Where a question matters. What is not said holds for all: both directions, everybody, every means and age."""

    direction: str | None = None
    own_national: bool | None = None
    transports: Set[str] = frozenset(TRANSPORTS)
    from_age: int = EVERY_AGE


# The questions of a journey, in page order, and where each matters. The others wait behind "more".
ASKED = {
    "plate": When(transports=WITH_PLATE),
    "origin": When(direction="entry", own_national=False),
    "destination": When(own_national=False),
    "purpose": When(direction="entry", own_national=False),
    "stay_days": When(direction="entry", own_national=False),
    "minors": When(own_national=False, transports=WITH_FAMILIES, from_age=ADULT),
}


def asked(direction: str, own_national: bool, transport: str, age: int | None) -> tuple[str, ...]:
    """The questions that matter for this passage, in page order. `age` in whole years, None where it is not known."""
    return tuple(
        name
        for name, when in ASKED.items()
        if when.direction in {None, direction}
        and when.own_national in {None, own_national}
        and transport in when.transports
        and (age is None or age >= when.from_age)
    )


PURPOSES = {
    "trade": _("Trade"),
    "family": _("Family visit"),
    "work": _("Work"),
    "herding": _("Herding"),
    "health": _("Health care"),
    "study": _("Study"),
    "religion": _("Pilgrimage"),
    "tourism": _("Tourism"),
    "transit": _("Transit"),
    "return": _("Return home"),
    "official": _("Official mission"),
    "other": _("Other"),
}

REFERRAL_REASONS = {
    "possible_match": _("Possible match on a list"),
    "document_doubt": _("Doubt about the document"),
    "identity_doubt": _("Doubt about the identity"),
    "no_document": _("No document"),
    "purpose_unclear": _("Purpose of the journey unclear"),
    "right_to_enter": _("Visa, permit, stay or category of post"),
    "own_national": _("Own national: cannot be refused"),
    "refusal_not_confirmed": _("Refusal not confirmed by the second person"),
    "not_taken": _("Handed over, but nobody came to take the person"),
    "protective": _("To be heard apart"),
    "child": _("Doubt about a child’s company"),
    "health": _("Health"),
    "came_back": _("Came back from a service"),
    "other": _("Other"),
}
# Reasons that follow from what was decided before: no officer chooses them.
SAID_BY_THE_PROGRAM = {"came_back", "not_taken", "refusal_not_confirmed", "own_national"}

REFUSAL_REASONS = {
    "no_valid_document": _("No valid travel document"),
    "false_document": _("False, altered or stolen document"),
    "no_visa": _("No valid visa or permit where one is required"),
    "stay_exceeded": _("The stay allowed is already used up"),
    "listed": _("Refusal asked and confirmed by the authority of a list"),
    "post_closed": _("This post is not open to this passage"),
    "public_order": _("Danger to public order, by a decision in writing"),
    "health_rule": _("A health rule in force is not met"),
}

CORRECTION_REASONS = {
    "typing": _("Typing mistake"),
    "misread": _("Reader misread the document"),
    "wrong_person": _("Entered for the wrong person"),
    "started_again": _("Started again at the desk"),
    "traveller_left": _("The traveller left before a decision"),
    "test": _("Trial or exercise"),
    "other": _("Other"),
}

OUTCOMES = {
    "open": _("Undecided"),
    "admitted": _("Admitted"),
    "referred": _("Referred"),
    "refused": _("Refused"),
    "handed_over": _("Handed over"),
    "entrusted": _("Entrusted to a service"),
    "held": _("Held"),
    "cancelled": _("Cancelled"),
}

PROTECTIVE_QUESTIONS = ("asks_protection", "child_alone", "possible_victim")


def reasons_to_refer() -> list[tuple[str, Any]]:
    """The reasons that an officer may choose, with their labels."""
    return [(code, label) for code, label in REFERRAL_REASONS.items() if code not in SAID_BY_THE_PROGRAM]
