"""Days left of a stay: named cases, and the laws they follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.regimes.rule import Allowance
from jalon.regimes.stays import DaysLeft, Stay, StayImpossible, days_left
from jalon.regimes.words import LANGUAGES

TODAY = date(2026, 11, 25)
ENTRY_90 = Allowance(90, "entry")
WINDOW_90_180 = Allowance(90, "window", 180)
SHORT = Allowance(3, "window", 10)


def day(before: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=before)


CASES = {
    "no limit in the text": (Allowance(), [Stay(day(400), here=True)], (None, None)),
    "never here before": (ENTRY_90, [], (90, 90)),
    "entered today": (ENTRY_90, [Stay(day(0), here=True)], (90, 90)),
    "the last day": (ENTRY_90, [Stay(day(89), here=True)], (1, 1)),
    "the day after the last": (ENTRY_90, [Stay(day(90), here=True)], (0, 0)),
    "out and back: counted anew from each entry": (
        ENTRY_90,
        [Stay(day(89), day(5)), Stay(day(2), here=True)],
        (88, 88),
    ),
    "in and out on one day, then in again": (ENTRY_90, [Stay(day(0), day(0))], (90, 90)),
    "exit not recorded: perhaps still here": (ENTRY_90, [Stay(day(30))], (60, 90)),
    "exit not recorded long ago: no overstay is said": (ENTRY_90, [Stay(day(200))], (0, 90)),
    "exit not recorded, but entered again since": (ENTRY_90, [Stay(day(200)), Stay(day(10), day(3))], (90, 90)),
    "entry not recorded": (ENTRY_90, [Stay(None, day(4))], (90, 90)),
    "window: nothing used": (WINDOW_90_180, [], (90, 90)),
    "window: ten days used": (WINDOW_90_180, [Stay(day(19), day(10))], (80, 80)),
    "window: two stays on one day count it once": (
        WINDOW_90_180,
        [Stay(day(9), day(9)), Stay(day(9), day(9))],
        (89, 89),
    ),
    "window: overlapping stays count a day once": (
        WINDOW_90_180,
        [Stay(day(19), day(10)), Stay(day(14), day(5))],
        (75, 75),
    ),
    "window: in and out today costs today alone": (WINDOW_90_180, [Stay(day(0), day(0))], (90, 90)),
    "window: used up": (WINDOW_90_180, [Stay(day(90), day(1))], (0, 0)),
    "window: an old stay has slid out": (WINDOW_90_180, [Stay(day(400), day(180))], (90, 90)),
    "window: old days slide out while one stays": (SHORT, [Stay(day(9), day(8))], (3, 3)),
    "window: still used when the next day comes": (SHORT, [Stay(day(5), day(4))], (1, 1)),
    "window: exit not recorded": (WINDOW_90_180, [Stay(day(60))], (30, 89)),
    "window: exit not recorded, entered again since": (
        WINDOW_90_180,
        [Stay(day(60)), Stay(day(40), day(36))],
        (65, 84),
    ),
    "window: entry not recorded": (WINDOW_90_180, [Stay(day(70), day(60)), Stay(None, day(20))], (39, 78)),
    "window: a stay after today does not count": (WINDOW_90_180, [Stay(day(-1), day(-3))], (90, 90)),
}


@pytest.mark.parametrize("name", CASES)
def test_days_left(name: str) -> None:
    allowance, stays, (least, most) = CASES[name]
    assert days_left(stays, allowance, TODAY) == DaysLeft(least, most)


def test_only_what_is_certain_is_said_to_be_over() -> None:
    unknown = days_left([Stay(day(200))], ENTRY_90, TODAY)
    assert (unknown.over, unknown.perhaps_over) == (False, True)
    seen = days_left([Stay(day(200), here=True)], ENTRY_90, TODAY)
    assert (seen.over, seen.perhaps_over) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_outcome_has_its_sentence(language: str) -> None:
    said = [DaysLeft(*pair).sentence(language) for pair in ((None, None), (5, 5), (2, 5), (0, 0), (0, 5))]
    assert len(set(said)) == 5 and not any("{" in one for one in said)


@pytest.mark.parametrize("entered, left", [(None, None), (day(1), day(2))])
def test_an_impossible_stay_is_refused(entered: date | None, left: date | None) -> None:
    with pytest.raises(StayImpossible):
        Stay(entered, left)


def closed_stays(ended: date = TODAY) -> st.SearchStrategy[Stay]:
    """Stays whose two ends are known, the last of them on `ended` or before."""
    pair = st.tuples(st.integers(0, 250), st.integers(0, 60))
    return pair.map(lambda both: (ended - timedelta(days=both[0]), both[1])).map(
        lambda both: Stay(both[0], min(ended, both[0] + timedelta(days=both[1])))
    )


def any_stays() -> st.SearchStrategy[Stay]:
    stay = closed_stays()
    no_exit = stay.map(lambda one: replace(one, left=None))
    no_entry = stay.map(lambda one: replace(one, entered=None))
    here = stay.map(lambda one: replace(one, left=None, here=True))
    return st.one_of(stay, no_exit, no_entry, here)


ALLOWANCES = st.sampled_from([ENTRY_90, Allowance(30, "entry"), WINDOW_90_180, SHORT, Allowance(30, "window", 60)])
WINDOWS = st.sampled_from([WINDOW_90_180, SHORT, Allowance(30, "window", 60)])


def numbers(left: DaysLeft) -> tuple[int, int]:
    assert left.least is not None and left.most is not None
    return left.least, left.most


@given(st.lists(any_stays(), max_size=6), any_stays(), ALLOWANCES)
def test_a_stay_more_never_gives_more_days(stays: list[Stay], one_more: Stay, allowance: Allowance) -> None:
    before, after = (numbers(days_left(found, allowance, TODAY)) for found in (stays, [*stays, one_more]))
    assert after[1] <= before[1]
    if all(stay.entered and (stay.left or stay.here) for stay in stays):  # else it may settle what was unknown
        assert after[0] <= before[0]


@given(st.lists(any_stays(), max_size=6), ALLOWANCES)
def test_the_range_is_a_range(stays: list[Stay], allowance: Allowance) -> None:
    least, most = numbers(days_left(stays, allowance, TODAY))
    assert 0 <= least <= most <= (allowance.days or 0)


@given(st.lists(closed_stays(), max_size=6), ALLOWANCES)
def test_what_is_known_is_certain(stays: list[Stay], allowance: Allowance) -> None:
    assert days_left(stays, allowance, TODAY).certain


@given(st.lists(closed_stays(day(1)), max_size=6), WINDOWS, st.integers(1, 300))
def test_the_window_slides(stays: list[Stay], allowance: Allowance, later: int) -> None:
    """Whoever stays away gets days back, day after day, and all of them in the end."""
    assert allowance.window is not None
    now = numbers(days_left(stays, allowance, TODAY))
    then = numbers(days_left(stays, allowance, TODAY + timedelta(days=later)))
    assert then >= now
    if later >= allowance.window:
        assert then == (allowance.days, allowance.days)


@given(st.lists(closed_stays(), max_size=6), WINDOWS)
def test_a_day_spent_here_costs_a_day(stays: list[Stay], allowance: Allowance) -> None:
    now, _ = numbers(days_left(stays, allowance, TODAY))
    if now:
        spent = [*stays, Stay(TODAY, TODAY)]
        assert numbers(days_left(spent, allowance, TODAY + timedelta(days=1)))[0] == now - 1


@given(st.lists(any_stays(), max_size=5), ALLOWANCES, st.integers(-400, 400))
def test_the_calendar_day_does_not_matter(stays: list[Stay], allowance: Allowance, shift: int) -> None:
    by = timedelta(days=shift)
    moved = [Stay(stay.entered and stay.entered + by, stay.left and stay.left + by, stay.here) for stay in stays]
    assert days_left(moved, allowance, TODAY + by) == days_left(stays, allowance, TODAY)


@given(st.lists(any_stays(), max_size=5), ALLOWANCES, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(stays: list[Stay], allowance: Allowance, chance: object) -> None:
    mixed = [*stays, *stays]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert days_left(mixed, allowance, TODAY) == days_left(stays, allowance, TODAY)
