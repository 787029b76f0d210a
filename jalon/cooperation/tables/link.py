"""How posts are heard, and how soon what a list stopped was settled: from entries and their arrivals alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from jalon.cooperation.indicator import MORE, SECURITY, Family, Indicator, Measured, Span, confidence, of_the_whole
from jalon.crossings.models import Decision, Inspection, Shift
from jalon.journal.applying import entries_in_journal
from jalon.journal.header import Header
from jalon.journal.models import EnrolledNode
from jalon.journal.node import journal_connection
from jalon.statistics import following

A_DAY = 86_400_000  # ms
AN_HOUR = 3_600_000
MOST = 9 / 10  # of a post's entries must have come within a day for it to count as connected
AT_ONCE = 400


@dataclass(slots=True)
class OfPost:
    """Of one post: entries that came within a day, all that came, and where each delivery began."""

    soon: int = 0
    all: int = 0
    places: list[int] = field(default_factory=list)

    @property
    def connected(self) -> bool:
        return self.all > 0 and self.soon >= MOST * self.all


def bounds(span: Span) -> tuple[int, int]:
    """The first moment of a span, and the first one after it, ms since 1970."""
    since, until = (_midnight(day) for day in (span.since, span.until))
    return since, until


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time.min, following.zone()).timestamp() * 1000)


def position_of(span: Span) -> int:
    """Up to where entries count: what is asked for, else all that stand here."""
    return entries_in_journal() if span.at is None else span.at


# ── posts connected ──


def connected(span: Span, codes: Sequence[str]) -> dict[str, Measured]:
    posts = _heard(span)
    there = sum(1 for one in posts.values() if one.all)
    value = sum(1 for one in posts.values() if one.connected) / len(posts) if posts else None
    entries = sum(len(one.places) for one in posts.values())
    began = _began(span)
    share = of_the_whole(there / len(posts) if posts else None, span, began)
    sure = confidence(value, share, sum(one.all for one in posts.values()))
    return {code: Measured(value, "share", share, sure, position_of(span), entries, began) for code in codes}


def _began(span: Span) -> date | None:
    """The day of a span on which the first machine of its posts was enrolled; None where one was before it."""
    rows = EnrolledNode.objects.order_by("enrolled_at")
    if span.posts:
        rows = rows.filter(post__in=span.posts)
    first = rows.values_list("enrolled_at", flat=True).first()
    day = datetime.fromtimestamp(first / 1000, following.zone()).date() if first is not None else None
    return day if day is not None and span.since < day < span.until else None


def deliveries(span: Span, _code: str) -> list[int]:
    """The first entry of each delivery."""
    return sorted(place for one in _heard(span).values() for place in one.places)


def _heard(span: Span) -> dict[str, OfPost]:
    """Every post that a machine stood at in the span, and how its entries of the span came."""
    since, until = bounds(span)
    posts: dict[str, OfPost] = {}
    of_node: dict[str, str] = {}
    for one in EnrolledNode.objects.filter(enrolled_at__lt=until):
        ended = one.revoked_since is not None and one.revoked_since <= since
        if not ended and (not span.posts or one.post in span.posts):
            posts.setdefault(one.post, OfPost())
            of_node[one.id] = one.post
    connection, mark = journal_connection()
    rows = connection.execute(
        "SELECT a.first, a.last, a.node, a.at, e.header FROM journal_arrival a"  # noqa: S608 — the mark of a parameter
        f" JOIN journal_entry e ON e.position = a.first WHERE a.at >= {mark} AND a.first <= {mark} ORDER BY a.first",
        (since, position_of(span)),
    ).fetchall()
    for first, last, node, at, raw in rows:
        made = Header.from_bytes(bytes(raw)).wall
        post = of_node.get(node)
        if post is None or not since <= made < until:
            continue
        number = int(last) - int(first) + 1
        posts[post].all += number
        posts[post].soon += number if int(at) - made <= A_DAY else 0
        posts[post].places.append(int(first))
    return posts


# ── hits handled in time ──


def in_time(span: Span, codes: Sequence[str]) -> dict[str, Measured]:
    cases = _cases(span)
    decided = [took for took in cases.values() if took is not None]
    value = sum(1 for took in decided if took <= AN_HOUR) / len(cases) if cases else None
    began = _began(span)
    share = of_the_whole(len(decided) / len(cases) if cases else None, span, began)
    sure = confidence(value, share, len(cases))
    return {code: Measured(value, "share", share, sure, position_of(span), len(cases), began) for code in codes}


def stopped(span: Span, _code: str) -> list[int]:
    """The inspections at which a list stopped somebody."""
    return sorted(_cases(span))


def _cases(span: Span) -> dict[int, int | None]:
    """Of each traveller whom a list stopped, by the inspection's arrival: how long until the decision that let go or
    held, ms; None where there is none yet."""
    since, until = bounds(span)
    rows = Inspection.objects.filter(
        hits__gt=0, late=False, passed_at__gte=since, passed_at__lt=until, position__lte=position_of(span)
    )
    posts = dict(EnrolledNode.objects.values_list("id", "post"))
    shifts = dict(Shift.objects.values_list("key", "post")) if span.posts else {}
    found: dict[int, int | None] = {}
    of_key: dict[str, tuple[int, int]] = {}
    for key, shift, position, at in rows.values_list("key", "shift", "position", "at"):
        if span.posts and (posts.get(key.split(".")[0]) or shifts.get(shift)) not in span.posts:
            continue
        found[position] = None
        of_key[key] = (position, at)
    keys = sorted(of_key)
    ends: dict[str, int] = defaultdict(lambda: 1 << 62)
    for start in range(0, len(keys), AT_ONCE):
        made = Decision.objects.filter(inspection__in=keys[start : start + AT_ONCE], position__lte=position_of(span))
        for key, at in made.exclude(outcome="referred").values_list("inspection", "at"):
            ends[key] = min(ends[key], at)
    for key, at in ends.items():
        position, began = of_key[key]
        found[position] = max(0, at - began)
    return found


LINK: tuple[Indicator, ...] = (
    Indicator(
        "posts_connected",
        _("Share of posts connected"),
        "share",
        SECURITY,
        _("How many posts are heard in time: what they record is at the headquarters within a day."),
        _(
            "Posts of whose entries nine in ten came within a day of being made, among all posts that a machine stands"
            " at; over the link or on a stick. A post from which nothing came is not connected."
        ),
        MORE,
        Family(connected, deliveries),
        operational=True,
    ),
    Indicator(
        "hits_in_time",
        _("Share of possible matches settled within the hour"),
        "share",
        SECURITY,
        _("How soon a traveller whom a list stopped knows what becomes of it, whatever the decision is."),
        _(
            "Travellers with a possible match who were admitted, refused, held or handed over within an hour of their"
            " inspection, among all with a possible match; passages from paper left out."
        ),
        MORE,
        Family(in_time, stopped),
    ),
)
