"""The watch lists in service that go to a post: of each listing what a post may hold, without its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jalon.journal.opening import Opened
from jalon.sync.editions.changes import Row
from jalon.sync.editions.kinds.kind import Kind, Offer
from jalon.watchlists import editions
from jalon.watchlists.examining import kept
from jalon.watchlists.models import Edition, InService
from jalon.watchlists.rules import Rules

PREFIX = "list."
SOURCES = ("reference", "programme")
FACTS = ("format", "rules", "counts", "difference", "dated", "decision", "proposed_by", "proposed_at", "approved_by")


def offers(post: str) -> Sequence[Offer]:
    in_service = [one for one in editions.in_service() if Rules.from_json(one.rules).goes_to(post)]
    return [Offer(PREFIX + edition.list, "", edition.number) for edition in in_service]


def rows(offer: Offer) -> Iterable[Row]:
    edition = _edition(offer)
    for listing in kept(editions.listings_of(edition), at_post=True):
        yield {name: value for name, value in listing.as_json().items() if name not in SOURCES}


def facts(offer: Offer) -> dict[str, Any]:
    edition = _edition(offer)
    said = {fact: getattr(edition, fact) for fact in (*FACTS, "approved_at")}
    said["rules"] = {name: value for name, value in edition.rules.items() if name != "posts"}
    return said


def place(name: str, number: int) -> Path:
    return editions.file_of(name.removeprefix(PREFIX), number)


def apply(entry: Opened, _file: Path, tables: str) -> None:
    """The edition is in service, as its headquarters decided."""
    body, name = entry.body, entry.body["name"].removeprefix(PREFIX)
    held = Edition.objects.using(tables)
    held.filter(list=name, number=body["number"]).exclude(key=entry.key).delete()
    said = {fact: body["facts"][fact] for fact in (*FACTS, "approved_at")}
    held.update_or_create(key=entry.key, defaults=said | {"list": name, "number": body["number"], "root": body["root"]})
    InService.objects.using(tables).update_or_create(
        list=name, defaults={"edition": entry.key, "since": entry.header.wall}
    )


def withdrawn(name: str, tables: str) -> None:
    InService.objects.using(tables).filter(list=name.removeprefix(PREFIX)).delete()


def _edition(offer: Offer) -> Edition:
    return Edition.objects.get(list=offer.name.removeprefix(PREFIX), number=offer.number or 0)


KIND = Kind(PREFIX, offers, rows, apply, facts, withdrawn=withdrawn, place=place, many=True)
