"""Checklists: what an assessment asks. One data file a version, of our own wording, in the three languages.

A released file is never edited: assessments made with it are read with it for ever. A new version may drop items and
add others; an item that stays under its code asks the same thing, so that the two can be compared. `of` names the item
of another checklist that an item asks again, in other words; both then speak of one and the same gap.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "checklists"
# Every checklist with its versions, the newest last: a file of FOLDER each.
CHECKLISTS: dict[str, tuple[int, ...]] = {
    "general": (1,),
    "quarterly": (1, 2),
}
LANGUAGES = ("fr", "en", "ar")
LEVELS = ("post", "national", "bilateral", "regional", "local")
UNITS = ("h", "d", "min", "%")
CODE = re.compile(r"[A-Z]{2}-\d{2}")
YES, PARTLY, NO, NOT_APPLICABLE = "yes", "partly", "no", "na"
WORTH = {YES: 1.0, PARTLY: 0.5, NO: 0.0}
ANSWERS = (YES, PARTLY, NO, NOT_APPLICABLE)
Said = Mapping[str, str]  # language -> sentence


class ChecklistWrong(ValueError):
    """A data file does not hold what a checklist needs: which file, which item, what."""


@dataclass(frozen=True, slots=True)
class Number:
    """A question answered by a number: worth 1 from `full` on, a half from `half` on, else 0. Where `full` is the
    smaller of the two, less is better. `most`: no answer is greater."""

    unit: str
    full: float
    half: float
    most: float

    def worth(self, number: float) -> float:
        less_is_better = self.full < self.half
        if number <= self.full if less_is_better else number >= self.full:
            return 1.0
        return 0.5 if (number <= self.half if less_is_better else number >= self.half) else 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """A question. `evidence`: what shows the answer; `library`: the measure that would close its gap; `level`: where
    that measure acts; `source`: where the idea of the question stands."""

    code: str
    theme: str
    weight: int  # 1 to 3
    level: str
    library: str
    name: Said
    question: Said
    evidence: Said
    source: str = ""
    number: Number | None = None
    of: str = ""  # "checklist:code" of the item it asks again


@dataclass(frozen=True, slots=True)
class Theme:
    """A part of a checklist, a page to fill. `promises`: the theme of cooperation that its gaps lead to."""

    code: str
    promises: str
    title: Said
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A version of a checklist. `every_months`: how often it is due at a post."""

    code: str
    version: int
    every_months: int
    title: Said
    about: Said
    themes: tuple[Theme, ...]

    @property
    def name(self) -> str:
        """Code and version, as files and references write them."""
        return f"{self.code}-{self.version}"

    @property
    def items(self) -> dict[str, Item]:
        return {item.code: item for theme in self.themes for item in theme.items}

    def theme(self, code: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.code == code), None)


@cache
def known() -> dict[tuple[str, int], Checklist]:
    """Every version of every checklist, checked. Raises ChecklistWrong."""
    texts = {
        (code, version): (FOLDER / f"{code}-{version}.toml").read_text(encoding="utf-8")
        for code, versions in CHECKLISTS.items()
        for version in versions
    }
    return read_all(texts)


def checklist(code: str, version: int | None = None) -> Checklist | None:
    """A version of a checklist, the newest where none is named; None for what this program does not know."""
    if version is None:
        version = max((one for name, one in known() if name == code), default=0)
    return known().get((code, version))


def newest() -> list[Checklist]:
    """The version of each checklist that is filled today."""
    codes = dict.fromkeys(code for code, _version in known())
    return [one for one in (checklist(code) for code in codes) if one is not None]


def item_of(reference: str) -> Item | None:
    """The item that "checklist:code" names, in the newest version that has it."""
    code, _, wanted = reference.partition(":")
    for (name, _version), one in sorted(known().items(), reverse=True):
        if name == code and wanted in one.items:
            return one.items[wanted]
    return None


def first_version_with(code: str, item: str) -> int:
    """The version in which an item first stands: part of its reference, so that this outlives later versions."""
    return min(version for (name, version), one in known().items() if name == code and item in one.items)


def read_all(texts: Mapping[tuple[str, int], str]) -> dict[tuple[str, int], Checklist]:
    """Checklists from their files, in order; the `of` of an item lends it level, library and source. Raises
    ChecklistWrong."""
    found: dict[tuple[str, int], Checklist] = {}
    lenders: dict[str, Item] = {}
    for (code, version), text in sorted(texts.items()):
        one = read(text, f"{code}-{version}", lenders)
        if (one.code, one.version) != (code, version):
            raise ChecklistWrong(f"{code}-{version}: it says that it is {one.name}")
        for item in one.items.values():
            before = lenders.setdefault(f"{code}:{item.code}", item)
            if before.number != item.number or before.of != item.of:
                raise ChecklistWrong(f"{one.name} {item.code}: it asked something else in an earlier version")
        found[code, version] = one
    return found


def read(text: str, name: str, lenders: Mapping[str, Item]) -> Checklist:
    """A checklist from its file. Raises ChecklistWrong."""
    try:
        facts = tomllib.loads(text)
        items = [_item(name, one, lenders) for one in facts["item"]]
        themes = tuple(_theme(name, one, items) for one in facts["theme"])
        made = Checklist(
            facts["code"],
            facts["version"],
            facts["every_months"],
            _said(name, facts, "title"),
            _said(name, facts, "about"),
            themes,
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as wrong:
        raise ChecklistWrong(f"{name}: {type(wrong).__name__} {wrong}") from wrong
    codes = [item.code for item in items]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ChecklistWrong(f"{name} {', '.join(sorted(twice))}: twice")
    if strange := {item.theme for item in items} - {theme.code for theme in themes}:
        raise ChecklistWrong(f"{name}: no theme {', '.join(sorted(strange))}")
    if made.every_months < 1:
        raise ChecklistWrong(f"{name}: every_months is at least 1")
    return made


def _theme(name: str, facts: Mapping[str, Any], items: list[Item]) -> Theme:
    mine = tuple(item for item in items if item.theme == facts["code"])
    if not mine:
        raise ChecklistWrong(f"{name}: the theme {facts['code']} asks nothing")
    return Theme(facts["code"], facts["promises"], _said(name, facts, "title"), mine)


def _item(name: str, facts: Mapping[str, Any], lenders: Mapping[str, Item]) -> Item:
    code = facts["code"]
    where = f"{name} {code}"
    lender = lenders.get(facts.get("of", ""))
    if facts.get("of") and lender is None:
        raise ChecklistWrong(f"{where}: of {facts['of']}, which no file has")
    if not CODE.fullmatch(code):
        raise ChecklistWrong(f"{where}: a code is two capitals, a dash and two digits")
    if facts["weight"] not in {1, 2, 3}:
        raise ChecklistWrong(f"{where}: the weight is 1, 2 or 3")
    level = lender.level if lender else facts["level"]
    if level not in LEVELS:
        raise ChecklistWrong(f"{where}: no level {level}")
    return Item(
        code,
        facts["theme"],
        facts["weight"],
        level,
        lender.library if lender else facts["library"],
        _said(where, facts, "name"),
        _said(where, facts, "question"),
        _said(where, facts, "evidence"),
        lender.source if lender else facts.get("source", ""),
        _number(where, facts["number"]) if "number" in facts else None,
        facts.get("of", ""),
    )


def _number(where: str, facts: Mapping[str, Any]) -> Number:
    number = Number(facts["unit"], float(facts["full"]), float(facts["half"]), float(facts["most"]))
    if number.unit not in UNITS:
        raise ChecklistWrong(f"{where}: no unit {number.unit}")
    if number.full == number.half or not max(number.full, number.half) <= number.most:
        raise ChecklistWrong(f"{where}: thresholds differ, and lie below the greatest answer")
    return number


def _said(where: str, facts: Mapping[str, Any], what: str) -> Said:
    said: Said = facts[what]
    for language in LANGUAGES:
        if not str(said.get(language, "")).strip():
            raise ChecklistWrong(f"{where}: {what} is not said in {language}")
    return said
