"""Which numbers of a table are kept back, so that no small one can be found: not even by subtracting from the totals.

A table with its totals is a circulation: each row gathers what flows from the whole into its cells, each column gathers
its cells back into the whole. Whoever knows only the published numbers can work a hidden one out exactly when no other
table has the same published numbers. Along a closed way over hidden numbers one can be added to those that lie in its
direction and taken from those that lie against it, and every total still holds: so a hidden number on such a way is
safe. For each small number the closed way that costs least is hidden with it: the smallest numbers that do, and not
zeros where others serve. Where it can be, the way leaves room for a whole threshold, so that not even the rough size of
a small number can be told.

Sources: A. G. de Waal and L. Willenborg, Elements of Statistical Disclosure Control (2001), chapter 4; D. Gusfield,
"A graph theoretic approach to statistical data security", SIAM J. Comput. 17 (1988).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Place = tuple[str, str]  # row and column; ALL for a total
ALL = "*"
A_ZERO = 1_000_000  # what hiding a zero costs: more than any number
Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Arc:
    place: Place
    tail: Node
    head: Node
    number: int


class CannotProtect(ValueError):
    """A small number could not be hidden: the totals that must stand give it away."""


def protect(
    rows: Sequence[str], columns: Sequence[str], cells: Mapping[Place, int], threshold: int, totals: bool = True
) -> dict[Place, int | None]:
    """The numbers that may be published, by place, totals among them; None for those that are kept back.

    `cells`: numbers of 0 and more, absent ones are 0. With `totals`, those of the columns and of the whole stand (they
    are published elsewhere too); those of the rows are kept back like any other. The whole must not itself be small,
    nor a column's total where they stand. Raises CannotProtect where the totals that stand give a small number away.
    """
    arcs = _arcs(rows, columns, cells)
    fixed = {one.place for one in arcs if one.place == (ALL, ALL) or (totals and one.place[0] == ALL)}
    hidden: set[Place] = set()
    small = [one for one in arcs if 0 < one.number < threshold and one.place not in fixed]
    hidden.update(one.place for one in small)
    for arc in sorted(small, key=lambda one: (one.number, one.place)):
        way = _closed_way(arc, arcs, fixed, hidden, threshold) or _closed_way(arc, arcs, fixed, hidden, 1)
        if way is None:
            raise CannotProtect(f"{arc.place} follows from the totals")
        hidden |= way
    return {one.place: None if one.place in hidden else one.number for one in arcs}


def _arcs(rows: Sequence[str], columns: Sequence[str], cells: Mapping[Place, int]) -> list[Arc]:
    """The circulation. A table of one column has no totals of rows: they are its cells."""
    whole, back = ("", "whole"), ("", "back")
    arcs = []
    for row in rows:
        if len(columns) > 1:
            arcs.append(Arc((row, ALL), whole, ("row", row), sum(cells.get((row, column), 0) for column in columns)))
        for column in columns:
            tail = ("row", row) if len(columns) > 1 else whole
            arcs.append(Arc((row, column), tail, ("column", column), cells.get((row, column), 0)))
    for column in columns:
        total = sum(cells.get((row, column), 0) for row in rows)
        arcs.append(Arc((ALL, column), ("column", column), back, total))
    everything = sum(cells.get((row, column), 0) for row in rows for column in columns)
    return [*arcs, Arc((ALL, ALL), back, whole, everything)]


def _closed_way(arc: Arc, arcs: Sequence[Arc], fixed: set[Place], hidden: set[Place], room: int) -> set[Place] | None:
    """The places of the cheapest closed way through an arc; None where there is none. `room`: how much can be taken
    from each number that lies against the way."""
    ahead: dict[Node, list[tuple[Node, Arc]]] = defaultdict(list)
    for one in arcs:
        if one.place in fixed or one is arc:
            continue
        ahead[one.tail].append((one.head, one))
        if one.number >= room:
            ahead[one.head].append((one.tail, one))
    more = _cheapest(arc.head, arc.tail, ahead, hidden)
    fewer = _cheapest(arc.tail, arc.head, ahead, hidden) if arc.number >= room else None
    ways = [way for way in (more, fewer) if way is not None]
    return min(ways)[1] if ways else None


def _cheapest(
    start: Node, goal: Node, ahead: Mapping[Node, list[tuple[Node, Arc]]], hidden: set[Place]
) -> tuple[int, set[Place]] | None:
    """Dijkstra: (what it costs, the places on the way)."""
    best = {start: 0}
    came: dict[Node, tuple[Node, Place]] = {}
    queue = [(0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            places = set()
            while node != start:
                node, place = came[node]
                places.add(place)
            return cost, places
        if cost > best[node]:
            continue
        for there, arc in ahead.get(node, ()):
            step = 0 if arc.place in hidden else 1 + arc.number if arc.number else A_ZERO
            if cost + step < best.get(there, cost + step + 1):
                best[there] = cost + step
                came[there] = (node, arc.place)
                heapq.heappush(queue, (cost + step, there))
    return None
