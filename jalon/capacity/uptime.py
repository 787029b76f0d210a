"""Uptime: the share of its days that equipment served, and each outage with its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from jalon.capacity.equipment import BROKEN, SERVING, Spell, spells


@dataclass
class Uptime:
    """Days of some things in a period. A spare thing, or a withdrawn one, was not meant to serve: its days are in
    neither."""

    served: int = 0
    broken: int = 0
    assets: set[str] = field(default_factory=set)
    outages: list[Spell] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    @property
    def share(self) -> float | None:
        """Of the days on which it was meant to serve, 0 to 1; None where there were none."""
        meant = self.served + self.broken
        return self.served / meant if meant else None

    def add(self, spell: Spell, since: date, until: date) -> None:
        if spell.state not in {SERVING, BROKEN} or not spell.touches(since, until):
            return
        self.assets.add(spell.asset.key)
        self.keys.update(spell.keys)
        if spell.state == SERVING:
            self.served += spell.days(since, until)
        else:
            self.broken += spell.days(since, until)
            self.outages.append(spell)


def of_all(since: date, until: date, times: Iterable[Spell]) -> Uptime:
    """The uptime of all those times together. Both days inclusive."""
    found = Uptime()
    for spell in times:
        found.add(spell, since, until)
    return found


def by_post_and_kind(
    since: date,
    until: date,
    posts: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    at: int | None = None,
) -> dict[tuple[str, str], Uptime]:
    """The uptime between two days, both inclusive: (post, kind) -> Uptime."""
    found: dict[tuple[str, str], Uptime] = defaultdict(Uptime)
    for spell in spells(at, posts, kinds):
        if spell.state in {SERVING, BROKEN} and spell.touches(since, until):
            found[spell.post, spell.asset.kind].add(spell, since, until)
    return dict(found)


def together(some: Iterable[Uptime]) -> Uptime:
    """Several as one."""
    whole = Uptime()
    for one in some:
        whole.served += one.served
        whole.broken += one.broken
        whole.assets |= one.assets
        whole.outages += one.outages
        whole.keys |= one.keys
    return whole


def length(outage: Spell, until: date) -> int:
    """Days from the fault to the repair; of one that lasts, to the end of `until`."""
    ends = outage.until or date.fromordinal(until.toordinal() + 1)
    return max(0, (min(ends, date.fromordinal(until.toordinal() + 1)) - outage.since).days)


def median_length(outages: Sequence[Spell], until: date) -> float | None:
    """Half of the outages lasted at most so many days; None where there were none."""
    return float(median([length(one, until) for one in outages])) if outages else None
