"""The clock of a machine of the demonstration, set to a moment of its story while something of then is recorded.

Nothing but the demonstration does this: what it tells happened months before it is opened.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from jalon.journal import node


class _Then:
    """Stands in the place of the module `time`: its wall clock alone is another."""

    def __init__(self, milliseconds: int) -> None:
        self._began, self._moment = time.monotonic_ns(), milliseconds * 1_000_000

    def time_ns(self) -> int:
        return self._moment + time.monotonic_ns() - self._began

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


@contextmanager
def standing_at(milliseconds: int) -> Iterator[None]:
    """While the block lasts, the journal and the acts of this process read this moment (ms since 1970) from the
    clock, and go on from there."""
    then = _Then(milliseconds)
    before, now = node.time, timezone.now
    node.time = then  # type: ignore[assignment]
    timezone.now = lambda: datetime.fromtimestamp(then.time_ns() / 1e9, UTC)
    try:
        yield
    finally:
        node.time, timezone.now = before, now


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    """The same, at an hour of a day; no later than now."""
    with standing_at(min(moment(day, hour), time.time_ns() // 1_000_000)):
        yield


def moment(day: date, hour: float = 0) -> int:
    """An hour of a day in this machine's time zone, ms since 1970."""
    midnight = datetime.combine(day, time_of_day.min, ZoneInfo(settings.TIME_ZONE))
    return int(midnight.timestamp() * 1000 + hour * 3_600_000)
