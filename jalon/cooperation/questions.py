"""Questions to the owner of a promise, and replies. A question goes to the owner first, with a day to reply by; others
see it with the reply, or once that day has passed, and then without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jalon.cooperation import forums, releasing
from jalon.cooperation.models import Progress, Question, Reply
from jalon.cooperation.promised import Promise, promise, today
from jalon.cooperation.saying import NotAllowed, said, say
from jalon.cooperation.texts import written
from jalon.journal.acting import act
from jalon.journal.record import Recorded

SOONEST, USUAL, LATEST = 5, 14, 90  # days in which an owner may reply
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question may be about: a promise, or a report on one. `owners`: who may be asked."""

    about: str
    promise: Promise
    owners: tuple[str, ...]
    report: Progress | None = None


def subject(about: str) -> Subject:
    """A recommendation, a measure or a report by its key. Raises NotAllowed: promise_not_known."""
    report = Progress.objects.filter(key=about).first()
    if report is None:
        one = promise(about)
        return Subject(about, one, one.owners)
    return Subject(about, promise(report.measure or report.recommendation), (report.party,), report)


def usual_day(on: date | None = None) -> date:
    """The day to reply by where nobody says another."""
    return (on or today()) + timedelta(days=USUAL)


@act
def ask(about: str, to: str, text: Mapping[str, str], reply_by: date, actor: str, party: str) -> Recorded:
    """Ask the owner of a promise or of a report. `party`: who asks, empty for the forum itself. Raises NotAllowed."""
    of = subject(about)
    forum = of.promise.forum
    if to not in of.owners:
        raise NotAllowed("asked_no_owner")
    if to == party:
        raise NotAllowed("asked_oneself")
    if not forum or (party and not forums.is_member(party, forum)):
        raise NotAllowed("not_joined")
    if of.report is not None and not releasing.sees(of.report, party):
        raise NotAllowed("promise_not_known")
    if not written(text):
        raise NotAllowed("question_empty")
    if any(len(one) > LONGEST for one in text.values()):
        raise NotAllowed("text_too_long", most=LONGEST)
    first, last = today() + timedelta(days=SOONEST), today() + timedelta(days=LATEST)
    if not first <= reply_by <= last:
        raise NotAllowed("reply_by_out_of_range", soonest=SOONEST, latest=LATEST)
    facts = {"about": about, "to": to, "text": written(text), "reply_by": reply_by}
    (recorded,) = say(
        [("question.asked", said("question.asked", Question, facts, forum=forum, party=party))], actor, forum
    )
    return recorded


@act
def answer(question: str, text: Mapping[str, str], actor: str, party: str) -> Recorded:
    """Reply for the party that was asked; a later reply stands before an earlier one. Raises NotAllowed."""
    asked = Question.objects.filter(key=question).first()
    if asked is None:
        raise NotAllowed("question_not_known")
    if asked.to != party:
        raise NotAllowed("asked_another")
    if not written(text):
        raise NotAllowed("reply_empty")
    if any(len(one) > LONGEST for one in text.values()):
        raise NotAllowed("text_too_long", most=LONGEST)
    if Reply.objects.filter(question=question, party=party, text=written(text)).exists():
        raise NotAllowed("said_already")
    facts = {"question": question, "text": written(text)}
    body = said("question.answered", Reply, facts, forum=asked.forum, party=party)
    (recorded,) = say([("question.answered", body)], actor, asked.forum)
    return recorded


def to_answer(party: str, forum: str | None = None, at: int | None = None) -> list[Question]:
    """The questions that a party has not answered, the first due first."""
    rows = Question.objects.filter(to=party) if forum is None else Question.objects.filter(to=party, forum=forum)
    replies = Reply.objects.filter(party=party)
    if at is not None:
        rows, replies = rows.filter(position__lte=at), replies.filter(position__lte=at)
    return list(rows.exclude(key__in=replies.values("question")).order_by("reply_by", "key"))
