"""Two editions of a list compared: what was added, changed, removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jalon.watchlists.formats.listing import Listing


@dataclass(frozen=True, slots=True)
class Difference:
    """Identifiers of listings, each in the order of its edition. `before` is the number of listings of the first."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    before: int

    @property
    def share_removed(self) -> float:
        """Part of the edition before that is gone, from 0 to 1."""
        return len(self.removed) / self.before if self.before else 0.0


def digests(listings: Iterable[Listing]) -> dict[str, str]:
    """Identifier → SHA-256 of what the listing says; enough to compare editions without keeping them."""
    return {listing.id: listing.digest() for listing in listings}


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Compare two editions by their `digests`."""
    return Difference(
        added=tuple(id for id in after if id not in before),
        changed=tuple(id for id, digest in after.items() if id in before and before[id] != digest),
        removed=tuple(id for id in before if id not in after),
        before=len(before),
    )
