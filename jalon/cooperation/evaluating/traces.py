"""The entries behind each figure of an evaluation, kept beside it: its JSON holds their number and digest alone.

They follow from the journal as everything does, so they are no entry: where they are lost, `jalon evaluation check`
makes them anew. A kept list counts where its digest is the one that the JSON bears.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from jalon.cooperation.entries import digest, keys_of
from jalon.cooperation.indicator import Behind, Place
from jalon.journal.keys import write_private


@dataclass(slots=True)
class Traces:
    """By figure, such as “passages.MLI.now”: the places of its entries, in the order of their arrival."""

    places: dict[str, list[Place]] = field(default_factory=dict)

    def add(self, figure: str, places: Sequence[Place]) -> dict[str, Any]:
        """Keep them, and give what the JSON says of them: their number, the first and last key, a digest of all."""
        self.places[figure] = list(places)
        keys = keys_of(places)
        return {
            "entries": len(keys),
            "first": keys[0] if keys else "",
            "last": keys[-1] if keys else "",
            "keys": digest(keys),
        }

    def packed(self) -> bytes:
        return zlib.compress(
            json.dumps({name: [_plain(one) for one in some] for name, some in self.places.items()}).encode(), 9
        )

    @classmethod
    def unpacked(cls, packed: bytes) -> Traces:
        """Raises ValueError."""
        try:
            said = json.loads(zlib.decompress(packed))
            return cls({name: [_place(one) for one in some] for name, some in said.items()})
        except (zlib.error, AttributeError, TypeError) as broken:
            raise ValueError("no traces") from broken


def _plain(place: Place) -> Any:
    if isinstance(place, int):
        return place
    return [place.key, place.position, place.verb, place.post, place.day.isoformat() if place.day else None]


def _place(said: Any) -> Place:
    if isinstance(said, int):
        return said
    key, position, verb, post, day = said
    return Behind(key, position, verb, post, date.fromisoformat(day) if day else None)


def _file(of: str) -> Path:
    return Path(settings.JALON_HOME) / "evaluations" / f"{of}.traces"


def keep(of: str, packed: bytes) -> None:
    """Keep the traces of the evaluation with this digest."""
    _file(of).parent.mkdir(mode=0o700, exist_ok=True)
    write_private(_file(of), packed)


def kept(of: str) -> Traces | None:
    """The traces of the evaluation with this digest; None where they are not here."""
    try:
        return Traces.unpacked(_file(of).read_bytes())
    except (OSError, ValueError):
        return None


def are_those(places: Sequence[Place], said: Mapping[str, Any]) -> bool:
    """Whether these are the entries whose digest a figure bears."""
    return digest(keys_of(places)) == said.get("keys")
