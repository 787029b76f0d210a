"""What the national desk's pages show of posts and what they have: a line a post, a line a kind, outages drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jalon.capacity import equipment, register, training, uptime, words
from jalon.capacity.equipment import Spell, Standing
from jalon.capacity.kinds import KINDS, PASSPORT_READER, kind_name, training_name, trouble_name
from jalon.capacity.places import our_posts
from jalon.capacity.register_facts import CATEGORY, KIND, LINK, MATTERS, POWER, STAFF, WATER
from jalon.capacity.uptime import Uptime
from jalon.headquarters import outages_chart
from jalon.posts.models import Post

# How far back pages look: days, the seven months of an evaluation among them.
SPANS = (30, 90, 213, 365)
USUAL_SPAN = 90


def period(asked: str, today: date) -> tuple[int, date, date]:
    """The span that was asked for, its first and its last day."""
    days = int(asked) if asked.isdecimal() and int(asked) in SPANS else USUAL_SPAN
    return days, today - timedelta(days=days - 1), today


def names() -> dict[str, str]:
    """The posts' names by their codes."""
    return dict(Post.objects.values_list("code", "name"))


@dataclass
class Line:
    """A post in the list of posts."""

    code: str
    name: str
    register: Mapping[str, Any]
    things: list[Standing] = field(default_factory=list)
    uptime: Uptime = field(default_factory=Uptime)

    @property
    def serving(self) -> int:
        return sum(one.state == equipment.SERVING for one in self.things)

    @property
    def broken(self) -> list[Standing]:
        return sorted((one for one in self.things if one.broken), key=lambda one: one.since)

    def said(self, what: str) -> list[str]:
        """The answers of a matter, the longest question left aside."""
        fact = self.register.get(what)
        return [one["value"] for one in words.answers(what, fact.facts)] if fact else []


def lines(since: date, until: date) -> list[Line]:
    """Every post of the state, by name."""
    codes, called = our_posts(), names()
    said = register.standing(codes, until)
    things: dict[str, list[Standing]] = defaultdict(list)
    for one in equipment.standing(until).values():
        if one.state != equipment.GONE:
            things[one.post].append(one)
    served: dict[str, list[Uptime]] = defaultdict(list)
    for (post, _kind), one_kind in uptime.by_post_and_kind(since, until, codes).items():
        served[post].append(one_kind)
    found = [
        Line(code, called[code], said.get(code, {}), things[code], uptime.together(served[code])) for code in codes
    ]
    return sorted(found, key=lambda line: line.name)


def line(one: Line, today: date) -> dict[str, Any]:
    """A post's line, in words."""
    power, link, staff = (one.register.get(what) for what in (POWER, LINK, STAFF))
    return {
        "code": one.code,
        "name": one.name,
        "ways": ", ".join(one.said(KIND)),
        "category": (one.said(CATEGORY) or [""])[0].partition(":")[0],
        "serving": one.serving,
        "things": len(one.things),
        "broken": [broken(thing, today) for thing in one.broken],
        "share": one.uptime.share,
        "percent": words.share(one.uptime.share) if one.uptime.share is not None else "",
        "power": _source_and_hours(power, "sources", POWER),
        "link": _source_and_hours(link, "links", LINK),
        "water": (one.said(WATER) or [""])[0],
        "staff": staff.facts.get("officers") if staff else None,
        "women": staff.facts.get("women") if staff else None,
    }


def _source_and_hours(fact: Any, name: str, what: str) -> str:
    if fact is None:
        return ""
    asked = MATTERS[what].questions[name]
    sources = words.answer(asked, fact.facts.get(name, []))
    return _("%(sources)s, %(hours)s h a day") % {"sources": sources, "hours": fact.facts.get("hours", 0)}


def broken(one: Standing, today: date) -> dict[str, Any]:
    """A thing, with how many days it has stood so, today among them."""
    return words.asset(one) | {"days": (today - one.since).days + 1, "post": one.post}


@dataclass
class OfAKind:
    """A kind of equipment, in the whole state."""

    kind: str
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    uptime: Uptime = field(default_factory=Uptime)


def kinds(since: date, until: date) -> list[dict[str, Any]]:
    """Each kind of equipment that the state has, in the order of the table of kinds."""
    found: dict[str, OfAKind] = {}
    for one in equipment.standing(until).values():
        found.setdefault(one.asset.kind, OfAKind(one.asset.kind)).states[one.state] += 1
    for (_post, kind), served in uptime.by_post_and_kind(since, until).items():
        whole = found.setdefault(kind, OfAKind(kind))
        whole.uptime = uptime.together([whole.uptime, served])
    order = [*KINDS, *sorted(found.keys() - KINDS.keys())]
    return [_kind(found[code], until) for code in order if code in found]


def _kind(one: OfAKind, until: date) -> dict[str, Any]:
    median = uptime.median_length(one.uptime.outages, until)
    return {
        "code": one.kind,
        "name": kind_name(one.kind),
        "serving": one.states[equipment.SERVING],
        "broken": one.states[equipment.BROKEN],
        "spare": one.states[equipment.SPARE],
        "share": one.uptime.share,
        "percent": words.share(one.uptime.share),
        "outages": len(one.uptime.outages),
        "median": "" if median is None else f"{median:g}",
        "is_reader": one.kind == PASSPORT_READER,
    }


def outages(some: Iterable[Spell], until: date, called: Mapping[str, str]) -> list[dict[str, Any]]:
    """Outages with their length, the last to begin first; each leads back to its thing and its entries."""
    return [
        {
            "asset": one.asset.key,
            "label": one.asset.label,
            "kind": kind_name(one.asset.kind),
            "post": one.post,
            "place": called.get(one.post, one.post),
            "since": words.day(one.since),
            "until": words.day(one.until),
            "days": uptime.length(one, until),
            "trouble": trouble_name(one.trouble),
            "note": one.note,
            "keys": one.keys,
        }
        for one in sorted(some, key=lambda one: (one.since, one.asset.key), reverse=True)
    ]


def drawn(post: str, since: date, until: date) -> Any:
    """The timeline of what stood at a post; None where nothing was to serve."""
    rows: dict[str, list[Spell]] = defaultdict(list)
    labels: dict[str, str] = {}
    for spell in equipment.spells(posts=[post]):
        if spell.state != equipment.GONE and spell.touches(since, until):
            rows[spell.asset.key].append(spell)
            labels[spell.asset.key] = spell.asset.label
    if not rows:
        return None
    found = [outages_chart.Row(labels[key], spells) for key, spells in rows.items()]
    about = _("%(since)s to %(until)s") % {"since": words.day(since), "until": words.day(until)}
    return outages_chart.outages_chart("outages", _("When each thing served"), about, found, since, until)


def trained(on: date, posts: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Whose training counts on a day, by place and kind of training."""
    called = names()
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (post, kind), (people, women) in sorted(training.valid(on).items()):
        if posts is None or post in posts:
            found[post].append({"kind": training_name(kind), "people": people, "women": women})
    return [
        {"code": post, "name": called.get(post, post) if post else _("Headquarters"), "kinds": some}
        for post, some in sorted(found.items(), key=lambda one: called.get(one[0], one[0]))
    ]


def trainings(some: Iterable[Any]) -> list[dict[str, Any]]:
    """Trainings for a table, with how many they reached."""
    held = list(some)
    reached = training.reached(one.key for one in held)
    return [
        {
            "key": one.key,
            "kind": training_name(one.kind),
            "title": one.title,
            "provider": one.provider,
            "on": words.day(one.on),
            "until": words.day(one.until),
            "place": one.place,
            "project": one.project,
            "people": sum(row.people for row in reached.get(one.key, [])),
            "women": sum(row.women for row in reached.get(one.key, [])),
            "posts": len({row.post for row in reached.get(one.key, []) if row.post}),
        }
        for one in held
    ]
