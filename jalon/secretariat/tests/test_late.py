"""How many promises are late is the same number on every page, in the alert, in an evaluation and in its communiqué."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from jalon.alerts.rules import promise_overdue
from jalon.cooperation import evaluation, progress, recommendations, standing
from jalon.cooperation.evaluating.scope import Scope
from jalon.cooperation.models import Evaluation
from jalon.cooperation.progress import Report
from jalon.cooperation.tests.owing import ADOPTED, adopt
from jalon.secretariat.evaluations.told import told
from jalon.secretariat.tests.signing_in import DELEGATE, browser_of, in_language

TODAY = timezone.localdate()
PAST, AHEAD, SAID = TODAY - timedelta(days=30), TODAY + timedelta(days=30), TODAY - timedelta(days=3)
# number -> due, who reported it done, how it was judged; and of whom it is late.
PROMISES = {
    "1": (PAST, (), "", ("MLI", "NER")),
    "2": (PAST, ("MLI",), "", ("NER",)),
    "3": (PAST, ("MLI", "NER"), "", ()),
    "4": (PAST, (), "kept", ()),
    "5": (PAST, ("MLI", "NER"), "not_kept", ("MLI", "NER")),
    "6": (AHEAD, (), "", ()),
    "7": (TODAY, (), "", ()),
}
LATE = sum(bool(whose) for *_rest, whose in PROMISES.values())
OF = {code: sum(code in whose for *_rest, whose in PROMISES.values()) for code in ("MLI", "NER")}


@pytest.fixture
def promised(forum, settings):
    settings.JALON_SECOND_FACTOR = "optional"
    for number, (due, done, verdict, _whose) in PROMISES.items():
        key = adopt(forum, number, due=due)
        for party in done:
            progress.report(key, Report(SAID, "done", {"fr": "Fait."}, note="PV"), "x", party)
        if verdict:
            recommendations.judge(key, verdict, SAID, "Vu.", "", "dalia")
    return forum


def test_the_late_count_is_the_same_everywhere(promised, dalia, monkeypatch):
    forum, dalia = promised, in_language(dalia, "en")
    assert {one.number: one.late_of for one in standing.standing(forum)} == {
        number: whose for number, (*_rest, whose) in PROMISES.items()
    }
    register = f"/promises/forum/{forum}/recommendations/"
    assert dict(dalia.get(register).context["figures"])["Late"] == LATE
    assert len(dalia.get(f"{register}?late=on").context["rows"]) == LATE
    cards = {row["code"]: row["late"] for row in dalia.get(f"/promises/forum/{forum}/silence/").context["parties"]}
    assert cards == OF
    for code, number in OF.items():
        delegate = browser_of(f"d{code}", DELEGATE, code)
        assert delegate.get("/promises/mine/").context["late"] == number
        assert delegate.get(f"/promises/forum/{forum}/party/{code}/").context["late"] == number
        assert dict(dalia.get(f"{register}?country={code}").context["figures"])["Late"] == number
        monkeypatch.setattr(promise_overdue, "own_party", lambda code=code: code)
        (alert,) = promise_overdue.situations("default", int(time.time() * 1000))
        assert alert.facts["promises"] == number
    whole = drawn(Scope(forum))
    assert (whole["summary"]["late"], {row["party"]: row["late"] for row in whole["by_party"]}) == (LATE, OF)
    with translation.override("en"):
        said = told(whole)
    assert next(tile["number"] for tile in said["tiles"] if tile["code"] == "late") == LATE
    assert any(f"past their date numbered {LATE}: 1, 2, 5." in line for line in said["sentences"])
    for code, number in OF.items():
        assert drawn(Scope(forum, parties=(code,)))["summary"]["late"] == number


def drawn(scope):
    key = evaluation.draw_up(ADOPTED, TODAY, scope, "dalia").key
    return evaluation.kept(Evaluation.objects.get(key=key))
