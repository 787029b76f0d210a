"""What a shift counted, in lines for the screen and for paper: each says what it is, and none is a sum of two kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from jalon.counting import figures
from jalon.counting.what import HERD_OUTCOMES, KINDS, PERSONS, VEHICLES
from jalon.crossings.journey import DIRECTIONS
from jalon.desk import words
from jalon.regimes.words import SPECIES

TAKEN_BACK = pgettext_lazy("how many of a shift", "taken back: %(number)s")
LATE = pgettext_lazy("how many of a shift", "from paper, late: %(number)s")
NOT_SCREENED = pgettext_lazy("how many of a shift", "not screened: %(number)s")


def counted_lines(found: dict[str, Any]) -> dict[str, Any]:
    """kinds: rows of label, entry, exit, remark; vehicles and animals: rows likewise; herds: label and number. Empty
    where the shift counted nothing."""
    if not any(found.get(name) for name in ("counted", "card")) or not figures.anything(found):
        return {}
    return {"kinds": _kinds(found), "vehicles": _vehicles(found), "animals": _animals(found), "herds": _herds(found)}


def _kinds(found: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for kind, label in KINDS.items():
        said = found[kind]
        rows.append(
            {"label": label, "entry": said["entry"], "exit": said["exit"], "remark": _remark(said), "kind": True}
        )
        for what, name in PERSONS.items() if kind == "counted" else ():
            numbers = {
                way: sum(row[3] for row in said["rows"] if (row[0], row[2]) == (way, what)) for way in DIRECTIONS
            }
            if any(numbers.values()):
                rows.append({"label": name, **numbers, "remark": "", "kind": False})
    return rows


def _remark(said: dict[str, Any]) -> str:
    sayings = {"taken_back": TAKEN_BACK, "late": LATE, "not_screened": NOT_SCREENED}
    return " · ".join(str(text) % {"number": said[name]} for name, text in sayings.items() if said.get(name))


def _vehicles(found: dict[str, Any]) -> list[dict[str, Any]]:
    numbers = {(direction, what): number for direction, what, number in found["vehicles"]}
    rows = [
        {"label": label, **{way: numbers.get((way, what), 0) for way in DIRECTIONS}} for what, label in VEHICLES.items()
    ]
    return [row for row in rows if row["entry"] or row["exit"]]


def _animals(found: dict[str, Any]) -> list[dict[str, Any]]:
    language = words.language()
    return [
        {"label": f"{SPECIES[species][language]} · {DIRECTIONS[way]}", "announced": announced, "counted": counted}
        for way, species, announced, counted in found["herds"]["animals"]
    ]


def _herds(found: dict[str, Any]) -> str:
    said = [f"{label} {found['herds'][outcome]}" for outcome, label in HERD_OUTCOMES.items() if found["herds"][outcome]]
    return _(", ").join(said)
