"""What cannot stand as a row is refused before it is recorded; what others sent that nobody can read ends no page."""

from datetime import date

import pytest

from jalon.cooperation import measures, meetings, projects, promised, recommendations, standing
from jalon.cooperation.models import BudgetLine, MeasureFact
from jalon.cooperation.saying import NotAllowed, said, say
from jalon.cooperation.tests.owing import DALIA, FACTS, WORDS, adopt, plan, seat_all
from jalon.exchange.leaving import Denied, may_leave
from jalon.journal.models import Parked
from jalon.journal.record import record_together

DAY = date(2026, 11, 25)
PROJECT = {"code": "P", "title": {"fr": "p"}, "donor": "DON-1", "starts": DAY, "months": 2, "currency": "EUR"}


def put(forum, texts=WORDS, **facts):
    return recommendations.put(FACTS | {"number": "1"} | facts, texts, forum, DALIA)


def line(forum, number):
    return projects.set_line(projects.open_project(PROJECT, DALIA, forum), number, {"fr": "x"}, "1", DALIA)


# What is done -> the code of the refusal, and the field that it names.
REFUSED = {
    "a superscript for a number": (lambda forum: put(forum, number="2²"), "field_not_understood", "number"),
    "a budget line 2¹": (lambda forum: line(forum, "2¹"), "field_not_understood", "number"),
    "a long budget line": (lambda forum: line(forum, "1" * 30), "field_too_long", "number"),
    "a text of a book": (lambda forum: put(forum, {"fr": "x" * 30_000}), "field_too_long", "text"),
    "a language in words": (
        lambda forum: put(forum, question={"français": "Qui ?"}),
        "field_not_understood",
        "question",
    ),
    "a long place": (
        lambda forum: meetings.call({"fr": "R"}, "regional", DAY, DAY, "N" * 300, DALIA, forum=forum),
        "field_too_long",
        "place",
    ),
    "a long service": (
        lambda forum: measures.plan(
            {"title": {"fr": "m"}, "level": "national", "owner": "NER", "office": "x" * 300}, DALIA, forum
        ),
        "field_too_long",
        "office",
    ),
    "another age": (
        lambda forum: projects.open_project(PROJECT | {"starts": date(9999, 12, 1)}, DALIA, forum),
        "day_too_far",
        "starts",
    ),
    "a measure at the post 5": (
        lambda forum: measures.amend(plan(forum, "NER"), {"posts": [5]}, "why", DALIA),
        "field_not_understood",
        "posts",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_row_could_hold(forum, name):
    seat_all(forum)
    act, code, field = REFUSED[name]
    with pytest.raises(NotAllowed) as rule:
        act(forum)
    assert (rule.value.code, rule.value.facts["field"]) == (code, field)
    assert not Parked.objects.exists()


def test_rows_of_another_program_end_no_page(forum):
    """Such rows came before anybody looked: readers leave out what does not parse, and go on."""
    seat_all(forum)
    key = adopt(forum)
    done = plan(forum, "NER", key)
    row = {"forum": forum, "party": "NER", "position": 999, "at": 1}
    strange = {"ends": "bientot", "posts": 5}
    MeasureFact.objects.create(key="f.e.1", measure=done, what="amended", on=DAY, facts=strange, **row)
    assert measures.one(done).ends == promised.promise(done).due == date(2025, 6, 30)
    project = projects.open_project(PROJECT, DALIA, forum)
    for number in ("2¹", "2", "10"):
        BudgetLine.objects.create(key=f"b.{number}", project=project, number=number, amount=1, **row)
    assert [one.number for one in projects.one(project).lines] == ["2", "10", "2¹"]
    assert standing.spoken_order("2²") > standing.spoken_order("2.10") > standing.spoken_order("2.9")


def test_the_gate_reads_numbers_and_days(forum, monkeypatch):
    monkeypatch.setattr("jalon.exchange.leaving.own_party", lambda: "MLI")
    body = {"forum": forum, "party": "MLI", "project": "p.e.1", "title": {"fr": "x"}, "amount": "1.00"}
    may_leave("project.line_set", body | {"number": "2.1"}, forum)
    for verb, wrong in (("project.line_set", {"number": "2¹"}), ("project.spent", {"line": "1", "on": "9999-12-31"})):
        one = {"forum": forum, "party": "MLI", "project": "p.e.1", "amount": "1.00"} | wrong
        with pytest.raises(Denied, match="field_wrong"):
            may_leave(verb, one, forum)


def test_what_another_machine_says_is_read_the_same(forum):
    """Past the acts, as an entry of another machine comes: apply makes no row of it."""
    seat_all(forum)
    facts = {"measure": plan(forum, "NER"), "what": "amended", "on": DAY, "facts": {"ends": "bientôt"}}
    body = said("measure.told", MeasureFact, facts, forum=forum, party="NER")
    with pytest.raises(NotAllowed, match="field_not_understood"):
        say([("measure.told", body)], DALIA, forum)
    record_together([("measure.told", body)], DALIA)
    assert not MeasureFact.objects.exists()
    assert "ValidationError" in Parked.objects.get().reason
