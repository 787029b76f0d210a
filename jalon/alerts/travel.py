"""Whether anybody can have travelled between two posts in the time between. Times are intervals; doubt is said."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.alerts.places import HOUR

NEAR = 5.0  # km: within the error of the coordinates, and of those who wrote them down
BY_PLANE = 900.0  # km/h


@dataclass(frozen=True, slots=True)
class Way:
    """Two sightings in time. `sure`: even the longest time between them is too short for the way. `order_known`: the
    intervals do not overlap. `most` and `guess`: the time between, ms, at most and by the middles; `needed`: what
    the way takes, ms."""

    kilometres: float
    most: int
    guess: float
    needed: int
    order_known: bool

    @property
    def sure(self) -> bool:
        return self.most < self.needed

    @property
    def likely(self) -> bool:
        """The best guess is too short; the rest of what is possible may not be."""
        return self.guess < self.needed


def way(one: tuple[int, int], other: tuple[int, int], kilometres: float, fastest: float) -> Way | None:
    """Between two intervals (earliest, latest) of ms; None where the posts lie too near to tell, or time suffices."""
    if kilometres < NEAR:
        return None
    (early, late), (other_early, other_late) = one, other
    guess = abs(other_early + other_late - early - late) / 2
    most = max(other_late - early, late - other_early)
    order_known = other_early > late or early > other_late
    found = Way(kilometres, most, guess, round(kilometres / fastest * HOUR), order_known)
    return found if found.sure or found.likely else None
