"""How the border stands, post by post: what the board shows, gathered in a fixed number of queries."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import accumulate
from typing import Any

from django.core.cache import cache
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max, QuerySet
from django.utils import timezone

from jalon.adjudication import cases
from jalon.crossings.models import Inspection, Shift
from jalon.documents.states import alpha3
from jalon.journal import branches
from jalon.journal.applying import held_key
from jalon.journal.models import EnrolledNode, Parked
from jalon.journal.node import this_node, wall_clock
from jalon.posts import sides
from jalon.posts.models import Post
from jalon.posts.sides import OURS, THEIRS, Side
from jalon.statistics import coverage
from jalon.sync import hearing
from jalon.sync.editions import standing as editions
from jalon.sync.editions.standing import Held
from jalon.sync.models import Contact
from jalon.web.gate import Role

HOUR = 3_600_000  # ms
SILENT_AFTER = 24 * HOUR  # without a word, by link or stick
WEEKS = 4  # of the same weekday that make the usual
STEP = 10  # minutes: the past is counted up to the last ten of them
MINUTE = 60_000  # ms
KEPT = 26 * 3600  # seconds that a day's counts are kept

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
    for code, count in _hits_to_decide().items():
        if code in standing:
            standing[code].hits = count
    for one in standing.values():
        one.state = _state(one)
    return sorted(standing.values(), key=lambda one: (ORDER.index(one.state), one.post.name))


def _hits_to_decide() -> dict[str, int]:
    """How many cases wait at the national desk, by the post where the traveller stood: those of its own queue."""
    rows = cases.open_hits([Role.NATIONAL_DESK]).order_by().values("post").annotate(count=Count("case", distinct=True))
    return {row["post"]: row["count"] for row in rows}


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
    today, weeks = _today(now), [_day(now - timedelta(weeks=week)) for week in range(1, WEEKS + 1)]
    step = (now.hour * 60 + now.minute) // STEP
    for code, one in standing.items():
        one.today = today.get(code, 0)
        since = min((node.enrolled_at for node in one.nodes), default=None)
        known = [
            _up_to(day["counts"], code, step)
            for day in weeks
            if code in day["counts"] or (since is not None and since <= day["from"])
        ]
        one.usual = round(statistics.median(known)) if known else None


def _today(now: datetime) -> Counter[str]:
    """Today's travellers by post: those counted at the look before, and whoever arrived here since."""
    start, name = _midnight(now), f"board-today-{now:%Y%m%d}"
    last = Inspection.objects.aggregate(last=Max("position"))["last"] or 0
    position, counts = cache.get(name) or (-1, {})
    if position > last:  # another life of this database
        position, counts = -1, {}
    new = _passed(start, start + timedelta(days=1)).filter(position__gt=position, position__lte=last)
    found = Counter(counts) + _by_post(new)
    cache.set(name, (last, dict(found)), KEPT)
    return found


def _day(then: datetime) -> dict[str, Any]:
    """A past day: for each post, how many had passed by the end of each of its steps. Counted once a day and kept."""
    name = f"board-day-{then:%Y%m%d}-{timezone.localdate():%Y%m%d}"
    kept = cache.get(name)
    if kept is None:
        start = _midnight(then)
        step = ExpressionWrapper((F("passed_at") - _ms(start)) / (STEP * MINUTE), output_field=BigIntegerField())
        rows = _passed(start, start + timedelta(days=1)).annotate(step=step).order_by()
        by_shift = rows.values_list("shift", "step").annotate(count=Count("*"))
        places = _places({shift for shift, _, _ in by_shift})
        steps: dict[str, Counter[int]] = defaultdict(Counter)
        for shift, at, count in by_shift:
            if shift in places:
                steps[places[shift]][int(at)] += count
        until = range(24 * 60 // STEP)
        kept = {
            "from": _ms(start),
            "counts": {code: list(accumulate(of[at] for at in until)) for code, of in steps.items()},
        }
        cache.set(name, kept, KEPT)
    return dict(kept)


def _up_to(counts: Mapping[str, list[int]], code: str, step: int) -> int:
    return counts[code][step - 1] if code in counts and step else 0


_warmed: set[str] = set()


def follow() -> int:
    """Count the past days of the board before anybody asks for it. Passes no rows: 0, always."""
    now = timezone.localtime()
    day = f"{now:%Y%m%d}"
    if day not in _warmed:
        for week in range(1, WEEKS + 1):
            _day(now - timedelta(weeks=week))
        _warmed.clear()
        _warmed.add(day)
    return 0


def _passed(since: datetime, until: datetime) -> QuerySet[Inspection]:
    return Inspection.objects.filter(passed_at__gte=_ms(since), passed_at__lt=_ms(until))


def _by_post(inspections: QuerySet[Inspection]) -> Counter[str]:
    """How many of these, by the post whose shift saw them."""
    by_shift = dict(inspections.order_by().values_list("shift").annotate(count=Count("*")))
    places = _places(by_shift)
    found: Counter[str] = Counter()
    for shift, count in by_shift.items():
        if shift in places:
            found[places[shift]] += count
    return found


def _places(shifts: Iterable[str]) -> dict[str, str]:
    """The post of each of these shifts."""
    found: dict[str, str] = {}
    names = list(shifts)
    for start in range(0, len(names), 500):
        found |= dict(Shift.objects.filter(key__in=names[start : start + 500]).values_list("key", "post"))
    return found


def told_until(post: str) -> int | None:
    """Up to when this post's machines that are trusted have told everything, ms since 1970; None: nothing yet. A stick
    was filled before it arrived: by it, up to the last entry it brought."""
    trusted = {node.id for node in EnrolledNode.objects.filter(post=post, revoked_at__isnull=True)}
    contacts = Contact.objects.filter(node__in=trusted)
    calls = {one.node: (one.at, one.waiting or int(one.carrier == hearing.STICK)) for one in contacts}
    machines = coverage.known_machines(coverage.Word(wall_clock(), calls))
    return max((one.heard for one in machines if one.node in trusted), default=0) or None


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
