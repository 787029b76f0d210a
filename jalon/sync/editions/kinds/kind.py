"""What a kind of edition is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jalon.journal.opening import Opened
from jalon.sync.editions.changes import Row


@dataclass(frozen=True)
class Offer:
    """A view that is meant for a post: its name, its audience (empty: every post that has it gets the same), and its
    number where the view's own room numbers it."""

    name: str
    audience: str = ""
    number: int | None = None
    least: int = 0  # its next number is this or more: so that a giver who was set back goes on beyond what was held


def nothing_to_keep(_name: str, _facts: dict[str, Any], _file: Path) -> None:
    """This kind keeps nothing beside its file."""


@dataclass(frozen=True)
class Kind:
    """`offers(post)` and `rows(offer)` and `facts(offer)` are asked at the headquarters. At the post, `keep(name,
    facts, file)` prepares files before the switch is recorded; `apply(entry, file, tables)` makes the rows, as a
    function of the entry and its kept file; `beside(name, file)` then brings along what is no fact about the world
    (accounts). `withdrawn(name, tables)` is the end of a view at a post. `place(name, number)` is where its file is
    kept, where that is not with the other editions. `called(name)` is how people call the view, in the language that is
    set.
    """

    prefix: str
    offers: Callable[[str], Sequence[Offer]]
    rows: Callable[[Offer], Iterable[Row]]
    apply: Callable[[Opened, Path, str], None]
    facts: Callable[[Offer], dict[str, Any]] = lambda offer: {}
    keep: Callable[[str, dict[str, Any], Path], None] = nothing_to_keep
    beside: Callable[[str, Path], None] = lambda name, file: None
    withdrawn: Callable[[str, str], None] = lambda name, tables: None
    place: Callable[[str, int], Path] | None = None
    called: Callable[[str], str] | None = None
    many: bool = False  # its views are many, each named by the prefix and something more
    # How many of its last editions are kept; 0 all. A view that only grows needs the newest, and where it is given the
    # one before it, for whoever is about to be sent what changed; where it is taken the others keep what was new.
    kept: int = 0
