"""What every page shows of its place: the post, the node, the shift, the lists' age, what was not sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import ngettext

from jalon.crossings import drafts, shift
from jalon.desk import seen
from jalon.journal import sending
from jalon.journal.keys import NodeNotPrepared
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.watchlists import lookup


def place(request: HttpRequest) -> dict[str, Any]:
    """Context processor: nothing for whoever has not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    try:
        node = this_node()
    except NodeNotPrepared:
        return {}
    present = shift.current(request.user.officer)
    ages = [(lookup.age_in_days(one), one.rules.stale_after) for one in lookup.lists_in_service()]
    oldest = max((age for age, _ in ages), default=None)
    post = Post.objects.filter(code=node.keys.post).first()
    return {
        "node_name": node.id[:6],
        "post": post.name if post else node.keys.post,
        "shift": seen.clock(present.opened_at) if present else "",
        "lists_age": "—" if oldest is None else ngettext("%(days)s day", "%(days)s days", oldest) % {"days": oldest},
        "lists_old": oldest is None or any(age > limit for age, limit in ages),
        "entries_not_sent": sending.not_sent,
        # Functions: only the pages that say them ask.
        "waiting": lambda: drafts.how_many_wait(present) if present else 0,
    }
