"""When a passage was: an interval, never a moment. What overlaps has no order, unless one chain says it.

Live entries have the interval that the journal keeps at receipt. A paper line has the time that was told, as exactly as
its writer knew it, and was written before it was keyed in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone

Interval = tuple[int, int]

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# How far the watch of whoever wrote a paper line may be off.
WATCH = 15 * MINUTE


class Placed(Protocol):
    """What order is told from."""

    node: str
    epoch: str
    seq: int
    sheet: str
    line: int
    earliest: int
    latest: int


def of_paper(told: int, known: str, recorded: Interval, wall: int) -> Interval:
    """The interval of a paper line: `told` in ms, `known` minute | hour | day; `recorded` is its entry's interval.

    A time that was told later than it can have been keyed in was read from the machine's own wrong clock (`wall` is
    what that said): it is moved by as much.
    """
    if told - DAY > recorded[1]:
        told -= wall - recorded[1]
    first, last = _as_known(told, known)
    return min(first, recorded[1]), min(last, recorded[1])


def _as_known(told: int, known: str) -> Interval:
    if known == "day":
        midnight = local(told).replace(hour=0, minute=0, second=0, microsecond=0)
        return ms(midnight), ms(midnight + timedelta(days=1)) - 1
    if known == "hour":
        begins = ms(local(told).replace(minute=0, second=0, microsecond=0))
        return begins - WATCH, begins + HOUR + WATCH
    return told - WATCH, told + WATCH


def before(one: Placed, other: Placed) -> bool:
    """Whether `one` surely came before `other`."""
    told = in_one_chain(one, other)
    return one.latest < other.earliest if told is None else told


def in_one_chain(one: Placed, other: Placed) -> bool | None:
    """Whether `one` stands before `other` in one chain, or on one sheet; None where neither tells."""
    if one.sheet or other.sheet:
        same = one.sheet == other.sheet and one.line != other.line
        return one.line < other.line if same else None
    return one.seq < other.seq if (one.node, one.epoch) == (other.node, other.epoch) else None


def overlap(one: Placed, other: Placed) -> bool:
    """Whether nothing says which of the two came first."""
    return not before(one, other) and not before(other, one)


def local(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=timezone.get_current_timezone())


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
