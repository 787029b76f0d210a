"""Where and when an exit could have been missed: what keeps an overstay from being certain.

Each reason is a span of time at a post in which somebody may have left unseen. A stay is beyond its
rule for certain only where no such span lies between its entry and now, at any post by which the traveller would leave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from jalon.crossings.models import Sheet, Shift
from jalon.journal.models import EnrolledNode, Parked
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.presence.times import HOUR

# Unattended for less is the change of a shift.
CHANGE = HOUR
# A node that called within this time is at work.
SILENT = HOUR

# Of a post: what is said of each. {since} and {until} are times, {number} a count.
AT_A_POST = {
    "no_machine": _("No machine reports from there"),
    "silent": _("It did not report since {since}"),
    "waiting": _("It still has {number} entries to send, as it said at {since}"),
    "parked": _("{number} of its entries wait here and are not applied yet"),
    "revoked": _("Its machine is not trusted since {since}: what it sent is held back"),
    "unattended": _("Nobody was on duty from {since} to {until}"),
    "local": _("Who passes there is counted and not named"),
    "paper": _("{number} sheets of paper given out there are not keyed in"),
}
# Of a stay, whatever the posts did.
OF_A_STAY = {
    "free_movement": _("Moves freely here: many leave without being recorded"),
    "local_regime": _("Entered under the local regime, which names nobody"),
    "perhaps_left": _("An exit that is perhaps this traveller’s waits for a person to look at it"),
    "papers": _("The papers shown do not prove who entered"),
    "day_unsure": _("The last day is not sure: what came before was not all recorded"),
    "earlier_exit": _("An earlier exit of the same traveller was not seen either"),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What a node said at its last call: when (ms), how many entries it still had to send."""

    at: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Why an exit at a post could have been missed, from when to when (ms)."""

    post: str
    code: str
    since: int
    until: int
    number: int = 0


def contacts() -> Mapping[str, Heard]:
    """The last call of each node, by the function that the setting JALON_HEARD names: the link is another room's."""
    heard: Callable[[], Mapping[str, tuple[int, int]]] = import_string(settings.JALON_HEARD)
    return {node: Heard(*said) for node, said in heard().items()}


def missed(posts: Iterable[str], since: int, now: int) -> dict[str, list[Missed]]:
    """What could have been missed at each of these posts between two times, ms; nothing where all was seen."""
    wanted = set(posts)
    places = {post.code: post for post in Post.objects.filter(code__in=wanted)}
    nodes: dict[str, list[EnrolledNode]] = defaultdict(list)
    for node in EnrolledNode.objects.filter(post__in=wanted):
        nodes[node.post].append(node)
    own = this_node()
    heard = contacts()
    shifts = _shifts(wanted, since)
    sheets = _sheets({node.id for some in nodes.values() for node in some})
    parked = _parked({node.id for some in nodes.values() for node in some})
    found: dict[str, list[Missed]] = {}
    for post in sorted(wanted):
        place, here = places.get(post), nodes[post]
        spans = []
        if place is not None and place.category == "local":
            spans.append(Missed(post, "local", since, now))
        here_ourselves = post == own.keys.post and post in shifts
        if not here and not here_ourselves:
            spans.append(Missed(post, "no_machine", since, now))
        for node in here:
            spans += _of_node(node, heard.get(node.id), parked.get(node.id, 0), sheets.get(node.id, 0), since, now)
        if here or here_ourselves:
            spans += _unattended(post, shifts.get(post, []), since, now)
        found[post] = [span for span in spans if span.until > since]
    return found


def _of_node(
    node: EnrolledNode, heard: Heard | None, parked: int, sheets: int, since: int, now: int
) -> Iterable[Missed]:
    if node.revoked_at is not None:
        begins = node.revoked_since or node.revoked_at
        # A machine that took its place reports for the post from its own enrolment on.
        after = EnrolledNode.objects.filter(replaces=node.id).values_list("enrolled_at", flat=True).first()
        yield Missed(node.post, "revoked", begins, after or now)
        return
    at = heard.at if heard else node.enrolled_at
    if now - at > SILENT:
        yield Missed(node.post, "silent", at, now)
    if heard and heard.waiting:
        yield Missed(node.post, "waiting", heard.at, now, heard.waiting)
    if parked:
        yield Missed(node.post, "parked", since, now, parked)
    if sheets:
        yield Missed(node.post, "paper", since, now, sheets)


def _shifts(posts: set[str], since: int) -> dict[str, list[tuple[int, int | None]]]:
    """The shifts of each post that were open at some time since, by their own clocks."""
    found: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    rows = Shift.objects.filter(post__in=posts).exclude(closed_at__lt=since).order_by("opened_at")
    for post, opened, closed in rows.values_list("post", "opened_at", "closed_at"):
        found[post].append((opened, closed))
    return found


def _unattended(post: str, shifts: list[tuple[int, int | None]], since: int, now: int) -> Iterable[Missed]:
    """Holes between shifts, longer than their change takes."""
    covered = since
    for opened, closed in shifts:
        if opened - covered > CHANGE:
            yield Missed(post, "unattended", covered, opened)
        covered = max(covered, now if closed is None else closed)
    if now - covered > CHANGE:
        yield Missed(post, "unattended", covered, now)


def _sheets(nodes: set[str]) -> dict[str, int]:
    """Sheets of the register that were given out and neither keyed in nor declared void, by node."""
    found: dict[str, int] = defaultdict(int)
    rows = Sheet.objects.filter(node__in=nodes, kind="register", state__in=("given", "missing"))
    for node in rows.values_list("node", flat=True):
        found[node] += 1
    return found


def _parked(nodes: set[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for key in Parked.objects.values_list("key", flat=True):
        node = key.split(".", 1)[0]
        if node in nodes:
            found[node] += 1
    return found
