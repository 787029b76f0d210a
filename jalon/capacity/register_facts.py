"""What the register says of a post: a literal table of matters, each with its questions and what answers them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ONE, SEVERAL, NUMBER, HOUR, TEXT, TICK = "one", "several", "number", "hour", "text", "tick"
A_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Question:
    """One fact of a matter. `shape`: ONE or SEVERAL of `choices`, a NUMBER (whole, up to `most`), an HOUR (“06:00”),
    a TEXT (up to `most` characters), a TICK (true or false)."""

    label: Words
    shape: str
    choices: Mapping[str, Words] = field(default_factory=dict)
    most: int = 200
    needed: bool = False
    unit: Words = ""
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of a post, said as a whole."""

    title: Words
    questions: Mapping[str, Question]
    part: str = ""  # a fact that counts a part of another: “women” of “officers”
    whole: str = ""


WAYS = {
    "road": _("Road"),
    "river": _("River"),
    "rail": _("Railway"),
    "air": _("Airport"),
    "sea": _("Seaport"),
    "desert": _("Desert track"),
}
CATEGORIES = {
    "international": pgettext_lazy("a post", "International: open to all"),
    "bilateral": pgettext_lazy("a post", "Bilateral: for the nationals of both states"),
    "local": pgettext_lazy("a post", "Local: for those who live on both sides"),
}
AGENCIES = {
    "police": _("Border police"),
    "gendarmerie": _("Gendarmerie"),
    "guard": _("National guard or army"),
    "customs": _("Customs"),
    "health": _("Border health"),
    "veterinary": _("Veterinary and plant health"),
    "forests": _("Water and forests"),
    "protection": _("Social or protection service"),
    "transport": _("Road transport"),
    "municipality": _("Municipality"),
}
LANGUAGES = {
    "fr": _("French"),
    "ar": _("Arabic"),
    "en": _("English"),
    "pt": _("Portuguese"),
    "ha": _("Hausa"),
    "ff": _("Fulfulde"),
    "bm": _("Bambara"),
    "dje": _("Zarma"),
    "ses": _("Songhay"),
    "taq": _("Tamasheq"),
    "mey": _("Hassaniya"),
    "kr": _("Kanuri"),
    "snk": _("Soninke"),
    "wo": _("Wolof"),
    "mos": _("Mooré"),
    "shu": _("Chadian Arabic"),
    "gux": _("Gourmantché"),
    "dyu": _("Dioula"),
    "sg": _("Sango"),
    "yo": _("Yoruba"),
}
SOURCES_OF_POWER = {
    "grid": _("Public grid"),
    "generator": _("Generator"),
    "solar": _("Solar"),
    "none": pgettext_lazy("power", "None"),
}
SOURCES_OF_WATER = {
    "network": _("Public network"),
    "borehole": _("Borehole or well"),
    "tanker": _("Brought by tanker"),
    "none": pgettext_lazy("water", "None"),
}
LINKS = {
    "fibre": _("Fibre or cable"),
    "mobile": _("Mobile data"),
    "vsat": _("Satellite (VSAT)"),
    "voice": _("Telephone calls only"),
    "radio": _("Radio only"),
    "none": pgettext_lazy("link", "None"),
}
CARRIES_DATA = frozenset({"fibre", "mobile", "vsat"})
STATES_OF_BUILDINGS = {
    "good": pgettext_lazy("buildings", "Good"),
    "worn": pgettext_lazy("buildings", "Worn, but usable"),
    "bad": pgettext_lazy("buildings", "Bad"),
    "none": pgettext_lazy("buildings", "No building: tent, container or shelter"),
    "destroyed": pgettext_lazy("buildings", "Destroyed"),
}
A_DAY = _("hours a day")

KIND, CATEGORY, HOURS, AGENCIES_HERE, OPPOSITE, STAFF = "kind", "category", "hours", "agencies", "opposite", "staff"
POWER, WATER, LINK, BUILDINGS = "power", "water", "link", "buildings"
MATTERS = {
    KIND: Matter(_("Kind of crossing"), {"ways": Question(_("People cross by"), SEVERAL, WAYS, needed=True)}),
    CATEGORY: Matter(
        _("Category, and who may pass"),
        {
            "category": Question(_("Category"), ONE, CATEGORIES, needed=True),
            "who": Question(_("Who may pass, in the words of the decision"), TEXT),
            "decision": Question(_("Decision that says so"), TEXT, most=120),
        },
    ),
    HOURS: Matter(
        _("Opening hours"),
        {
            "always": Question(_("Open day and night"), TICK),
            "opens": Question(_("Opens at"), HOUR),
            "closes": Question(_("Closes at"), HOUR),
            "note": Question(_("Days and exceptions"), TEXT),
        },
    ),
    AGENCIES_HERE: Matter(
        _("Agencies present"),
        {
            "agencies": Question(_("Who serves here"), SEVERAL, AGENCIES, needed=True),
            "joint": Question(_("Both states work on one site"), TICK),
        },
    ),
    OPPOSITE: Matter(
        _("Opposite post"),
        {
            "name": Question(_("Name of the post across the line"), TEXT, most=120, needed=True),
            "distance": Question(_("How far it is"), NUMBER, most=500, unit=_("km")),
            "telephone": Question(_("Its duty telephone"), TEXT, most=40, hint=_("Of the office, never a person’s.")),
        },
    ),
    STAFF: Matter(
        _("Staff"),
        {
            "officers": Question(_("Officers posted"), NUMBER, most=5000, needed=True),
            "women": Question(_("Of them women"), NUMBER, most=5000, needed=True),
            "languages": Question(_("Languages spoken by the team"), SEVERAL, LANGUAGES),
        },
        part="women",
        whole="officers",
    ),
    POWER: Matter(
        _("Power"),
        {
            "sources": Question(_("Where it comes from"), SEVERAL, SOURCES_OF_POWER, needed=True),
            "hours": Question(_("How long there is power"), NUMBER, most=24, needed=True, unit=A_DAY),
        },
    ),
    WATER: Matter(
        _("Water"),
        {
            "sources": Question(_("Where it comes from"), SEVERAL, SOURCES_OF_WATER, needed=True),
            "drinkable": Question(_("It can be drunk"), TICK),
            "travellers": Question(_("Travellers find some too"), TICK),
        },
    ),
    LINK: Matter(
        _("Link"),
        {
            "links": Question(_("What reaches the post"), SEVERAL, LINKS, needed=True),
            "hours": Question(_("How long it works"), NUMBER, most=24, needed=True, unit=A_DAY),
        },
    ),
    BUILDINGS: Matter(
        _("Buildings"),
        {
            "state": Question(_("Their state"), ONE, STATES_OF_BUILDINGS, needed=True),
            "counters": Question(_("Counters or desks for travellers"), NUMBER, most=200),
            "shelter": Question(_("Shade and seats for those who wait"), TICK),
            "private_room": Question(_("A room to talk in private"), TICK),
            "holding_room": Question(_("A room to hold a person, that can be inspected"), TICK),
            "women_toilets": Question(_("Toilets of their own for women"), TICK),
            "ramp": Question(_("Reached without steps"), TICK),
            "lodging": Question(_("Lodging for the staff"), TICK),
            "note": Question(_("What else matters"), TEXT),
        },
    ),
}
# “None” beside something else says two things at once.
ALONE = "none"


def problems(what: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the facts of a matter: fact -> code (see `words.WRONG`). Raises KeyError: no such matter."""
    matter = MATTERS[what]
    wrong = {name: "not_asked" for name in facts if name not in matter.questions}
    for name, question in matter.questions.items():
        code = _problem(question, facts.get(name))
        if code:
            wrong[name] = code
    if not wrong and matter.part and facts[matter.part] > facts[matter.whole]:
        wrong[matter.part] = "more_than_all"
    if not wrong and what == HOURS and not facts.get("always") and not (facts.get("opens") and facts.get("closes")):
        wrong["opens"] = "hours_needed"
    return wrong


def _problem(question: Question, value: Any) -> str:
    if value in (None, "", []):
        return "needed" if question.needed else ""
    if not is_shaped(question.shape, value):
        return "not_so"
    if question.shape == NUMBER and value > question.most:
        return "too_many"
    if question.shape == TEXT and len(value) > question.most:
        return "too_long"
    if question.shape == ONE and value not in question.choices:
        return "not_offered"
    if question.shape == SEVERAL and not set(value) <= question.choices.keys():
        return "not_offered"
    return "none_alone" if question.shape == SEVERAL and ALONE in value and len(value) > 1 else ""


def is_shaped(shape: str, value: Any) -> bool:
    """Whether a value is of the kind that a question takes, whatever it offers."""
    if shape == NUMBER:
        return type(value) is int and value >= 0
    if shape == TICK:
        return type(value) is bool
    if shape == SEVERAL:
        return isinstance(value, list) and all(isinstance(one, str) and len(one) <= 40 for one in value)
    if shape == HOUR:
        return isinstance(value, str) and A_HOUR.fullmatch(value) is not None
    return isinstance(value, str)


def shape(what: str, facts: Any) -> dict[str, Any]:
    """The facts of an entry. What a later program asks or offers more is kept. Raises ValueError where a fact is not of
    the kind that its question takes."""
    if not isinstance(facts, dict):
        raise ValueError("the facts of a post are an object")
    asked = MATTERS[what].questions if what in MATTERS else {}
    for name, question in asked.items():
        if facts.get(name) not in (None, "") and not is_shaped(question.shape, facts[name]):
            raise ValueError(f"{what}: {name} is no {question.shape}")
    return facts
