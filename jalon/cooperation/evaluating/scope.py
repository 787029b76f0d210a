"""What an evaluation is asked about: whose promises, of which parties, levels and themes, over which windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jalon.cooperation.days import quarter_of

WINDOW = 30  # days over which a figure is measured at either end
LEAST_WINDOW, MOST_WINDOW = 7, 92
LONGEST = 366 * 5  # days


@dataclass(frozen=True, slots=True)
class Scope:
    """`forum`: whose promises, "" for this state's own. Empty tuples mean all. `posts` narrows the figures alone.
    `for_others`: as it may be handed out, which is what a forum would be given: figures of whole quarters, with small
    numbers and operational values kept back; of reports those that were released."""

    forum: str = ""
    parties: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    window: int = WINDOW
    for_others: bool = False

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Scope:
        """From what an entry says. Raises ValueError."""
        window = said.get("window", WINDOW)
        if type(window) is not int or not LEAST_WINDOW <= window <= MOST_WINDOW:
            raise ValueError("a window is some days")
        lists = {name: tuple(sorted(map(str, said.get(name, ())))) for name in ("parties", "levels", "themes", "posts")}
        return cls(str(said.get("forum", "")), window=window, for_others=said.get("for_others") is True, **lists)

    def said(self) -> dict[str, Any]:
        """As an entry and the JSON say it."""
        return {
            "forum": self.forum,
            "parties": sorted(self.parties),
            "levels": sorted(self.levels),
            "themes": sorted(self.themes),
            "posts": sorted(self.posts),
            "window": self.window,
            "for_others": self.for_others,
        }


@dataclass(frozen=True, slots=True)
class Dates:
    """From the first day to the last, both of them inside."""

    since: date
    until: date
    window: int  # days; of a period that is shorter than two of them, half of it: then and now do not overlap

    @classmethod
    def of(cls, since: date, until: date, window: int) -> Dates:
        return cls(since, until, min(window, max(1, ((until - since).days + 1) // 2)))

    @property
    def after(self) -> date:
        """The first day that lies beyond."""
        return self.until + timedelta(days=1)

    @property
    def before(self) -> tuple[date, date]:
        """The window that ends where the period begins."""
        return self.since - timedelta(days=self.window), self.since

    @property
    def first(self) -> tuple[date, date]:
        """The first window inside, for what nobody counted before."""
        return self.since, min(self.since + timedelta(days=self.window), self.after)

    @property
    def last(self) -> tuple[date, date]:
        """The window that ends with the last day."""
        return max(self.after - timedelta(days=self.window), self.since), self.after

    @property
    def quarters(self) -> dict[str, tuple[date, date]]:
        """The last quarter of a year that was over on each day, both its days inside; “now” alone where it is one."""
        then, now = _quarter_before(self.since), _quarter_before(self.after)
        return {"now": now} if then == now else {"then": then, "now": now}

    @property
    def running(self) -> tuple[date, date] | None:
        """The quarter in which the first day lies, where it is over and not the one of “now”."""
        found = quarter_of(self.since)
        return found if found[1] <= self.until and found != self.quarters["now"] else None

    @property
    def whole(self) -> tuple[date, date]:
        return self.since, self.after


def _quarter_before(day: date) -> tuple[date, date]:
    first, _last = quarter_of(day)
    return quarter_of(first - timedelta(days=1))
