"""Assessments compared: one post over time, posts with one another, a post with the nation.

Two versions of a checklist are compared on the items that both ask, and on no other; how many these are is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.capacity import assessing, scoring
from jalon.capacity.assessing import Made
from jalon.capacity.checklist import Checklist, Item
from jalon.capacity.scoring import Score


@dataclass(frozen=True, slots=True)
class Compared:
    """Assessments of one checklist on one footing. `items`: codes asked in all of their versions; `versions`: those
    that occur, in order. `scores`: for each assessment, in order, its score in all and by theme."""

    checklist: Checklist
    made: tuple[Made, ...]
    items: frozenset[str]
    versions: tuple[int, ...]
    scores: tuple[tuple[Score, dict[str, Score]], ...]

    @property
    def across_versions(self) -> bool:
        return len(self.versions) > 1


def compared(checklist: Checklist, assessments: Sequence[Made]) -> Compared:
    """Those of a checklist, whatever their version; what this program cannot read is left out. The themes are those of
    `checklist`."""
    there = tuple(one for one in assessments if one.checklist is not None and one.checklist.code == checklist.code)
    known = {one.checklist.version: one.checklist for one in there if one.checklist is not None}
    items = frozenset.intersection(frozenset(checklist.items), *(frozenset(one.items) for one in known.values()))
    counts: Callable[[Item], bool] = lambda item: item.code in items  # noqa: E731
    scores = tuple(
        (
            scoring.in_all(checklist, one.row.answers, counts),
            scoring.by_theme(checklist, one.row.answers, counts),
        )
        for one in there
    )
    return Compared(checklist, there, items, tuple(sorted(known)), scores)


def over_time(checklist: Checklist, post: str, at: int | None = None) -> Compared:
    """All that was made of a post, the oldest first."""
    return compared(checklist, assessing.made([post], checklist.code, at))


def between_posts(checklist: Checklist, at: int | None = None, until: date | None = None) -> Compared:
    """The last of each post, in the order of posts."""
    last = assessing.latest(None, checklist.code, at, until)
    return compared(checklist, [last[key] for key in sorted(last)])


def nation(found: Compared) -> dict[str, float | None]:
    """Theme -> the mean of the posts, each once whatever its size; the whole under an empty code."""
    themes = {theme.code: mean([by[theme.code].share for _all, by in found.scores]) for theme in found.checklist.themes}
    return {"": mean([whole.share for whole, _by in found.scores])} | themes


def mean(shares: Sequence[float | None]) -> float | None:
    there = [share for share in shares if share is not None]
    return sum(there) / len(there) if there else None
