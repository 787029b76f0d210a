"""The library of measures: what has been done elsewhere about a gap, by level; a data file of our own wording."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jalon.cooperation.models import Level
from jalon.cooperation.themes import THEMES

FILE = Path(__file__).with_name("library.toml")
LANGUAGES = ("fr", "en", "ar")


@dataclass(frozen=True, slots=True)
class LibraryMeasure:
    """`code` is what a gap of an assessment names. Each text in the three languages: `takes`, the means it takes;
    `known_by`, how one knows that it worked. `months`: how long it usually takes."""

    code: str
    levels: tuple[str, ...]
    themes: tuple[str, ...]
    months: int
    title: Mapping[str, str]
    takes: Mapping[str, str]
    known_by: Mapping[str, str]


def read(text: str) -> dict[str, LibraryMeasure]:
    """The measures of a library, in the order of the file. Raises ValueError: what is wrong, and in which measure."""
    found = {}
    for code, facts in tomllib.loads(text).items():
        one = LibraryMeasure(
            code,
            tuple(facts["levels"]),
            tuple(facts["themes"]),
            int(facts["months"]),
            *(facts[name] for name in ("title", "takes", "known_by")),
        )
        strange = {*one.levels} - {*Level.values} or {*one.themes} - {*THEMES}
        if strange or not one.levels or not one.themes:
            raise ValueError(f"{code}: level or theme {', '.join(sorted(strange)) or 'missing'}")
        for name in ("title", "takes", "known_by"):
            if any(not getattr(one, name).get(language, "").strip() for language in LANGUAGES):
                raise ValueError(f"{code}: {name} is not said in {', '.join(LANGUAGES)}")
        found[code] = one
    return found


LIBRARY: dict[str, LibraryMeasure] = read(FILE.read_text(encoding="utf-8"))


def sorted_by(level: str = "", theme: str = "") -> list[LibraryMeasure]:
    """Those that act at a level and serve a theme (empty: any)."""
    return [
        one for one in LIBRARY.values() if (not level or level in one.levels) and (not theme or theme in one.themes)
    ]
