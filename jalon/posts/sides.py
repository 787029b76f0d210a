"""Which side of a line is open: said by the post, or by its headquarters; what was heard last counts, both stay.

A shift leader closes our side, or hears that the neighbour closed theirs, long before anybody at the headquarters does;
and a government may close a border that its posts know nothing of yet. Where the two say otherwise, pages show both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.journal.acting import act
from jalon.journal.node import this_node, wall_clock
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post, SideStatus

OURS, THEIRS = "ours", "theirs"
SIDES = {OURS: _("Our side"), THEIRS: _("The other side")}
OPEN, CLOSED = "open", "closed"
STATES = {OPEN: pgettext_lazy("side of a border", "open"), CLOSED: pgettext_lazy("side of a border", "closed")}
WHYS = {
    "decision": _("Decision of an authority"),
    "security": _("Security"),
    "hours": _("Closing hours"),
    "weather": _("Water, sand or storm"),
    "road": _("Road, bridge or ferry out of use"),
    "health": _("Health measure"),
    "strike": _("Strike or crowd"),
    "staff": _("Nobody to serve"),
    "unknown": _("Not told"),
}
LONGEST_TEXT = 200
POST, HEADQUARTERS = "post", "headquarters"
AHEAD = 5 * 60_000  # ms a clock of another machine may be ahead


class CannotSay(ValueError):
    """What is said of a side cannot stand; `code` names why. Nothing was recorded."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Side:
    """How one side of a post stands: the saying that counts, and the other's where that says otherwise."""

    counts: SideStatus
    otherwise: SideStatus | None = None

    @property
    def closed(self) -> bool:
        return self.counts.state == CLOSED

    @property
    def overdue(self) -> bool:
        """Still closed although it was to end by now."""
        return self.closed and self.counts.until is not None and self.counts.until < wall_clock()


@act
def say(
    post: str, side: str, state: str, actor: str, since: int, until: int | None = None, code: str = "", why: str = ""
) -> Recorded:
    """Record that a side of a post is open or closed. Times are ms since 1970, as told; `code` is one of WHYS.

    Raises CannotSay.
    """
    node = this_node()
    by = HEADQUARTERS if node.keys.is_headquarters else POST
    if side not in SIDES or state not in STATES or not Post.objects.filter(code=post).exists():
        raise CannotSay("not_known")
    if by == POST and post != node.keys.post:
        raise CannotSay("of_this_post_alone")
    if state == CLOSED and code not in WHYS:
        raise CannotSay("why_closed")
    if since > wall_clock() + AHEAD:
        raise CannotSay("not_yet")
    if until is not None and until <= since:
        raise CannotSay("ends_before_it_begins")
    body = {"post": post, "side": side, "state": state, "since": since, "by": by}
    if state == CLOSED:
        body |= {"until": until, "code": code, "why": why.strip()[:LONGEST_TEXT]}
    return record("post.side_said", body, actor)


def of_post(post: str) -> dict[str, Side]:
    """How the sides of one post stand, by side; nothing of a side of which nobody said anything."""
    return standing([post]).get(post, {})


def standing(posts: Iterable[str] | None = None) -> Mapping[str, dict[str, Side]]:
    """How the sides of some posts stand (None: of all): post -> side -> Side."""
    rows = SideStatus.objects.all() if posts is None else SideStatus.objects.filter(post__in=list(posts))
    newest = rows.order_by().values("post", "side", "by").annotate(last=Max("position"))
    last = {(one["post"], one["side"], one["by"]): one["last"] for one in newest}
    said: dict[tuple[str, str], list[SideStatus]] = defaultdict(list)
    for one in rows.filter(position__in=set(last.values())).order_by("key"):
        if last[one.post, one.side, one.by] == one.position:
            said[one.post, one.side].append(one)
    found: dict[str, dict[str, Side]] = defaultdict(dict)
    for (post, side), sayings in said.items():
        counts = max(sayings, key=lambda one: one.position)
        other = next((one for one in sayings if one is not counts and one.state != counts.state), None)
        found[post][side] = Side(counts, other)
    return found


def history(post: str, most: int = 20) -> list[SideStatus]:
    """What was said of both sides of a post, the last first."""
    return list(SideStatus.objects.filter(post=post).order_by("-position", "-key")[:most])
