"""How the border stands, post by post: what the board shows, gathered in a fixed number of queries."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.utils import timezone

from jalon.crossings.models import Inspection, Shift
from jalon.documents.states import alpha3
from jalon.journal import branches
from jalon.journal.applying import held_key
from jalon.journal.models import EnrolledNode, Parked
from jalon.journal.node import this_node, wall_clock
from jalon.posts import sides
from jalon.posts.models import Post
from jalon.posts.sides import OURS, THEIRS, Side
from jalon.sync.editions import standing as editions
from jalon.sync.editions.standing import Held
from jalon.sync.models import Contact

HOUR = 3_600_000  # ms
SILENT_AFTER = 24 * HOUR  # without a word, by link or stick
WEEKS = 4  # of the same weekday that make the usual
STEP = 10  # minutes: the past is counted up to the last ten of them, and kept until the next
NOT_DECIDED = ("open", "referred")

# States of a post, the one that is looked at first before the others.
REVOKED, CLOSED_BOTH, CLOSED_OURS, CLOSED_THEIRS = "revoked", "closed_both", "closed_ours", "closed_theirs"
SILENT, IS_OPEN, NO_MACHINE = "silent", "open", "none"
ORDER = (REVOKED, SILENT, CLOSED_BOTH, CLOSED_OURS, CLOSED_THEIRS, IS_OPEN, NO_MACHINE)


@dataclass(slots=True)
class Standing:
    """One post. `contact`: the last of its trusted machines that was heard; `usual` is None until there is one."""

    post: Post
    state: str = NO_MACHINE
    nodes: list[EnrolledNode] = field(default_factory=list)
    contact: Contact | None = None
    waiting: int | None = None  # entries still at its trusted machines, as they said
    sides: dict[str, Side] = field(default_factory=dict)
    editions: list[Held] = field(default_factory=list)
    today: int = 0
    usual: int | None = None
    hits: int = 0
    gaps: int = 0
    forks: int = 0
    held: int = 0

    @property
    def trusted(self) -> list[EnrolledNode]:
        return [node for node in self.nodes if node.is_trusted]

    @property
    def behind(self) -> list[Held]:
        return [one for one in self.editions if one.is_behind]

    @property
    def ahead(self) -> int | None:
        """How far its clock is ahead of ours, ms, at least; 0 where it may be right, None where it was never read."""
        one = self.contact
        if one is None or one.ahead_least is None or one.ahead_most is None:
            return None
        if one.ahead_least <= 0 <= one.ahead_most:
            return 0
        return one.ahead_least if one.ahead_least > 0 else one.ahead_most

    @property
    def to_look_at(self) -> int:
        return self.hits + self.gaps + self.forks + self.held


def border(now: datetime | None = None) -> list[Standing]:
    """Every post of this state, and every other that a machine was enrolled at; what asks for a look first."""
    moment = now or timezone.localtime()
    nodes = list(EnrolledNode.objects.all())
    standing = {post.code: Standing(post) for post in _posts(nodes)}
    _machines(standing, nodes)
    for code, said in sides.standing().items():
        if code in standing:
            standing[code].sides = said
    _flows(standing, moment)
    for code, count in _by_post(Inspection.objects.filter(hits__gt=0, state__in=NOT_DECIDED)).items():
        if code in standing:
            standing[code].hits = count
    for one in standing.values():
        one.state = _state(one)
    return sorted(standing.values(), key=lambda one: (ORDER.index(one.state), one.post.name))


def our_country() -> str | None:
    """The state of this headquarters, alpha-3, by the code of its place."""
    return alpha3(this_node().keys.post[:2])


def _posts(nodes: Iterable[EnrolledNode]) -> list[Post]:
    ours, places = our_country(), {node.post for node in nodes}
    posts = list(Post.objects.all())
    if ours is None:
        return posts
    return [post for post in posts if post.country == ours or post.code in places]


def _machines(standing: Mapping[str, Standing], nodes: list[EnrolledNode]) -> None:
    """Machines, their contacts and editions, and what of theirs waits for somebody."""
    contacts = {one.node: one for one in Contact.objects.all()}
    forks = Counter(str(one["node"]) for one in branches.in_quarantine())
    held = dict(
        Parked.objects.filter(waits_for__in=[held_key(node.id) for node in nodes if not node.is_trusted])
        .values_list("waits_for")
        .annotate(count=Count("key"))
    )
    latest: dict[str, EnrolledNode] = {}
    for node in nodes:
        one = standing.get(node.post)
        if one is None:
            continue
        one.nodes.append(node)
        one.forks += forks[node.id]
        one.held += held.get(held_key(node.id), 0)
        contact = contacts.get(node.id)
        if contact is None:
            continue
        one.gaps += contact.gaps
        if node.is_trusted:
            one.waiting = (one.waiting or 0) + contact.waiting
        if node.is_trusted and (one.contact is None or contact.at > one.contact.at):
            one.contact, latest[node.post] = contact, node
    held_by = editions.of_nodes(list(latest.values()))
    for post, node in latest.items():
        standing[post].editions = held_by[node.id]


def _state(one: Standing) -> str:
    closed = {side for side, how in one.sides.items() if how.closed}
    if closed == {OURS, THEIRS}:
        return CLOSED_BOTH
    if one.nodes and not one.trusted:
        return REVOKED
    if OURS in closed:
        return CLOSED_OURS
    if THEIRS in closed:
        return CLOSED_THEIRS
    if not one.nodes:
        return NO_MACHINE
    if one.contact is None or wall_clock() - one.contact.at > SILENT_AFTER:
        return SILENT
    return IS_OPEN


# ── flows ──


def _flows(standing: Mapping[str, Standing], now: datetime) -> None:
    """Travellers of today, against the median of the same weekday up to this time of the day."""
    for code, count in _by_post(_passed(_midnight(now), now + timedelta(minutes=5))).items():
        if code in standing:
            standing[code].today = count
    weeks = _weeks_before(now)
    for code, one in standing.items():
        since = min((node.enrolled_at for node in one.nodes), default=None)
        known = [
            week["counts"].get(code, 0)
            for week in weeks
            if code in week["counts"] or (since is not None and since <= week["from"])
        ]
        one.usual = round(statistics.median(known)) if known else None


def _weeks_before(now: datetime) -> list[dict[str, Any]]:
    """The counts of the same day one to four weeks ago, by post: they do not change, so they are counted once."""
    until = now.replace(minute=now.minute - now.minute % STEP, second=0, microsecond=0)
    name = f"board-{until:%Y%m%d-%H%M}"
    kept = cache.get(name)
    if kept is None:
        ends = [until - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
        kept = [{"from": _ms(_midnight(end)), "counts": dict(_by_post(_passed(_midnight(end), end)))} for end in ends]
        cache.set(name, kept, 60 * STEP)
    return list(kept)


def _passed(since: datetime, until: datetime) -> QuerySet[Inspection]:
    return Inspection.objects.filter(passed_at__gte=_ms(since), passed_at__lt=_ms(until))


def _by_post(inspections: QuerySet[Inspection]) -> Counter[str]:
    """How many of these, by the post whose shift saw them."""
    by_shift = dict(inspections.order_by().values_list("shift").annotate(count=Count("*")))
    places: dict[str, str] = {}
    names = list(by_shift)
    for start in range(0, len(names), 500):
        places |= dict(Shift.objects.filter(key__in=names[start : start + 500]).values_list("key", "post"))
    found: Counter[str] = Counter()
    for shift, count in by_shift.items():
        if shift in places:
            found[places[shift]] += count
    return found


def days_before(post: str, now: datetime | None = None, days: int = 7) -> list[dict[str, Any]]:
    """What a post saw on each of its last days, today first: day, travellers, and how many of each outcome."""
    moment = now or timezone.localtime()
    shifts = Shift.objects.filter(post=post, opened_at__gte=_ms(_midnight(moment) - timedelta(days=days + 2)))
    names = list(shifts.values_list("key", flat=True))
    found = []
    for back in range(days):
        start = _midnight(moment - timedelta(days=back))
        end = _midnight(start + timedelta(days=1, hours=12))
        states: Counter[str] = Counter()
        for at in range(0, len(names), 500):
            some = _passed(start, end).filter(shift__in=names[at : at + 500])
            states.update(dict(some.order_by().values_list("state").annotate(count=Count("*"))))
        found.append({"day": start.date(), "travellers": sum(states.values()), "states": states})
    return found


def _midnight(moment: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localtime(moment).date(), time()))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def totals(standing: Iterable[Standing]) -> dict[str, int]:
    """The border in a few figures."""
    found: dict[str, int] = defaultdict(int)
    for one in standing:
        found["today"] += one.today
        found["usual"] += one.usual or 0
        found["waiting"] += one.waiting or 0
        found["hits"] += one.hits
        found["behind"] += bool(one.behind)
        found["trouble"] += one.gaps + one.forks + one.held
    return dict(found)
