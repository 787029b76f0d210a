"""Asking every list in service about one traveller."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from jalon.screening.compare import DatePolicy
from jalon.screening.engine import ALGORITHM, VERSION, Index
from jalon.screening.evidence.birth_date import POLICIES
from jalon.screening.person import Person
from jalon.watchlists import asking, editions
from jalon.watchlists.examining import FileAltered
from jalon.watchlists.formats.listing import Listing
from jalon.watchlists.models import Edition
from jalon.watchlists.rules import Rules

log = logging.getLogger(__name__)
MOST_HITS = 5  # of listings that ask to refer; those that ask for more are never left out for them
GRAVE = {"arrest", "refuse"}
# Agreement of something besides the name. A year, or the first of January that stands for a day nobody knows, is shared
# by too many.
BEYOND_THE_NAME = {"day_same", "month_same", "document_same", "document_state_unknown", "document_listed"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A possible match: never a decision. Plain JSON values, to stand in a payload."""

    list: str
    edition: int
    listing: str
    kind: str
    score: float
    reasons: Sequence[dict[str, Any]]
    action: str
    shows: str
    facts: dict[str, Any]  # what the desk may show of the listing
    algorithm: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Loaded:
    """A list in memory, ready to be asked."""

    edition: Edition
    rules: Rules
    listings: dict[str, Listing]
    index: Index
    numbers: dict[str, list[Listing]]  # stolen and lost documents by normal number
    policy: DatePolicy


# An edition whose file was altered stands here as None, so that it is said once and not read again at every traveller.
_loaded: dict[tuple[str, str], Loaded | None] = {}
_lock = threading.Lock()


def lists_in_service() -> list[Loaded]:
    """The lists in service, each read from its file once and kept in memory until another edition is switched to.

    A list whose file is not the one that was approved is left out: `altered_lists` names it.
    """
    return [loaded for edition in editions.in_service() if (loaded := _load(edition)) is not None]


def altered_lists() -> list[Edition]:
    """Editions in service that are not used, because their file on this disk was altered or is gone."""
    return [edition for edition in editions.in_service() if _load(edition) is None]


def look_up(person: Person, loaded: list[Loaded] | None = None, today: date | None = None) -> list[Hit]:
    """Hits of one person in every list in service, best first. A listing matches through the day it expires."""
    day = (today or timezone.localdate()).isoformat()
    hits = [
        hit_of(one.edition, one.rules, one.listings[found.listing], found.score, found.reasons)
        for one in (lists_in_service() if loaded is None else loaded)
        for found in asking.ask(one, person, day)
    ]
    return _most_pressing(hits)


def _most_pressing(hits: list[Hit]) -> list[Hit]:
    """Best first; of those that only ask to refer, a few."""
    hits = sorted(hits, key=lambda hit: -hit.score)
    few = [hit for hit in hits if only_refers(hit)][:MOST_HITS]
    return [hit for hit in hits if hit in few or not only_refers(hit)]


def only_refers(hit: Hit) -> bool:
    """Whether a hit asks for nothing but a second look: of these a post shows a few."""
    return hit.action == "refer" and hit.shows != "call_second_line"


def hit_of(edition: Edition, rules: Rules, listing: Listing, score: float, reasons: list[dict[str, Any]]) -> Hit:
    """A listing as the desk meets it: what is asked by how much agrees, and what may be shown."""
    protect = listing.action == "protect" or rules.shows == "call_second_line"
    grave = listing.action in GRAVE
    supported = bool(listing.confirmation) and any(reason["code"] in BEYOND_THE_NAME for reason in reasons)
    action = "refer" if grave and not supported else listing.action
    whom = {"authority": rules.authority, "telephone": rules.telephone}
    facts: dict[str, Any] = {name: value for name, value in whom.items() if value}
    facts |= {} if protect else _facts(listing)
    return Hit(
        list=edition.list,
        edition=edition.number,
        listing=listing.id,
        kind=listing.kind,
        score=round(score, 3),
        reasons=[] if protect else reasons,
        action=action,
        shows="call_second_line" if protect else "reason",
        facts=facts | {"title": rules.title},
        algorithm=f"{ALGORITHM} {VERSION}",
    )


def _facts(listing: Listing) -> dict[str, Any]:
    person = listing.person.as_json()
    kept = ("authority", "decision_number", "legal_basis", "confirmation", "telephone", "expires", "status", "reported")
    measures = {name: value for name in kept if (value := getattr(listing, name))}
    return {"person": person, **measures}


def age_in_days(loaded: Loaded) -> int:
    """Days since the list's edition was put in service, on this machine's clock."""
    return editions.age_in_days(loaded.edition)


def _load(edition: Edition) -> Loaded | None:
    """One edition in memory at a time for each list; the edition before leaves when the next has been read."""
    key = (edition.key, edition.root)
    with _lock:
        if key not in _loaded:
            fresh = _read_or_refuse(edition)
            for old in [k for k, one in _loaded.items() if one is not None and one.edition.list == edition.list]:
                del _loaded[old]
            _loaded[key] = fresh
        return _loaded[key]


def _read_or_refuse(edition: Edition) -> Loaded | None:
    try:
        return _read(edition)
    except FileAltered as altered:
        log.error("%s", altered)
        return None


def _read(edition: Edition) -> Loaded:
    listings = {listing.id: listing for listing in editions.listings_of(edition)}
    people = [(id_, listing.person) for id_, listing in listings.items() if listing.kind == "person"]
    rules, numbers = Rules.from_json(edition.rules), asking.numbers_of(listings.values())
    return Loaded(edition, rules, listings, Index.build(people), numbers, POLICIES[rules.dates])
