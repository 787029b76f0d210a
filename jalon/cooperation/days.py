"""Days: today by this machine's clock, the day a row was written, the quarters of a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone


def today() -> date:
    """The day by this machine's clock, for acts and pages: what reads a state takes its day."""
    return timezone.localdate()


def day_said(at: int) -> date:
    """The day on which a row was written, by the clock of its node (ms since 1970)."""
    return timezone.localdate(datetime.fromtimestamp(at / 1000, UTC))


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter of a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def is_quarter(since: date, until: date) -> bool:
    """Whether a period (`until` inclusive) is one whole quarter of a year."""
    return quarter_of(since) == (since, until)
