"""The perception survey: its form, what may be answered, and what the answers show and keep back."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import override_settings
from django.utils import translation

from jalon.cooperation import indicator_facts, surveys
from jalon.cooperation.models import SurveyAnswer
from jalon.cooperation.saying import NotAllowed
from jalon.statistics.suppression import ALL

TODAY = date.today()
FORM = "perception-1"
FORBIDDEN = ("ethni", "religi", "tribu", "trib", "clan", "عرق", "قبيل", "دين", "nationalit", "جنسية")


def test_the_form_speaks_three_languages_and_asks_nothing_that_must_not_be_asked():
    form = surveys.newest()
    assert form.id == FORM and len(form.questions) >= 12
    for audience in surveys.AUDIENCES:
        assert len(form.of(audience)) >= 10
    for question in form.questions:
        assert set(question.texts) == {"fr", "en", "ar"}
        codes = [choice.code for choice in question.choices]
        assert len(codes) == len(set(codes)) >= 2 and set(question.good) < set(codes)
        for choice in question.choices:
            assert set(choice.texts) == {"fr", "en", "ar"}
        for said in (
            *question.texts.values(),
            *(text for choice in question.choices for text in choice.texts.values()),
        ):
            assert not any(word in said.lower() for word in FORBIDDEN), said
        assert len(surveys.indicator(question.code)) <= 40


def answers(**facts):
    whole = {
        "survey": FORM, "place": "Gogui", "day": TODAY, "audience": "traveller", "answers": {"respect": "yes"},
        "forum": "", "actor": "fatou", "party": "MLI",
    }  # fmt: skip
    return surveys.answer(**whole | facts)


WRONG = {
    "no_such_form": {"survey": "perception-9"},
    "audience_unknown": {"audience": "officer"},
    "place_missing": {"place": " "},
    "day_not_yet": {"day": TODAY + timedelta(days=1)},
    "day_too_old": {"day": TODAY - timedelta(days=500)},
    "nothing_answered": {"answers": {"respect": ""}},
    "answer_unknown": {"answers": {"heard": "yes"}},  # asked of communities alone
    "own_post": {"post": "ML-GOG"},
}


@pytest.mark.parametrize("code", WRONG)
def test_what_may_not_be_answered(node, code, monkeypatch):
    here = SimpleNamespace(keys=SimpleNamespace(post="ML-GOG", parent="its headquarters"))
    monkeypatch.setattr(surveys, "this_node", lambda: here)
    with pytest.raises(NotAllowed, match=code):
        answers(**WRONG[code])
    assert not SurveyAnswer.objects.exists()


@pytest.mark.both
def test_an_answer_is_choices_and_nothing_else(node):
    key = answers(answers={"respect": "yes", "waited": ""})
    row = SurveyAnswer.objects.get(key=key)
    assert row.answers == {"respect": "yes"} and surveys.answered("", FORM, at=row.position - 1) == []
    assert surveys.answered("", FORM, at=row.position) == [row]


THEN, NOW = date(2026, 2, 1), date(2026, 8, 1)


def rows(*groups):
    """(how many, day, place, audience, choice of “respect”)."""
    return [
        SurveyAnswer(
            key=f"a.a.{index}.{n}", survey=FORM, day=day, place=place, audience=audience, answers={"respect": said}
        )
        for index, (number, day, place, audience, said) in enumerate(groups)
        for n in range(number)
    ]


def respect(some, by="quarter"):
    found = surveys.of_rows(surveys.forms()[FORM], some, by, 10)
    return next(one for one in found if one.question.code == "respect")


def test_the_baseline_is_compared_with_now():
    some = rows(
        (20, THEN, "Gogui", "traveller", "yes"),
        (20, THEN, "Gogui", "traveller", "no"),
        (30, NOW, "Gogui", "traveller", "yes"),
        (10, NOW, "Gogui", "traveller", "no"),
    )
    shown = respect(some)
    assert shown.groups == ("2026-Q1", "2026-Q3") and shown.forms[ALL] == 80
    assert shown.share("yes", "2026-Q3") == 0.75
    (one,) = [x for x in surveys.compared([shown], "2026-Q1", "2026-Q3") if x.question.code == "respect"]
    assert (one.then, one.now, one.points) == (0.5, 0.75, 25.0)


def test_answers_of_a_few_are_kept_back_and_cannot_be_worked_out():
    some = rows(
        (40, THEN, "Gogui", "traveller", "yes"),
        (20, THEN, "Gogui", "traveller", "no"),
        (30, NOW, "Kayes", "community", "yes"),
        (3, NOW, "Kayes", "community", "no"),
    )
    for by, few in (("quarter", "2026-Q3"), ("place", "Kayes"), ("audience", "community")):
        shown = respect(some, by)
        assert shown.numbers[("no", few)] is None and shown.good[few] is None
        other = next(group for group in shown.groups if group != few)
        # The totals of the choices stand, so the other group's number is kept back too.
        assert shown.numbers[("no", ALL)] == 23 and shown.numbers[("no", other)] is None
    assert respect(rows((9, NOW, "Gogui", "traveller", "yes"))).forms == {}


def test_what_is_given_to_a_forum_is_a_share_of_a_quarter(node, monkeypatch):
    with override_settings(JALON_SMALL_CELL=3):
        for said in ("yes", "yes", "yes", "no", "no", "no"):
            answers(answers={"respect": said, "sex": "woman"})
        answers(answers={"complain": "no"})
        quarter = surveys.bands.quarter_of(TODAY)
        found = {one["indicator"]: one for one in surveys.to_give("", FORM, quarter)}
    assert set(found) == {"survey.respect", "survey.complain"}
    with translation.override("en"):
        assert indicator_facts.title("survey.respect") == "Were you treated with respect?"
    assert (found["survey.respect"]["value"], found["survey.respect"]["kept_back"]) == (0.5, "")
    assert (found["survey.complain"]["value"], found["survey.complain"]["kept_back"]) == (None, "small")
