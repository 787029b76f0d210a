"""The rows of a rule set: a rule of travel, a season of herds, a fee. Values, as `reading.py` makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from jalon.regimes.condition import MembersOn, Period, States

Choice = frozenset[str] | None
"""Codes of which one must be met; None asks nothing."""


def chosen(choice: Choice, code: str | None) -> bool:
    return choice is None or code in choice


def common(one: Choice, other: Choice) -> bool:
    return one is None or other is None or bool(one & other)


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody crosses: at whose post, across from whom, of which nationality, with what, which way, when.

    States are alpha-3 codes as in `jalon.documents.states`; the document is a code of `jalon.documents.types`.
    """

    state: str
    nationality: str
    document: str
    post_category: str
    direction: str
    day: date
    neighbour: str | None = None
    """The state across the line; None where it is not known, or at an airport."""
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What every dated row rests on."""

    code: str
    period: Period
    text: str
    article: str
    sentence: dict[str, str] = field(hash=False)
    confirmed: str
    """The state's own decision (authority, number, date); empty while it is to be confirmed by the authority."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """The longest stay: `days` counted per "entry", or within any `window` days; no days means no limit in the text."""

    days: int | None = None
    counted: str | None = None
    window: int | None = None


NO_LIMIT = Allowance()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of travel. The rank says which of two rules that fit is the more specific one."""

    basis: Basis
    state: States
    nationality: States
    neighbour: States
    post_categories: Choice
    documents: Choice
    directions: Choice
    purposes: Choice
    answer: str
    allowance: Allowance

    @property
    def rank(self) -> tuple[int, ...]:
        """Compared in this order: who travels, where, with what, which way, why, across from whom, at whose post."""
        named = (self.post_categories, self.documents, self.directions, self.purposes)
        return (self.nationality.rank, *(choice is not None for choice in named), self.neighbour.rank, self.state.rank)

    @property
    def scope(self) -> tuple[object, ...]:
        """For whom and where, whatever the document and the day: what must have no hole in time."""
        return (
            self.state,
            self.nationality,
            self.neighbour,
            self.post_categories,
            self.directions,
            self.purposes,
        )

    def fits(self, asked: Question, members: MembersOn) -> bool:
        day = asked.day
        return (
            self.basis.period.holds(day)
            and chosen(self.post_categories, asked.post_category)
            and chosen(self.documents, asked.document)
            and chosen(self.directions, asked.direction)
            and chosen(self.purposes, asked.purpose)
            and self.state.fits(asked.state, day, members)
            and self.neighbour.fits(asked.neighbour, day, members)
            and self.nationality.fits_traveller(asked.nationality, asked.state, asked.neighbour, day, members)
        )

    def meets(self, other: Rule, day: date, members: MembersOn) -> bool:
        """Whether one question of that day could fit both. Asked of rules of one rank."""
        return (
            common(self.post_categories, other.post_categories)
            and common(self.documents, other.documents)
            and common(self.directions, other.directions)
            and common(self.purposes, other.purposes)
            and self.state.meets(other.state, day, members)
            and self.neighbour.meets(other.neighbour, day, members)
            and self.nationality.meets(other.nationality, day, members)
        )


@dataclass(frozen=True, slots=True)
class Season:
    """Whether a herd of these species may come from `origin` into `state`, by which gates, under which conditions."""

    basis: Basis
    state: States
    origin: States
    species: Choice
    gates: tuple[str, ...]
    """Where it may enter, as the text names the places; empty where the text names none."""
    opens: tuple[int, int] | None
    closes: tuple[int, int] | None
    """Month and day of each year, both included; None: the whole year."""
    answer: str
    particulars: tuple[str, ...]
    by_day_only: bool
    herder_age: int | None
    """Youngest age of a herder, whole years."""
    heads_per_herder: int | None

    @property
    def rank(self) -> tuple[int, ...]:
        """The host state's own calendar comes before a region's, whoever the herd comes from."""
        return (self.state.rank, self.origin.rank, self.species is not None)

    def fits(self, state: str, origin: str, species: str, day: date, members: MembersOn) -> bool:
        return (
            self.basis.period.holds(day)
            and chosen(self.species, species)
            and self.state.fits(state, day, members)
            and self.origin.fits(origin, day, members)
        )

    def meets(self, other: Season, day: date, members: MembersOn) -> bool:
        return (
            common(self.species, other.species)
            and self.state.meets(other.state, day, members)
            and self.origin.meets(other.origin, day, members)
        )


@dataclass(frozen=True, slots=True)
class Fee:
    """What is due for `what`, in whole units of `currency` (ISO 4217) per `charged`; 0 says that it is free."""

    basis: Basis
    what: str
    variant: str
    """Tells fees for one thing apart (“30_days”); empty where there is one alone."""
    state: States
    nationality: States
    amount: int
    currency: str
    charged: str

    @property
    def rank(self) -> tuple[int, ...]:
        return (self.nationality.rank, self.state.rank)

    def fits(self, what: str, state: str, nationality: str, neighbour: str | None, day: date, on: MembersOn) -> bool:
        return (
            self.what == what
            and self.basis.period.holds(day)
            and self.state.fits(state, day, on)
            and self.nationality.fits_traveller(nationality, state, neighbour, day, on)
        )

    def meets(self, other: Fee, day: date, members: MembersOn) -> bool:
        return (
            (self.what, self.variant) == (other.what, other.variant)
            and self.state.meets(other.state, day, members)
            and self.nationality.meets(other.nationality, day, members)
        )
