"""Assessments: made of a post, at the post or at the headquarters; withdrawn where one was recorded wrongly; read."""

from __future__ import annotations

import base64
import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from jalon.capacity import checklist as lists
from jalon.capacity import scoring
from jalon.capacity.answers import LARGEST_FILES, fits, kind_of, shape
from jalon.capacity.checklist import Checklist, Item
from jalon.capacity.models import Assessment, AssessmentWithdrawn
from jalon.capacity.places import our_posts
from jalon.capacity.rules import CannotSay
from jalon.capacity.scoring import Score
from jalon.capacity.verbs_of_assessments import LONGEST_WHY
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.posts.models import Post

PAGE, FILE = "page", "file"
POST, HEADQUARTERS = "post", "headquarters"
LONGEST_ASSESSOR = 160


@act
def make(
    checklist: Checklist,
    post: str,
    on: date,
    assessor: str,
    answers: Mapping[str, Any],
    actor: str,
    files: Sequence[bytes] = (),
    through: str = PAGE,
) -> Recorded:
    """Record an assessment. `answers`: item -> {answer | number, note, files: [{name, digest}]}; `files`: the bytes
    that the answers name. Raises CannotSay; then nothing was recorded."""
    said = checked(checklist, post, on, assessor, answers, files)
    here = this_node().keys
    body = {
        "checklist": checklist.code,
        "version": checklist.version,
        "post": post,
        "on": on.isoformat(),
        "assessor": assessor.strip(),
        "through": through,
        "place": HEADQUARTERS if here.is_headquarters else POST,
        "answers": said,
        "files": [base64.b64encode(one).decode() for one in files],
    }
    return record("assessment.made", body, actor)


def checked(
    checklist: Checklist, post: str, on: date, assessor: str, answers: Mapping[str, Any], files: Sequence[bytes]
) -> dict[str, dict[str, Any]]:
    """The answers as they are recorded. Raises CannotSay where a rule stands in the way."""
    may_speak_of(post)
    if not assessor.strip() or len(assessor) > LONGEST_ASSESSOR:
        raise CannotSay("assessor_needed", "assessor")
    if on > timezone.localdate():
        raise CannotSay("not_yet", "on")
    try:
        said = shape(dict(answers))
    except ValueError:
        raise CannotSay("answers_unreadable") from None
    items = checklist.items
    for code, answer in said.items():
        if code not in items or not fits(items[code], answer):
            raise CannotSay("answer_not_known", code)
    if not any(scoring.answered(one) for one in said.values()):
        raise CannotSay("nothing_answered")
    if sum(len(one) for one in files) > LARGEST_FILES:
        raise CannotSay("files_too_large")
    if not all(kind_of(one) for one in files):
        raise CannotSay("file_kind")
    return said


def may_speak_of(post: str) -> None:
    """Raises CannotSay where this machine does not speak of that post."""
    here = this_node().keys
    if not Post.objects.filter(code=post).exists():
        raise CannotSay("post_not_known", "post")
    if (post != here.post) if not here.is_headquarters else (post not in our_posts()):
        raise CannotSay("of_this_post_alone", "post")


@act
def withdraw(key: str, why: str, actor: str) -> Recorded:
    """Record that an assessment does not count. A post withdraws what it said itself. Raises CannotSay."""
    row = Assessment.objects.filter(key=key).first()
    if row is None:
        raise CannotSay("assessment_not_known")
    if not this_node().keys.is_headquarters and not key.startswith(f"{this_node().id}."):
        raise CannotSay("of_this_post_alone")
    if AssessmentWithdrawn.objects.filter(assessment=key).exists():
        raise CannotSay("withdrawn_already")
    if not why.strip() or len(why) > LONGEST_WHY:
        raise CannotSay("why_needed", "why")
    return record("assessment.withdrawn", {"assessment": key, "why": why.strip()}, actor)


@dataclass(frozen=True)
class Made:
    """An assessment with its checklist; None where this program does not know that version (a newer one does)."""

    row: Assessment
    checklist: Checklist | None
    withdrawn: AssessmentWithdrawn | None = None

    @cached_property
    def score(self) -> Score | None:
        return scoring.in_all(self.checklist, self.row.answers) if self.checklist else None

    @cached_property
    def themes(self) -> dict[str, Score]:
        return scoring.by_theme(self.checklist, self.row.answers) if self.checklist else {}

    def worth(self, item: Item) -> float | None:
        return scoring.worth(item, self.row.answers.get(item.code))


def one(key: str) -> Made | None:
    """An assessment, whether it counts or not; None where there is none of that key."""
    row = Assessment.objects.filter(key=key).first()
    withdrawn = AssessmentWithdrawn.objects.filter(assessment=key).order_by("position", "key").last()
    return Made(row, lists.checklist(row.checklist, row.version), withdrawn) if row else None


def made(
    posts: Iterable[str] | None = None, code: str = "", at: int | None = None, with_withdrawn: bool = False
) -> list[Made]:
    """Assessments that count (or all), in the order of their day and then of their arrival. `at`: as it was known at an
    arrival position."""
    rows, gone = Assessment.objects.all(), AssessmentWithdrawn.objects.all()
    if at is not None:
        rows, gone = rows.filter(position__lte=at), gone.filter(position__lte=at)
    if posts is not None:
        rows = rows.filter(post__in=list(posts))
    if code:
        rows = rows.filter(checklist=code)
    withdrawn = {one.assessment: one for one in gone.order_by("position", "key")}
    return [
        Made(row, lists.checklist(row.checklist, row.version), withdrawn.get(row.key))
        for row in rows.order_by("on", "position", "key")
        if with_withdrawn or row.key not in withdrawn
    ]


def latest(
    posts: Iterable[str] | None = None, code: str = "", at: int | None = None, until: date | None = None
) -> dict[tuple[str, str], Made]:
    """(checklist, post) -> the last assessment that counts there, made by the day `until` where one is named."""
    return last_of(one for one in made(posts, code, at) if until is None or one.row.on <= until)


def last_of(assessments: Iterable[Made]) -> dict[tuple[str, str], Made]:
    """(checklist, post) -> the last of some assessments, which come in their order."""
    return {(one.row.checklist, one.row.post): one for one in assessments}


@dataclass(frozen=True, slots=True)
class Due:
    """When a checklist is next to be filled at a post. `last`: None where it never was; then it is due now."""

    checklist: Checklist
    post: str
    last: Made | None
    on: date | None
    overdue: bool


def due(
    posts: Iterable[str] | None = None,
    today: date | None = None,
    at: int | None = None,
    known: Sequence[Made] | None = None,
) -> list[Due]:
    """What is due at each post, checklist by checklist: those never made first, then the longest overdue. `known`: the
    assessments, where they were read already."""
    day, places = today or timezone.localdate(), our_posts(None if posts is None else list(posts), at)
    last = latest(places, at=at) if known is None else last_of(known)
    found = []
    for one in lists.newest():
        for post in places:
            before = last.get((one.code, post))
            on = months_after(before.row.on, one.every_months) if before else None
            found.append(Due(one, post, before, on, on is None or on < day))
    return sorted(found, key=lambda one: (one.on or date.min, one.post, one.checklist.code))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
