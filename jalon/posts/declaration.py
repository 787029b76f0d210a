"""Declaring a post: who it is, where it stands, on whose line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jalon.documents.states import alpha3
from jalon.journal.record import Recorded, record

FACTS_FILE = Path(__file__).parent / "sahel_posts.csv"


def declare(code: str, facts: dict[str, Any], actor: str) -> Recorded:
    """Record a post. `facts` has name, country and neighbour (alpha-3), and what else is known of it."""
    return record("post.declared", {"code": code, **facts}, actor)


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
                    # RFC 8785 has numbers, but text keeps what the source wrote
                    "latitude": float(row["latitude"]) if row["latitude"] else None,
                    "longitude": float(row["longitude"]) if row["longitude"] else None,
                    "coordinates_from": row["coordinates_from"],
                    "sources": row["sources"],
                },
            )
