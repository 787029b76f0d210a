"""What a state shows, settled by two people; and the figures of a quarter that follow from it."""

from datetime import date

import pytest
from django.test import override_settings

from jalon.cooperation import indicator_facts, outside, quarterly, showing
from jalon.cooperation.indicators import Measured
from jalon.cooperation.models import Figure, Shows, ShowsDecision
from jalon.cooperation.saying import NotAllowed
from jalon.journal.record import record_together
from jalon.posts.models import Post

FORUM, CLAIRE, ISSA = "f0f0f0f0f0f0f0f0", "claire", "issa"
TODAY = date(2026, 11, 25)


@pytest.fixture
def mali(node, monkeypatch):
    Post.objects.get_or_create(code="ML-GOG", defaults={"name": "Gogui", "country": "MLI"})
    for room in (showing, quarterly, outside):
        monkeypatch.setattr(room, "own_party", lambda: "MLI")
    monkeypatch.setattr(quarterly, "say", lambda acts, actor, forum: record_together(acts, actor))


def show(code, shown=True):
    showing.approve(showing.propose(FORUM, code, shown, "décision du ministre", CLAIRE), ISSA)


@pytest.mark.both
def test_two_people_change_what_is_shown(mali):
    assert showing.shown(FORUM) == set()
    key = showing.propose(FORUM, "passages", True, "décision 12", CLAIRE)
    before = Shows.objects.get(key=key).position
    assert showing.shown(FORUM) == set() and [one.shows.key for one in showing.waiting(FORUM)] == [key]
    for code, say in {
        "second_person": lambda: showing.approve(key, CLAIRE),
        "proposal_waits": lambda: showing.propose(FORUM, "passages", True, "x", ISSA),
        "why_missing": lambda: showing.propose(FORUM, "entries", True, " ", CLAIRE),
        "indicator_unknown": lambda: showing.propose(FORUM, "strength", True, "x", CLAIRE),
        "hidden_already": lambda: showing.propose(FORUM, "entries", False, "x", CLAIRE),
        "proposal_unknown": lambda: showing.approve("a.a.1", ISSA),
    }.items():
        with pytest.raises(NotAllowed, match=code):
            say()
    showing.approve(key, ISSA)
    assert showing.shown(FORUM) == {"passages"} and showing.shown(FORUM, before) == set()
    assert showing.shown("another") == set()
    with pytest.raises(NotAllowed, match="decided_already"):
        showing.decline(key, ISSA)
    showing.decline(showing.propose(FORUM, "passages", False, "y", ISSA), CLAIRE)
    assert showing.shown(FORUM) == {"passages"}
    show("passages", False)
    assert showing.shown(FORUM) == set()


def test_an_entry_by_which_one_person_approves_alone_counts_for_nothing(mali):
    key = showing.propose(FORUM, "passages", True, "x", CLAIRE)
    row = Shows.objects.get(key=key)
    ShowsDecision.objects.create(
        key="a.a.9", forum=FORUM, party="MLI", position=row.position + 1, at=1, by=CLAIRE, shows=key, approved=True
    )
    assert showing.shown(FORUM) == set() and len(showing.waiting(FORUM)) == 1


MEASURED = {
    "passages": (4200.0, 0.624),
    "entries": (6.0, 0.624),
    "exits": (4194.0, 0.624),
    "women_share": (0.4137, 0.624),
    "refused_share": (0.001, 0.624),
    "first_line_median": (31.6, 0.624),
    "posts_connected": (0.62, 1.0),
    "hits_in_time": (0.5, 0.624, 2),
    "hits_another_share": (0.3, 0.624, 20),
    "second_line_wait_p90": (5412.0, 0.624, 2),
    "women_among_staff": (1.0, 1.0),
    "measures_done": (3.0, None),
}
EXPECTED = {
    "passages": {"value": 4200.0, "coverage": 0.62},
    "entries": {"kept_back": "small"},
    "exits": {"kept_back": "not_released"},
    "women_share": {"value": 0.41},
    "refused_share": {"kept_back": "small"},  # 4 of 4200
    "first_line_median": {"value": 32.0},
    "posts_connected": {"band": "0.5-0.75"},
    "hits_in_time": {"kept_back": "small"},  # of two people, whoever crossed beside them
    "hits_another_share": {"kept_back": "small"},  # 6 of 20
    "second_line_wait_p90": {"kept_back": "small"},
    "women_among_staff": {"band": "0.9-"},
    "measures_done": {"value": 3.0},  # nobody is counted in it
    "hits": {"kept_back": "not_known"},
}


def counted(monkeypatch, **values):
    def measured(code, since, until, posts=(), at=None, forum=None, party=None):
        value, coverage, entries = (*values.get(code, (None, None)), 4200)[:3]
        known = Measured(value, indicator_facts.unit(code), coverage, "high", 77, entries)
        return known if value is not None else None

    monkeypatch.setattr(indicator_facts, "measured", measured)


def test_what_leaves_of_a_quarter(mali, monkeypatch):
    counted(monkeypatch, **MEASURED)
    for code in EXPECTED.keys() - {"exits"}:
        show(code)
    found = {one.indicator: one for one in quarterly.to_give(FORUM, quarterly.quarter("2026-Q3", TODAY))}
    for code, facts in EXPECTED.items():
        one = found[code].facts
        told = {name: one[name] for name in ("value", "band", "kept_back") if one.get(name) not in (None, "")}
        assert told == {name: said for name, said in facts.items() if name != "coverage"}, code
    show("exits")
    both = {one.indicator: one for one in quarterly.to_give(FORUM, quarterly.quarter("2026-Q3", TODAY))}
    assert both["exits"].facts["kept_back"] == "small"  # else passages less exits were the entries
    assert found["passages"].facts["coverage"] == 0.62 and found["passages"].facts["counted_to"] == 77
    assert "coverage" not in found["exits"].facts and found["survey"].facts["kept_back"] == "not_released"
    with override_settings(JALON_SMALL_CELL=5):
        found = {one.indicator: one for one in quarterly.to_give(FORUM, quarterly.quarter("2026-Q3", TODAY))}
        assert found["entries"].facts["value"] == 6.0


def test_shares_of_too_few_travellers_are_kept_back(mali, monkeypatch):
    counted(monkeypatch, passages=(8.0, 1.0), women_share=(0.5, 1.0), first_line_median=(30.0, 1.0))
    for code in ("women_share", "first_line_median"):
        show(code)
    found = {one.indicator: one.facts for one in quarterly.to_give(FORUM, quarterly.quarter("2026-Q3", TODAY))}
    assert found["women_share"]["kept_back"] == found["first_line_median"]["kept_back"] == "small"


def test_given_once_and_a_later_value_takes_the_first_back(mali, monkeypatch):
    name = quarterly.ended()[0].name
    counted(monkeypatch, passages=(4200.0, 0.62))
    show("passages")
    looked = [quarterly.seen(one) for one in quarterly.to_give(FORUM, quarterly.quarter(name))]
    keys = quarterly.give(FORUM, name, CLAIRE, looked)
    assert len(keys) == len(looked) and Figure.objects.filter(source="journal", value=4200).count() == 1
    with pytest.raises(NotAllowed, match="given_already"):
        quarterly.give(FORUM, name, CLAIRE)
    counted(monkeypatch, passages=(4300.0, 0.9))
    with pytest.raises(NotAllowed, match="changed_since"):
        quarterly.give(FORUM, name, CLAIRE, looked)
    (key,) = quarterly.give(FORUM, name, CLAIRE)
    assert Figure.objects.get(key=key).withdrawn in keys
    counted(monkeypatch, passages=(4302.0, 0.9))
    with pytest.raises(NotAllowed, match="given_already"):  # the two together would tell of two people
        quarterly.give(FORUM, name, CLAIRE)
    with pytest.raises(NotAllowed, match="no_such_quarter"):
        quarterly.give(FORUM, "2099-Q1", CLAIRE)
    since, until = quarterly.quarter(name).since, quarterly.quarter(name).until
    assert [one.value for one in outside.figures(FORUM, "passages", "MLI", since, until).journal] == [4300.0]


def test_everything_that_is_given_passes_the_gate(mali, monkeypatch):
    from jalon.exchange import leaving

    monkeypatch.setattr(leaving, "own_party", lambda: "MLI")
    counted(monkeypatch, **MEASURED)
    for code in EXPECTED.keys() - {"exits"}:
        show(code)
    for one in quarterly.to_give(FORUM, quarterly.ended()[0]):
        body = quarterly.said("figure.given", Figure, one.facts, forum=FORUM, party="MLI")
        leaving.may_leave("figure.given", body, FORUM)


def test_quarters_that_are_over():
    assert [one.name for one in quarterly.ended(TODAY)][:3] == ["2026-Q3", "2026-Q2", "2026-Q1"]
    assert quarterly.ended(date(2026, 1, 1))[0].until == date(2025, 12, 31)
