"""Hits as rows: what headquarters finds of a traveller, which case it belongs to, and what the post had found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from jalon.adjudication.models import Hit, Reading
from jalon.screening.engine import ALGORITHM, VERSION
from jalon.screening.evidence.document_number import normal
from jalon.watchlists import lookup
from jalon.watchlists.asking import Answer
from jalon.watchlists.formats.listing import Listing
from jalon.watchlists.lookup import GRAVE
from jalon.watchlists.rules import Rules

ARRIVAL, REMATCH = "arrival", "rematch"
# What is asked: the gravest first in the queue. `unsupported`: a grave listing of which the name alone agrees.
GRAVITY = {"arrest": 4, "refuse": 3, "protect": 3, "document": 2, "unsupported": 1, "refer": 0}
# Where post and headquarters differ in what concerns somebody who answers for it, or in what a list no longer says.
DISAGREEMENTS = ("missed", "older", "post_only")


@dataclass(frozen=True, slots=True)
class Who:
    """A traveller as a decision about a pair knows one: document and holder. Empty where they are not fully known."""

    state: str
    number: str
    name: str
    born: str

    @property
    def told_apart(self) -> bool:
        """Whether the next time the same document and the same holder can be known again."""
        return bool(self.number and self.name and len(self.born) == len("1990-01-01"))


def who(fields: Mapping[str, Any]) -> Who:
    """The traveller by the particulars of a document."""
    number = normal(fields["document_number"]) if fields.get("document_number") else ""
    name = " ".join(fields.get(part) or "" for part in ("primary_identifier", "secondary_identifier")).split()
    return Who(fields.get("issuing_state") or "", number, " ".join(name).upper(), fields.get("birth_date") or "")


def opaque(*parts: str) -> str:
    """A short name of what the parts say together."""
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def hit_of(reading: Reading, traveller: Who, of: lookup.Loaded, listing: Listing, answer: Answer, found_by: str) -> Hit:
    """The row of a listing that answered. What the post had found is still to be said."""
    edition, rules = of.edition, of.rules
    shown = lookup.hit_of(edition, rules, listing, answer.score, answer.reasons)
    protected = listing.action == "protect" or bool(listing.category)
    digest = listing.digest()
    place = (edition.list, listing.id, digest)
    key = opaque(reading.inspection, *place)
    return Hit(
        key=key,
        case=opaque(traveller.state, traveller.number, traveller.name, traveller.born, *place)
        if traveller.told_apart
        else key,
        pairs=traveller.told_apart,
        inspection=reading.inspection,
        reading=reading.key,
        position=reading.position,
        post=reading.post,
        node=reading.inspection.split(".")[0],
        passed_at=reading.passed_at,
        list=edition.list,
        edition=edition.number,
        listing=listing.id,
        digest=digest,
        kind=listing.kind,
        score=round(answer.score, 3),
        reasons=list(answer.reasons),
        algorithm=f"{ALGORITHM} {VERSION}",
        facts={"listing": listing.as_json(), "rules": rules.as_json()},
        action="protect" if protected else shown.action,
        gravity=_gravity(listing, shown.action, protected),
        grave=listing.action in GRAVE,
        protected=protected,
        at_post="later",
        found_by=found_by,
    )


def _gravity(listing: Listing, action: str, protected: bool) -> int:
    if protected:
        return GRAVITY["protect"]
    if listing.kind == "document":
        return GRAVITY["document"]
    if listing.action in GRAVE and action not in GRAVE:
        return GRAVITY["unsupported"]
    return GRAVITY[action]


def said_at_post(hits: Iterable[Hit], seen: Mapping[str, Any], editions_asked: bool = True) -> None:
    """Say of each hit what the post had found. `seen`: its hits and, of an inspection, the lists it had asked."""
    theirs = {(one["list"], one["listing"]) for one in seen.get("hits", [])}
    asked = {one["list"]: one["edition"] for one in seen.get("lists", [])}
    few = sum(1 for one in seen.get("hits", []) if one["action"] == "refer") >= lookup.MOST_HITS
    for hit in hits:
        hit.edition_at_post = asked.get(hit.list)
        if (hit.list, hit.listing) in theirs:
            hit.at_post = "same"
        elif not editions_asked or hit.list not in asked or Listing.from_json(hit.facts["listing"]).audience != "post":
            hit.at_post = "not_held"
        elif asked[hit.list] < hit.edition:
            hit.at_post = "older"
        elif few and hit.action == "refer":
            hit.at_post = "beyond"
        else:
            hit.at_post = "missed"


def post_only(
    reading: Reading, traveller: Who, seen: Mapping[str, Any], ours: Iterable[Hit], lists: Iterable[lookup.Loaded]
) -> list[Hit]:
    """The hits of the post that headquarters does not find. Whoever was stopped for them was stopped all the same."""
    mine = {(hit.list, hit.listing) for hit in ours}
    loaded = {one.edition.list: one for one in lists}
    found = []
    for theirs in seen.get("hits", []):
        if (theirs["list"], theirs["listing"]) in mine:
            continue
        one = loaded.get(theirs["list"])
        listing = one.listings.get(theirs["listing"]) if one else None
        found.append(_theirs(reading, traveller, theirs, one, listing))
    return found


def _theirs(
    reading: Reading, traveller: Who, theirs: Mapping[str, Any], one: lookup.Loaded | None, listing: Listing | None
) -> Hit:
    if one is not None and listing is not None:
        answer = Answer(listing.id, theirs["score"], list(theirs["reasons"]))
        hit = hit_of(reading, traveller, one, listing, answer, ARRIVAL)
    else:
        facts = {"listing": _as_the_post_said(theirs), "rules": Rules(title=theirs["facts"]["title"]).as_json()}
        place = (theirs["list"], theirs["listing"], "")
        key = opaque(reading.inspection, *place)
        hit = Hit(
            key=key, case=key, inspection=reading.inspection, reading=reading.key, position=reading.position,
            post=reading.post, node=reading.inspection.split(".")[0], passed_at=reading.passed_at, list=theirs["list"],
            edition=theirs["edition"], listing=theirs["listing"], digest="", kind=theirs["kind"], score=theirs["score"],
            reasons=list(theirs["reasons"]), facts=facts, action=theirs["action"],
            gravity=GRAVITY.get(theirs["action"], 0), grave=theirs["action"] in GRAVE,
            protected=theirs["shows"] == "call_second_line", found_by=ARRIVAL, over="removed",
        )  # fmt: skip
    hit.algorithm, hit.at_post, hit.edition_at_post = theirs["algorithm"], "post_only", theirs["edition"]
    return hit


def _as_the_post_said(theirs: Mapping[str, Any]) -> dict[str, Any]:
    """A listing that is in no list here any more, as far as the post's hit tells of it."""
    kept = {name: value for name, value in theirs["facts"].items() if name != "title"}
    nobody: dict[str, Any] = {"n": [], "b": [], "c": [], "s": None, "d": []}
    return {"id": theirs["listing"], "kind": theirs["kind"], "action": theirs["action"], "person": nobody} | kept


def keep(hits: Iterable[Hit]) -> int:
    """Write hits; one that is there already keeps what was known of it. Returns how many were given."""
    rows = list({hit.key: hit for hit in hits}.values())
    Hit.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)
