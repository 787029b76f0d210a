"""How long somebody may be held at a post, on what ground, under which text: dated rules as data, and a pure answer.

>>> from datetime import date
>>> rule = rule_for("MLI", "offence", date(2026, 11, 25))
>>> rule.basis.code, rule.longest(adult=True), rule.longest(adult=False)
('ml-custody-2024', 48, None)
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jalon.regimes.condition import Period, Text
from jalon.regimes.rule import Basis
from jalon.regimes.words import LANGUAGES, Said

FOLDER = Path(__file__).parent / "data" / "holds"
SETS: dict[str, Path] = {"holds-2026.1": FOLDER / "holds-2026.1.json"}
"""The versions that are shipped. One that has served stays, so that an old hold is read under the rules of its day."""
CURRENT = "holds-2026.1"

GROUNDS: dict[str, Said] = {
    "offence": {"fr": "Soupçon d’une infraction", "en": "Suspicion of an offence", "ar": "الاشتباه في ارتكاب جريمة"},
    "wanted": {
        "fr": "Recherché par une autorité",
        "en": "Wanted by an authority",
        "ar": "مطلوب لدى سلطة",
    },
    "stay": {
        "fr": "Entrée ou séjour irréguliers",
        "en": "Irregular entry or stay",
        "ar": "دخول أو إقامة غير قانونيين",
    },
    "identity": {"fr": "Vérification d’identité", "en": "Identity check", "ar": "التحقق من الهوية"},
}
"""Why somebody is held. A ground for which a state has no rule in force holds nobody there."""
IMMIGRATION = frozenset({"stay"})
"""Grounds that rest on the journey alone: nobody who is to be heard apart is held on them, nor an own national."""

CHILD_NOT_HELD: Said = {
    "fr": "Un enfant n’est pas retenu ici : confiez-le à la protection.",
    "en": "A child is not held here: refer the child to protection.",
    "ar": "لا يُحتجز طفل هنا: أحِله إلى الحماية.",
}


class HoldsUnusable(ValueError):
    """The file of the rules has something wrong; the message says in which row, and what."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What a prosecutor may add: `hours` each time, `times` at most."""

    hours: int
    times: int


@dataclass(frozen=True, slots=True)
class HoldRule:
    """One dated rule of one state. `child`: the longest for a child in hours; None: a child is not held."""

    basis: Basis
    state: str
    grounds: frozenset[str]
    hours: int
    extension: Extension | None
    child: int | None

    def longest(self, *, adult: bool) -> int | None:
        """Hours at most; None where nobody of that age is held. A child's are never more than an adult's."""
        if adult:
            return self.hours
        return None if self.child is None else min(self.child, self.hours)


@dataclass(frozen=True, slots=True)
class HoldRules:
    """A version of the rules."""

    version: str
    digest: str
    texts: dict[str, Text]
    rules: tuple[HoldRule, ...]


@cache
def rules(version: str = CURRENT) -> HoldRules:
    """A shipped version. Raises KeyError where it is not here, HoldsUnusable where its file is not in order."""
    return made(json.loads(SETS[version].read_text(encoding="utf-8")))


def rule_for(state: str, ground: str, day: date, of: HoldRules | None = None) -> HoldRule | None:
    """The rule of a state for a ground on a day; None where there is none."""
    found = [
        rule
        for rule in (of or rules()).rules
        if rule.state == state and ground in rule.grounds and rule.basis.period.holds(day)
    ]
    return found[0] if found else None


def grounds_of(state: str, day: date, of: HoldRules | None = None) -> tuple[str, ...]:
    """On which grounds a state holds anybody on a day, in the order of GROUNDS."""
    return tuple(ground for ground in GROUNDS if rule_for(state, ground, day, of))


def rule_named(code: str, of: HoldRules | None = None) -> HoldRule | None:
    """The rule under which somebody was held; None where this version does not know it."""
    return next((rule for rule in (of or rules()).rules if rule.basis.code == code), None)


def made(contents: dict[str, Any]) -> HoldRules:
    """The rules that a file holds. Raises HoldsUnusable."""
    texts = {row["code"]: Text(row["code"], row["names"], tuple(row["sources"])) for row in contents["texts"]}
    found = tuple(_rule(row, texts) for row in contents["rules"])
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if one.state == other.state and one.grounds & other.grounds and one.basis.period.shared(other.basis.period):
                raise HoldsUnusable(f"{one.basis.code} and {other.basis.code} apply to the same day")
    plain = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return HoldRules(contents["version"], hashlib.sha256(plain.encode()).hexdigest(), texts, found)


def _rule(row: dict[str, Any], texts: dict[str, Text]) -> HoldRule:
    code, grounds = row["code"], frozenset(row["grounds"])
    if not grounds or grounds - set(GROUNDS):
        raise HoldsUnusable(f"{code}: a ground is not known")
    if row["text"] not in texts:
        raise HoldsUnusable(f"{code}: the text {row['text']} is not known")
    if set(row["sentence"]) != set(LANGUAGES):
        raise HoldsUnusable(f"{code}: the sentence is missing in a language")
    if row["hours"] < 1 or (row["child"] is not None and not 1 <= row["child"] <= row["hours"]):
        raise HoldsUnusable(f"{code}: the hours are not in order")
    until = date.fromisoformat(row["until"]) if row["until"] else None
    period = Period(date.fromisoformat(row["from"]), until)
    basis = Basis(code, period, row["text"], row["article"], row["sentence"], row["confirmed"])
    extension = Extension(**row["extension"]) if row["extension"] else None
    return HoldRule(basis, row["state"], grounds, row["hours"], extension, row["child"])
