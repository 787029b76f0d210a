"""The queue: what waits longest beyond its time stands on top; and what the bureau answered about a case."""

from __future__ import annotations

from jalon.bureau.asking import PENDING
from jalon.bureau.models import Query, Step


def queue() -> list[Query]:
    """Questions without an answer, the one that is due first on top."""
    return list(Query.objects.filter(state__in=PENDING).order_by("due_at", "number"))


def to_be_closed() -> list[Query]:
    """Answered questions that nobody closed: hits first, then the oldest."""
    rows = Query.objects.filter(state="answered").order_by("number")
    return sorted(rows, key=lambda one: ("hit", "partial", "nothing").index(one.answer))


def of_case(inspections: list[str]) -> list[tuple[Query, Step | None]]:
    """The questions about these passages, the last first, each with its answer where one came. A hit never decides."""
    rows = list(Query.objects.filter(inspection__in=inspections).order_by("-number"))
    answers = {step.query: step for step in Step.objects.filter(query__in=[one.key for one in rows], state="answered")}
    return [(one, answers.get(one.key)) for one in rows]
