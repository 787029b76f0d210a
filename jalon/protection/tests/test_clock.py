"""What is due, to whom, how late: a table of moments."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jalon.protection import clock

BAMAKO = ZoneInfo("Africa/Bamako")
OFFICE = {"days": "12345", "opens": "08:00", "closes": "16:00"}
STEPS = (clock.Step(0, "service", "ab"), clock.Step(2, "headquarters", telephone="1"), clock.Step(4, "shift_leader"))


def at(day, hour, minute=0):
    """A moment of November 2026; the 25th is a Wednesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BAMAKO)


@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        (at(25, 10), None, at(25, 12)),
        (at(25, 23), None, at(26, 1)),
        (at(25, 10), OFFICE, at(25, 12)),
        (at(25, 15, 30), OFFICE, at(25, 17, 30)),  # asked while open: the hours run on
        (at(25, 16), OFFICE, at(26, 10)),  # closing time: from the next morning
        (at(25, 3), OFFICE, at(25, 10)),
        (at(27, 17), OFFICE, at(30, 10)),  # Friday evening: Monday
        (at(28, 9), OFFICE, at(30, 10)),
    ],
)
def test_the_deadline(asked, hours, due):
    assert clock.due_at(clock.Rule(2, hours), asked) == due


@pytest.mark.parametrize(
    ("now", "taken", "late", "whom", "next_at"),
    [
        (at(25, 11, 59), 0, timedelta(0), None, at(25, 12)),
        (at(25, 12), 0, timedelta(0), "service", None),
        (at(25, 13), 0, timedelta(hours=1), "service", None),
        (at(25, 13), 1, timedelta(hours=1), None, at(25, 14)),
        (at(25, 14), 1, timedelta(hours=2), "headquarters", None),
        (at(26, 3), 0, timedelta(hours=15), "service", None),  # nobody looked all night: in order all the same
        (at(26, 3), 2, timedelta(hours=15), "shift_leader", None),
        (at(26, 3), 3, timedelta(hours=15), None, None),  # all were called
    ],
)
def test_whom_to_call(now, taken, late, whom, next_at):
    found = clock.standing(clock.Rule(2, None, STEPS), at(25, 10), taken, now)
    assert (found.due, found.late, found.next_at) == (at(25, 12), late, next_at)
    assert (found.call.whom if found.call else None) == whom


def test_a_rule_without_steps_still_says_how_late():
    found = clock.standing(clock.Rule(1), at(25, 10), 0, at(25, 12))
    assert (found.late, found.call) == (timedelta(hours=1), None)
