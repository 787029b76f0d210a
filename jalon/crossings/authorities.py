"""To whom a post hands people over: kinds of authority, and those that each post knows, as data.

A post's own are in `data/authorities.json`: by post, by State, and for every post ("*"). The officer adds who came.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from jalon.posts.models import Post

FILE = Path(__file__).parent / "data" / "authorities.json"

KINDS = {
    "police": _("Police, criminal investigation"),
    "gendarmerie": _("Gendarmerie"),
    "prosecutor": _("Prosecutor, examining judge"),
    "customs": _("Customs"),
    "immigration": _("Immigration service"),
    "army": _("Army, defence forces"),
    "forests": _("Water and forests"),
    "other_side": _("Authority of the other side of the line"),
    "consulate": _("Consulate"),
    "other": _("Another authority"),
}


@dataclass(frozen=True, slots=True)
class Authority:
    """One that a post knows: `kind` is a key of KINDS."""

    kind: str
    name: str
    telephone: str


@cache
def table() -> dict[str, list[Authority]]:
    """Every known authority, by post, State or "*". Raises ValueError where a kind is not known."""
    found = {
        place: [Authority(row["kind"], row["name"], row.get("telephone", "")) for row in rows]
        for place, rows in json.loads(FILE.read_text(encoding="utf-8")).items()
    }
    for place, ones in found.items():
        for one in ones:
            if one.kind not in KINDS:
                raise ValueError(f"{FILE.name}: {place}: {one.kind} is no kind of authority")
    return found


def known_at(post: str) -> list[Authority]:
    """Those that a post knows: its own first, then its State's, then everybody's."""
    country = Post.objects.filter(code=post).values_list("country", flat=True).first() or ""
    return [one for place in (post, country, "*") for one in table().get(place, [])]
