"""How travellers and communities see the border: a form of choices, its answers, and what they show. Nobody is named.

Forms are data files of `surveys/`, one a version. Results are told question by question; answers of a few people are
kept back, and with them others, so that none is found by subtracting (see statistics.suppression).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from jalon.cooperation.days import quarter_of
from jalon.cooperation.models import ORDER, SurveyAnswer
from jalon.cooperation.saying import NotAllowed, said, say
from jalon.cooperation.texts import in_language
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.statistics.suppression import ALL, CannotProtect, protect

FORMS_FOLDER = Path(__file__).parent / "surveys"
TRAVELLER, COMMUNITY = "traveller", "community"
AUDIENCES = (TRAVELLER, COMMUNITY)
QUARTER, PLACE, AUDIENCE = "quarter", "place", "audience"
GROUPED_BY = (QUARTER, PLACE, AUDIENCE)
LONGEST_PLACE = 120
MOST_DAYS_BACK = 400


Grouping = Callable[[SurveyAnswer], str]


@dataclass(frozen=True)
class Choice:
    code: str
    texts: Mapping[str, str]

    @property
    def text(self) -> str:
        return in_language(self.texts)


@dataclass(frozen=True)
class Question:
    """`good`: the choices that count as a good answer; none where the question only describes."""

    code: str
    texts: Mapping[str, str]
    audience: tuple[str, ...]
    choices: tuple[Choice, ...]
    good: tuple[str, ...]

    @property
    def text(self) -> str:
        return in_language(self.texts)


@dataclass(frozen=True)
class Form:
    """A version of a form. `id` is its code and version, as SurveyAnswer.survey holds it."""

    id: str
    title: Mapping[str, str]
    before: Mapping[str, str]
    questions: tuple[Question, ...]

    def of(self, audience: str) -> list[Question]:
        """The questions asked of an audience."""
        return [one for one in self.questions if audience in one.audience]


@cache
def forms() -> dict[str, Form]:
    """Every form, the newest version of each code last."""
    found = [_form(path) for path in sorted(FORMS_FOLDER.glob("*.toml"))]
    return {form.id: form for form in found}


def newest() -> Form:
    """The form that is filled in today."""
    return list(forms().values())[-1]


def _form(path: Path) -> Form:
    whole = tomllib.loads(path.read_text(encoding="utf-8"))
    questions = [
        Question(
            one["code"],
            one["text"],
            tuple(one["audience"]),
            tuple(
                Choice(choice["code"], {name: text for name, text in choice.items() if name != "code"})
                for choice in one["choices"]
            ),
            tuple(one.get("good", ())),
        )
        for one in whole["questions"]
    ]
    return Form(f"{whole['code']}-{whole['version']}", whole["title"], whole["before"], tuple(questions))


# ── act ──


@act
def answer(
    survey: str,
    place: str,
    day: date,
    audience: str,
    answers: Mapping[str, str],
    forum: str,
    actor: str,
    party: str,
    post: str = "",
) -> str:
    """Record one form that somebody filled in, or that is keyed from paper. Its key. Raises NotAllowed: no_such_form,
    audience_unknown, place_missing, not_yet, too_old, nothing_answered, answer_unknown, own_post."""
    form = forms().get(survey)
    if form is None:
        raise NotAllowed("no_such_form")
    if audience not in AUDIENCES:
        raise NotAllowed("audience_unknown")
    if not place.strip() or len(place) > LONGEST_PLACE:
        raise NotAllowed("place_missing")
    if day > timezone.localdate():
        raise NotAllowed("day_not_yet")
    if (timezone.localdate() - day).days > MOST_DAYS_BACK:
        raise NotAllowed("day_too_old")
    if _here(post):
        raise NotAllowed("own_post")  # travellers do not say at the desk what they think of the desk
    asked = {one.code: {choice.code for choice in one.choices} for one in form.of(audience)}
    given = {question: choice for question, choice in answers.items() if choice}
    if not given:
        raise NotAllowed("nothing_answered")
    if any(choice not in asked.get(question, set()) for question, choice in given.items()):
        raise NotAllowed("answer_unknown")
    facts = {
        "survey": survey,
        "place": place.strip(),
        "post": post,
        "day": day,
        "audience": audience,
        "answers": given,
    }
    body = said("survey.answered", SurveyAnswer, facts, forum=forum, party=party)
    return say([("survey.answered", body)], actor, forum)[0].key


def _here(post: str) -> bool:
    node = this_node()
    return bool(post) and post == node.keys.post and node.keys.parent is not None


# ── what the answers show ──


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with its answers. `groups` in order; `forms` by group: how many answered it; `numbers` by choice and
    group, `good` by group: the share of good answers. None where it is kept back; ALL for all groups together."""

    question: Question
    groups: tuple[str, ...]
    forms: Mapping[str, int | None]
    numbers: Mapping[tuple[str, str], int | None]
    good: Mapping[str, float | None]

    def share(self, choice: str, group: str) -> float | None:
        """Of the answers of a group, this choice."""
        number, whole = self.numbers.get((choice, group)), self.forms.get(group)
        return number / whole if number is not None and whole else None


def answered(
    forum: str, survey: str, at: int | None = None, since: date | None = None, until: date | None = None
) -> list[SurveyAnswer]:
    """The forms of a forum, up to an arrival position, in the order of their arrival."""
    rows = SurveyAnswer.objects.filter(forum=forum, survey=survey)
    if at is not None:
        rows = rows.filter(position__lte=at)
    if since is not None:
        rows = rows.filter(day__gte=since)
    if until is not None:
        rows = rows.filter(day__lte=until)
    return list(rows.order_by(*ORDER))


def results(
    forum: str, survey: str, by: str = QUARTER, at: int | None = None, threshold: int | None = None
) -> list[Shown]:
    """Each question with its answers, grouped by quarter, place or audience. Raises KeyError: no such form."""
    form = forms()[survey]
    return of_rows(form, answered(forum, survey, at), by, threshold or settings.JALON_SMALL_CELL)


def of_rows(form: Form, rows: Sequence[SurveyAnswer], by: str | Grouping, threshold: int) -> list[Shown]:
    """The same of rows at hand; `by` may say itself to which group a row belongs."""
    groups = tuple(sorted({group_of(row, by) for row in rows}))
    return [_shown(question, rows, by, groups, threshold) for question in form.questions]


def group_of(row: SurveyAnswer, by: str | Grouping) -> str:
    """Its quarter (“2026-Q3”), its post or place, or its audience."""
    if callable(by):
        return by(row)
    if by == QUARTER:
        return quarter_name(row.day)
    if by == PLACE:
        return row.post or row.place
    return row.audience


def quarter_name(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _shown(
    question: Question, rows: Sequence[SurveyAnswer], by: str | Grouping, groups: tuple[str, ...], threshold: int
) -> Shown:
    """Groups are the rows of the protected table and choices its columns: the totals of the choices stand in every
    grouping alike, so that two groupings tell no more than one. Where one of these is small itself, no total stands."""
    choices = tuple(choice.code for choice in question.choices)
    counted = Counter((group_of(row, by), row.answers[question.code]) for row in rows if question.code in row.answers)
    totals = {choice: sum(counted[(group, choice)] for group in groups) for choice in choices}
    whole = sum(totals.values())
    if whole < threshold:
        return Shown(question, groups, {}, {}, {})
    stand = not any(0 < total < threshold for total in totals.values())
    kept: dict[tuple[str, str], int | None]
    try:
        kept = protect(groups, choices, counted, threshold, totals=stand)
    except CannotProtect:  # the totals, which other groupings show, would give a small number away: they alone stand
        kept = {(ALL, choice): totals[choice] for choice in choices}
        kept[(ALL, ALL)] = whole
    forms_of = {group: kept.get((group, ALL)) for group in groups} | {ALL: kept[(ALL, ALL)]}
    numbers = {(choice, group): kept.get((group, choice)) for group in (*groups, ALL) for choice in choices}
    good = {group: _good(question, numbers, forms_of, group) for group in (*groups, ALL)}
    return Shown(question, groups, forms_of, numbers, good)


def _good(
    question: Question,
    numbers: Mapping[tuple[str, str], int | None],
    forms_of: Mapping[str, int | None],
    group: str,
) -> float | None:
    """The share of good answers among those that answered; None where one of the numbers is kept back."""
    whole = forms_of.get(group)
    good = [numbers[(choice, group)] for choice in question.good]
    if not good or not whole or any(number is None for number in good):
        return None
    return sum(number or 0 for number in good) / whole


@dataclass(frozen=True, slots=True)
class Compared:
    """A question's share of good answers in the baseline and now; None where it is kept back or was not asked."""

    question: Question
    then: float | None
    now: float | None

    @property
    def points(self) -> float | None:
        """By how many points it moved."""
        return None if self.then is None or self.now is None else round(100 * (self.now - self.then), 1)


def compared(found: Sequence[Shown], baseline: str, now: str) -> list[Compared]:
    """The baseline quarter beside another, for each question that has good answers."""
    return [Compared(one.question, one.good.get(baseline), one.good.get(now)) for one in found if one.question.good]


def indicator(question: str) -> str:
    """What a question's share of good answers is called among figures."""
    return f"survey.{question}"


def to_give(forum: str, survey: str, quarter: tuple[date, date], at: int | None = None) -> list[dict[str, Any]]:
    """The shares of good answers of a quarter, as facts of figures, from answers kept at home: `value`, or `kept_back`
    where few answered; nothing of a question that nobody answered."""
    form = forms()[survey]
    rows = answered(forum, survey, at, *quarter)
    name = quarter_of(quarter[0])
    shown = of_rows(form, rows, QUARTER, settings.JALON_SMALL_CELL)
    found = []
    for one in shown:
        if not one.question.good or not any(one.question.code in row.answers for row in rows):
            continue
        share = one.good.get(ALL)
        found.append(
            {
                "indicator": indicator(one.question.code),
                "since": name[0],
                "until": name[1],
                "value": None if share is None else round(share, 2),
                "kept_back": "small" if share is None else "",
                "unit": "share",
                "source": "survey",
                "source_text": f"{form.id}, {one.forms[ALL]}" if share is not None else form.id,
            }
        )
    return found


def places(forum: str) -> list[str]:
    """Places that forms were filled in at, and posts: what the page proposes."""
    used = SurveyAnswer.objects.filter(forum=forum).values_list("place", flat=True).distinct()
    return sorted({*used, *Post.objects.values_list("name", flat=True)})
