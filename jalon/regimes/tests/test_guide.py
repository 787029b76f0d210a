"""The guide is true: its examples run, and its table is that of the shipped rules."""

from __future__ import annotations

import doctest
import json
from pathlib import Path
from typing import Any

from jalon.regimes import rules
from jalon.regimes.reading import FIELDS
from jalon.regimes.rules import DATA

GUIDE = Path(__file__).parents[3] / "docs" / "regimes.md"
HEAD = [
    "| Rule | Post of | Traveller | Category | Document | Direction | Answer | Longest stay | From → until | Text |",
    "|---|---|---|---|---|---|---|---|---|---|",
]


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / "sample" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def told(value: str | list[str]) -> str:
    return "any" if value == "*" else value if isinstance(value, str) else " ".join(value)


def line(rule: dict[str, Any]) -> str:
    across = f", across from {told(rule['neighbour'])}" if "neighbour" in rule else ""
    cells = (
        f"`{rule['code']}`",
        told(rule["state"]) + across,
        told(rule["nationality"]),
        *(told(rule.get(name, "*")) for name in ("post_category", "document", "direction")),
        rule["answer"],
        f"{rule['days']} days per {rule['counted']}" if "days" in rule else "",
        f"{rule['from']} → {rule.get('until', '')}".strip(),
        f"`{rule['text']}`",
    )
    return f"| {' | '.join(cells)} |"


def table() -> str:
    return "\n".join([*HEAD, *(line(rule) for rule in rows("rules"))])


def test_the_examples_run() -> None:
    tried = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
    assert tried.attempted > 20
    assert tried.failed == 0
    assert doctest.testmod(rules).failed == 0


def test_the_table_of_the_sample_is_the_sample() -> None:
    drawn = GUIDE.read_text(encoding="utf-8").partition("<!-- sample -->")[2].partition("<!-- /sample -->")[0]
    assert drawn.strip() == table()


def test_every_field_is_explained() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [field for fields in FIELDS.values() for field in fields if f"`{field}`" not in text] == []
