"""Clocks that are wrong: what a headquarters holds is the same, and the time it works out holds the true one."""

from __future__ import annotations

import time
from typing import Any

from jalon.journal.arrivals import interval_of
from jalon.sync.tests.faults.checker import asked
from jalon.sync.tests.faults.machines import let_clocks_differ
from jalon.sync.tests.faults.trial import Fault, Trial, World

YEARS = 10 * 365.25 * 86_400
# Of the post, at each of its three pieces of work; and of the headquarters.
CLOCKS: tuple[tuple[str, tuple[float, float, float], float], ...] = (
    ("right", (0, 0, 0), 0),
    ("ten years ahead", (YEARS, YEARS, YEARS), 0),
    ("ten years behind", (-YEARS, -YEARS, -YEARS), 0),
    ("put back in the middle", (YEARS, 0, -YEARS), 0),
    ("put forward in the middle", (-YEARS, 0, YEARS), 0),
    ("1970", (-time.time() + 60, -time.time() + 60, 0), 0),
    ("the headquarters' ahead", (0, 0, 0), YEARS),
    ("the headquarters' behind", (0, 0, 0), -YEARS),
)


def wrong_clocks(trial: Trial) -> None:
    let_clocks_differ(True)
    try:
        contents: dict[str, Any] = {}
        while trial.times < trial.tries:
            for name, of_post, of_headquarters in CLOCKS[: max(2, trial.tries)]:
                trial.times += 1
                contents[name] = _content(trial, of_post, of_headquarters)
            different = [name for name, content in contents.items() if content != contents["right"]]
            assert not different, f"what the headquarters holds differs with the clock {different}"
    finally:
        let_clocks_differ(False)


def _content(trial: Trial, of_post: tuple[float, float, float], of_headquarters: float) -> Any:
    """What a headquarters holds after the same work, but for what must differ: random names, seals, and times."""
    world = trial.world()
    world.headquarters.ahead = of_headquarters
    true: list[int] = []
    for number, ahead in enumerate(of_post):
        world.post.ahead = ahead
        for _ in range(2):
            world.post.record(3 + number)
            true += [int(time.time() * 1000)] * (3 + number)
            world.post.synchronise(world.line(trial))
    trial.come_through(world, forks=0)
    if not of_headquarters:
        _holds_the_true_time(world, true)
    node = world.post.node().id
    rows = asked(
        world.headquarters, f"SELECT verb, seq, position FROM journal_entry WHERE node = '{node}' ORDER BY position"
    )
    assert len(asked(world.headquarters, "SELECT 1 FROM journal_parked")) == 0
    world.remove()
    return rows


def _holds_the_true_time(world: World, true: list[int]) -> None:
    node = world.post.node().id
    rows = asked(world.headquarters, f"SELECT position FROM journal_entry WHERE node = '{node}' ORDER BY position")
    with world.headquarters.at_work():
        for (position,), at in zip(rows, true, strict=True):
            earliest, latest = interval_of(position)
            assert earliest - 1000 <= at <= latest + 1000, f"made at {at}, said to be between {earliest} and {latest}"


FAULTS = (Fault("clocks ten years off, put back, or in 1970", wrong_clocks, len(CLOCKS), len(CLOCKS)),)
