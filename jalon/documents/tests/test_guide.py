"""The guide is true: its example runs, and it names every problem and every type."""

from __future__ import annotations

import doctest
from pathlib import Path

from jalon.documents import mrz
from jalon.documents.problems import PROBLEMS
from jalon.documents.types import DOCUMENT_TYPES

GUIDE = Path(__file__).parents[3] / "docs" / "documents.md"


def test_the_examples_run() -> None:
    tried = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
    assert tried.attempted > 10
    assert tried.failed == 0
    assert doctest.testmod(mrz).failed == 0


def test_every_problem_and_every_type_is_in_the_guide() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [code for code in [*PROBLEMS, *DOCUMENT_TYPES] if f"`{code}`" not in text] == []
