"""A list's rules: what an officer may see of it, what it asks, how strictly it matches. Decided with each edition."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from jalon.screening.evidence.birth_date import POLICIES

SHOWS = ("reason", "call_second_line")


@dataclass(frozen=True, slots=True)
class Rules:
    """`threshold` is a score from 0 to 1; `dates` names a policy of `jalon.screening`; `stale_after` is in days."""

    title: str
    threshold: float = 0.80
    dates: str = "usual"
    shows: str = "reason"
    stale_after: int = 30

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise ValueError(f"a threshold stands between 0 and 1, not at {self.threshold}")
        if self.shows not in SHOWS:
            raise ValueError(f"a list shows one of {', '.join(SHOWS)}, not “{self.shows}”")
        if self.dates not in POLICIES:
            raise ValueError(f"birth dates follow one of {', '.join(POLICIES)}, not “{self.dates}”")
        if self.stale_after < 1:
            raise ValueError(f"a list is old after a day or more, not after {self.stale_after}")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Rules:
        return cls(**plain)
