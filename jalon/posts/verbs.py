"""Verbs of the posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jalon.journal.models import EnrolledNode
from jalon.journal.opening import Opened
from jalon.journal.verbs import Owner, Readers, Verb
from jalon.posts.models import Post, SideStatus

FACTS = (
    "name",
    "country",
    "neighbour",
    "opposite",
    "kind",
    "latitude",
    "longitude",
    "coordinates_from",
    "sources",
    # optional: who may pass (international | bilateral | local)
    "category",
    # optional: before whom a refusal is contested
    "appeal_authority",
    "appeal_address",
    "appeal_telephone",
    "appeal_days",
    # optional: who watches over what is kept of travellers, by which law, for how long
    "data_authority",
    "data_address",
    "data_telephone",
    "data_law",
    "data_years",
)


def apply_declared(entries: Sequence[Opened], tables: str) -> None:
    """body: code and FACTS; a later declaration of the same code replaces the facts."""
    for entry in entries:
        facts = {fact: entry.body[fact] for fact in FACTS if fact in entry.body}
        facts["declared"] = entry.key
        first = facts | {"position": entry.position}
        Post.objects.using(tables).update_or_create(code=entry.body["code"], defaults=facts, create_defaults=first)


def apply_side_said(entries: Sequence[Opened], tables: str) -> None:
    """body: post, side (ours, theirs), state (open, closed), since (ms), by (post, headquarters); where it is closed:
    until (ms, or null), code, why. A post speaks of its own place, and never for its headquarters."""
    enrolled = EnrolledNode.objects.using(tables)
    for entry in entries:
        body, node = entry.body, entry.header.node
        if entry.node.keys.is_headquarters and node != entry.node.id:
            place = enrolled.filter(id=node).values_list("post", flat=True).first()
            if body["by"] != "post" or (place is not None and place != body["post"]):
                raise ValueError("a post speaks of its own sides alone")
        SideStatus.objects.using(tables).update_or_create(
            key=entry.key, defaults=saying(body) | {"position": entry.position, **_by(entry)}
        )


def saying(body: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of a side, as columns hold it."""
    said = {fact: body[fact] for fact in ("post", "side", "state", "since", "by")}
    return said | {"until": body.get("until"), "code": body.get("code", ""), "why": body.get("why", "")}


def _by(entry: Opened) -> dict[str, Any]:
    return {"officer": entry.header.actor, "at": entry.header.wall}


VERBS = [
    Verb("post.declared", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_declared),
    Verb("post.side_said", 1, Readers.OPERATIONAL, Owner.NODE, apply_side_said),
]
