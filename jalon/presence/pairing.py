"""Entries and exits of one person put in pairs: a function of the passages, whatever order they arrived in.

In time's order an entry takes the exit that follows it. Where nothing says which of two came first, the order that
makes sense is taken (who is inside leaves, who is outside enters) and the stay bears the doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from jalon.presence.models import Passage
from jalon.presence.times import before, overlap

# What makes a stay unsure, whatever comes later.
DOUBTS = {
    "order_unknown": _("The order of its entry and an exit is not known: their times overlap"),
    "two_places": _("The same document passed at two places in one span of time"),
}


@dataclass(frozen=True, slots=True)
class Presence:
    """One presence. `ended`: exit | unseen (another entry came) | empty."""

    entry: Passage | None
    exit: Passage | None
    ended: str
    doubts: tuple[str, ...] = ()


def paired(passages: Sequence[Passage]) -> list[Presence]:
    """The presences of one person, in time's order."""
    found: list[Presence] = []
    inside: Passage | None = None
    doubts: set[str] = set()
    for passage, unsure in _in_order(passages):
        if passage.direction == "entry":
            if inside is not None:
                twice = _two_places(inside, passage)
                found.append(Presence(inside, None, "unseen", _sorted(doubts | twice)))
                doubts = twice
            else:
                doubts = set()
            inside, doubts = passage, doubts | unsure
        else:
            found.append(Presence(inside, passage, "exit", _sorted((doubts if inside else set()) | unsure)))
            inside, doubts = None, set()
    if inside is not None:
        found.append(Presence(inside, None, "", _sorted(doubts)))
    return found


def _in_order(passages: Sequence[Passage]) -> list[tuple[Passage, set[str]]]:
    """One after the other, each with the doubt about its place beside one of the other direction."""
    ordered: list[Passage] = []
    for run in _runs(passages):
        ordered += run if len(run) == 1 else _sensible(run, bool(ordered) and ordered[-1].direction == "entry")
    doubtful = {
        passage.key
        for one, other in pairwise(ordered)
        if one.direction != other.direction and overlap(one, other)
        for passage in (one, other)
    }
    return [(one, {"order_unknown"} if one.key in doubtful else set()) for one in ordered]


def _runs(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Passages by time, those together whose order their times alone do not tell, or tell against their chain."""
    runs: list[list[Passage]] = []
    ends: list[int] = []
    last_of: dict[tuple[str, str], tuple[int, int]] = {}  # chain -> highest seq so far, and in which run
    for one in sorted(passages, key=lambda each: (each.earliest, each.latest, each.key)):
        runs.append([one])
        ends.append(one.latest)
        chain = (one.node, one.epoch)
        highest, where = last_of.get(chain, (0, len(runs) - 1))
        against = not one.sheet and one.seq < highest
        while len(runs) > 1 and (ends[-2] >= one.earliest or (against and len(runs) - 1 > where)):
            runs[-2:], ends[-2:] = [runs[-2] + runs[-1]], [max(ends[-2:])]
        if not one.sheet and one.seq > highest:
            last_of[chain] = (one.seq, len(runs) - 1)
    return runs


def _sensible(run: list[Passage], inside: bool) -> list[Passage]:
    """What surely comes first goes first; of the rest, what makes sense for who is inside or outside."""
    left = sorted(run, key=_middle)
    after = {one.key: [other for other in left if before(one, other)] for one in left}
    waits = {one.key: 0 for one in left}
    for others in after.values():
        for other in others:
            waits[other.key] += 1
    ordered = []
    while left:
        # A chain and the clocks of others may contradict one another in a circle: then the clocks decide.
        free = [one for one in left if waits[one.key] == 0] or left
        wanted = "exit" if inside else "entry"
        first = next((one for one in free if one.direction == wanted), free[0])
        left.remove(first)
        ordered.append(first)
        for other in after[first.key]:
            waits[other.key] -= 1
        inside = first.direction == "entry"
    return ordered


def _two_places(one: Passage, other: Passage) -> set[str]:
    return {"two_places"} if one.post != other.post and overlap(one, other) else set()


def _middle(one: Passage) -> tuple[int, int, str]:
    return one.earliest + one.latest, one.seq, one.key


def _sorted(doubts: set[str]) -> tuple[str, ...]:
    return tuple(sorted(doubts))
