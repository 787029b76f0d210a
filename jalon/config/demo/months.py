"""Months of traffic at the posts of a headquarters, day by day, as batches that came when they came: over the link the
same evening, with a courier once a week, or not at all since the day on which a post fell silent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from jalon.config.demo import clock
from jalon.config.demo.simulated import Place, SimulatedPost
from jalon.config.working import for_long
from jalon.journal.record import record
from jalon.staff.verbs import INSTALLER
from jalon.sync import hearing

Say = Callable[[str], None]
SEED = 11
BEFORE = 30  # days of traffic before the first meeting: what its promises are measured against
OPENS, CLOSES = 6.0, 20.0  # hours
A_MINUTE = 60_000  # ms
LINK, COURIER = "link", "courier"
CARRIERS = {LINK: hearing.LINK, COURIER: hearing.STICK}
A_WEEK = 7
THIRTY = 30  # days over which figures are measured
ENROLS = 5.0  # the hour at which machines are enrolled
# By hand, ms at the desk and until the second line comes: what a reader changes.
BY_HAND, CALLED_BY_HAND = (65_000, 150_000), (300_000, 5_400_000)
BY_READER, CALLED_SOON = (12_000, 32_000), (60_000, 900_000)


@dataclass(frozen=True, slots=True)
class Season:
    """How a post lives through the months. `a_day`: travellers. `reader`: spells (from, up to and without; in days
    before today) through which a reader serves. `last`: the last day on which it is heard, in days before today, and
    the hour of it (beyond 24: of the night after)."""

    post: str
    a_day: int
    carried: str = LINK
    reader: tuple[tuple[int, int], ...] = ()
    last: tuple[int, float] = (0, CLOSES)

    def read_by_machine(self, before: int) -> bool:
        return any(since >= before > until for since, until in self.reader)


class LivedPost(SimulatedPost):
    """A machine that serves by day for months. Nobody of its travellers is sought, and whom a list's name stopped is
    found to be another."""

    settles_hits = True

    def __init__(self, headquarters: bytes, number: int, season: Season, first: date) -> None:
        super().__init__(headquarters, number, SEED, post=season.post, day=first)
        self.season = season
        everyone = self._travellers
        self._travellers = (one for one in everyone if one.kind != "wanted")

    def live(self, day: date, before: int, until: float = CLOSES) -> int:
        """One day of it, up to an hour. How many travellers."""
        random = Random(f"{self.post}/{day}")
        count = round(self.season.a_day * random.uniform(0.7, 1.3) * (until - OPENS) / (CLOSES - OPENS))
        self.day, self._wall = day, clock.moment(day, OPENS)
        self._boot = f"{random.getrandbits(128):032x}"
        by_machine = self.season.read_by_machine(before)
        self.looks = BY_READER if by_machine else BY_HAND
        self.called = CALLED_SOON if by_machine else CALLED_BY_HAND
        ends = clock.moment(day, until)
        for number in range(count):
            starts = clock.moment(day, OPENS + (until - OPENS) * (number + random.random()) / count)
            if starts > ends - 10 * A_MINUTE:
                break
            self._wall = max(self._wall, starts)
            self._traveller(next(self._travellers))
        self._wall = max(self._wall, ends - random.randrange(A_MINUTE, 3 * A_MINUTE))
        self.leave_off()
        return count

    def deliver(self, at: int) -> int:
        """Give the headquarters of this process what it has not, its clock standing at `at`. How many entries."""
        given = 0
        with clock.standing_at(at):
            for raw in list(self.batches(self._told, most=1000)):
                received, _waits = hearing.take_batch(raw, CARRIERS[self.season.carried])
                given += received.stored
                self._told = received.head
                self.forget(received.head)
        return given

    _told: Place | None = None  # the head that the headquarters holds


def arrive(
    headquarters: bytes, seasons: Sequence[Season], first_day: int, today: date, say: Say, numbers: int = 0
) -> tuple[int, int]:
    """Let the posts live from `first_day` days before today until now, and their batches arrive in their order.
    `numbers`: where the numbers of these machines begin. Gives (travellers, entries)."""
    first = today - timedelta(days=first_day)
    posts = [LivedPost(headquarters, numbers + place, season, first) for place, season in enumerate(seasons, 1)]
    with clock.on(first, int(ENROLS)):
        for post in posts:
            record("node.enrolled", post.enrolment(INSTALLER), INSTALLER)
    follow, travellers, entries, told = for_long(), 0, 0, time.monotonic()
    for before in range(first_day, -1, -1):
        day = today - timedelta(days=before)
        for post in posts:
            until = _until(post.season, before)
            if until is None:
                continue
            travellers += post.live(day, before, until)
            last = before == post.season.last[0]
            if post.season.carried == LINK or before % A_WEEK == 0 or last:
                entries += post.deliver(clock.moment(day, until) + 4 * A_MINUTE)
        if time.monotonic() - told > 3:
            told = time.monotonic()
            say(f"{day}: {travellers} travellers at {len(posts)} posts, {entries} entries")
    while follow():
        pass
    return travellers, entries


def _until(season: Season, before: int) -> float | None:
    """Up to which hour a post is heard on a day; None where it is not."""
    day, hour = season.last
    if before < day:
        return None
    ends = hour if before == day else CLOSES
    if before == 0:
        ends = min(ends, _hour_now() - 0.1)
    return ends if ends > OPENS + 0.5 else None


def _hour_now() -> float:
    now = timezone.localtime()
    return now.hour + now.minute / 60


def last_heard(share: float, whole: int, posts: int, enrolled: int) -> tuple[int, float]:
    """When a post is heard for the last time (see Season.last), so that of the hours of the last THIRTY days, today's
    with them, `share` is told by `posts` posts together: `whole` of them tell all, the others but this one nothing, and
    one more, enrolled so many days ago, nothing either."""
    hour = _hour_now()
    window = (THIRTY - 1) * 24 + hour
    missing = whole * (1 if OPENS + 0.6 < hour < CLOSES else (hour - CLOSES) % 24)  # the hours that are not told yet
    told = share * (posts * window + enrolled * 24 + hour - ENROLS) - whole * window + missing
    day, of_day = divmod(told, 24)
    if of_day < OPENS + 1:
        day, of_day = day - 1, of_day + 24
    return THIRTY - 1 - int(day), of_day
