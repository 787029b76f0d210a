"""When an entry was made, as its receiver can tell: never a point, and never what the node's own clock pretends."""

from __future__ import annotations

import pytest

from jalon.journal.arrivals import CALL, STEADY, Arrival, Reading, interval, short_boot
from jalon.journal.header import Header

T = 1_790_000_000_000  # the receiver's clock at arrival
MINUTE, DAY, TEN_YEARS = 60_000, 86_400_000, 315_576_000_000


def header(*, wall: int = T, boot: str = "now", mono: int = 0, parent: int = 0) -> Header:
    return Header(
        "n" * 16, "e" * 16, 1, "0" * 64, "crossing.decided", wall, boot, mono, parent, "a1", "0" * 64, "0" * 64
    )


def reading(*, mono: int = 0, at: int = T, ahead: int = 0, before: int | None = None, boot: str = "now") -> Reading:
    return Reading(short_boot(boot), mono, at, ahead, before)


def arrived(one: Header, clocks: Reading | None) -> tuple[int, int]:
    return interval(one, Arrival(1, 1, one.node, T, clocks))


@pytest.mark.parametrize("off", [0, TEN_YEARS, -TEN_YEARS, -T])
def test_within_one_start_of_the_machine_no_wall_clock_matters(off: int) -> None:
    made = header(wall=T - 30 * MINUTE + off, mono=10 * MINUTE)
    earliest, latest = arrived(made, reading(mono=40 * MINUTE, ahead=off))
    drift = int(30 * MINUTE * 1e-4)
    assert (earliest, latest) == (T - 30 * MINUTE - CALL - drift, T - 30 * MINUTE + drift)


def test_of_an_earlier_start_a_steady_clock_counts_with_its_offset() -> None:
    made = header(wall=T - 3 * DAY + 2 * MINUTE, boot="before")
    earliest, latest = arrived(made, reading(ahead=2 * MINUTE, before=3 * MINUTE))
    assert (earliest, latest) == (T - 3 * DAY - MINUTE - STEADY, T - 3 * DAY + STEADY)


def test_a_clock_that_jumped_leaves_the_bounds_of_the_contacts() -> None:
    made = header(wall=T - TEN_YEARS, boot="before", parent=T - 30 * DAY)
    assert arrived(made, reading(ahead=-TEN_YEARS, before=0)) == (T - 30 * DAY, T)
    assert arrived(made, None) == (T - 30 * DAY, T)


def test_an_entry_is_not_younger_than_its_arrival_nor_older_than_what_was_signed_for_it() -> None:
    made = header(mono=10 * MINUTE, parent=T - 5 * MINUTE)
    earliest, latest = arrived(made, reading(mono=14 * MINUTE))
    assert earliest == T - 5 * MINUTE and latest <= T


def test_an_interval_is_never_upside_down() -> None:
    made = header(mono=10 * MINUTE, parent=T - MINUTE)
    earliest, latest = arrived(made, reading(mono=40 * MINUTE))
    assert earliest <= latest


def test_this_machines_own_entries_have_its_own_time() -> None:
    assert interval(header(wall=T), None) == (T, T)
