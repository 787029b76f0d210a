"""Gaps: what the last assessments show to be lacking, and equipment that stays broken; ranked, each ready to become a
measure.

An item asked again by another checklist (`of`) speaks of the same gap, so a quarterly check closes or opens what the
general assessment found. A gap of a post, or of a place across the line, stands for one post; one that acts higher up
stands once for the whole state, with all the posts that lack it. A thing that is broken for longer than its kind may
(`broken`) is a gap of the post where it stands, until it is repaired, replaced or taken away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.capacity import assessing, broken, scoring
from jalon.capacity import checklist as lists
from jalon.capacity.assessing import Made
from jalon.capacity.checklist import Item, Said
from jalon.capacity.equipment import Standing
from jalon.capacity.models import Asset
from jalon.capacity.places import our_country, our_posts

OF_A_POST = frozenset({"post", "local"})


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is lacking.

    `ref`: names it for ever, such as “general-1:EQ-01@ML-GOG”, or “general-1:CO-02@MLI” for the state: the version is
    the one that first asked it; “asset:KEY” where a thing is broken. `theme`: of its checklist; `promises`: the theme
    of cooperation it leads to. `level`: where the measure acts; `library`: its code in the library of measures.
    `title`: in the languages. `posts`: that lack it; `lacking`: how many posts lack the same in all. `since`: the day
    of the assessment that first showed it, without one between that did not; or that on which the thing broke.
    `assessment`: key of the entry that showed it last, an assessment or the word that it broke. `answer`: what was said
    there. `weight` (1 to 3), `lack` (1 whole, 0.5 partly); `rank`: weight × lack × lacking × (1 + years since).
    `asset`: key of the thing that is broken.
    """

    ref: str
    theme: str
    promises: str
    level: str
    library: str
    title: Said
    posts: tuple[str, ...]
    lacking: int
    since: date
    assessment: str
    answer: dict[str, Any]
    weight: int
    lack: float
    rank: float
    item: Item
    asset: str = ""


@dataclass(frozen=True, slots=True)
class _Lack:
    """That a post lacks something, as its last answer says, and since when."""

    post: str
    lack: float
    since: date
    last: Made
    answer: dict[str, Any]


def gaps(
    posts: Sequence[str] | None = None,
    at: int | None = None,
    today: date | None = None,
    until: date | None = None,
    known: Sequence[Made] | None = None,
) -> list[Gap]:
    """The open gaps, the most urgent first. `posts`: those that lack it; None for all of the state. `at`: as it was
    known at an arrival position; `until`: from assessments made, and things that stood broken, by that day; `today`:
    to which “how long” is counted; `known`: the assessments of those posts, where they were read already."""
    day, ours = today or timezone.localdate(), our_posts(at=at)
    wanted = set(ours if posts is None else posts)
    found = _of_equipment(broken.too_long(ours, at, day, until), wanted, day)
    assessments = assessing.made(ours, at=at) if known is None else known
    for reference, lacks in _lacks(assessments, until).items():
        item = lists.item_of(reference)
        if item is None or not _still_asked(reference):
            continue
        if item.level in OF_A_POST:
            found += [_gap(reference, item, [one], len(lacks), day) for one in lacks if one.post in wanted]
        elif wanted & {one.post for one in lacks}:
            found.append(_gap(reference, item, lacks, len(lacks), day))
    return sorted(found, key=lambda one: (-one.rank, one.ref))


def gap(ref: str, at: int | None = None, today: date | None = None) -> Gap | None:
    """The open gap of a reference; None where it is closed, or was never."""
    return next((one for one in gaps(at=at, today=today) if one.ref == ref), None)


def named(ref: str) -> Item | None:
    """The item that a reference speaks of, whether the gap is open or not: its name is the gap's title."""
    if key := broken.asset_of(ref):
        asset = Asset.objects.filter(key=key).first()
        return broken.item(asset) if asset else None
    return lists.item_of(_without_version(ref.partition("@")[0]))


def reference(of: str, place: str) -> str:
    """The reference of a gap: of "checklist:code" at a post, or in a state."""
    code, _, item = of.partition(":")
    return f"{code}-{lists.first_version_with(code, item)}:{item}@{place}"


def _without_version(text: str) -> str:
    code, _, item = text.partition(":")
    return f"{code.rpartition('-')[0]}:{item}"


def _still_asked(of: str) -> bool:
    """Whether the newest version of its checklist has the item: what is asked no more is no gap."""
    code, _, item = of.partition(":")
    newest = lists.checklist(code)
    return newest is not None and item in newest.items


def _gap(of: str, item: Item, lacks: Sequence[_Lack], lacking: int, day: date) -> Gap:
    worst = max(lacks, key=lambda one: (one.lack, one.post))
    since = min(one.since for one in lacks)
    lack = sum(one.lack for one in lacks) / len(lacks)
    place = worst.post if item.level in OF_A_POST else our_country() or ""
    theme = _theme(of, item)
    return Gap(
        reference(of, place),
        item.theme,
        theme,
        item.level,
        item.library,
        item.name,
        tuple(sorted(one.post for one in lacks)),
        lacking,
        since,
        worst.last.row.key,
        worst.answer,
        item.weight,
        lack,
        _rank(item.weight, lack, lacking, since, day),
        item,
    )


def _of_equipment(stands: Sequence[Standing], wanted: set[str], day: date) -> list[Gap]:
    """Gaps of things that are broken at some posts; how many posts lack the same is asked of all."""
    lacking: dict[str, set[str]] = defaultdict(set)
    for one in stands:
        lacking[one.asset.kind].add(one.post)
    return [_of_asset(one, len(lacking[one.asset.kind]), day) for one in stands if one.post in wanted]


def _of_asset(stands: Standing, lacking: int, day: date) -> Gap:
    item, lack = broken.item(stands.asset), broken.lack(stands)
    return Gap(
        item.code,
        item.theme,
        broken.THEME,
        item.level,
        item.library,
        item.name,
        (stands.post,),
        lacking,
        stands.since,
        stands.key,
        {"trouble": stands.trouble, "note": stands.note},
        item.weight,
        lack,
        _rank(item.weight, lack, lacking, stands.since, day),
        item,
        stands.asset.key,
    )


def _rank(weight: int, lack: float, lacking: int, since: date, day: date) -> float:
    years = max(0, (day - since).days) / 365.25
    return round(weight * lack * lacking * (1 + years), 3)


def _theme(of: str, item: Item) -> str:
    """The theme of cooperation that an item leads to."""
    one = lists.checklist(of.partition(":")[0])
    theme = one.theme(item.theme) if one else None
    return theme.promises if theme else ""


def _lacks(assessments: Iterable[Made], until: date | None) -> dict[str, list[_Lack]]:
    """ "checklist:code" -> the posts that lack it, in order."""
    standing: dict[tuple[str, str], _Lack | None] = {}
    for one in assessments:
        if until is not None and one.row.on > until:
            continue
        for of, item, value in _values(one):
            before = standing.get((of, one.row.post))
            since = before.since if before else one.row.on
            answer = dict(one.row.answers.get(item.code, {}))
            lack = _Lack(one.row.post, 1 - value, since, one, answer) if value < 1 else None
            standing[of, one.row.post] = lack
    found: dict[str, list[_Lack]] = defaultdict(list)
    for (of, _post), lacks in sorted(standing.items()):
        if lacks is not None:
            found[of].append(lacks)
    return found


def _values(one: Made) -> Iterator[tuple[str, Item, float]]:
    """What each item of an assessment speaks of, and what its answer is worth."""
    for item in one.checklist.items.values() if one.checklist else ():
        value = scoring.worth(item, one.row.answers.get(item.code))
        if value is not None:
            yield item.of or f"{one.row.checklist}:{item.code}", item, value
