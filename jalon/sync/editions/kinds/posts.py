"""The border posts of the state and of its neighbours, with what the headquarters itself said of their sides: every
post holds them all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jalon.journal.opening import Opened
from jalon.posts.models import Post, SideStatus
from jalon.posts.sides import HEADQUARTERS
from jalon.posts.verbs import FACTS, saying
from jalon.sync.editions.changes import Row, rows_of
from jalon.sync.editions.kinds.kind import Kind, Offer


def rows(_offer: Offer) -> Iterable[Row]:
    said = _said_here()
    for post in Post.objects.all():
        facts = {fact: getattr(post, fact) for fact in FACTS}
        row: Row = {"id": post.code} | {fact: value for fact, value in facts.items() if value not in {None, ""}}
        if post.code in said:
            row["sides"] = said[post.code]
        yield row


def _said_here() -> dict[str, Row]:
    """What this headquarters said last of each side: post -> side -> the saying. What posts said stays theirs."""
    found: dict[str, Row] = {}
    for one in SideStatus.objects.filter(by=HEADQUARTERS).order_by("position"):
        facts = {fact: getattr(one, fact) for fact in SAID}
        found.setdefault(one.post, {})[one.side] = {name: value for name, value in facts.items() if value}
    return found


SAID = ("key", "state", "since", "until", "code", "why", "officer", "at")


def apply(entry: Opened, file: Path, tables: str) -> None:
    """The posts are those of the edition, and no others."""
    posts = Post.objects.using(tables)
    kept = []
    for row in rows_of(file):
        facts = {fact: row[fact] for fact in FACTS if fact in row}
        kept.append(row["id"])
        facts["declared"] = entry.key
        first = facts | {"position": entry.position}
        posts.update_or_create(code=row["id"], defaults=facts, create_defaults=first)
        for side, said in row.get("sides", {}).items():
            body = said | {"post": row["id"], "side": side, "by": HEADQUARTERS}
            # Heard with the first edition that says it: later ones repeat it, and it does not become newer by that.
            SideStatus.objects.using(tables).get_or_create(
                key=said["key"],
                defaults=saying(body)
                | {"position": entry.position, "officer": said.get("officer", ""), "at": said.get("at", 0)},
            )
    posts.exclude(code__in=kept).delete()


KIND = Kind("posts", lambda post: [Offer("posts")], rows, apply)
