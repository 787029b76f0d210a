"""Which posts are asked about: those of the state, as they were known at an arrival position."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from jalon.documents.states import alpha3
from jalon.journal.node import this_node
from jalon.posts.models import Post


def our_country() -> str | None:
    """The state of this machine, alpha-3, by the code of its place."""
    return alpha3(this_node().keys.post[:2])


def our_posts(posts: Sequence[str] | None = None, at: int | None = None) -> list[str]:
    """Codes of the state's posts, in order; of those named, where some are named."""
    known = Post.objects.filter(country=our_country())
    if posts is not None:
        known = known.filter(code__in=posts)
    if at is not None:
        known = known.filter(Q(position__lte=at) | Q(position=None))
    return sorted(known.values_list("code", flat=True))
