"""One capture, many roles: what each agency sees, checks and asks of the desk."""

import json

import pytest

from jalon.agencies import checking, facts, standing
from jalon.agencies.models import Check, Consulted
from jalon.agencies.tables import AGENCIES
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import decision, group, inspection, shift
from jalon.crossings.rules import NotAllowed
from jalon.crossings.tests.test_passage import CLEAN, FOREIGN, JOURNEY, NO, amina, bakary, staff, swipe  # noqa: F401
from jalon.crossings.tests.test_rules import lists, wanted  # noqa: F401
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild

pytestmark = [pytest.mark.both]

OFFICERS = {"gendarmerie": "gaoussou", "customs": "kadi", "health": "salif"}
# What no agency's page may say: of hits, of reasons, of whoever is to be heard apart, of the second line.
NEVER = ("hit", "reason", "protective", "remark", "level", "token", "mrz", "problems", "looked")


def forbidden(code, act, *args, **kwargs):
    with pytest.raises(NotAllowed) as refused:
        act(*args, **kwargs)
    assert refused.value.code == code


def in_order(agency, kind="traveller"):
    return checking.as_wished(agency, kind, {}, all_in_order=True)


def names(agency, sought=""):
    return [facts.FACTS["name"](line.subject) for line in standing.lines(agency, sought)]


@pytest.mark.parametrize("agency", AGENCIES)
def test_an_agency_sees_the_facts_of_its_line_and_no_other(amina, lists, agency):  # noqa: F811
    """Of a traveller with a possible match, and of one who is to be heard apart."""
    hit = wanted(amina)
    assert hit.hits
    decision.refer(hit, amina, "possible_match", "he says it is his cousin")
    apart = swipe(FOREIGN, amina)
    decision.refuse(apart, amina, "no_visa", NO | {"asks_protection": True}, "fears the militia")
    for seen in (hit, apart):
        shown = facts.seen_by(agency, standing.subject_of(seen.key))
        assert tuple(shown) == AGENCIES[agency].sees
        said = json.dumps(shown, ensure_ascii=False, default=str).casefold()
        for word in ("cousin", "militia", "protect", "apart", "match", "national_mli", *NEVER):
            assert word not in said, word
        if "document" not in AGENCIES[agency].sees:
            assert rules_number(seen).casefold() not in said
    assert not {"birth_date", "nationality"} & set(AGENCIES[agency].sees)


def rules_number(seen):
    from jalon.crossings.particulars import as_corrected

    return as_corrected(seen)["document_number"]


def test_the_list_has_the_newest_first_and_none_who_started_again(amina):  # noqa: F811
    from jalon.crossings import correction

    first = swipe(CLEAN, amina)
    decision.admit(first, amina, JOURNEY, looked="read")
    swipe(FOREIGN, amina)
    assert names("gendarmerie") == ["MAHAMADOU", "TRAORE AMINATA"]
    correction.start_again(inspection.latest_open(amina), amina)
    assert names("gendarmerie") == ["TRAORE AMINATA"]
    shift.close_shift(amina)
    assert names("gendarmerie") == []


@pytest.mark.parametrize(
    "agency,sought,found",
    [
        ("gendarmerie", "tra", True),
        ("gendarmerie", "Traoré ami", True),
        ("gendarmerie", "456", True),
        ("gendarmerie", "56", False),
        ("gendarmerie", "keita", False),
        ("customs", "trao", True),
        ("customs", "456", False),
        ("health", "amin", True),
        ("health", "123456", False),
    ],
)
def test_one_finds_by_what_one_sees(amina, agency, sought, found):  # noqa: F811
    swipe(CLEAN, amina)
    assert bool(standing.lines(agency, sought)) is found


def test_the_officer_of_an_agency_opens_checks_and_the_desk_sees_done_alone(amina, staff):  # noqa: F811
    seen = swipe(CLEAN, amina)
    assert [(one.agency, one.done) for one in checking.states(seen.key)] == [(agency, False) for agency in AGENCIES]
    for agency, name in OFFICERS.items():
        checking.open_case(seen.key, agency, staff[name])
        checking.open_case(seen.key, agency, staff[name])
        results = in_order(agency)
        checking.check(seen.key, agency, staff[name], results)
        assert checking.checks_of(seen.key, agency)[0][1] == results
    assert Consulted.objects.count() == 3
    assert [(one.agency, one.done) for one in checking.states(seen.key)] == [(agency, True) for agency in AGENCIES]
    clear = str(list(Check.objects.values()))
    assert "TRAORE" not in clear
    if not this_node().keys.is_headquarters:
        assert "in_order" not in clear


def test_nobody_checks_for_another_agency(amina, staff):  # noqa: F811
    seen = swipe(CLEAN, amina)
    forbidden("not_your_agency", checking.open_case, seen.key, "health", staff["kadi"])
    forbidden("not_your_agency", checking.check, seen.key, "customs", staff["amina"], in_order("customs"))
    forbidden("not_your_agency", checking.open_case, seen.key, "police", staff["kadi"])
    forbidden("beyond_this_shift", checking.open_case, "no.such.1", "health", staff["salif"])
    forbidden("no_such_check", checking.check, seen.key, "health", staff["salif"], {"vaccination_card": "in_order"})
    wrong = in_order("health") | {"temperature": "39.4"}
    forbidden("no_such_check", checking.check, seen.key, "health", staff["salif"], wrong)


def test_what_is_left_is_not_done(amina, staff):  # noqa: F811
    seen = swipe(CLEAN, amina)
    partly = checking.as_wished("health", "traveller", {"temperature": "done"})
    checking.check(seen.key, "health", staff["salif"], partly)
    assert {one.agency: one.done for one in checking.states(seen.key)}["health"] is False


def test_the_desk_is_called_and_answers(amina, staff):  # noqa: F811
    seen = swipe(CLEAN, amina)
    checking.check(seen.key, "customs", staff["kadi"], in_order("customs"), hold=True)
    (call,) = checking.calls()
    assert call.subject == seen.key
    checking.answer(call, amina)
    assert checking.calls() == []
    forbidden("call_is_over", checking.answer, call, amina)
    call.refresh_from_db()
    assert call.answered_by == staff["amina"]
    checking.check(seen.key, "health", staff["salif"], in_order("health"), hold=True)
    checking.check(seen.key, "health", staff["salif"], in_order("health"))
    assert checking.calls() == []
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_vehicle_is_checked_once_for_all_aboard(amina, staff):  # noqa: F811
    bus = group.open_group(amina, "entry", "bus", 58, plate="AB 1234 MD", driver="Keita", company="Nord-Sud")
    seat = group.inspect_aboard(inspection.shown_by_mrz(CLEAN), bus, amina)
    (at_customs,) = standing.lines("customs", "1234")
    assert at_customs.aboard == ()  # passengers are not theirs
    assert facts.seen_by("customs", at_customs.subject)["driver"] == "Keita"
    (at_health,) = standing.lines("health")
    assert [one.key for one in at_health.aboard] == [seat.key]
    assert "plate" not in facts.seen_by("health", at_health.subject)
    checking.open_case(bus.key, "customs", staff["kadi"])
    checking.check(bus.key, "customs", staff["kadi"], in_order("customs", "vehicle"))

    states = {one.agency: one.done for one in checking.states(seat.key, bus.key)}
    assert states == {"gendarmerie": False, "customs": True, "health": False}


@pytest.mark.parametrize("referred", [True, False])
def test_checks_go_with_the_shift_and_stay_with_an_open_case(amina, bakary, staff, referred):  # noqa: F811
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters keeps what it may read")
    seen = swipe(FOREIGN, amina)
    checking.open_case(seen.key, "customs", staff["kadi"])
    checking.check(seen.key, "customs", staff["kadi"], in_order("customs"), hold=True)
    checking.answer(checking.calls()[0], amina)
    if referred:
        decision.refer(seen, amina, "document_doubt")
    else:
        decision.admit(seen, amina, JOURNEY, looked="read")
    shift.close_shift(amina)
    assert (Check.objects.count(), Consulted.objects.count()) == ((1, 1) if referred else (0, 0))
    if referred:
        ((row, results),) = checking.checks_of(seen.key, "customs")
        assert (results["declared"], row.answered_by) == ("in_order", staff["amina"])
    assert rebuild(FOLLOW_ENTRIES) == []
    shift.close_shift(bakary)
    assert rebuild(FOLLOW_ENTRIES) == []
