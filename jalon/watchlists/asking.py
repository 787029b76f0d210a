"""Asking one list about one person: which listings answer, and why. Values in, values out: no database, no clock.

It runs in any process and on any machine that has the list's index, so that the past can be matched again by many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jalon.screening.compare import DatePolicy
from jalon.screening.engine import Index
from jalon.screening.evidence.birth_date import POLICIES
from jalon.screening.evidence.document_number import normal
from jalon.screening.person import Person
from jalon.watchlists.formats.listing import Listing
from jalon.watchlists.rules import Rules

MOST_LOOKED_AT = 60


class Ready(Protocol):
    """A list, or a part of one, in memory."""

    @property
    def rules(self) -> Rules: ...
    @property
    def listings(self) -> Mapping[str, Listing]: ...
    @property
    def index(self) -> Index: ...
    @property
    def numbers(self) -> Mapping[str, Sequence[Listing]]: ...
    @property
    def policy(self) -> DatePolicy: ...


@dataclass(frozen=True)
class Part:
    """Some listings of a list, ready to be asked."""

    rules: Rules
    listings: Mapping[str, Listing]
    index: Index
    numbers: Mapping[str, Sequence[Listing]]  # stolen and lost documents by normal number
    policy: DatePolicy


@dataclass(frozen=True, slots=True)
class Answer:
    """A listing that may be the person: a score from 0 to 1, and the reasons as JSON."""

    listing: str
    score: float
    reasons: list[dict[str, Any]]


def part_of(listings: Iterable[Listing], rules: Rules) -> Part:
    """Listings made ready to be asked."""
    by_id = {listing.id: listing for listing in listings}
    people = [(id_, listing.person) for id_, listing in by_id.items() if listing.kind == "person"]
    return Part(rules, by_id, Index.build(people), numbers_of(by_id.values()), POLICIES[rules.dates])


def numbers_of(listings: Iterable[Listing]) -> dict[str, list[Listing]]:
    """Reported documents by normal number."""
    numbers: dict[str, list[Listing]] = defaultdict(list)
    for listing in listings:
        if listing.kind == "document":
            for paper in listing.person.document_numbers:
                numbers[normal(paper.number)].append(listing)
    return dict(numbers)


def ask(one: Ready, person: Person, day: str) -> list[Answer]:
    """What a list answers about a person on a day (ISO): its documents first, then its people, best first."""
    found = by_number(one, person, day)
    bar = bar_of(one.rules, person)
    for candidate in one.index.search(person, limit=MOST_LOOKED_AT, policy=one.policy):
        if candidate.score >= bar and not expired(one.listings[candidate.id], day):
            reasons = [reason.as_json() for reason in candidate.reasons]
            found.append(Answer(candidate.id, candidate.score, reasons))
    return found


def by_number(one: Ready, person: Person, day: str) -> list[Answer]:
    """The reported documents that a person shows."""
    found = []
    for paper in person.document_numbers:
        for listing in one.numbers.get(normal(paper.number), []):
            if expired(listing, day):
                continue
            state = listing.person.document_numbers[0].state
            if state and paper.state and state != paper.state:
                continue
            said = {"number": paper.number, "status": listing.status or "", "reported": listing.reported or ""}
            reasons = [{"code": "document_listed", "parameters": said, "weight": 1.0}]
            found.append(Answer(listing.id, 1.0, reasons))
    return found


def bar_of(rules: Rules, person: Person) -> float:
    """The score from which a listing answers. Where the day of birth is not known a name must do, and a lower score
    asks for a second look."""
    dated = any(len(born.text) == len("2026-11-25") for born in person.birth_dates)
    return rules.threshold if dated else min(rules.threshold, rules.threshold_undated)


def expired(listing: Listing, day: str) -> bool:
    """Whether a listing's measure was over before `day` (ISO)."""
    return listing.expires is not None and listing.expires < day
