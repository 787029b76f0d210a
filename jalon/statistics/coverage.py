"""Which posts reported for which hours. An hour counts as reported once everything that the post's machines recorded
in it is here; an hour after that is not known, and is never a zero.

A post is expected to report from the first word of a machine at it until its last machine is revoked. A post that no
machine stands at is not expected, and what passes there is in no figure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from django.conf import settings
from django.utils.module_loading import import_string

from jalon.crossings.models import Shift
from jalon.journal.header import Header
from jalon.journal.models import EnrolledNode
from jalon.journal.node import journal_connection, this_node, wall_clock
from jalon.statistics import following
from jalon.statistics.asking import Asked
from jalon.statistics.models import Heard, OpenHours

HOUR = following.HOUR
A_DAY = 24  # hours
Span = tuple[int, int]  # from, and up to, in ms since 1970


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine at a post: from when until when it is expected to report, and until when it has. ms since 1970."""

    node: str
    post: str
    since: int
    until: int | None
    heard: int


@dataclass(slots=True)
class OfPost:
    """Of one post, in hours: expected, reported, and open (a shift on duty). `heard`: ms since 1970, None if never."""

    post: str
    expected: int = 0
    reported: int = 0
    open: int = 0
    heard: int | None = None

    @property
    def share(self) -> float | None:
        return self.reported / self.expected if self.expected else None

    @property
    def behind(self) -> bool:
        """Whether more than a day of its hours is missing."""
        return self.expected - self.reported > A_DAY


@dataclass(slots=True)
class Coverage:
    """Of a period: by post, and by day the hours reported and expected of all its posts together."""

    posts: dict[str, OfPost] = field(default_factory=dict)
    days: dict[date, tuple[int, int]] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        return sum(one.expected for one in self.posts.values())

    @property
    def reported(self) -> int:
        return sum(one.reported for one in self.posts.values())

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where no post was expected."""
        return self.reported / self.expected if self.expected else None

    @property
    def silent(self) -> list[OfPost]:
        """Posts of which more than a day is missing: the last hours of the others may be on their way."""
        return [one for one in self.posts.values() if one.behind]

    def of_days(self, days: Iterable[date]) -> float | None:
        """The share of some days together."""
        pairs = [self.days[day] for day in days if day in self.days]
        expected = sum(pair[1] for pair in pairs)
        return sum(pair[0] for pair in pairs) / expected if expected else None


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of the machines' words at a moment: `now` in ms since 1970; `calls` by node, its last call (ms) and
    how many entries it still had to send."""

    now: int
    calls: Mapping[str, tuple[int, int]]


def of(asked: Asked, now: int | None = None, word: Word | None = None) -> Coverage:
    """Coverage of a period's posts, up to now (ms since 1970, else this machine's clock).

    `word`: in the place of the clock and of the link, what to believe (see `by_arrivals`).
    """
    now = word.now if word else now
    machines = _of_posts(asked, word)
    found = Coverage()
    reported, expected = [0] * asked.days, [0] * asked.days
    for post, (of_due, of_there) in _hours(asked, machines, now).items():
        words = [one.heard for one in machines[post] if one.heard]
        found.posts[post] = OfPost(post, sum(of_due), sum(of_there), heard=max(words, default=None))
        for index in range(asked.days):
            expected[index] += of_due[index]
            reported[index] += of_there[index]
    for index in range(asked.days):
        if expected[index]:
            found.days[asked.since + timedelta(days=index)] = (reported[index], expected[index])
    _open(found, asked)
    return found


def by_post_and_day(asked: Asked, now: int | None = None) -> dict[str, dict[date, tuple[int, int]]]:
    """Of each post and day on which it was to report: (hours reported, hours expected)."""
    return {
        post: {
            asked.since + timedelta(days=index): (there[index], due[index]) for index in range(asked.days) if due[index]
        }
        for post, (due, there) in _hours(asked, _of_posts(asked), now).items()
    }


def by_arrivals(position: int) -> Word:
    """What entries and their arrivals up to a position say by themselves, with no clock and no call: asked again later
    it is the same. A machine has told what it recorded up to its last entry, though never beyond its arrival."""
    connection, mark = journal_connection()
    rows = connection.execute(
        f"SELECT node, MAX(at) FROM journal_arrival WHERE first <= {mark} GROUP BY node",  # noqa: S608
        (position,),
    ).fetchall()
    calls = {str(node): (int(at), 1) for node, at in rows}
    last = connection.execute(
        f"SELECT header FROM journal_entry WHERE position <= {mark} AND node = {mark}"  # noqa: S608
        " ORDER BY position DESC LIMIT 1",
        (position, this_node().id),
    ).fetchone()
    ours = Header.from_bytes(bytes(last[0])).wall if last else 0
    return Word(max([ours, *(at for at, _ in calls.values())]), calls)


def _of_posts(asked: Asked, word: Word | None = None) -> dict[str, list[Machine]]:
    found: dict[str, list[Machine]] = defaultdict(list)
    for one in known_machines(word):
        if not asked.posts or one.post in asked.posts:
            found[one.post].append(one)
    return {post: found[post] for post in sorted(found)}


def _hours(asked: Asked, machines: dict[str, list[Machine]], now: int | None) -> dict[str, tuple[list[int], list[int]]]:
    """Of each post, by day: hours in which it was to report, hours in which it did."""
    starts = _midnights(asked)
    limit = min(starts[-1], wall_clock() if now is None else now)
    limit -= limit % HOUR  # the hour that runs is not over
    found = {}
    for post, some in machines.items():
        due, there = spans(some, starts[0], limit)
        found[post] = (_by_day(due, starts), _by_day(there, starts))
    return found


def spans(machines: Sequence[Machine], since: int, until: int) -> tuple[list[Span], list[Span]]:
    """(when a post with these machines was to report, when it did) between two moments: all of them, and in whole."""
    due = _joined((max(one.since, since), min(until if one.until is None else one.until, until)) for one in machines)
    missing = _joined(
        (max(one.since, one.heard, since), min(until if one.until is None else one.until, until)) for one in machines
    )
    return due, _without(due, missing)


def known_machines(word: Word | None = None) -> list[Machine]:
    """Every machine that writes here, with what is known of it."""
    side = following.live()
    heard = {row.node: row for row in Heard.objects.filter(side=side.number if side else 0)}
    calls: Mapping[str, tuple[int, int]] = word.calls if word else import_string(settings.JALON_HEARD)()
    now = word.now if word else wall_clock()
    enrolled = list(EnrolledNode.objects.all())
    replaced = {one.replaces: one.enrolled_at for one in enrolled if one.replaces}
    found = []
    for one in enrolled:
        entries = heard.pop(one.id, None)
        since = min(one.enrolled_at, entries.first) if entries else one.enrolled_at
        ends = [end for end in (one.revoked_since, replaced.get(one.id)) if end is not None]
        found.append(Machine(one.id, one.post, since, min(ends, default=None), _until_when(entries, calls.get(one.id))))
    # A machine that is its own root (a post alone, a demonstration) stands at a border where shifts are opened on it.
    for node, entries in heard.items():
        if Shift.objects.filter(key__gte=f"{node}.", key__lt=f"{node}/").exists():
            found.append(Machine(node, entries.post, entries.first, None, max(entries.last, now)))
    return found


def _until_when(entries: Heard | None, call: tuple[int, int] | None) -> int:
    """Until when a machine has told everything: its last call where nothing was left to send, else its last entry,
    though never later than its last call, since its clock may run ahead."""
    last = entries.last if entries else 0
    if call is None:
        return last
    at, left_to_send = call
    return min(last, at) if left_to_send else at


def _midnights(asked: Asked) -> list[int]:
    zone = following.zone()
    days = (asked.since + timedelta(days=index) for index in range(asked.days + 1))
    return [int(datetime.combine(day, time.min, zone).timestamp() * 1000) for day in days]


def _by_day(some: Sequence[Span], starts: Sequence[int]) -> list[int]:
    """The hours of spans that lie in each day."""
    hours = [0] * (len(starts) - 1)
    for since, until in some:
        index = max(0, bisect_right(starts, since) - 1)
        while index < len(hours) and starts[index] < until:
            hours[index] += -(-(min(until, starts[index + 1]) - max(since, starts[index])) // HOUR)
            index += 1
    return hours


def _joined(some: Iterable[Span]) -> list[Span]:
    """Spans that touch as one; none that is empty."""
    found: list[Span] = []
    for since, until in sorted(span for span in some if span[0] < span[1]):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def _without(whole: Iterable[Span], missing: Sequence[Span]) -> list[Span]:
    found = []
    for since, until in whole:
        at = since
        for begins, ends in missing:
            if begins < until and ends > at:
                if begins > at:
                    found.append((at, begins - begins % HOUR))
                at = max(at, ends)
        if at < until:
            found.append((at, until))
    return [span for span in found if span[0] < span[1]]


def _open(found: Coverage, asked: Asked) -> None:
    """Hours in which a shift was open, those that are still open up to the last word of their post."""
    side = following.live()
    masks: dict[tuple[str, date], int] = defaultdict(int)
    rows = OpenHours.objects.filter(side=side.number if side else 0, day__gte=asked.since, day__lt=asked.until)
    if asked.posts:
        rows = rows.filter(post__in=asked.posts)
    for post, day, hours in rows.values_list("post", "day", "hours"):
        masks[(post, day)] |= hours
    between = partial(following.hours_between, in_zone=following.zone())
    posts = dict(EnrolledNode.objects.values_list("id", "post"))
    for key, of_shift, opened in Shift.objects.filter(closed_at__isnull=True).values_list("key", "post", "opened_at"):
        post = posts.get(key.split(".")[0]) or of_shift
        if post in found.posts:
            for day, hours in between(opened, found.posts[post].heard or opened):
                if asked.since <= day < asked.until:
                    masks[(post, day)] |= hours
    for (post, _day), hours in masks.items():
        if post in found.posts:
            found.posts[post].open += hours.bit_count()
