"""Measures, the projects that pay for them, and the practices that others take up."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.cooperation import forums, library, measures, practices, projects, recommendations
from jalon.cooperation.saying import NotAllowed
from jalon.cooperation.themes import THEMES

DALIA = "2fff08d3"
MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
READER = {"library": "reader", "starts": MARCH, "ends": JUNE, "posts": ["ML-GOG"], "office": "Direction du matériel"}


@pytest.fixture
def forum(forum):
    """This machine hosts a forum of two states, a donor and an agency."""
    forums.found({"fr": "Comité"}, "regional", date(2026, 1, 1), DALIA)
    for code, kind in (("MLI", "state"), ("NER", "state"), ("jica", "donor"), ("iom", "agency")):
        forums.add_party(forum, code, kind, {"fr": code}, date(2026, 1, 1), DALIA)
    return forum


def plan(forum, party="MLI", **facts):
    return measures.plan(READER | facts, DALIA, forum, party)


def test_the_library_serves_every_level_and_theme():
    served = {(level, theme) for one in library.LIBRARY.values() for level in one.levels for theme in one.themes}
    assert {level for level, _theme in served} == {"post", "national", "bilateral", "regional", "local"}
    assert {theme for _level, theme in served} == set(THEMES)
    assert len(library.LIBRARY) >= 45
    assert all(one.levels[0] == "local" for one in library.sorted_by("local", "communities")[:1])
    with pytest.raises(ValueError, match=r"x: takes is not said in"):
        library.read(
            '[x]\nlevels=["post"]\nthemes=["staff"]\nmonths=1\ntitle={fr="a",en="a",ar="a"}\ntakes={}\nknown_by={}'
        )


WRONG = {
    "no_such_library_measure": {"library": "laser"},
    "measure_without_title": {"library": "", "title": {}},
    "no_level": {"library": "", "title": {"fr": "Un puits"}},
    "ends_before_it_begins": {"ends": date(2026, 1, 1)},
    "no_such_recommendation": {"recommendation": "x"},
    "no_such_practice": {"practice": "x"},
    "no_such_project": {"project": "x"},
    "line_without_project": {"line": "2.1"},
    "plans_for_another": {"owner": "NER"},
}


def test_what_cannot_be_planned(forum):
    for code, facts in WRONG.items():
        with pytest.raises(NotAllowed) as rule:
            plan(forum, **facts)
        assert rule.value.code == code
    assert measures.measures(forum) == []


STEPS = {
    "begun, done": ([("under_way", ""), ("done", "")], "done"),
    "stopped needs a reason": ([("stopped", "")], "no_reason"),
    "stopped, taken up again": ([("stopped", "no money"), ("planned", "a donor came")], "planned"),
    "done twice": ([("done", ""), ("done", "")], "measure_not_from_there"),
    "not finished after all": ([("done", ""), ("under_way", "two posts are missing")], "under_way"),
    "no such state": ([("forgotten", "")], "no_such_state"),
}


def test_how_a_measure_goes(forum):
    for name, (steps, expected) in STEPS.items():
        key = plan(forum)
        try:
            for state, note in steps:
                measures.tell(key, state, JUNE, DALIA, note, "MLI")
        except NotAllowed as rule:
            assert rule.code == expected, name
        else:
            assert measures.one(key).state == expected, name
    with pytest.raises(NotAllowed, match="measure_of_another"):
        measures.tell(plan(forum), "done", JUNE, DALIA, "", "NER")


@pytest.mark.both
def test_a_measure_as_it_stood(forum):
    key = plan(forum)
    assert measures.one(key).title["ar"] == "تركيب قارئ وثائق"
    assert [measures.one(key, on=day).late for day in (MARCH, date(2026, 3, 3), date(2026, 6, 2))] == [
        False,
        True,
        True,
    ]
    measures.tell(key, "under_way", MARCH, DALIA, "", "MLI")
    before = measures.facts(key)[-1].position
    measures.amend(key, {"ends": date(2026, 9, 1)}, "customs", DALIA, "MLI")
    measures.link(key, DALIA, posts=["ML-GOG", "ML-KID"], assets=["a.b.1"], trainings=[], party="MLI")
    now, then = measures.one(key), measures.one(key, at=before)
    assert (now.ends, now.posts, now.assets) == (date(2026, 9, 1), ("ML-GOG", "ML-KID"), ("a.b.1",))
    assert (then.ends, then.posts, then.assets, then.state) == (JUNE, ("ML-GOG",), (), "under_way")


def test_a_measure_of_a_merged_recommendation_is_found_by_the_other(forum):
    facts = {"level": "post", "theme": "equipment", "binds": ["MLI"], "due": JUNE, "proof": "deliverable"}
    facts["deliverable"] = {"fr": "Un reçu"}
    first, second = (
        recommendations.put(facts | {"number": number}, {"fr": "Équiper"}, forum, DALIA) for number in ("1", "2")
    )
    key = plan(forum, recommendation=first)
    recommendations.merge([first], second, JUNE, DALIA)
    assert [one.key for one in measures.measures(forum, recommendation=second)] == [key]
    with pytest.raises(NotAllowed, match="not_standing"):
        plan(forum, recommendation=first)


PROJECT = {"code": "PRJ-1", "title": {"fr": "Postes reliés"}, "donor": "jica", "implements": "iom", "starts": MARCH}
PROJECT |= {"months": 12, "currency": "xof", "countries": ["MLI"]}


def project(forum):
    key = projects.open_project(PROJECT, DALIA, forum)
    projects.set_line(key, "2.1", {"fr": "Lecteurs"}, "1 000 000,50", DALIA)
    projects.set_line(key, "2.10", {"fr": "Missions"}, "10", DALIA)
    projects.set_line(key, "2.2", {"fr": "Énergie"}, Decimal(500), DALIA)
    return key


@pytest.mark.both
def test_a_project_counts_in_exact_money(forum):
    key = project(forum)
    for amount, note in (("0.10", ""), ("0.20", ""), ("-0.30", "written twice"), ("250000.25", "")):
        projects.spend(key, "2.1", JUNE, amount, DALIA, note)
    projects.spend(key, "2.2", date(2026, 7, 1), 600, DALIA)
    here, then = projects.one(key), projects.one(key, on=JUNE)
    assert [line.number for line in here.lines] == ["2.1", "2.2", "2.10"]
    assert (here.lines[0].spent, here.spent, then.spent) == (
        Decimal("250000.25"),
        Decimal("250600.25"),
        Decimal("250000.25"),
    )
    assert (here.lines[1].left, here.ends, here.currency) == (Decimal("-100.00"), date(2027, 3, 1), "XOF")
    for amount, note, code in (("0", "", "nothing_spent"), ("-5", "", "no_reason"), ("much", "", "no_amount")):
        with pytest.raises(NotAllowed, match=code):
            projects.spend(key, "2.1", JUNE, amount, DALIA, note)


# who speaks -> what he may write of a project
WRITES = {
    "": {"line", "result", "spending", "narrative"},  # the forum, whose machine it is
    "iom": {"line", "result", "spending", "narrative"},  # it implements
    "jica": {"spending", "narrative"},  # it pays
    "NER": set(),
}


def test_who_writes_what_of_a_project(forum):
    key = project(forum)
    with pytest.raises(NotAllowed, match="project_code_taken"):
        projects.open_project(PROJECT, DALIA, forum)
    other = projects.open_project(PROJECT | {"code": "PRJ-2", "donor": "eu"}, DALIA, forum)
    projects.set_line(other, "1", {"fr": "Puits"}, 5, DALIA)

    def acts(of, line, party):
        return {
            "line": lambda: projects.set_line(of, "3", {"fr": "Puits"}, 5, DALIA, party),
            "result": lambda: projects.set_result(
                of, "1", {"fr": "Lu"}, DALIA, indicator="reported_share", party=party
            ),
            "spending": lambda: projects.spend(of, line, JUNE, 5, DALIA, "", party),
            "narrative": lambda: projects.narrate(of, MARCH, JUNE, "fr", "Trois postes.", DALIA, party),
        }

    for party, allowed in WRITES.items():
        for what, write in acts(key, "2.1", party).items():
            try:
                write()
            except NotAllowed as rule:
                assert (rule.code, what in allowed) == ("project_of_others", False), (party, what)
            else:
                assert what in allowed, (party, what)
    for write in acts(other, "1", "jica").values():
        with pytest.raises(NotAllowed, match="project_of_others"):
            write()
    with pytest.raises(NotAllowed, match="described_only"):
        projects.set_result(key, "2", {"fr": "Refus"}, DALIA, indicator="refused", target=5)


def test_a_practice_is_taken_up_and_the_link_stands_on_both_sides(forum):
    words = {name: {"fr": "Réunir les deux chefs de poste"} for name in ("title", "what", "took", "known_by")}
    with pytest.raises(NotAllowed, match="practice_not_told"):
        practices.describe(words | {"took": {}, "where": "Gogui", "level": "local"}, DALIA, forum, "MLI")
    key = practices.describe(words | {"where": "Gogui", "level": "local"}, DALIA, forum, "MLI")
    measure = practices.take_up(key, DALIA, "NER")
    assert practices.one(key).taken == (("NER", measure),)
    assert (measures.one(measure).practice, measures.one(measure).owner) == (key, "NER")
    for party, code in (("NER", "taken_up_already"), ("MLI", "practice_of_ones_own"), ("TCD", "not_joined")):
        with pytest.raises(NotAllowed, match=code):
            practices.take_up(key, DALIA, party)
