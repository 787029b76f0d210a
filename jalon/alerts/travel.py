"""Whether anybody can have travelled between two posts in the time between. Times are intervals; doubt is said."""

from __future__ import annotations

from dataclasses import dataclass

When = tuple[int, int, int]  # earliest, latest, likeliest: ms since 1970
HOUR = 3_600_000  # ms
NEAR = 5.0  # km: within the error of the coordinates, and of those who wrote them down
BY_PLANE = 900.0  # km/h


@dataclass(frozen=True, slots=True)
class Way:
    """Two sightings in time. `sure`: even the longest time between them is too short for the way. `order_known`: the
    intervals do not overlap. `most` and `guess`: the time between, ms, at most and likeliest; `needed`: what
    the way takes, ms."""

    kilometres: float
    most: int
    guess: int
    needed: int
    order_known: bool

    @property
    def sure(self) -> bool:
        return self.most < self.needed

    @property
    def likely(self) -> bool:
        """The best guess is too short; the rest of what is possible may not be."""
        return self.guess < self.needed


def way(one: When, other: When, kilometres: float, fastest: float) -> Way | None:
    """Between two times; None where the posts lie too near to tell, or time suffices."""
    if kilometres < NEAR:
        return None
    (early, late, likely), (other_early, other_late, other_likely) = one, other
    guess = abs(other_likely - likely)
    most = max(other_late - early, late - other_early)
    order_known = other_early > late or early > other_late
    found = Way(kilometres, most, guess, round(kilometres / fastest * HOUR), order_known)
    return found if found.sure or found.likely else None
