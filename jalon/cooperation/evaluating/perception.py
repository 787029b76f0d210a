"""What travellers and communities answered, before the period and within it: how many chose what. Nobody is named, and
answers of a few people are kept back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from jalon.cooperation.evaluating.scope import Dates, Scope
from jalon.cooperation.models import SurveyAnswer
from jalon.cooperation.sequence import in_order, until

Json = dict[str, Any]
FEWEST = 10  # answered forms below which nothing is shown of a question


def answered(scope: Scope, dates: Dates, at: int) -> list[Json]:
    """By survey and audience, the questions in the order of their codes: choices then and now."""
    rows = in_order(until(SurveyAnswer, at).filter(forum__in={scope.forum, ""}, day__lte=dates.until))
    if scope.posts:
        rows = [row for row in rows if not row.post or row.post in scope.posts]
    by_form: dict[tuple[str, str], list[SurveyAnswer]] = defaultdict(list)
    for row in rows:
        by_form[(row.survey, row.audience)].append(row)
    found = []
    for (survey, audience), some in sorted(by_form.items()):
        then = [row for row in some if row.day <= dates.since]
        now = [row for row in some if row.day > dates.since]
        questions = sorted({question for row in some for question in row.answers})
        found.append(
            {
                "survey": survey,
                "audience": audience,
                "forms_then": len(then),
                "forms": len(now),
                "questions": [
                    {"question": one, "then": _choices(then, one), "now": _choices(now, one)} for one in questions
                ],
            }
        )
    return found


def _choices(rows: Iterable[SurveyAnswer], question: str) -> Json | None:
    """Choice -> how many; None where too few answered."""
    counted: Counter[str] = Counter()
    forms = 0
    for row in rows:
        said = row.answers.get(question)
        choices = [said] if isinstance(said, str) else said if isinstance(said, list) else []
        forms += bool(choices)
        counted.update(str(choice) for choice in choices)
    return None if forms < FEWEST else {"forms": forms, "choices": dict(sorted(counted.items()))}
