"""Declaring a post: who it is, where it stands, on whose line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jalon.documents.states import alpha3
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post
from jalon.posts.verbs import FACTS
from jalon.regimes.words import POST_CATEGORIES

FACTS_FILE = Path(__file__).parent / "sahel_posts.csv"


def declare(code: str, facts: dict[str, Any], actor: str) -> Recorded:
    """Record a post. `facts` has name, country and neighbour (alpha-3), and what else is known of it.

    category: international, bilateral or local (`jalon.regimes.words`), who may pass there; left out, the rules of
    travel are not asked at this post.
    Where a refusal can be contested there: appeal_authority, appeal_address, appeal_telephone, appeal_days (int).
    Whom a traveller asks about what is kept: data_authority, data_address, data_telephone; data_law, data_years (int).
    """
    return record("post.declared", {"code": code, **facts}, actor)


class CannotDeclare(ValueError):
    """What is said of a post cannot stand. `code` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def say_category(code: str, category: str, neighbour: str, actor: str) -> Recorded:
    """Record who may pass at a post, and which state lies across the line (alpha-3, or empty); the rest stays.

    Raises CannotDeclare where the post or the category is unknown, or nothing changes.
    """
    post = Post.objects.filter(code=code).first()
    if post is None or (category and category not in POST_CATEGORIES):
        raise CannotDeclare("not_known")
    if (post.category, post.neighbour) == (category, neighbour):
        raise CannotDeclare("nothing_changed")
    facts = {fact: getattr(post, fact) for fact in FACTS}
    return declare(code, facts | {"category": category, "neighbour": neighbour}, actor)


def known_posts() -> Iterator[tuple[str, dict[str, Any]]]:
    """The posts shipped as data: (code, facts). Coordinates are mostly the nearest town's."""
    with FACTS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield (
                row["code"],
                {
                    "name": row["name"],
                    "country": alpha3(row["country"]) or row["country"],
                    "neighbour": alpha3(row["neighbour"][:2]) or "",
                    "opposite": row["opposite"],
                    "kind": row["kind"],
                    # Only where a source says it: most states publish no table of their posts.
                    **({"category": row["category"]} if row["category"] else {}),
                    # RFC 8785 has numbers, but text keeps what the source wrote
                    "latitude": float(row["latitude"]) if row["latitude"] else None,
                    "longitude": float(row["longitude"]) if row["longitude"] else None,
                    "coordinates_from": row["coordinates_from"],
                    "sources": row["sources"],
                },
            )


# No authority has said so: the state that runs a post declares who hears those whom it refuses.
INVENTED_APPEAL = {
    "appeal_authority": "Tribunal administratif de Kayes (exemple inventé, à confirmer par l’autorité)",
    "appeal_address": "Quartier administratif, BP 000, Kayes",
    "appeal_telephone": "+223 20 00 00 00",
    "appeal_days": 30,
    "data_authority": "Autorité de protection des données (exemple inventé, à confirmer par l’autorité)",
    "data_address": "BP 001, Bamako",
    "data_telephone": "+223 20 00 00 01",
    "data_law": "Loi sur la protection des données à caractère personnel (exemple inventé)",
    "data_years": 5,
}


def invented_appeal(code: str) -> dict[str, Any]:
    """For the demonstration and the tests: before whom a refusal at its post is contested. Nothing for other posts."""
    return INVENTED_APPEAL if code == "ML-GOG" else {}
