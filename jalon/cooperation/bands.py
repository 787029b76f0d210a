"""What leaves of operational figures: the band a value lies in, over a whole quarter, and never the value.

Strength, outages, power and patrols read together are a plan of attack. A band tells a partner whether things get
better, and no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from jalon.cooperation import indicator_facts

# Where a band begins. The last has no end.
SHARES = (0.0, 0.25, 0.5, 0.75, 0.9)
NUMBERS = (0, 1, 5, 10, 20, 50, 100, 250, 500)
SECONDS = (0, 60, 300, 900, 3600, 14_400, 86_400)
HOURS = (0, 1, 6, 24, 72, 168, 720)
DAYS = (0, 1, 4, 8, 15, 31, 91)
BY_UNIT: dict[str, tuple[float, ...]] = {"share": SHARES, "seconds": SECONDS, "hours": HOURS, "days": DAYS}
# Indicators whose bands are not those of their unit.
BY_INDICATOR: dict[str, tuple[float, ...]] = {}

# Units of whom or what crosses: below the small cell such a number tells of single people.
OF_PEOPLE = frozenset({"persons", "matches", "vehicles", "animals", "herds"})


def begins(indicator: str) -> tuple[float, ...]:
    """Where the bands of an indicator begin."""
    return BY_INDICATOR.get(indicator) or BY_UNIT.get(indicator_facts.unit(indicator), NUMBERS)


def of(indicator: str, value: float) -> str:
    """The band of a value, as Figure.band holds it: “0.25-0.5”, “500-”."""
    found = [name for start, name in zip(begins(indicator), names(indicator), strict=True) if value >= start]
    return found[-1] if found else names(indicator)[0]


def names(indicator: str) -> Sequence[str]:
    """The bands of an indicator, the lowest first."""
    starts = begins(indicator)
    return [_name(start, starts[place + 1 : place + 2]) for place, start in enumerate(starts)]


def _name(start: float, after: Sequence[float]) -> str:
    return f"{start:g}-{after[0]:g}" if after else f"{start:g}-"


def bounds(band: str) -> tuple[float, float | None]:
    """From where, and up to (without) where, a band reaches; None where it has no end. Raises ValueError."""
    start, dash, end = band.partition("-")
    if not dash:
        raise ValueError(f"{band} is no band")
    return float(start), float(end) if end else None


def small(unit: str, value: float, threshold: int) -> bool:
    """Whether a number is of so few that it tells of single people. Nobody is not a few."""
    return unit in OF_PEOPLE and 0 < value < threshold
