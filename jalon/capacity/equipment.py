"""Equipment: registered by the headquarters, told of by the post it stands at; and how it stood on any day.

A fault is told from the desk. A post speaks of what stands there; the headquarters of everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils import timezone

from jalon.capacity.kinds import KINDS, ORDER, TROUBLES
from jalon.capacity.models import Asset, AssetFact, What
from jalon.capacity.rules import CannotSay
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post

SERVING, BROKEN, SPARE, GONE = "in_service", "broken", "spare", "withdrawn"
STATE_AFTER = {
    What.INSTALLED: SERVING,
    What.IN_SERVICE: SERVING,
    What.REPAIRED: SERVING,
    What.BROKEN: BROKEN,
    What.SPARE: SPARE,
    What.WITHDRAWN: GONE,
}
AT_A_POST = frozenset({What.INSTALLED, What.IN_SERVICE, What.BROKEN, What.REPAIRED, What.SPARE, What.TAKEN_BACK})
AT_FIRST = (What.INSTALLED, What.SPARE, What.BROKEN)
LONGEST_NOTE = 200
MOST_NAMED = 2000  # keys in one statement


@dataclass(frozen=True, slots=True)
class Spell:
    """A time through which a thing stood in one state at one post."""

    asset: Asset
    post: str
    state: str  # SERVING | BROKEN | SPARE | GONE
    since: date
    until: date | None  # the first day on which it did not any more; None while it lasts
    keys: tuple[str, ...]  # of the entries that began it and ended it
    trouble: str = ""
    note: str = ""

    def days(self, since: date, until: date) -> int:
        """How many days of a period, both ends inclusive, it takes up."""
        ends = until.toordinal() + 1
        if self.until is not None:
            ends = min(ends, self.until.toordinal())
        return max(0, ends - max(self.since, since).toordinal())

    def touches(self, since: date, until: date) -> bool:
        """Whether any of it lies in a period; a fault repaired on its own day does on that day."""
        return self.since <= until and (self.until is None or self.until > since or self.since >= since)


@act
def register(
    kind: str, post: str, label: str, on: date, actor: str, what: str = What.INSTALLED, **more: Any
) -> Recorded:
    """Record a thing of a post, as it stands from a day on. `more`: serial, project, line, cost (Decimal), currency,
    note. At the headquarters. Raises CannotSay."""
    if kind not in KINDS or what not in AT_FIRST or not Post.objects.filter(code=post).exists():
        raise CannotSay("not_known")
    if not label.strip():
        raise CannotSay("needed", "label")
    if on > timezone.localdate():
        raise CannotSay("not_yet", "on")
    cost: Decimal | None = more.pop("cost", None)
    if cost is not None and not more.get("currency"):
        raise CannotSay("needed", "currency")
    body = {"kind": kind, "post": post, "label": label.strip(), "what": str(what), "on": on.isoformat()}
    body |= {
        name: str(said).strip() for name, said in more.items() if said and (name != "currency" or cost is not None)
    }
    if cost is not None:
        body["cost"] = str(cost)
    return record("asset.registered", body, actor)


@act
def tell(
    asset: str, what: str, on: date, actor: str, trouble: str = "", post: str = "", of: str = "", note: str = ""
) -> Recorded:
    """Record what became of a thing on a day: `trouble` where it broke, `post` where it was moved to, `of` the fact
    that was said in error. Raises CannotSay."""
    keys = this_node().keys
    stands = standing(assets=[asset]).get(asset)
    if stands is None or what not in What.values:
        raise CannotSay("not_known")
    if not keys.is_headquarters and (stands.post != keys.post or what not in AT_A_POST):
        raise CannotSay("of_this_post_alone")
    if on > timezone.localdate():
        raise CannotSay("not_yet", "on")
    if on < stands.asset.on:
        raise CannotSay("before_it_came", "on")
    if what == What.TAKEN_BACK:
        if not may_be_taken_back(asset, of):
            raise CannotSay("not_known")
    else:
        _fits(stands, what, trouble, post)
    body = {"asset": asset, "what": str(what), "on": on.isoformat()}
    more = {"trouble": trouble, "post": post, "of": of, "note": note.strip()[:LONGEST_NOTE]}
    return record("asset.told", body | {name: said for name, said in more.items() if said}, actor)


def _fits(stands: Standing, what: str, trouble: str, post: str) -> None:
    """Raises CannotSay where what is told changes nothing, or tells too little."""
    if what == What.BROKEN and trouble not in TROUBLES:
        raise CannotSay("needed", "trouble")
    if what == What.MOVED and (post == stands.post or not Post.objects.filter(code=post).exists()):
        raise CannotSay("moved_where", "post")
    if what == What.REPAIRED and stands.state != BROKEN:
        raise CannotSay("not_broken")
    if what != What.MOVED and STATE_AFTER[What(what)] == stands.state:
        raise CannotSay("so_already")
    if stands.state == GONE and what not in {What.INSTALLED, What.IN_SERVICE, What.SPARE}:
        raise CannotSay("withdrawn_already")


def may_be_taken_back(asset: str, of: str) -> bool:
    """Whether a fact of a thing was said by this machine, and stands."""
    facts = {fact.key for fact in facts_of([asset]).get(asset, [])}
    return of in facts and of.startswith(f"{this_node().id}.")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands on a day."""

    asset: Asset
    post: str
    state: str
    since: date  # of the state, wherever it stood
    trouble: str
    note: str
    key: str  # of the entry that says so
    at: int  # when it was said, ms

    @property
    def broken(self) -> bool:
        return self.state == BROKEN


def standing(
    on: date | None = None, at: int | None = None, assets: Iterable[str] | None = None, post: str | None = None
) -> dict[str, Standing]:
    """How things stand on a day (None: the last word), by what had arrived at a position: key -> Standing. `post`:
    those that stand there on that day, the withdrawn left out."""
    if assets is None and post is not None:
        assets = known_at([post], at)
    found = {}
    for asset, facts in _told(assets, at):
        stands = Standing(asset, asset.post, STATE_AFTER[What(asset.what)], asset.on, "", "", asset.key, asset.at)
        if on is not None and asset.on > on:
            continue
        for fact in facts:
            if on is None or fact.on <= on:
                stands = _after(stands, fact)
        if post is None or (stands.post == post and stands.state != GONE):
            found[asset.key] = stands
    return found


def _after(stands: Standing, fact: AssetFact) -> Standing:
    if fact.what == What.MOVED:
        same = (stands.state, stands.since, stands.trouble, stands.note)
        return Standing(stands.asset, fact.post, *same, fact.key, fact.at)
    state = STATE_AFTER[What(fact.what)]
    if state == stands.state:
        return stands
    day = max(fact.on, stands.asset.on)
    return Standing(stands.asset, stands.post, state, day, fact.trouble, fact.note, fact.key, fact.at)


def spells(
    at: int | None = None, posts: Iterable[str] | None = None, kinds: Sequence[str] | None = None
) -> list[Spell]:
    """Every time through which each thing stood in one state at one post, in order, by what had arrived at a position;
    at some posts, of some kinds."""
    wanted = None if posts is None else set(posts)
    found: list[Spell] = []
    for asset, facts in _told(None if wanted is None else known_at(wanted, at), at):
        if kinds is not None and asset.kind not in kinds:
            continue
        for spell in _spells(asset, facts):
            if wanted is None or spell.post in wanted:
                found.append(spell)
    return found


def _spells(asset: Asset, facts: Iterable[AssetFact]) -> Iterable[Spell]:
    stands = standing_at_first(asset)
    for fact in facts:
        after = _after(stands, fact)
        if after is stands:
            continue
        ends = max(fact.on, asset.on)
        yield _spell(stands, ends, (stands.key, fact.key))
        # A thing that was moved goes on in its state, from that day, at the other place.
        stands = after if fact.what != What.MOVED else _from(after, ends)
    yield _spell(stands, None, (stands.key,))


def standing_at_first(asset: Asset) -> Standing:
    return Standing(asset, asset.post, STATE_AFTER[What(asset.what)], asset.on, "", "", asset.key, asset.at)


def _from(stands: Standing, day: date) -> Standing:
    return Standing(stands.asset, stands.post, stands.state, day, stands.trouble, stands.note, stands.key, stands.at)


def _spell(stands: Standing, until: date | None, keys: tuple[str, ...]) -> Spell:
    return Spell(stands.asset, stands.post, stands.state, stands.since, until, keys, stands.trouble, stands.note)


def known_at(posts: Iterable[str], at: int | None = None) -> set[str]:
    """Keys of the things that ever stood at one of these posts."""
    places = list(posts)
    first = Asset.objects.filter(post__in=places)
    moved = AssetFact.objects.filter(what=What.MOVED, post__in=places)
    if at is not None:
        first, moved = first.filter(position__lte=at), moved.filter(position__lte=at)
    return {*first.values_list("key", flat=True), *moved.values_list("asset", flat=True)}


def facts_of(assets: Iterable[str] | None, at: int | None = None) -> dict[str, list[AssetFact]]:
    """What was told of things (None: of all) and not taken back: key -> facts, in the order of their days."""
    told = all_told(assets, at)
    taken_back = {fact.of for facts in told.values() for fact in facts if fact.what == What.TAKEN_BACK}
    return {asset: [fact for fact in facts if _counts(fact, taken_back)] for asset, facts in told.items()}


def _counts(fact: AssetFact, taken_back: set[str]) -> bool:
    return fact.what != What.TAKEN_BACK and fact.key not in taken_back


def all_told(assets: Iterable[str] | None, at: int | None = None) -> dict[str, list[AssetFact]]:
    """The same with what was said in error, and what took it back."""
    rows = AssetFact.objects.all()
    if (keys := _few(assets)) is not None:
        rows = rows.filter(asset__in=keys)
    if at is not None:
        rows = rows.filter(position__lte=at)
    told = rows.order_by("asset", "on", "position", "key")
    return {asset: list(facts) for asset, facts in groupby(told, key=lambda fact: fact.asset)}


def _told(assets: Iterable[str] | None, at: int | None) -> Iterable[tuple[Asset, list[AssetFact]]]:
    wanted = None if assets is None else set(assets)
    rows = Asset.objects.all()
    if (keys := _few(wanted)) is not None:
        rows = rows.filter(key__in=keys)
    if at is not None:
        rows = rows.filter(position__lte=at)
    facts = facts_of(wanted, at)
    for asset in sorted(rows, key=lambda one: (ORDER.get(one.kind, len(ORDER)), one.kind, one.label, one.key)):
        if wanted is None or asset.key in wanted:
            yield asset, facts.get(asset.key, [])


def _few(keys: Iterable[str] | None) -> list[str] | None:
    """Keys that a statement may name; None where there are so many that reading all is quicker."""
    named = None if keys is None else list(keys)
    return None if named is None or len(named) > MOST_NAMED else named
