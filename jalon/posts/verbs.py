"""Verbs of the posts."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.journal.opening import Opened
from jalon.journal.verbs import Owner, Readers, Verb
from jalon.posts.models import Post

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
        Post.objects.using(tables).update_or_create(code=entry.body["code"], defaults=facts | {"declared": entry.key})


VERBS = [Verb("post.declared", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_declared)]
