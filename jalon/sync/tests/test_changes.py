"""The changes from one edition to another give exactly the other; applied to anything else they give nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.sync.editions import changes
from jalon.sync.editions.changes import ChangesUnusable

NAMES = st.sampled_from(["name", "born", "person", "", "é"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES.filter(bool), inner, max_size=3),
    max_leaves=6,
)
ROWS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.dictionaries(NAMES.filter(bool), VALUES), max_size=8)


def written(rows: dict, path: Path) -> str:
    return changes.write_rows(({"id": key, **facts} for key, facts in rows.items()), path)


@given(before=ROWS, after=ROWS)
@settings(max_examples=150, deadline=None)
def test_changes_turn_one_edition_into_the_other(before: dict, after: dict) -> None:
    with TemporaryDirectory() as folder:
        old, new, made = (Path(folder) / name for name in ("old", "new", "made"))
        written(before, old)
        root = written(after, new)
        assert changes.apply(old, list(changes.changes(old, new)), made) == root
        assert made.read_bytes() == new.read_bytes()


@pytest.mark.parametrize(
    "operations",
    [[b"[5]\n"], [b"[0,1,2,3]\n"], [b"x\n"], [b'["a"]\n'], [b'[0,{"name":{"a":[1]}}]\n'], [b"[2]\n"], [b"7\n"]],
)
def test_changes_that_do_not_fit_are_refused(operations: list[bytes], tmp_path: Path) -> None:
    written({"a": {"name": "A"}, "b": {"name": "B"}}, tmp_path / "old")
    with pytest.raises(ChangesUnusable):
        changes.apply(tmp_path / "old", operations, tmp_path / "made")
