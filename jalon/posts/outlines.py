"""Outlines of the states around the Sahel, for a map: Natural Earth 1:50m (public domain), thinned to some 3 km.

They show where a post lies and say nothing about where a line runs.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "outlines.csv"
CREDIT = "Natural Earth"
Ring = tuple[tuple[float, float], ...]


@cache
def rings() -> tuple[tuple[str, Ring], ...]:
    """(state, alpha-3; closed ring of (longitude, latitude), degrees) of every outline."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple((row["country"], _ring(row["ring"])) for row in csv.DictReader(file))


def states() -> frozenset[str]:
    """The states whose outline is here, alpha-3."""
    return frozenset(state for state, _ in rings())


def _ring(text: str) -> Ring:
    numbers = [float(number) for number in text.split()]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))
