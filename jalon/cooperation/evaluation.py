"""The evaluation between any two dates: what was promised, what moved, what did not, and what the figures say.

It is a pure function of the tables and an arrival position: `drawn`. Recomputed at its position it is the same to the
byte (RFC 8785), whatever arrived since; `jalon evaluation check` does so in a home of its own. It bears no clock.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import rfc8785
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jalon.cooperation import challenges, evaluation_file, forums
from jalon.cooperation.evaluating import figures, perception, promises, sums, traces
from jalon.cooperation.evaluating.scope import LONGEST, Dates, Scope
from jalon.cooperation.evaluating.traces import Traces
from jalon.cooperation.models import Evaluation, KeptFile, Meeting, PartyFact
from jalon.cooperation.saying import NotAllowed, own_party, said, say, with_file
from jalon.cooperation.sequence import until as rows_until
from jalon.cooperation.tables import border
from jalon.cooperation.verbs import LARGEST_FILE, PACKED
from jalon.journal.acting import act
from jalon.journal.applying import TABLES, lock_cursor
from jalon.journal.node import this_node
from jalon.journal.record import Recorded
from jalon.statistics import following

__all__ = ["Scope", "canonical", "draw_up", "drawn", "kept"]

FORMAT = "jalon-evaluation-1"
VERSION = 3  # of how an evaluation is drawn: an older one is not compared with what this program draws
LARGEST = 32 << 20  # bytes of an evaluation that is unpacked: nothing that an entry brings is larger
Json = dict[str, Any]


def drawn(since: date, until: date, scope: Scope, at: int) -> Json:
    """The evaluation from the first day to the last, both inside, as it was known at an arrival position.

    Raises indicator.NotHeldAt where the counts stand elsewhere (see `draw_up`).
    """
    return drawn_with_traces(since, until, scope, at)[0]


def drawn_with_traces(since: date, until: date, scope: Scope, at: int) -> tuple[Json, Traces]:
    """The same, and the entries behind each of its figures."""
    dates, found = Dates.of(since, until, scope.window), Traces()
    sitting = forums.parties(scope.forum, at, until)
    own = own_party()
    codes = sorted(one.code for one in sitting if one.kind == PartyFact.Kind.STATE or one.code == own)
    codes = [code for code in codes if not scope.parties or code in scope.parties]
    with border.standing_still():
        asked = promises.drawn(scope, dates, at, codes)
        standing = [one for one in asked if one["state"] in {"adopted", "closed"}]
        wanted = figures.targets(standing)
        if own:
            rows = figures.of_state(scope, dates, at, own, found, wanted)
        else:
            rows = figures.of_forum(scope, dates, at, codes, found, wanted)
        promises.moved_by_figures(asked, rows)
    bound = {answer["party"] for one in standing for answer in one["answers"]}
    forum = forums.forum(scope.forum, at, until) if scope.forum else None
    return {
        "format": FORMAT,
        "version": VERSION,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "scope": scope.said(),
        "position": at,
        "node": this_node().id,
        "by": own,
        "counted_by": following.rules(),
        "time_zone": settings.TIME_ZONE,
        "window": dates.window,
        "small_cell": settings.JALON_SMALL_CELL,
        "forum": {"id": scope.forum, "name": dict(forum.names) if forum else {}, "kind": forum.kind if forum else ""},
        "parties": [
            {"code": one.code, "kind": one.kind, "name": dict(one.names)}
            for one in sorted(forums.parties(scope.forum, at, until, also_left=True), key=lambda one: one.code)
        ],
        "meetings": _meetings(scope.forum, at, dates),
        "summary": sums.summed(standing),
        "by_party": sums.by_party(standing, bound),
        "by_level": sums.by_level(standing),
        "by_theme": sums.by_theme(standing),
        "recommendations": standing,
        "led_elsewhere": [one for one in asked if one not in standing],
        "figures": rows,
        "outside": figures.outside(scope, dates, at, scope.parties),
        "perception": perception.answered(scope, dates, at),
        "in_the_way": [
            {"key": one.key, "title": dict(one.title), "level": one.level, "blocks": sorted(one.blocks)}
            for one in challenges.standing(scope.forum, at, until)
            if not one.overcome
        ],
    }, found


def _meetings(forum: str, at: int, dates: Dates) -> list[Json]:
    rows = rows_until(Meeting, at).filter(forum=forum, starts__lte=dates.until, ends__gte=dates.since)
    return [
        {"key": one.key, "title": dict(one.title), "starts": one.starts.isoformat(), "place": one.place}
        for one in rows.order_by("starts", "key")
    ]


def canonical(one: Json) -> bytes:
    """The bytes that are compared and digested (RFC 8785)."""
    return rfc8785.dumps(one)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@act
def draw_up(since: date, until: date, scope: Scope, actor: str, meeting: str = "") -> Recorded:
    """Draw an evaluation of what is known now, and keep it. The tables stand still while it is drawn; the counts have
    followed them to the end. Returns the entry.

    Raises NotAllowed: dates_wrong_way, not_over, too_long, no_such_forum, evaluation_of_a_post, others_of_posts.
    """
    if settings.JALON_TIER == "post":
        raise NotAllowed("evaluation_of_a_post")
    if until < since:
        raise NotAllowed("dates_wrong_way")
    if until > timezone.localdate():
        raise NotAllowed("not_over")
    if (until - since).days > LONGEST:
        raise NotAllowed("too_long")
    if scope.for_others and scope.posts:
        raise NotAllowed("others_of_posts")
    if scope.forum and forums.forum(scope.forum) is None:
        raise NotAllowed("no_such_forum")
    while following.follow():
        pass
    with transaction.atomic(using=TABLES):
        at = lock_cursor(TABLES).position
        while following.follow():
            pass
        found, behind = drawn_with_traces(since, until, scope, at)
    content = canonical(found)
    packed = zlib.compress(content, 9)
    bears, fits = digest(content), len(packed) <= LARGEST_FILE
    facts = {
        "since": since,
        "until": until,
        "scope": scope.said(),
        "counted_to": at,
        "digest": bears,
        "meeting": meeting,
        "file": digest(packed) if fits else "",
    }
    # A state's own evaluation holds what it has not released: it stays at home. A forum's is its members'.
    home = scope.forum if not own_party() else ""
    body = said("evaluation.drawn_up", Evaluation, facts, forum=home)
    if not fits:
        evaluation_file.keep_beside(bears, packed)
    body = with_file(body, packed, PACKED) if fits else body
    (recorded,) = say([("evaluation.drawn_up", body)], actor, home)
    traces.keep(bears, behind.packed())
    return recorded


def kept(one: Evaluation) -> Json | None:
    """What was drawn; None where its file is not here or is not what the entry bears."""
    try:
        content = _unpacked(evaluation_file.packed(one))
        found = json.loads(content) if digest(content) == one.digest else None
    except (KeptFile.DoesNotExist, OSError, ValueError, RecursionError, zlib.error):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def _unpacked(packed: bytes) -> bytes:
    """Raises ValueError where it is larger than any evaluation."""
    reader = zlib.decompressobj()
    content = reader.decompress(packed, LARGEST)
    if reader.unconsumed_tail:
        raise ValueError("an evaluation is no larger than that")
    return content


def visible(one: Evaluation, *, partner: bool) -> bool:
    """Whether somebody of this machine reads an evaluation: partners nothing that a state drew for itself."""
    return not partner or bool(one.forum) or one.scope.get("for_others") is True


def of_meeting(meeting: Meeting) -> Evaluation | None:
    """The evaluation that a meeting opens with: the last one drawn for it, else the last of its forum that ends by its
    last day and begins with the meeting before it."""
    since = meeting_before(meeting)
    rows = every(meeting.forum)
    drawn_for_it = [one for one in rows if one.meeting == meeting.key]
    between = [one for one in rows if since and since.starts <= one.since <= since.ends and one.until <= meeting.ends]
    return next(iter([*drawn_for_it, *between]), None)


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The meeting whose promises it reviews: the one it names, else the last of its forum that began before it."""
    rows = Meeting.objects.filter(forum=meeting.forum)
    if meeting.before and (named := rows.filter(key=meeting.before).first()):
        return named
    return rows.filter(starts__lt=meeting.starts).order_by("starts", "position").last()


def every(forum: str | None = None, at: int | None = None) -> Sequence[Evaluation]:
    """Evaluations, the last drawn first. `forum`: whose promises they are about, "" for a state's own; None for all."""
    rows = sorted(rows_until(Evaluation, at), key=lambda one: (one.position, one.key), reverse=True)
    return rows if forum is None else [one for one in rows if str(one.scope.get("forum", "")) == forum]
