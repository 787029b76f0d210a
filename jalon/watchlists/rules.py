"""A list's rules: what an officer may see of it, what it asks, how strictly it matches. Decided with each edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jalon.screening.evidence.birth_date import POLICIES

SHOWS = ("reason", "call_second_line")


@dataclass(frozen=True, slots=True)
class Rules:
    """`threshold` is a score from 0 to 1, and `threshold_undated` that of travellers whose day of birth is not known;
    `dates` names a policy of `jalon.screening`; `stale_after` is in days. `authority` and `telephone` are said of
    listings that name none themselves."""

    title: str
    threshold: float = 0.80
    threshold_undated: float = 0.65
    dates: str = "usual"
    shows: str = "reason"
    stale_after: int = 30
    authority: str = ""
    telephone: str = ""
    posts: Sequence[str] | None = None  # codes of the posts that hold it; None: all of them; none: headquarters alone

    def __post_init__(self) -> None:
        for threshold in (self.threshold, self.threshold_undated):
            if not 0 < threshold < 1:
                raise ValueError(f"a threshold stands between 0 and 1, not at {threshold}")
        if self.shows not in SHOWS:
            raise ValueError(f"a list shows one of {', '.join(SHOWS)}, not “{self.shows}”")
        if self.dates not in POLICIES:
            raise ValueError(f"birth dates follow one of {', '.join(POLICIES)}, not “{self.dates}”")
        if self.stale_after < 1:
            raise ValueError(f"a list is old after a day or more, not after {self.stale_after}")

    def goes_to(self, post: str) -> bool:
        """Whether a post of this code holds the list."""
        return self.posts is None or post in self.posts

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Rules:
        return cls(**plain)
