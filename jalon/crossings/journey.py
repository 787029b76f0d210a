"""Literal tables of a passage: directions, means, purposes, reasons. Codes stand in entries; labels are translated."""

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
    "own_national": _("Own national: cannot be refused"),
    "refusal_not_confirmed": _("Refusal not confirmed by the second person"),
    "protective": _("To be heard apart"),
    "health": _("Health"),
    "other": _("Other"),
}

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
    "cancelled": _("Cancelled"),
}

PROTECTIVE_QUESTIONS = ("asks_protection", "child_alone", "possible_victim")
