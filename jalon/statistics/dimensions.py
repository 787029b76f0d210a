"""By what the border's figures are broken down: a literal table. Codes stand in the counts; labels are translated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.counting.what import HERD_OUTCOMES, PERSONS, VEHICLES
from jalon.crossings.journey import CORRECTION_REASONS, OUTCOMES, PURPOSES, REFUSAL_REASONS, TRANSPORTS
from jalon.crossings.times import STEPS
from jalon.documents import states
from jalon.documents.types import DOCUMENT_TYPES
from jalon.regimes.words import SPECIES
from jalon.watchlists.models import Edition

NOT_KNOWN = "?"
NOT_ASKED = "-"

SEXES = {"F": _("Women"), "M": _("Men"), "X": pgettext_lazy("sex on a document", "Not stated")}
# Cut at 18 (Convention on the Rights of the Child, article 1), otherwise at the ages that offices of statistics use.
AGES = {
    "00-04": (0, 4),
    "05-14": (5, 14),
    "15-17": (15, 17),
    "18-24": (18, 24),
    "25-34": (25, 34),
    "35-44": (35, 44),
    "45-54": (45, 54),
    "55-64": (55, 64),
    "65+": (65, 200),
}
CHILDREN = ("00-04", "05-14", "15-17")
HIT_OUTCOMES = {
    "waiting": _("Not decided yet"),
    "another": _("Another person"),
    "unsure": _("Not sure, let pass"),
    "same": _("The same person, let pass"),
    "admitted": _("Let pass, not said"),
    "refused": _("Refused"),
    "handed_over": _("Handed over"),
    "held": _("Held"),
    "entrusted": _("Entrusted to a service"),
}


def age_group(age: int | None) -> str:
    """The group of an age in whole years."""
    if age is None or age < 0:
        return NOT_KNOWN
    return next((code for code, (least, most) in AGES.items() if least <= age <= most), NOT_KNOWN)


@dataclass(frozen=True)
class Dimension:
    """A way to break figures down. `of`: what is counted. `order`: values in an order of their own, else by number."""

    code: str
    title: Any
    of: Any
    label: Callable[[str], str]
    order: tuple[str, ...] = ()


def _language() -> str:
    return (translation.get_language() or "fr")[:2]


def _in(table: dict[str, Any]) -> Callable[[str], str]:
    return lambda value: str(table.get(value) or UNKNOWN.get(value) or value)


def _state(value: str) -> str:
    return str(UNKNOWN.get(value) or states.name(value, _language()) or value)


def _document(value: str) -> str:
    kind = DOCUMENT_TYPES.get(value)
    return kind.names[_language()] if kind else str(UNKNOWN.get(value) or value)


def _age(value: str) -> str:
    return str(UNKNOWN.get(value) or "\u2066" + value.removeprefix("0").replace("-0", "–").replace("-", "–") + "\u2069")


def _hit(value: str) -> str:
    outcome, _colon, name = value.partition(":")
    return f"\u2068{list_title(name)}\u2069 · {HIT_OUTCOMES.get(outcome, outcome)}"


def _hour(value: str) -> str:
    return f"\u2066{value}:00\u2069"


def _species(value: str) -> str:
    said = SPECIES.get(value)
    return said[_language()] if isinstance(said, dict) else str(said or value)


def list_title(name: str) -> str:
    """A list by the title that its last edition bore; its short name where none is here."""
    found = Edition.objects.filter(list=name).order_by("-number").first()
    return str(found.rules.get("title") or name) if found else name


UNKNOWN = {NOT_KNOWN: _("Not known"), NOT_ASKED: _("Not asked"), "": _("Not known")}
NAMED = _("Travellers named at the desk")

DIMENSIONS: dict[str, Dimension] = {
    one.code: one
    for one in (
        Dimension("nationality", _("Nationality"), NAMED, _state),
        Dimension("sex", _("Sex"), NAMED, _in(SEXES), tuple(SEXES)),
        Dimension("age", _("Age"), NAMED, _age, tuple(AGES)),
        Dimension("document", _("Document"), NAMED, _document),
        Dimension("transport", _("Means of transport"), NAMED, _in(TRANSPORTS)),
        Dimension("purpose", _("Purpose"), NAMED, _in(PURPOSES)),
        Dimension("outcome", _("Outcome"), NAMED, _in(OUTCOMES), tuple(OUTCOMES)),
        Dimension("hour", _("Hour of the day"), NAMED, _hour, tuple(f"{hour:02d}" for hour in range(24))),
        Dimension("refusal", _("Reason of refusal"), _("Travellers refused"), _in(REFUSAL_REASONS)),
        Dimension("hit", _("List and outcome"), _("Possible matches on a list"), _hit),
        Dimension("cancelled", _("Why cancelled"), _("Records cancelled"), _in(CORRECTION_REASONS)),
        Dimension("counted", _("Neighbours counted"), _("Neighbours counted, not named"), _in(PERSONS), tuple(PERSONS)),
        Dimension("counted_means", _("Means of the counted"), _("Neighbours counted, not named"), _in(TRANSPORTS)),
        Dimension("card", _("Means of card holders"), _("Neighbours recognised by card"), _in(TRANSPORTS)),
        Dimension("vehicle", _("Vehicles"), _("Vehicles counted"), _in(VEHICLES), tuple(VEHICLES)),
        Dimension("herd", _("Herds"), _("Herds with a certificate"), _in(HERD_OUTCOMES), tuple(HERD_OUTCOMES)),
        Dimension("animal", _("Animals"), _("Animals of herds that passed, as counted"), _species),
    )
}
# On the page of breakdowns, in this order; refusals, hits and times have pages of their own.
ON_THE_PAGE = (
    "nationality",
    "sex",
    "age",
    "document",
    "transport",
    "purpose",
    "outcome",
    "hour",
    "counted",
    "counted_means",
    "card",
    "vehicle",
    "herd",
    "animal",
    "cancelled",
)
TIMES = {f"time.{step}": title for step, title in STEPS.items()}
SEX_AGE, LATE, SECOND_LINE = "sex_age", "late", "second_line"
