"""What is asked of the figures: a period, posts, a direction; and the periods it is compared with."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

LONGEST = 366 * 5  # days


@dataclass(frozen=True, slots=True)
class Asked:
    """From `since` up to and without `until`; no posts means all of them, no direction means both."""

    since: date
    until: date
    posts: tuple[str, ...] = ()
    direction: str = ""

    @property
    def last(self) -> date:
        """The last day asked for."""
        return self.until - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def months(self) -> int | None:
        """How many calendar months this is, where it begins and ends with one."""
        if self.since.day != 1 or self.until.day != 1:
            return None
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month

    def just_before(self) -> Asked:
        """The same length of time that ends where this begins; of months, and of one that runs, the same days of the
        months before (of a year, of the year before)."""
        if self.since.day == 1 and self.days > 1:
            whole = (self.last.year - self.since.year) * 12 + self.last.month - self.since.month + 1
            back = 12 if self.since.month == 1 and whole > 3 else whole
            return replace(self, since=plus_months(self.since, -back), until=plus_months(self.until, -back))
        return replace(self, since=self.since - timedelta(days=self.days), until=self.since)

    def a_year_before(self) -> Asked:
        """The same days of the year before."""
        return replace(self, since=plus_months(self.since, -12), until=plus_months(self.until, -12))


def plus_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> Asked:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Asked(first, plus_months(first, 1))
