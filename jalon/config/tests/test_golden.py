"""Golden entries: a story of every released version of every verb, and the rows that it must always make.

`golden/*.story.jsonl` are entries as they were written, one a line; `golden/*.rows.json` what the tables hold after
them. A released file is never edited. A new version of a verb, or a new verb, goes into a story of its own; its rows
are written once with JALON_WRITE_GOLDEN=1 and read through before they are committed.
"""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import models

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.journal import payload
from jalon.journal.header import Header
from jalon.journal.node import Node, this_node
from jalon.journal.opening import Opened
from jalon.journal.shiftkey import CLEAR
from jalon.journal.verbs import table, understood

pytestmark = [pytest.mark.both]

GOLDEN = Path(__file__).parent / "golden"
NODE, EPOCH = "97d4b342146b8b7b", "5ac616b419193a1e"
STORIES = sorted(GOLDEN.glob("*.story.jsonl"))


def told(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def opened(number, line):
    """The entry as the tables meet it; what is kept stands in clear, so that rows can be compared."""
    body = payload.write(line["version"], line["body"])
    header = Header(
        NODE,
        EPOCH,
        number,
        "0" * 64,
        line["verb"],
        line["wall"],
        "boot",
        0,
        0,
        line["actor"],
        body.commitment,
        "0" * 64,
    )
    _, present = understood(line["verb"], line["version"], line["body"])
    return Opened(header, EPOCH, number, table()[line["verb"]].version, present, CLEAR, this_node())


def rows():
    """Every table that follows entries, in clear."""

    def plain(value):
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        return this_node().shift_keys.take_out_value(value) if isinstance(value, bytes | memoryview) else value

    return {
        model._meta.db_table: [
            {column.attname: plain(getattr(row, column.attname)) for column in model._meta.concrete_fields}
            for row in model._default_manager.order_by(model._meta.pk.attname)
            if not isinstance(model._meta.pk, models.BigAutoField)
        ]
        for model in FOLLOW_ENTRIES
    }


def differences(expected, found):
    """Where the rows are not as they were; columns that came later may hold what they like in old rows."""
    said = []
    for name, old in expected.items():
        new = found.get(name, [])
        if len(old) != len(new):
            said.append(f"{name}: {len(new)} rows instead of {len(old)}")
            continue
        for before, after in zip(old, new, strict=True):
            said += [
                f"{name}: {column} {after.get(column)!r}, was {value!r}"
                for column, value in before.items()
                if after.get(column) != value
            ]
    return said


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.name)
@pytest.mark.parametrize("times", [1, 2])
def test_a_golden_story_makes_the_rows_it_always_made(node, story, times, monkeypatch):
    # The stories were told by the machine that applies them: whom others speak of is asked in cooperation's own tests.
    monkeypatch.setattr(Node, "authorities", property(lambda self: frozenset({self.id, NODE})))
    for _ in range(times):
        for number, line in enumerate(told(story), 1):
            entry = opened(number, line)
            table()[line["verb"]].apply([entry], "default")
    expected = story.with_name(story.name.replace("story.jsonl", "rows.json"))
    found = rows()
    if os.environ.get("JALON_WRITE_GOLDEN") == "1" and not expected.exists():
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert differences(json.loads(expected.read_text(encoding="utf-8")), found) == []


def test_every_version_of_every_verb_is_told_in_a_story():
    told_of = {(line["verb"], line["version"]) for story in STORIES for line in told(story)}
    known = {(verb.name, version) for verb in table().values() for version in range(1, verb.version + 1)}
    assert known <= told_of
