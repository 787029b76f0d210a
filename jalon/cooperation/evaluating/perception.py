"""What travellers and communities answered, before the period and within it: how many chose what. Nobody is named, and
small numbers are kept back, so that none follows from the others."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from jalon.cooperation import surveys
from jalon.cooperation.evaluating.scope import Dates, Scope
from jalon.cooperation.models import SurveyAnswer
from jalon.cooperation.sequence import in_order, until

Json = dict[str, Any]
FEWEST = 10  # the smallest number that is shown, whatever is set here: it is the same wherever it is computed again
THEN, NOW = "then", "now"


def answered(scope: Scope, dates: Dates, at: int) -> list[Json]:
    """By survey and audience, the questions of the form: choices then and now. A form unknown to this program is left
    out."""
    rows = in_order(until(SurveyAnswer, at).filter(forum__in={scope.forum, ""}, day__lte=dates.until))
    if scope.posts:
        rows = [row for row in rows if not row.post or row.post in scope.posts]
    if scope.for_others:
        # Of whole quarters: of two evaluations drawn some days apart the difference would tell of a few people.
        rows = [row for row in rows if _quarter(row, dates)]
    by_form: dict[tuple[str, str], list[SurveyAnswer]] = defaultdict(list)
    for row in rows:
        by_form[(row.survey, row.audience)].append(row)
    forms = surveys.forms()

    def group(row: SurveyAnswer) -> str:
        return _quarter(row, dates) if scope.for_others else THEN if row.day <= dates.since else NOW

    found = []
    for (survey, audience), some in sorted(by_form.items()):
        if survey not in forms:
            continue
        shown = surveys.of_rows(forms[survey], some, group, FEWEST)
        found.append(
            {
                "survey": survey,
                "audience": audience,
                "forms_then": sum(group(row) == THEN for row in some),
                "forms": sum(group(row) == NOW for row in some),
                "questions": [
                    {"question": one.question.code, THEN: _said(one, THEN), NOW: _said(one, NOW)} for one in shown
                ],
            }
        )
    return found


def _quarter(row: SurveyAnswer, dates: Dates) -> str:
    return next((name for name, (first, last) in dates.quarters.items() if first <= row.day <= last), "")


def _said(one: surveys.Shown, group: str) -> Json | None:
    """Choice -> how many, and those kept back; None where too few answered."""
    forms = one.forms.get(group)
    if not forms:
        return None
    numbers = {choice.code: one.numbers.get((choice.code, group)) for choice in one.question.choices}
    return {
        "forms": forms,
        "choices": {choice: number for choice, number in numbers.items() if number is not None},
        "kept_back": [choice for choice, number in numbers.items() if number is None],
    }
