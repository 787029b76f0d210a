"""What was promised and what was done of it, counted from the rows of cooperation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalon.cooperation.indicator import COOPERATION, MORE, NONE, Behind, Family, Indicator, Measured, Span, confidence
from jalon.cooperation.models import (
    ORDER,
    Evidence,
    Measure,
    MeasureFact,
    PracticeTaken,
    Progress,
    Question,
    Recommendation,
    RecommendationFact,
    Reply,
    Row,
)
from jalon.cooperation.tables.link import position_of
from jalon.statistics import following


@dataclass(frozen=True, slots=True)
class Found:
    """What was counted: the value, and the rows behind it."""

    value: float | None
    rows: Sequence[Row]
    whole: int | None = None  # of a share: among how many


def of(model: type[Row], span: Span, **those: Any) -> QuerySet[Any]:
    """Rows that stood at the span's position, of its forum and its party."""
    rows: QuerySet[Any] = model._default_manager.filter(position__lte=position_of(span), **those)
    if span.forum is not None:
        rows = rows.filter(forum=span.forum)
    if span.party is not None:
        rows = rows.filter(party=span.party)
    return rows.order_by(*ORDER)


def _said_in(rows: QuerySet[Any], span: Span) -> list[Any]:
    """Those that were said on a day of the span, on their node's clock."""
    return [one for one in rows if span.since <= day_of(one) < span.until]


def day_of(row: Row) -> date:
    """The day on which a row was said, in the time zone of the settings."""
    return datetime.fromtimestamp(row.at / 1000, following.zone()).date()


def _stand(span: Span, *states: str) -> Found:
    """Measures whose last fact by the end of the span is one of these."""
    last: dict[str, MeasureFact] = {}
    standing = [one for one in MeasureFact.What if one not in {MeasureFact.What.LINKED, MeasureFact.What.AMENDED}]
    for fact in of(MeasureFact, span, what__in=standing, on__lt=span.until):
        last[fact.measure] = fact
    rows = [fact for fact in last.values() if fact.what in states and _has_posts(fact.measure, span)]
    return Found(float(len(rows)), sorted(rows, key=lambda one: (one.position, one.key)))


def _has_posts(measure: str, span: Span) -> bool:
    if not span.posts:
        return True
    one = Measure.objects.filter(key=measure, position__lte=position_of(span)).first()
    return one is not None and bool(set(one.posts) & set(span.posts))


def _fate(span: Span, *whats: str) -> Found:
    """Recommendations that met such a fate by the end of the span."""
    whole = replace(span, party=None)  # the forum says it, of those whom a recommendation binds
    rows = list(of(RecommendationFact, whole, what__in=whats, on__lt=span.until))
    if span.party is not None:
        binds = dict(of(Recommendation, whole).values_list("key", "binds"))
        rows = [one for one in rows if not binds.get(one.recommendation) or span.party in binds[one.recommendation]]
    return Found(float(len({one.recommendation for one in rows})), rows)


def measures_done(span: Span) -> Found:
    return _stand(span, MeasureFact.What.DONE)


def measures_under_way(span: Span) -> Found:
    return _stand(span, MeasureFact.What.UNDER_WAY)


def measures_stopped(span: Span) -> Found:
    return _stand(span, MeasureFact.What.STOPPED)


def adopted(span: Span) -> Found:
    return _fate(span, RecommendationFact.What.ADOPTED)


def closed(span: Span) -> Found:
    return _fate(span, RecommendationFact.What.CLOSED)


def reports(span: Span) -> Found:
    rows = list(of(Progress, span, as_of__gte=span.since, as_of__lt=span.until))
    return Found(float(len(rows)), rows)


def with_evidence(span: Span) -> Found:
    rows = list(reports(span).rows)
    leaning = set(of(Evidence, span).values_list("progress", flat=True))
    return _share(rows, [one for one in rows if one.key in leaning])


def answered_in_time(span: Span) -> Found:
    asked = list(of(Question, replace(span, party=None)))
    if span.party is not None:
        asked = [one for one in asked if one.to == span.party]
    due = [one for one in asked if span.since <= one.reply_by < span.until]
    replies: dict[tuple[str, str], date] = {}
    for reply in Reply.objects.filter(position__lte=position_of(span)).order_by(*ORDER):
        replies.setdefault((reply.question, reply.party), day_of(reply))
    # A reply counts where whoever was asked gave it.
    in_time = [one for one in due if (day := replies.get((one.key, one.to))) is not None and day <= one.reply_by]
    return _share(due, in_time)


def taken_up(span: Span) -> Found:
    rows = _said_in(of(PracticeTaken, span), span)
    return Found(float(len(rows)), rows)


def _share(whole: Sequence[Row], part: Sequence[Row]) -> Found:
    return Found(len(part) / len(whole) if whole else None, whole, len(whole))


COUNTS: dict[str, Callable[[Span], Found]] = {
    "measures_done": measures_done,
    "measures_under_way": measures_under_way,
    "measures_stopped": measures_stopped,
    "recommendations_adopted": adopted,
    "recommendations_closed": closed,
    "progress_reports": reports,
    "reports_with_evidence": with_evidence,
    "questions_answered_in_time": answered_in_time,
    "practices_taken_up": taken_up,
}
SHARES = {"reports_with_evidence", "questions_answered_in_time"}
# What a row of each model was said by.
VERBS = {
    MeasureFact: "measure.told",
    RecommendationFact: "recommendation.told",
    Progress: "progress.reported",
    Question: "question.asked",
    PracticeTaken: "practice.taken_up",
}


def measure(span: Span, codes: Sequence[str]) -> dict[str, Measured]:
    """Whatever was said here is counted: what a party does not say is not known, and is in no coverage."""
    found = {}
    for code in codes:
        one = COUNTS[code](span)
        unit = "share" if code in SHARES else "number"
        # A count of what was said is whole; a share of very few says little.
        sure = confidence(one.value, None, len(one.rows)) if code in SHARES else "high"
        found[code] = Measured(one.value, unit, None, sure, position_of(span), len(one.rows))
    return found


def behind(span: Span, code: str) -> list[Behind]:
    return [
        Behind(one.key, one.position, VERBS[type(one)], getattr(one, "post", ""), day_of(one))
        for one in COUNTS[code](span).rows
    ]


FAMILY = Family(measure, behind)


def _one(code: str, title: Any, meaning: Any, how: Any, better: str = NONE, stock: bool = False) -> Indicator:
    unit = "share" if code in SHARES else "number"
    return Indicator(code, title, unit, COOPERATION, meaning, how, better, FAMILY, stock=stock)


WORK: tuple[Indicator, ...] = (
    _one(
        "measures_done",
        _("Measures done"),
        _("How many of the measures that were planned are done."),
        _("Measures whose last state by the day is “done”, as their owners say."),
        MORE,
        stock=True,
    ),
    _one(
        "measures_under_way",
        _("Measures under way"),
        _("How many measures are being carried out."),
        _("Measures whose last state by the day is “under way”, as their owners say."),
        stock=True,
    ),
    _one(
        "measures_stopped",
        _("Measures stopped"),
        _("How many measures were given up before they were done."),
        _("Measures whose last state by the day is “stopped”, as their owners say."),
        stock=True,
    ),
    _one(
        "recommendations_adopted",
        _("Recommendations adopted"),
        _("How much was promised."),
        _("Recommendations that a meeting adopted, from the first one up to the day."),
        stock=True,
    ),
    _one(
        "recommendations_closed",
        _("Recommendations closed"),
        _("How much of what was promised a meeting judged kept."),
        _("Recommendations that a meeting closed, from the first one up to the day."),
        MORE,
        stock=True,
    ),
    _one(
        "progress_reports",
        _("Reports of progress"),
        _("How often owners said how things stand."),
        _("Reports whose day lies in the period."),
    ),
    _one(
        "reports_with_evidence",
        _("Share of reports with evidence"),
        _("How many reports lean on a file, a figure or a visit."),
        _("Reports with at least one piece of evidence, among all reports of the period."),
        MORE,
    ),
    _one(
        "questions_answered_in_time",
        _("Share of questions answered in time"),
        _("How many questions of other delegations were answered by the day that was set."),
        _("Questions with a reply by their day, among all whose day lies in the period."),
        MORE,
    ),
    _one(
        "practices_taken_up",
        _("Good practices taken up"),
        _("How often somebody made another’s good practice a measure of its own."),
        _("Practices taken up in the period."),
        MORE,
    ),
)
