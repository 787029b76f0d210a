"""The documentation holds true: the rooms it draws are the rooms of the tree, the commands it shows are there."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from jalon.config.command import COMMANDS
from jalon.documents.mrz import read

ROOT = Path(__file__).parents[3]
HOUSE = ROOT / "jalon"

# In each language: the words that say a room is there (at least in part), and the word for a room that is not.
STATES = {
    "README.md": ({"here", "begun"}, "planned"),
    "README.fr.md": ({"là", "commencée"}, "prévue"),
    "CONTRIBUTING.md": ({"here", "begun"}, "planned"),
}
NOT_YET = {"README.md": "Not there yet", "README.fr.md": "Pas encore là"}
ROOM = re.compile(r"^\| `(\w+)` \| (\w+) \|", re.MULTILINE)
READMES = tuple(NOT_YET)
SETTINGS_OF_TESTS = {"JALON_SHARED_DATA"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rooms_drawn(name: str) -> dict[str, str]:
    """The room map of a page: room → state, in the order drawn."""
    between = text(name).partition("<!-- rooms -->")[2].partition("<!-- /rooms -->")[0]
    return dict(ROOM.findall(between))


def rooms_built() -> set[str]:
    return {path.parent.name for path in HOUSE.glob("*/__init__.py")}


def headings(name: str) -> list[str]:
    """The marks of the headings (“##”), outside blocks of code."""
    prose = re.sub(r"^```.*?^```", "", text(name), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^(#+) ", prose, re.MULTILINE)


def section(name: str, heading: str) -> str:
    return text(name).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def commands_shown(page: str) -> set[str]:
    """What follows `jalon` on a line of a terminal, or inside backquotes."""
    return set(re.findall(r"(?:\$ |\| |`)jalon ([a-z]+)", page))


@pytest.mark.parametrize("name", STATES)
def test_every_room_of_the_tree_is_on_the_map(name: str) -> None:
    there, _ = STATES[name]
    assert {room for room, state in rooms_drawn(name).items() if state in there} == rooms_built()


@pytest.mark.parametrize("name", STATES)
def test_a_room_that_is_not_built_is_called_planned(name: str) -> None:
    there, planned = STATES[name]
    drawn = rooms_drawn(name)
    assert set(drawn.values()) <= {*there, planned}
    assert not {room for room, state in drawn.items() if state == planned} & rooms_built()


@pytest.mark.parametrize("name", STATES)
def test_rooms_are_drawn_in_the_order_that_imports_obey(name: str) -> None:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    order = [room.strip().removeprefix("jalon.") for layer in layers for room in layer.split("|")]
    there, _ = STATES[name]
    assert [room for room, state in rooms_drawn(name).items() if state in there] == order


def test_the_three_maps_agree() -> None:
    maps = [list(rooms_drawn(name)) for name in STATES]
    assert maps[0] and maps.count(maps[0]) == len(maps)


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_every_command_named_is_a_command(name: str) -> None:
    assert commands_shown(text(name)) <= set(COMMANDS)


@pytest.mark.parametrize("name", READMES)
def test_the_readme_shows_the_commands_people_rely_on(name: str) -> None:
    assert {"mrz", "lists", "compare", "screen", "journal"} <= commands_shown(text(name))


@pytest.mark.parametrize("name", READMES)
def test_a_command_without_its_file_is_said_to_be_missing(name: str) -> None:
    folder = HOUSE / "config" / "commands"
    missing = {command for command in commands_shown(text(name)) if not (folder / f"{command}.py").exists()}
    assert missing <= commands_shown(section(name, NOT_YET[name]))


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_named_is_in_the_makefile(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text(name), re.MULTILINE))
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("name", [*STATES, "SECURITY.md"])
def test_every_path_named_is_in_the_tree(name: str) -> None:
    named = set(re.findall(r"`((?:jalon|docs|tools|bench)/[\w./-]+)`", text(name)))
    assert not {path for path in named if not (ROOT / path).exists()}


@pytest.mark.parametrize("name", [*STATES, "SECURITY.md", "CHANGELOG.md"])
def test_every_setting_named_is_a_setting(name: str) -> None:
    known = text("jalon/config/settings.py")
    named = set(re.findall(r"`(JALON_\w+)`", text(name))) - SETTINGS_OF_TESTS
    assert not {setting for setting in named if f'"{setting}"' not in known}


@pytest.mark.parametrize("name", READMES)
def test_the_zone_shown_reads_as_shown(name: str) -> None:
    shown = re.search(r"printf '([^']+)' \| jalon mrz", text(name))
    assert shown
    reading = read(shown[1].replace("\\n", "\n"), today=date(2026, 1, 1))
    assert reading.valid and reading.document
    assert (reading.document.type, reading.document.issuing_state) == ("TD3", "MLI")


def test_the_twins_have_the_same_headings() -> None:
    english, french = (headings(name) for name in READMES)
    assert english == french
    assert len(english) > 4


def test_the_glossary_says_every_term_in_three_languages() -> None:
    rows = re.findall(r"^\| (?!-|French|Français)(.*) \|$", text("docs/glossary.md"), re.MULTILINE)
    assert len(rows) >= 60
    for row in rows:
        cells = row.split(" | ")
        assert len(cells) == 3, row
        assert all(re.match(r"\*\*[^*]+\*\* ?[:：] ?\S", cell) for cell in cells), row
        assert re.search("[\u0600-\u06ff]", cells[2]), row
        assert not any(re.search("[\u0600-\u06ff]", cell) for cell in cells[:2]), row


def test_the_seconds_of_a_passage_follow_from_the_stated_model() -> None:
    weights = (5, 1, 0.28, 1.35, 1)  # in hand, swipes, keys, choices, other seconds
    rows = re.findall(r"^\| .+? \| ([\d |.]+) \|$", text("docs/passage-times.md"), re.MULTILINE)
    assert len(rows) > 10
    for row in rows:
        *spent, seconds = (float(cell) for cell in row.split("|"))
        assert round(sum(cost * times for cost, times in zip(weights, spent, strict=True))) == seconds, row
