"""A rule set: one version of all the rules a post goes by, with the digest by which an old decision names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jalon.regimes.condition import Membership, Text
from jalon.regimes.rule import Fee, Rule, Season


@dataclass(frozen=True)
class RuleSet:
    """All tables of one version. Made by `jalon.regimes.reading.load`, which lets nothing doubtful through."""

    name: str
    version: str
    digest: str
    """SHA-256, hexadecimal, of what the files say (not of how they are laid out)."""
    texts: dict[str, Text]
    memberships: tuple[Membership, ...]
    rules: tuple[Rule, ...]
    seasons: tuple[Season, ...]
    fees: tuple[Fee, ...]

    def members(self, bloc: str, day: date) -> frozenset[str]:
        """Alpha-3 codes of a bloc's members on a day."""
        found = (row.members for row in self.memberships if row.bloc == bloc and row.period.holds(day))
        return frozenset().union(*found)

    def blocs_of(self, state: str, day: date) -> tuple[str, ...]:
        """The blocs a state belongs to on a day, by name."""
        return tuple(sorted({row.bloc for row in self.memberships if row.period.holds(day) and state in row.members}))
