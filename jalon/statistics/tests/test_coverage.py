"""Which posts reported for which hours: a table of cases, by hand."""

from datetime import date

import pytest

from jalon.journal.models import EnrolledNode
from jalon.statistics import coverage, following
from jalon.statistics.asking import Asked, month_of
from jalon.statistics.coverage import Machine
from jalon.statistics.models import Heard, Side
from jalon.sync.models import Contact

pytestmark = [pytest.mark.both]

HOUR = coverage.HOUR


def machine(since, until, heard):
    return Machine("n", "P", since * HOUR, None if until is None else until * HOUR, heard * HOUR)


# machines (from, to, heard, in hours), hours due, hours reported: between hour 0 and hour 100.
CASES = {
    "heard to the end": ([(0, None, 200)], 100, 100),
    "silent since": ([(0, None, 40)], 100, 40),
    "not there yet": ([(60, None, 200)], 40, 40),
    "never heard": ([(10, None, 0)], 90, 0),
    "revoked, and no other came": ([(0, 50, 50)], 50, 50),
    "lost with its last hours, another came": ([(0, 50, 30), (50, None, 200)], 100, 80),
    "another came late": ([(0, 50, 50), (70, None, 200)], 80, 80),
    "two desks, one of them silent": ([(0, None, 200), (20, None, 60)], 100, 60),
    "half an hour of the last hour": ([(0, None, 40.5)], 100, 40),
}


@pytest.mark.parametrize("name", CASES)
def test_hours_due_and_reported(name):
    machines, due, reported = CASES[name]
    found = coverage.spans([machine(*one) for one in machines], 0, 100 * HOUR)
    assert [sum(until - since for since, until in spans) / HOUR for spans in found] == [due, reported]


@pytest.fixture
def border(node, settings):
    """Three posts in November, asked about on the eleventh at noon."""
    settings.TIME_ZONE = "Africa/Bamako"
    side, _ = Side.objects.get_or_create(number=0, defaults={"rules": following.rules(), "live": True})
    Side.objects.update(live=True)
    first = at(1)
    for number, post in ((1, "ML-GOG"), (2, "ML-DIB"), (3, "ML-HER")):
        EnrolledNode.objects.create(
            id=f"{number:016x}", post=post, signing="", sealing="", recall="", enrolled="", enrolled_at=first
        )  # fmt: skip
    return side.number


def at(day, hour=0):
    from datetime import datetime

    return int(datetime(2026, 11, day, hour, tzinfo=following.zone()).timestamp() * 1000)


def test_a_call_with_nothing_left_to_send_tells_more_than_the_last_entry(border):
    for number, last in ((1, at(4)), (2, at(4)), (3, at(9))):
        Heard.objects.create(side=border, node=f"{number:016x}", post="", first=at(1), last=last)
    Contact.objects.create(node=f"{1:016x}", at=at(11, 12), waiting=0)
    Contact.objects.create(node=f"{2:016x}", at=at(11, 12), waiting=7)
    Contact.objects.create(node=f"{3:016x}", at=at(6), waiting=1)  # its clock runs ahead of its last call
    found = coverage.of(month_of(date(2026, 11, 11)), at(11, 12))
    assert {post: one.reported for post, one in found.posts.items()} == {"ML-GOG": 252, "ML-DIB": 72, "ML-HER": 120}
    assert found.expected == 3 * 252 and [one.post for one in found.silent] == ["ML-DIB", "ML-HER"]
    assert found.days[date(2026, 11, 4)] == (48, 72) and found.of_days([date(2026, 11, 11)]) == 12 / 36
    assert date(2026, 11, 12) not in found.days


def test_of_some_posts_alone(border):
    asked = Asked(date(2026, 11, 2), date(2026, 11, 4), ("ML-DIB",))
    found = coverage.of(asked, at(11, 12))
    assert list(found.posts) == ["ML-DIB"] and (found.reported, found.expected) == (0, 48)


def test_a_post_that_was_moved_to_another_machine_is_one_post(border):
    old = EnrolledNode.objects.get(post="ML-GOG")
    Heard.objects.create(side=border, node=old.id, post="", first=at(1), last=at(5))
    EnrolledNode.objects.create(
        id="f" * 16, post="ML-GOG", signing="", sealing="", recall="", enrolled="", enrolled_at=at(7), replaces=old.id
    )  # fmt: skip
    Heard.objects.create(side=border, node="f" * 16, post="", first=at(7), last=at(12))
    found = coverage.of(Asked(date(2026, 11, 1), date(2026, 11, 11), ("ML-GOG",)), at(11))
    # What the lost machine had recorded and not sent is missing.
    assert (found.reported, found.expected) == (8 * 24, 10 * 24)
