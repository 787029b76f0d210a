"""The places for which machines are enrolled and officers posted: posts at a headquarters, parties at a forum."""

from __future__ import annotations

from django.conf import settings

from jalon.cooperation.models import PartyFact
from jalon.journal.node import this_node
from jalon.posts.models import Post


def places() -> dict[str, str]:
    """Code -> name."""
    if settings.JALON_TIER != "forum":
        return {post.code: post.name for post in Post.objects.all()}
    found: dict[str, str] = {}
    for fact in PartyFact.objects.filter(forum=this_node().id).order_by("position", "key"):
        if fact.what == PartyFact.What.LEFT:
            found.pop(fact.code, None)
        else:
            found[fact.code] = next(iter(fact.name.values()), found.get(fact.code, fact.code))
    return found
