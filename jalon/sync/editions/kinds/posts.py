"""The border posts of the state and of its neighbours: every post holds them all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jalon.journal.opening import Opened
from jalon.posts.models import Post
from jalon.posts.verbs import FACTS
from jalon.sync.editions.changes import Row, rows_of
from jalon.sync.editions.kinds.kind import Kind, Offer


def rows(_offer: Offer) -> Iterable[Row]:
    for post in Post.objects.all():
        facts = {fact: getattr(post, fact) for fact in FACTS}
        yield {"id": post.code} | {fact: value for fact, value in facts.items() if value not in {None, ""}}


def apply(entry: Opened, file: Path, tables: str) -> None:
    """The posts are those of the edition, and no others."""
    posts = Post.objects.using(tables)
    kept = []
    for row in rows_of(file):
        facts = {fact: row[fact] for fact in FACTS if fact in row}
        kept.append(row["id"])
        posts.update_or_create(code=row["id"], defaults=facts | {"declared": entry.key})
    posts.exclude(code__in=kept).delete()


KIND = Kind("posts", lambda post: [Offer("posts")], rows, apply)
