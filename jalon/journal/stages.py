"""In which order entries are applied together: those of one verb side by side, wherever nothing between them minds.

A traveller is inspected, then decided; of a hundred travellers the hundred inspections can be applied at once, then the
hundred decisions. Two entries keep their order where they concern the same thing: where both name it by their verb's
`concerns`, or one is the other's antecedent. An entry whose verb names nothing keeps its order with every entry of its
node; one that belongs to the headquarters, with every entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from jalon.journal.opening import Blank, Opened
from jalon.journal.verbs import Owner, Verb

Entry = Opened | Blank
Group = tuple[str, type[Any]]  # verb and kind of entry: what one call of `apply` or `blank` takes
Together = tuple[Verb, list[Any]]


class Place:
    """The stage that something was reached in last, and by which group; None where by several."""

    __slots__ = ("group", "stage")

    def __init__(self) -> None:
        self.stage, self.group = 0, None

    stage: int
    group: Group | None

    def follow(self, group: Group) -> int:
        """The first stage in which a group may stand that comes after this. A group keeps the order of its entries, so
        that its own stage will do."""
        return self.stage if self.group == group else self.stage + 1

    def move(self, stage: int, group: Group) -> None:
        if stage > self.stage:
            self.stage, self.group = stage, group
        elif stage == self.stage and group != self.group:
            self.group = None


def in_stages(entries: Iterable[tuple[Verb, Entry]]) -> list[Together]:
    """What to apply, in order: each verb with entries of it, all Opened or all Blank, in the order they came."""
    everything, last_of_all = Place(), Place()
    nodes: defaultdict[str, Place] = defaultdict(Place)
    last_of_nodes: defaultdict[str, Place] = defaultdict(Place)
    things: defaultdict[str, Place] = defaultdict(Place)
    found: dict[tuple[int, Group], Together] = {}
    for verb, entry in entries:
        group, node = (verb.name, type(entry)), entry.header.node
        concerned = _concerned(verb, entry)
        if verb.owner is Owner.HEADQUARTERS:
            stage = last_of_all.follow(group)
            everything.move(stage, group)
        elif concerned is None:
            stage = max(everything.follow(group), last_of_nodes[node].follow(group))
            nodes[node].move(stage, group)
        else:
            stage = max(everything.follow(group), nodes[node].follow(group))
            touched = [things[key] for key in concerned]
            stage = max(stage, *(place.follow(group) for place in touched))
            for place in touched:
                place.move(stage, group)
        last_of_nodes[node].move(stage, group)
        last_of_all.move(stage, group)
        found.setdefault((stage, group), (verb, []))[1].append(entry)
    return [found[place] for place in sorted(found, key=lambda place: place[0])]


def _concerned(verb: Verb, entry: Entry) -> list[str] | None:
    """The keys of the things that an entry makes, reads or changes; None: anything of its node.

    At a post anything: there the closing of a shift takes away all that the shift saw.
    """
    if verb.concerns is None or isinstance(entry, Blank) or not entry.node.keys.is_headquarters:
        return None
    named = [entry.body.get(fact) or "" for fact in verb.concerns]
    if not all(isinstance(key, str) for key in named):
        return None  # its body is not what it should be: applying it says so
    return [entry.key, *(key for key in named if key)]
