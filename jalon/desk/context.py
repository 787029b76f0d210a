"""What every page shows of its place: the post, the node, the shift, the lists' age, what was not sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jalon.crossings import delivered, drafts, shift
from jalon.desk import hold_clock, seen
from jalon.journal import sending
from jalon.journal.keys import NodeNotPrepared
from jalon.journal.node import this_node
from jalon.posts import sides
from jalon.posts.models import Post
from jalon.staff.postings import roles_of
from jalon.watchlists import lookup
from jalon.web.gate import Role

AT_THE_DESK = frozenset({Role.FIRST_LINE, Role.SHIFT_LEADER})
OF_AN_AGENCY = frozenset({Role.GENDARMERIE, Role.CUSTOMS, Role.HEALTH})
# Address, name on the menu, roles it opens to.
DOORS = (
    ("desk:desk", _("Desk"), AT_THE_DESK),
    ("desk:vehicles", _("Vehicles"), AT_THE_DESK),
    ("desk:second_line", _("Second line"), frozenset({Role.SHIFT_LEADER})),
    ("desk:referrals", _("Referrals"), frozenset({Role.PROTECTION})),
    ("desk:notices", _("Notices for travellers"), AT_THE_DESK | {Role.PROTECTION}),
    ("desk:holds", _("Hold register"), frozenset({Role.SHIFT_LEADER})),
    ("desk:slips", _("Slips of namesakes"), frozenset({Role.SHIFT_LEADER})),
    ("desk:counting", _("Counting"), AT_THE_DESK),
    ("desk:herds", _("Herds"), AT_THE_DESK),
    ("desk:lookup", _("Look up a person"), AT_THE_DESK),
    ("desk:paper", _("Paper register"), AT_THE_DESK),
    ("desk:cash", _("Cash and receipts"), AT_THE_DESK),
    ("desk:sides", _("Open or closed"), AT_THE_DESK),
    ("desk:equipment", _("Equipment"), AT_THE_DESK),
    ("desk:this_post", _("What this post is and has"), frozenset({Role.SHIFT_LEADER})),
    ("desk:assessments", _("Assessments"), frozenset({Role.SHIFT_LEADER})),
    ("secretariat:directory", _("Whom to call"), AT_THE_DESK),
    ("desk:carry", _("Link and sticks"), frozenset({Role.SHIFT_LEADER})),
    ("secretariat:post_promises", _("Promises"), frozenset({Role.SHIFT_LEADER})),
    ("desk:shift", _("Shift"), AT_THE_DESK),
    ("desk:agency", _("Travellers and vehicles"), OF_AN_AGENCY),
)


def place(request: HttpRequest) -> dict[str, Any]:
    """Context processor: nothing for whoever has not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    roles = roles_of(request.user)
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
        # A forum holds no list.
        "lists_age": lists_age(oldest) if settings.JALON_TIER != "forum" else "",
        "lists_old": oldest is None or any(age > limit for age, limit in ages),
        # Nothing stands above a headquarters.
        "entries_not_sent": sending.not_sent if settings.JALON_TIER == "post" else None,
        "sides_closed": _closed(node.keys.post) if not node.keys.is_headquarters else "",
        # Functions: only the pages that say them ask.
        "desk_doors": [(reverse(name), label) for name, label, opens in DOORS if roles & opens],
        "other_readers": lambda: delivered.serves(present) if present else False,
        "hold_clock": lambda: hold_clock.first(roles),
        "waiting": lambda: drafts.how_many_wait(present) if present else 0,
    }


def _closed(post: str) -> str:
    """Which sides of the post are closed, for the bar of every page; empty where none is."""
    closed = {side for side, how in sides.of_post(post).items() if how.closed}
    if closed == {sides.OURS, sides.THEIRS}:
        return gettext("Both sides closed")
    if sides.OURS in closed:
        return gettext("Our side closed")
    return gettext("The other side closed") if closed else ""


def lists_age(days: int | None) -> str:
    """How old the oldest list in service is."""
    if days is None:
        return gettext("No list in service")
    if days == 0:
        return gettext("Lists of today")
    return ngettext("Lists %(days)s day old", "Lists %(days)s days old", days) % {"days": days}
