"""What a referral ends in: held with its clock and register, handed over with its receipt, a namesake cleared."""
# ruff: noqa: F811 — pytest finds a fixture by its name

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import clearing, decision, handing_over, holding, register, rules, shift, slips, times
from jalon.crossings.authorities import KINDS, known_at, table
from jalon.crossings.models import (
    CaseNote,
    ClearedPair,
    Confirmation,
    Decision,
    Hold,
    Inspection,
    Received,
    Shift,
    TakenOver,
)
from jalon.crossings.register import HOUR
from jalon.crossings.tests.test_passage import CLEAN, FOREIGN, JOURNEY, NO, amina, bakary, staff, swipe  # noqa: F401
from jalon.crossings.tests.test_rules import forbidden, lists, typed, wanted  # noqa: F401
from jalon.journal.models import Parked
from jalon.journal.node import this_node, wall_clock
from jalon.journal.rebuild import rebuild
from jalon.watchlists.lookup import lists_in_service

pytestmark = [pytest.mark.both]

CHILD = "P<NERMAHAMADOU".ljust(44, "<") + "\nPB00001234NER1506151M2906140<<<<<<<<<<<<<<08"


def referred(on, mrz=FOREIGN):
    seen = swipe(mrz, on)
    decision.refer(seen, on, "document_doubt")
    seen.refresh_from_db()
    return seen


def held(on, leader, ground="offence", ago=0):
    seen = referred(on)
    holding.hold(seen, leader, ground, wall_clock() - ago, "false stamp in the passport")
    seen.refresh_from_db()
    return seen


def handed_over(on, leader, second):
    seen = referred(on)
    recorded = decision.hand_over(seen, leader, "Brigade of Gogui", authority="gendarmerie")
    made = Decision.objects.get(key=recorded.key)
    if second:
        decision.confirm(made, second.officer)
    seen.refresh_from_db()
    return seen, made


# ── held ──


def test_held_runs_a_clock_that_names_nobody_and_a_second_person_confirms(amina, bakary):
    seen = held(amina, bakary, ago=HOUR)
    (clock,) = holding.clocks()
    line = clock.hold
    assert (line.number, line.year, line.hours, line.ground) == (1, timezone.localdate().year, 48, "offence")
    assert clock.state == "running" and 46.9 * HOUR < clock.left <= 47 * HOUR
    assert "MAHAMADOU" not in str([getattr(line, one.attname) for one in Hold._meta.concrete_fields])
    (made,) = decision.unconfirmed()
    assert (made.outcome, made.inspection) == ("held", seen.key)
    decision.confirm(made, amina.officer)
    assert Hold.objects.get().confirmed_by == amina.officer
    assert not Parked.objects.exists() and rebuild(FOLLOW_ENTRIES) == []


# How much was spent, ms, of 48 hours; the state of the clock.
CLOCKS = [(0, "running"), (46 * HOUR, "running"), (47 * HOUR + 1, "soon"), (48 * HOUR, "over"), (60 * HOUR, "over")]


@pytest.mark.parametrize(("spent", "state"), CLOCKS)
def test_the_clock_turns_when_less_than_an_hour_is_left_and_when_it_is_over(amina, bakary, spent, state):
    held(amina, bakary)
    line = Hold.objects.get()
    clock = holding.clock(line, line.started_at + spent)
    assert (clock.state, clock.left) == (state, 48 * HOUR - spent)


def test_the_prosecutor_extends_once_by_a_decision_that_has_a_number(amina, bakary):
    seen = held(amina, bakary)
    before = holding.clock(Hold.objects.get(), 0).until
    forbidden("prosecutor_first", holding.extend, seen, bakary, "RP 112/2026")
    said = {"whom": "the deputy on duty", "means": "telephone", "answer": "agreed", "language": ""}
    holding.note(seen, bakary, "prosecutor", wall_clock(), said)
    forbidden("hold_not_confirmed", holding.extend, seen, bakary, "RP 112/2026")
    decision.confirm(decision.unconfirmed().get(), amina.officer)
    forbidden("say_decision_number", holding.extend, seen, bakary, " n")
    holding.extend(seen, bakary, "RP 112/2026")
    assert holding.clock(Hold.objects.get(), 0).until == before + 24 * HOUR
    assert holding.may_extend(Hold.objects.get()) is None
    forbidden("no_extension_left", holding.extend, seen, bakary, "RP 113/2026")


def test_what_was_done_is_told_with_its_time_and_the_register_knows_when_the_prosecutor_was(amina, bakary):
    seen = held(amina, bakary, ago=HOUR)
    told_at = wall_clock() - HOUR // 2
    forbidden("say_in_which_language", holding.note, seen, bakary, "rights", told_at, {})
    forbidden("time_not_possible", holding.note, seen, bakary, "doctor", wall_clock() + HOUR, {})
    said = {"whom": "the deputy on duty", "means": "telephone", "answer": "agreed", "language": ""}
    holding.note(seen, bakary, "prosecutor", told_at, said)
    holding.note(seen, bakary, "rights", told_at, {"language": "ha"})
    assert Hold.objects.get().prosecutor_at == told_at
    first, second = holding.told(seen)
    assert (first["what"], first["whom"], first["means"], first["officer"]) == (
        "prosecutor",
        "the deputy on duty",
        "telephone",
        bakary.officer,
    )
    assert second["language"] == "ha"


def test_a_child_is_not_held_and_whose_age_is_not_known_only_as_an_adult_who_is_seen(amina, bakary):
    child = referred(amina, CHILD)
    forbidden("child_not_held", holding.hold, child, bakary, "offence", wall_clock(), "theft")
    unknown = typed(amina, primary_identifier="KEITA", nationality="NER", document_number="X1234567")
    decision.refer(unknown, amina, "no_document")
    unknown.refresh_from_db()
    forbidden("say_whether_adult", holding.hold, unknown, bakary, "offence", wall_clock(), "theft")
    holding.hold(unknown, bakary, "offence", wall_clock(), "theft", looks_adult=True)


def test_whoever_is_to_be_heard_apart_is_not_held_for_the_journey(amina, bakary):
    seen = swipe(FOREIGN, amina)
    decision.refuse(seen, amina, "no_visa", NO | {"asks_protection": True})
    seen.refresh_from_db()
    forbidden("heard_apart_not_held", holding.hold, seen, bakary, "stay", wall_clock(), "no visa")


def test_a_yes_to_a_protective_question_ends_a_hold_for_the_journey(amina, bakary):
    seen = held(amina, bakary, "stay")
    decision.refuse(seen, bakary, "no_visa", NO | {"possible_victim": True}, line=2)
    assert Hold.objects.get().outcome == "referred" and holding.clocks() == []


# What the second line does, and what it is told.
NOT_HELD = [
    ("not_referred", "open", "offence", "false stamp"),
    ("no_rule_to_hold", "referred", "identity", "false stamp"),
    ("say_why_held", "referred", "offence", " "),
    ("own_national_not_held", "own", "stay", "no visa"),
]


@pytest.mark.parametrize(("code", "case", "ground", "why"), NOT_HELD)
def test_what_stands_in_the_way_of_a_hold(amina, bakary, code, case, ground, why):
    seen = swipe(FOREIGN, amina) if case == "open" else referred(amina, CLEAN if case == "own" else FOREIGN)
    forbidden(code, holding.hold, seen, bakary, ground, wall_clock(), why)
    assert not Hold.objects.exists()


def test_a_hold_ends_with_the_decision_that_ends_it(amina, bakary):
    admitted = held(amina, bakary)
    forbidden("already_held", holding.hold, admitted, bakary, "offence", wall_clock(), "again")
    decision.admit(admitted, bakary, JOURNEY, line=2, looked="the stamp is a true one")
    refused = held(amina, bakary)
    decision.refuse(refused, bakary, "no_visa", NO, line=2)
    outcomes = list(Hold.objects.order_by("number").values_list("number", "outcome"))
    assert outcomes == [(1, "admitted"), (2, "refused")]
    assert holding.clocks() == []


def test_a_hold_that_is_not_confirmed_ends_and_held_again_its_clock_goes_on(amina, bakary):
    seen = held(amina, bakary, ago=5 * HOUR)
    (made,) = decision.unconfirmed()
    decision.send_back(made, amina, "no ground")
    seen.refresh_from_db()
    assert (seen.state, Hold.objects.get().outcome) == ("referred", "not_confirmed")
    holding.hold(seen, bakary, "offence", wall_clock(), "a witness came")
    first, second = register.lines(timezone.localdate().year)
    assert (second.number, second.started_at) == (2, first.started_at)


def test_a_hold_is_an_open_case_and_its_line_stays_when_the_name_is_gone(amina, bakary):
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters has no shift keys")
    seen = held(amina, bakary)
    decision.confirm(decision.unconfirmed().get(), amina.officer)
    holding.note(seen, bakary, "prosecutor", wall_clock(), {"means": "radio"})
    assert shift.open_cases(amina) == [seen.key]
    shift.close_shift(amina)
    assert shift.open_cases(bakary) == [seen.key]
    assert [one["means"] for one in holding.told(Inspection.objects.get())] == ["radio"]
    assert rebuild(FOLLOW_ENTRIES) == []
    seen = Inspection.objects.get()
    decision.admit(seen, bakary, JOURNEY, line=2, looked="the stamp is a true one")
    shift.close_shift(bakary)
    assert not Inspection.objects.exists() and not CaseNote.objects.exists()
    line = Hold.objects.get()
    assert (line.number, line.outcome, line.confirmed_by) == (1, "admitted", amina.officer)
    assert rebuild(FOLLOW_ENTRIES) == []


# ── handed over ──


def test_until_the_receipt_is_there_whoever_was_handed_over_counts_as_still_here(amina, bakary):
    seen, made = handed_over(amina, bakary, None)
    assert [one.key for one in handing_over.not_received()] == [made.key]
    receive = (made, bakary, wall_clock(), "adjudant Coulibaly", "G-1204", "warrant 12/2026")
    forbidden("confirm_before_receipt", handing_over.receive, *receive, signed=True)
    decision.confirm(made, amina.officer)
    forbidden("receipt_not_signed", handing_over.receive, *receive, signed=False)
    forbidden("say_who_received", handing_over.receive, made, bakary, wall_clock(), " ", "", "x", signed=True)
    assert seen.key in shift.open_cases(amina)
    handing_over.receive(*receive, signed=True)
    assert handing_over.said(Received.objects.get())["who"] == "adjudant Coulibaly"
    assert handing_over.not_received() == [] and shift.open_cases(amina) == []
    forbidden("already_received", handing_over.receive, *receive, signed=True)
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_hold_lasts_until_somebody_took_the_person(amina, bakary):
    seen = held(amina, bakary)
    decision.confirm(decision.unconfirmed().get(), amina.officer)
    made = Decision.objects.get(key=decision.hand_over(seen, bakary, "Brigade of Gogui").key)
    decision.confirm(made, amina.officer)
    assert len(holding.clocks()) == 1
    handing_over.receive(made, bakary, wall_clock(), "adjudant Coulibaly", "", "warrant", signed=True)
    assert holding.clocks() == [] and Hold.objects.get().outcome == "handed_over"


def test_nobody_came_and_the_second_line_decides_anew(amina, bakary):
    seen, made = handed_over(amina, bakary, amina)
    handing_over.not_taken(made, bakary)
    seen.refresh_from_db()
    assert seen.state == "referred"
    forbidden("not_handed_over", handing_over.not_taken, made, bakary)


def test_a_hand_over_without_a_receipt_goes_to_the_next_shift(amina, bakary):
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters has no shift keys")
    seen, made = handed_over(amina, bakary, amina)
    shift.close_shift(amina)
    assert shift.open_cases(bakary) == [seen.key]
    handing_over.receive(made, bakary, wall_clock(), "adjudant Coulibaly", "", "warrant", signed=True)
    assert rebuild(FOLLOW_ENTRIES) == []
    shift.close_shift(bakary)
    assert not Received.objects.exists() and rebuild(FOLLOW_ENTRIES) == []


def test_every_known_authority_is_of_a_known_kind(staff):
    assert {one.kind for ones in table().values() for one in ones} <= set(KINDS)
    assert [one.kind for one in known_at("ML-GOG")][:1] == ["gendarmerie"]
    assert [one.kind for one in known_at("ML-GOG")][-1:] == ["immigration"]


# ── a namesake ──


def cleared(on, leader):
    """Somebody who looks like a listed man, and whom the second line found to be another."""
    seen = wanted(on)
    decision.refer(seen, on, "possible_match")
    seen.refresh_from_db()
    verdicts = ["another"] * seen.hits
    decision.admit(seen, leader, JOURNEY, line=2, looked="another face", verdicts=verdicts)
    return Inspection.objects.get(key=seen.key)


def test_a_namesake_who_comes_back_with_the_same_document_is_admitted_with_one_key(amina, bakary, lists):
    first = cleared(amina, bakary)
    assert slips.slip_of(first)["reference"][:2] == ClearedPair.objects.first().hint[:2]
    again = wanted(amina)
    assert again.hits and again.level == "look"
    seen = rules.what_was_seen(again)
    assert clearing.standing(again, seen) == []
    decision.admit(again, amina, JOURNEY)
    assert not Parked.objects.exists() and rebuild(FOLLOW_ENTRIES) == []


def test_not_sure_gives_no_slip_and_the_same_person_none_either(amina, bakary, lists):
    for verdict in ("unsure", "same"):
        seen = wanted(amina)
        decision.refer(seen, amina, "possible_match")
        seen.refresh_from_db()
        decision.admit(seen, bakary, JOURNEY, line=2, looked="let pass", verdicts=[verdict] * seen.hits)
        assert slips.slip_of(seen) is None
    assert not ClearedPair.objects.exists()


def with_another_document(on, **changed):
    seen = rules.what_was_seen(wanted_fields(on))
    return typed(on, **(seen["fields"] | {"document_number": "G09999999"} | changed))


def wanted_fields(on):
    """The same man's particulars, taken back from a trial that is put aside."""
    seen = wanted(on)
    decision.refer(seen, on, "possible_match")
    return seen


def test_the_slip_clears_a_new_document_of_the_same_person_and_nobody_elses(amina, bakary, lists):
    reference = slips.slip_of(cleared(amina, bakary))["reference"]
    other = with_another_document(amina)
    forbidden("hit_goes_to_second_line", decision.admit, other, amina, JOURNEY)
    forbidden("slip_not_known", slips.show, other, amina, "2222-2222")
    slips.show(other, amina, f" {slips.written(reference).lower()} ")
    decision.admit(other, amina, JOURNEY)
    stranger = with_another_document(amina, birth_date="1984-05-18", document_number="G08888888")
    if stranger.hits:
        forbidden("slip_of_somebody_else", slips.show, stranger, amina, reference)


def test_a_slip_that_is_taken_back_or_expired_counts_no_more(amina, bakary, lists):
    reference = slips.slip_of(cleared(amina, bakary))["reference"]
    ClearedPair.objects.update(until=date.today() - timedelta(days=1))
    other = with_another_document(amina)
    forbidden("slip_not_known", slips.show, other, amina, reference)
    ClearedPair.objects.update(until=date.today())
    forbidden("say_why_withdrawn", slips.withdraw, ClearedPair.objects.first().slip, bakary, "because")
    slips.withdraw(ClearedPair.objects.first().slip, bakary, "misused")
    forbidden("slip_not_known", slips.show, other, amina, reference)
    forbidden("slip_withdrawn_already", slips.withdraw, ClearedPair.objects.first().slip, bakary, "lost")


def test_a_listing_that_changed_is_looked_at_anew(amina, bakary, lists):
    cleared(amina, bakary)
    for loaded in lists_in_service():
        assert loaded.listings
    hit = rules.what_was_seen(wanted(amina))["hits"][0]
    changed = hit | {"facts": hit["facts"] | {"decision_number": "another decision"}}
    told_elsewhere = hit | {"facts": hit["facts"] | {"telephone": "+223 00 00 00 00"}}
    assert clearing.token_of(changed) != clearing.token_of(hit) == clearing.token_of(told_elsewhere)


# A hit that never may be cleared for a next time.
ALWAYS_SECOND_LINE = [
    {"action": "arrest"},
    {"action": "refuse"},
    {"shows": "call_second_line"},
    {"kind": "document"},
]


@pytest.mark.parametrize("grave", ALWAYS_SECOND_LINE)
def test_what_asks_for_more_than_a_look_comes_to_the_second_line_every_time(amina, bakary, lists, grave):
    cleared(amina, bakary)
    seen = rules.what_was_seen(wanted(amina))
    fields, token = seen["fields"], seen["token"]
    plain = [{name: said for name, said in hit.items() if name != "cleared"} for hit in seen["hits"]]
    assert all("cleared" in hit for hit in clearing.mark(plain, token, fields))
    assert not any("cleared" in hit for hit in clearing.mark([hit | grave for hit in plain], token, fields))


def test_pairs_outlive_the_shift_and_name_nobody(amina, bakary, lists):
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters has no shift keys")
    reference = slips.slip_of(cleared(amina, bakary))["reference"]
    shift.close_shift(amina)
    shift.close_shift(bakary)
    pair = ClearedPair.objects.first()
    said = str([getattr(pair, one.attname) for one in ClearedPair._meta.concrete_fields])
    assert not any(name in said for name in ("DIALLO", "JALLOH", "G01234567", reference))
    assert rebuild(FOLLOW_ENTRIES) == []


# What was typed or read, and the reference.
TYPED = [
    ("7k3m-9pqx", "7K3M9PQX"),
    (" 7K3M 9PQX ", "7K3M9PQX"),
    ("JALON 7K3M9PQX", "7K3M9PQX"),
    ("é'(-è_ç\"", "24567893"),
]


@pytest.mark.parametrize(("typed", "reference"), TYPED)
def test_a_reference_is_read_however_it_is_typed(typed, reference):
    assert slips.read(typed) == reference


def test_a_new_reference_begins_with_a_digit_and_bears_no_sign_that_looks_like_another():
    for _ in range(200):
        reference = slips.new_reference()
        assert len(reference) == 8 and reference[0].isdigit() and not set(reference) & set("01OILS")
        assert slips.read(slips.written(reference)) == reference


# ── how long it took ──


def case(*made, taken=(), confirmed=(), received=()):
    """A case out of rows: (outcome, line, at in seconds)."""
    inspection = Inspection(key="i", at=0)
    decisions = [
        Decision(key=f"d{number}", inspection="i", at=1000 * at, position=number, outcome=outcome, line=line)
        for number, (outcome, line, at) in enumerate(made)
    ]
    return times.Case(
        inspection,
        decisions,
        [TakenOver(inspection="i", at=1000 * at) for at in taken],
        [Confirmation(decision=key, at=1000 * at) for key, at in confirmed],
        [Received(decision=key, received_at=1000 * at) for key, at in received],
    )


DURATIONS = [
    (case(), {}),
    (case(("admitted", 1, 30)), {"first_line": 30}),
    (case(("referred", 1, 40), ("admitted", 2, 640)), {"first_line": 40, "second_line": 600}),
    (
        case(("referred", 1, 40), ("admitted", 2, 640), taken=(340,)),
        {"first_line": 40, "waited": 300, "second_line": 300},
    ),
    (case(("refused", 1, 60), confirmed=(("d0", 360),)), {"first_line": 60, "second_person": 300}),
    (
        case(
            ("referred", 1, 40),
            ("handed_over", 2, 640),
            taken=(100,),
            confirmed=(("d1", 700),),
            received=(("d1", 4240),),
        ),
        {"first_line": 40, "waited": 60, "second_line": 540, "second_person": 60, "receipt": 3600},
    ),
]


@pytest.mark.parametrize(("rows", "expected"), DURATIONS)
def test_how_long_each_step_took_is_read_from_the_rows(rows, expected):
    assert {name: took // 1000 for name, took in times.durations(rows).items()} == expected


def test_figures_are_the_median_and_the_longest():
    cases = [case(("admitted", 1, seconds)) for seconds in (10, 20, 90)]
    assert times.figures(cases) == {"first_line": {"count": 3, "median": 20, "longest": 90}}


def test_how_long_it_took_is_frozen_when_the_shift_closes(amina, bakary):
    _, made = handed_over(amina, bakary, amina)
    handing_over.receive(made, bakary, wall_clock(), "adjudant Coulibaly", "", "warrant", signed=True)
    shift.close_shift(amina)
    counts = Shift.objects.get(key=amina.key).counts
    assert {name: one["count"] for name, one in counts["times"].items()} == {
        "first_line": 1,
        "second_line": 1,
        "second_person": 1,
        "receipt": 1,
    }
    assert counts["handed_over"] == 0  # decided by the second line, in whose figures it is
    bakary.refresh_from_db()
    assert shift.summary(bakary)["handed_over"] == 1
    assert rebuild(FOLLOW_ENTRIES) == []
