"""What every post holds of its editions against what is meant for it: all posts in a few queries, for a board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from jalon.journal.models import EnrolledNode
from jalon.sync.editions.kinds import lists
from jalon.sync.models import HeldEdition, PublishedEdition
from jalon.watchlists import editions
from jalon.watchlists.rules import Rules


@dataclass(frozen=True, slots=True)
class Held:
    """An edition of a view at a node: `held` is its number there, 0 where it has none; `meant` the last published, 0
    where the view is not meant for this post any more. Times are ms, each on the clock of who made it."""

    name: str
    held: int
    meant: int
    held_at: int | None = None
    meant_at: int | None = None

    @property
    def is_behind(self) -> bool:
        return self.held != self.meant


def of_nodes(nodes: list[EnrolledNode]) -> Mapping[str, list[Held]]:
    """For each of these nodes, by name of the view: what it holds and what is meant for it."""
    newest: dict[str, dict[str, PublishedEdition]] = defaultdict(dict)  # by audience, then by name
    columns = ("name", "audience", "number", "wall")
    for one in PublishedEdition.objects.order_by("number").only(*columns):
        newest[one.audience][one.name] = one
    held: dict[str, dict[str, HeldEdition]] = defaultdict(dict)
    for mine in HeldEdition.objects.filter(node__in=[node.id for node in nodes]):
        held[mine.node][mine.name] = mine
    rules = {lists.PREFIX + one.list: Rules.from_json(one.rules) for one in editions.in_service()}
    found = {}
    for node in nodes:
        published = newest[""] | newest[node.post]
        meant = {name: edition for name, edition in published.items() if _is_meant(name, node.post, rules)}
        names = sorted(meant.keys() | held[node.id].keys())
        found[node.id] = [_one(name, held[node.id].get(name), meant.get(name)) for name in names]
    return found


def _is_meant(name: str, post: str, rules: Mapping[str, Rules]) -> bool:
    if not name.startswith(lists.PREFIX):
        return True
    return name in rules and rules[name].goes_to(post)


def _one(name: str, mine: HeldEdition | None, meant: PublishedEdition | None) -> Held:
    return Held(
        name,
        mine.number if mine else 0,
        meant.number if meant else 0,
        mine.at if mine else None,
        meant.wall if meant else None,
    )
