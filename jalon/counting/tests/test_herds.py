"""A herd: what is amiss is said and refuses nothing; herders are screened; the season can be replayed."""

from datetime import date

import pytest

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.counting import figures, handing_on, herds, regime
from jalon.counting.herds import Certificate
from jalon.counting.models import Herd, HerdStep
from jalon.crossings import correction, decision, inspection, shift
from jalon.crossings.company import Accompanied, accompany
from jalon.crossings.inspection import FIELDS, Shown
from jalon.crossings.models import Inspection
from jalon.crossings.rules import NotAllowed
from jalon.crossings.tests.test_passage import CLEAN, amina, bakary, staff  # noqa: F401
from jalon.journal.models import Parked
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.regimes.rules import RulesGone

pytestmark = [pytest.mark.both]

WHOLE = Certificate(
    "CIT-ML-0042", "MRT", "Services vétérinaires, Nioro", "2026-10-01", "OULD SALEM", "Kobenni – Gogui – Nioro",
    "Gogui", "Nioro", 1,
)  # fmt: skip
SIXTY = {"cattle": 60}


@pytest.fixture(autouse=True)
def by_day(monkeypatch):
    """Herds pass by day only: the tests pass at noon."""
    real = herds.local_time
    monkeypatch.setattr(herds, "local_time", lambda at: real(at).replace(hour=12))


def opened(on, **said):
    usual = {"direction": "entry", "origin": "MRT", "certificate": WHOLE, "announced": SIXTY}
    usual |= {"counted": SIXTY, "vaccination_seen": True}
    return Herd.objects.get(key=herds.open_herd(on, **(usual | said)).key)


def herder(name="OULD AHMED", born="1980"):
    fields = dict.fromkeys(FIELDS) | {"primary_identifier": name, "birth_date": born, "nationality": "MRT"}
    return Shown(
        "identity_card",
        fields | {"document_number": "1234567890", "issuing_state": "MRT", "sex": "M", "expiry_date": "2031"},
        "typed",
    )


def amiss(herd):
    return [one.code for one in herds.doubts(herd, herds.as_it_stands(herd))]


def test_a_herd_in_order_passes_with_its_herders_in_one_act(amina):  # noqa: F811
    herd = opened(amina)
    assert amiss(herd) == ["no_herder_named"]
    herds.name_herder(herd, amina, inspection.shown_by_mrz(CLEAN))
    assert amiss(herd) == []
    assert inspection.latest_open(amina) is None  # a herder does not stand at the desk
    herds.decide(herd, amina, "passed")
    herd.refresh_from_db()
    assert herd.state == "passed"
    assert Inspection.objects.get().state == "admitted"
    found = figures.of_shift(amina)["herds"]
    assert (found["passed"], found["animals"]) == (1, [["entry", "cattle", 60, 60]])
    with pytest.raises(NotAllowed, match="herd_already_decided"):
        herds.decide(herd, amina, "turned_back", "changed my mind")


def test_three_missing_is_said_and_passing_then_takes_a_reason(amina):  # noqa: F811
    herd = opened(amina, counted=None)
    herds.name_herder(herd, amina, inspection.shown_by_mrz(CLEAN))
    assert amiss(herd) == ["not_counted"]
    herds.count(herd, amina, {"cattle": 57}, True)
    (doubt,) = herds.doubts(herd, herds.as_it_stands(herd))
    assert (doubt.code, doubt.parameters) == (
        "another_number",
        {"species": "cattle", "announced": 60, "counted": 57},
    )
    with pytest.raises(NotAllowed, match="say_why_the_herd_passes"):
        herds.decide(herd, amina, "passed", "..")
    herds.decide(herd, amina, "passed", "three died on the way, the chief confirms")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"origin": "TCD"}, "no_season"),
        ({"vaccination_seen": False}, "vaccination_not_seen"),
        ({"vaccination_seen": False}, "particulars_missing"),
        ({"certificate": Certificate("CIT-1")}, "particulars_missing"),
        ({"counted": {"cattle": 60, "camels": 2}}, "another_number"),
        ({"announced": {"horses": 3}, "counted": {"horses": 3}, "origin": "NER"}, "no_season"),
    ],
)
def test_what_is_amiss_is_said(amina, said, expected):  # noqa: F811
    assert expected in amiss(opened(amina, **said))


def test_a_closed_season_is_said_not_refused(amina, monkeypatch):  # noqa: F811
    kept = regime.of_herd

    def closed(*asked):
        found = kept(*asked)
        return [regime.HerdAsked(one.species, one.found, one.kept | {"answer": "closed"}) for one in found]

    monkeypatch.setattr(regime, "of_herd", closed)
    herd = opened(amina)
    assert amiss(herd)[0] == "season_closed"
    herds.decide(herd, amina, "referred", "outside the season", "livestock service")
    herd.refresh_from_db()
    assert herd.state == "referred"
    with pytest.raises(NotAllowed, match="second_line_decides_herd"):
        herds.decide(herd, amina, "passed", "they insist")
    herds.decide(herd, amina, "turned_back", "the service says no", second_line=True)


def test_the_season_of_that_day_can_be_replayed(amina):  # noqa: F811
    herd = opened(amina)
    (kept,) = herds.as_it_stands(herd)["seasons"]
    found = regime.replay(kept)
    assert (found.answer, found.rule) == (kept["answer"], kept["rule"]) == ("open", "ml-from-mauritania")
    with pytest.raises(RulesGone):
        regime.replay(kept | {"digest": "0" * 64})


def test_a_herd_that_leaves_asks_the_calendar_across(amina):  # noqa: F811
    (kept,) = herds.as_it_stands(opened(amina, direction="exit", origin="MLI"))["seasons"]
    assert (kept["state"], kept["origin"], kept["rule"]) == ("MRT", "MLI", "mr-from-mali")


def test_a_herder_with_a_doubt_is_decided_by_name_first(amina):  # noqa: F811
    herd = opened(amina, certificate=WHOLE)
    herds.name_herder(herd, amina, inspection.shown_by_mrz(CLEAN))
    recorded = herds.name_herder(herd, amina, herder(born="2015"))  # a child
    child = Inspection.objects.get(key=recorded.key)
    with pytest.raises(NotAllowed, match="herders_first"):
        herds.decide(herd, amina, "passed", "the child is the owner’s son")
    assert herds.questions(child) == ("child_not_asked",)
    adult = herds.adult_beside(herd, child)
    assert adult == Inspection.objects.exclude(key=child.key).get().key
    accompany(child, amina, Accompanied("other_adult", adult))  # who shows no paper of consent
    with pytest.raises(NotAllowed, match="herders_first"):
        herds.decide(herd, amina, "passed", "the child is the owner’s son")
    decision.refer(child, amina, "identity_doubt")
    herds.decide(herd, amina, "passed", "the child waits apart with the chief")
    assert set(Inspection.objects.values_list("state", flat=True)) == {"admitted", "referred"}


def test_a_child_with_a_parent_passes_with_the_herd(amina):  # noqa: F811
    herd = opened(amina)
    herds.name_herder(herd, amina, inspection.shown_by_mrz(CLEAN))
    child = Inspection.objects.get(key=herds.name_herder(herd, amina, herder(born="2015")).key)
    accompany(child, amina, Accompanied("parent", herds.adult_beside(herd, child)))
    herds.decide(herd, amina, "passed", "the rule names one herder, they are two")
    assert set(Inspection.objects.values_list("state", flat=True)) == {"admitted"}


def test_turned_back_its_herders_leave_with_it(amina):  # noqa: F811
    herd = opened(amina)
    herds.name_herder(herd, amina, inspection.shown_by_mrz(CLEAN))
    with pytest.raises(NotAllowed, match="say_why_the_herd_does_not_pass"):
        herds.decide(herd, amina, "turned_back")
    herds.decide(herd, amina, "turned_back", "no vaccination")
    assert Inspection.objects.get().state == "cancelled"


def test_the_second_line_opens_anothers_herd_and_that_is_recorded(amina, bakary):  # noqa: F811
    herd = opened(amina)
    assert not herds.may_open(herd, bakary, second_line=False)
    herds.take_over(herd, bakary)
    herds.take_over(herd, bakary)
    assert list(HerdStep.objects.values_list("kind", "officer")) == [("taken_over", bakary.officer)]
    herds.decide(herd, bakary, "passed", "seen", second_line=True)
    shift.close_shift(amina)
    assert rebuild(FOLLOW_ENTRIES) == []
    assert not Parked.objects.exists()


def test_a_herd_that_waits_goes_to_the_next_shift_with_its_steps(amina, staff):  # noqa: F811
    if this_node().keys.is_headquarters:
        pytest.skip("A headquarters has no shift keys: it keeps what it may read.")
    herd = opened(amina, counted=None)
    done = opened(amina)
    herds.count(herd, amina, {"cattle": 58}, True)
    herds.name_herder(herd, amina, inspection.shown_by_mrz(CLEAN))
    herds.decide(done, amina, "turned_back", "no vaccination")
    shift.close_shift(amina)
    assert list(Herd.objects.values_list("key", flat=True)) == [herd.key]
    assert rebuild(FOLLOW_ENTRIES) == []
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    herd.refresh_from_db()
    assert herds.may_open(herd, later, second_line=False)
    assert herds.as_it_stands(herd)["counted"] == {"cattle": 58}
    herds.decide(herd, later, "passed", "two died, said and believed")
    assert figures.of_shift(later)["herds"]["passed"] == 1
    shift.close_shift(later)
    assert not Herd.objects.exists() and not HerdStep.objects.exists()
    assert rebuild(FOLLOW_ENTRIES) == []
    assert not Parked.objects.exists()


def test_a_closing_that_was_interrupted_counts_nothing_twice(amina):  # noqa: F811
    herd = opened(amina)
    herds.decide(herd, amina, "turned_back", "no vaccination")
    before = figures.of_shift(amina)
    handing_on.hand_on(amina, lambda _: pytest.fail("nothing waits"))
    handing_on.hand_on(amina, lambda _: pytest.fail("nothing waits"))
    shift.close_shift(amina)
    amina.refresh_from_db()
    assert figures.of_shift(amina)["herds"]["turned_back"] == before["herds"]["turned_back"] == 1


@pytest.mark.parametrize("announced", [{}, {"cattle": 0}, {"lions": 3}, {"cattle": -1}])
def test_animals_are_said_and_are_animals(amina, announced):  # noqa: F811
    with pytest.raises(NotAllowed, match="say_the_animals"):
        opened(amina, announced=announced, counted=None)


def test_the_day_is_a_day(amina):  # noqa: F811
    (kept,) = herds.as_it_stands(opened(amina))["seasons"]
    assert date.fromisoformat(kept["day"])


def test_a_herder_whose_particulars_are_put_right_stays_with_the_herd(amina):  # noqa: F811
    herd = opened(amina)
    wrong = Inspection.objects.get(key=herds.name_herder(herd, amina, herder()).key)
    again = correction.correct(wrong, amina, {"primary_identifier": "OULD AHMEDOU"}, "typing")
    assert [one.key for one in herds.herders(herd)] == [again.key]
    assert inspection.latest_open(amina) is None
