"""Where a row was made, how far two posts lie apart, and between when and when something was in true time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jalon.alerts.travel import When
from jalon.crossings.models import Shift
from jalon.journal.arrivals import Interval
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.sync.models import Contact

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000  # ms
NODE = 16  # signs of a node's name, which every key begins with
EARTH = 6371.0  # km
CLOCK_NOT_KNOWN = DAY  # how far off a clock may be that was never compared with this one
# How exactly a time on paper is known (crossings.late), either way.
ON_PAPER = {"minute": 10 * MINUTE, "hour": HOUR, "day": DAY}


@dataclass(frozen=True)
class Nodes:
    """What is known of the nodes that write here: the post of each, and how far its clock stands ahead of ours, ms."""

    posts: dict[str, str]
    ahead: dict[str, tuple[int, int]]

    @classmethod
    def known(cls, tables: str) -> Nodes:
        posts = dict(EnrolledNode.objects.using(tables).values_list("id", "post"))
        rows = Contact.objects.using(tables).values_list("node", "ahead_least", "ahead_most")
        ahead = {node: (least, most) for node, least, most in rows if least is not None and most is not None}
        return cls(posts, {**ahead, this_node().id: (0, 0)})

    def when(self, key: str, at: int, known: Interval | None) -> When:
        """The true time of an entry made at `at` on its node's clock. `known`: what its arrival says (see
        `journal.arrivals`), None where it says nothing: then the last reading of that clock is all there is."""
        least, most = self.ahead.get(key[:NODE], (-CLOCK_NOT_KNOWN, CLOCK_NOT_KNOWN))
        early, late = known or (at - most, at - least)
        likely = at - (least + most) // 2
        return early, late, min(max(likely, early), late)


def posts_of(rows: Iterable[Any], nodes: Nodes, tables: str) -> dict[str, str]:
    """Key of each row → its post: that of its node, or of its shift where the node was never enrolled here."""
    rows = list(rows)
    strange = {row.shift for row in rows if row.key[:NODE] not in nodes.posts}
    shifts = dict(Shift.objects.using(tables).filter(key__in=strange).values_list("key", "post")) if strange else {}
    return {row.key: nodes.posts.get(row.key[:NODE]) or shifts.get(row.shift, "") for row in rows}


def coordinates(tables: str) -> dict[str, tuple[float, float]]:
    """Code of each post that has them → latitude, longitude in degrees."""
    rows = Post.objects.using(tables).values_list("code", "latitude", "longitude")
    return {code: (north, east) for code, north, east in rows if north is not None and east is not None}


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The shortest way between two places (haversine): no road is shorter."""
    north, east, other_north, other_east = map(math.radians, (*one, *other))
    half = (
        math.sin((other_north - north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(half))
