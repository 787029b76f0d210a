"""What a figure that is handed out rests on: how many entries of which post and month, as bands; no entry, no key, no
day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from jalon.cooperation.entries import told
from jalon.cooperation.indicator import Place

# Where a band begins, beyond the small cell. Numbers below that are said to be few and no more.
BEGINS = (20, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
Json = dict[str, Any]


class Resting:
    """The posts and months of entries, each of which is read once however many figures rest on it."""

    def __init__(self, small_cell: int) -> None:
        self.begins = (small_cell, *(one for one in BEGINS if one > small_cell))
        self._known: dict[Place, tuple[str, str]] = {}

    def of(self, places: Sequence[Place]) -> list[Json]:
        """By post and month: `band` as Figure.band says one (“20-50”), “” for fewer than the small cell."""
        unread = [place for place in places if place not in self._known]
        for one in told(unread):
            self._known[one.position] = (one.post, one.day.strftime("%Y-%m") if one.day else "")
        counted = Counter(self._known.get(place, ("", "")) for place in places)
        return [
            {"post": post, "month": month, "band": self._band(number)}
            for (post, month), number in sorted(counted.items())
        ]

    def _band(self, number: int) -> str:
        below = [start for start in self.begins if start <= number]
        if not below:
            return ""
        after = self.begins[len(below) : len(below) + 1]
        return f"{below[-1]}-{after[0]}" if after else f"{below[-1]}-"
