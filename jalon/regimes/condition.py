"""What a rule asks of a state: of the post's, of the traveller's, of the one across the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from jalon.documents.states import STATUSES, same_state

RELATIONS = {"own": 5, "third": 4, "neighbour": 4}
"""The traveller belongs to the post's own state; to neither side of the line; to the state across it."""
ONE_STATE, A_BLOC, ANYONE = 3, 2, 0

MembersOn = Callable[[str, date], frozenset[str]]


@dataclass(frozen=True, slots=True)
class States:
    """A condition on a state: named ones, a bloc's members on the day, a relation to the post, or anyone."""

    codes: frozenset[str] = frozenset()
    bloc: str | None = None
    relation: str | None = None

    @property
    def rank(self) -> int:
        """How specific: a relation to the post, then states by name, then a bloc, then anyone."""
        if self.relation:
            return RELATIONS[self.relation]
        return ONE_STATE if self.codes else A_BLOC if self.bloc else ANYONE

    def fits(self, code: str | None, day: date, members: MembersOn) -> bool:
        """Whether a state meets it; an unknown state meets “anyone” alone."""
        if self.codes or self.bloc:
            named = members(self.bloc, day) if self.bloc else self.codes
            return any(same_state(code, one) for one in named)
        return True

    def fits_traveller(self, code: str, state: str, neighbour: str | None, day: date, members: MembersOn) -> bool:
        """The same for the traveller's nationality, which may be asked in relation to the post."""
        if self.relation == "own":
            return same_state(code, state)
        if self.relation == "neighbour":
            return same_state(code, neighbour)
        if self.relation == "third":
            # A refugee or a stateless person is of no third state: no rule about nationals turns them away.
            known = neighbour is not None and code not in STATUSES
            return known and not same_state(code, state) and not same_state(code, neighbour)
        return self.fits(code, day, members)

    def meets(self, other: States, day: date, members: MembersOn) -> bool:
        """Whether one state could meet both on that day. Asked of conditions of one rank."""
        if self.relation or other.relation:
            return self.relation == other.relation
        if not self.rank or not other.rank:
            return True
        mine, theirs = (members(one.bloc, day) if one.bloc else one.codes for one in (self, other))
        return bool(mine & theirs)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; an end that is not known yet is None."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def shared(self, other: Period) -> Period | None:
        """The days both hold; None when there is none."""
        ends = [end for end in (self.last, other.last) if end is not None]
        both = Period(max(self.first, other.first), min(ends, default=None))
        return both if both.last is None or both.first <= both.last else None


@dataclass(frozen=True, slots=True)
class Membership:
    """States that belonged to a bloc during a period, by which text."""

    bloc: str
    members: frozenset[str]
    period: Period
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A legal text as the data names it: `names` by language, where it can be read, and what is unsure of it."""

    code: str
    names: dict[str, str] = field(hash=False)
    sources: tuple[str, ...] = ()
