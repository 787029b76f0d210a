"""Holding an edition against the one before and against its guards. Values in, values out: no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jalon.watchlists.formats import difference, guards
from jalon.watchlists.formats.listing import Edition, Listing, Problem

CHANGES = ("added", "changed", "removed")


class FileAltered(Exception):
    """The kept file of an edition is not the one that was proposed, or is gone: nothing of it is used."""

    def __init__(self, list_name: str, number: int) -> None:
        self.list, self.number = list_name, number
        super().__init__(
            f"The file of list {list_name}, edition {number}, is not the one that was proposed: it is not used. "
            "Propose the list again from its source."
        )


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of an edition before it is proposed. `reasons` say why it must not be; none when it may. `dated` is
    the day its publisher gives it, ISO, where the format has one."""

    format: str
    counts: dict[str, int]
    difference: dict[str, int]  # {"added": n, "changed": n, "removed": n}
    reasons: tuple[Problem, ...]
    dated: str | None = None


def examine(
    parsed: Edition, before: Mapping[str, str], *, at_post: bool, bounds: guards.Guards | None = None
) -> Examined:
    """`before`: the digests of the edition in service, empty where there is none. What may not stand at a post is not
    compared there, for it is not kept. Without `bounds`, those suggested for the format."""
    after = difference.digests(kept(parsed.listings, at_post=at_post))
    change = difference.compare(before, after)
    bounds = bounds or guards.SUGGESTED.get(parsed.format, guards.Guards(minimum_persons=1))
    reasons = guards.reasons(parsed, bounds, change if before else None)
    changed = {what: len(getattr(change, what)) for what in CHANGES}
    return Examined(parsed.format, parsed.counts, changed, reasons, parsed.dated)


def kept(listings: Iterable[Listing], *, at_post: bool) -> Iterator[Listing]:
    """The listings that may stand on this tier."""
    return (listing for listing in listings if not (at_post and listing.audience == "headquarters"))


def lines_of(listings: Iterable[Listing], *, at_post: bool) -> Iterator[str]:
    """The lines of an edition's file."""
    for listing in kept(listings, at_post=at_post):
        yield json.dumps(listing.as_json(), ensure_ascii=False, sort_keys=True) + "\n"


def digests_of(path: Path) -> dict[str, str]:
    """Listing id → digest of a kept edition's file, a line at a time."""
    with path.open(encoding="utf-8") as lines:
        return difference.digests(Listing.from_json(json.loads(line)) for line in lines)
