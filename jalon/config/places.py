"""The places for which machines are enrolled and officers posted: posts at a headquarters, parties at a forum."""

from __future__ import annotations

from django.conf import settings

from jalon.cooperation import forums
from jalon.journal.node import this_node
from jalon.posts.models import Post


def places() -> dict[str, str]:
    """Code -> name, in the language that is set."""
    if settings.JALON_TIER != "forum":
        return {post.code: post.name for post in Post.objects.all()}
    return {party.code: party.name for party in forums.parties(this_node().id)}
