"""Two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
WORD = re.compile(r"\s+|\w+|[^\w\s]")


def word_by_word(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of words in reading order: (SAME, …), (REMOVED, what stood there), (ADDED, what stands there)."""
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[tuple[str, str]] = []
    for what, start, end, at, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        found += _runs(what == "equal", "".join(old[start:end]), "".join(new[at:to]))
    return found


def _runs(equal: bool, old: str, new: str) -> Iterator[tuple[str, str]]:
    if equal:
        yield SAME, new
        return
    if old:
        yield REMOVED, old
    if new:
        yield ADDED, new
