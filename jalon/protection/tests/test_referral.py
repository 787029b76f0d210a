"""A referral through its life: who may see it, what the clear columns say, the hand-over, a rebuild."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import decision, shift
from jalon.crossings.models import Decision, Hold, Inspection
from jalon.crossings.rules import NotAllowed
from jalon.crossings.tests.test_passage import amina, bakary, staff  # noqa: F401
from jalon.crossings.tests.test_second_line import held
from jalon.documents.mrz import Document, write
from jalon.journal.models import Parked
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.protection import directory, referral
from jalon.protection.models import Referral, Service
from jalon.protection.tests.cases import ASYLUM, CHILD, declared, entrusted, heard_apart
from jalon.staff import postings
from jalon.web.gate import Role

pytestmark = [pytest.mark.both]


@pytest.fixture
def asylum(staff):  # noqa: F811
    return declared(staff)


def state():
    return Inspection.objects.get().state


def test_the_person_to_be_heard_apart_is_entrusted_accepted_answered(amina, bakary, staff, asylum):  # noqa: F811
    made = entrusted(amina, bakary, asylum)
    assert (state(), made.state) == ("entrusted", "asked")
    assert list(Decision.objects.order_by("position").values_list("outcome", flat=True)) == ["referred", "entrusted"]
    referral.accept(made, staff["zara"], by="Mme Cissé", file="CNR/12")
    with pytest.raises(NotAllowed, match="already_accepted"):
        referral.accept(made, staff["zara"])
    referral.answer(made, staff["zara"], "received")
    made.refresh_from_db()
    assert made.state == "accepted"  # not yet the last word
    referral.answer(made, staff["zara"], "family", file="CNR/12")
    made.refresh_from_db()
    assert (made.state, made.returns) == ("answered", False)
    said = referral.said_of(made)
    assert [one["answer"] for one in said["answers"]] == ["received", "family"]
    assert said["accepted"]["by"] == "Mme Cissé"
    with pytest.raises(NotAllowed, match="referral_closed"):
        referral.answer(made, staff["zara"], "left")
    assert not Parked.objects.exists()


def test_only_whose_work_it_is(amina, bakary, staff, asylum):  # noqa: F811
    made = entrusted(amina, bakary, asylum)
    moussa = postings.enrol("Moussa", "installer")
    postings.post(moussa, "ML-GOG", Role.SHIFT_LEADER, "installer", date(2026, 1, 1))
    for officer in (staff["zara"], staff["bakary"]):
        assert referral.may_see(made, officer)
    for officer in (moussa, staff["amina"], staff["issa"], staff["claire"], staff["emile"], staff["salif"]):
        assert not referral.may_see(made, officer)
        for act in (referral.accept, referral.escalate, referral.look_at):
            with pytest.raises(NotAllowed, match="not_yours_to_see"):
                act(made, officer)


def test_that_a_referral_was_looked_at_is_recorded_once_in_eight_hours(amina, bakary, staff, asylum):  # noqa: F811
    made = entrusted(amina, bakary, asylum)
    referral.look_at(made, staff["zara"])
    first = referral.said_of(Referral.objects.get())["opened"][staff["zara"]]
    referral.look_at(made, staff["zara"])
    assert referral.said_of(Referral.objects.get())["opened"] == {staff["zara"]: first}
    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        referral.look_at(made, staff["zara"])
    assert referral.said_of(Referral.objects.get())["opened"][staff["zara"]] > first


def test_what_is_refused(amina, bakary, staff, asylum):  # noqa: F811
    seen = heard_apart(amina)
    for service, consent, code in (
        ("nobody", "given", "say_which_service"),
        (asylum.code, "perhaps", "say_the_consent"),
    ):
        with pytest.raises(NotAllowed, match=code):
            referral.ask(seen, bakary, service, consent)
    later = referral.local(seen.at + 3_600_000)
    with pytest.raises(NotAllowed, match="time_to_come"):
        referral.ask(seen, bakary, asylum.code, "given", handed_at=int(later.timestamp() * 1000))
    assert (state(), Referral.objects.count()) == ("referred", 0)
    made = referral.ask(seen, bakary, asylum.code, "given")
    with pytest.raises(NotAllowed, match="already_decided"):
        referral.ask(seen, bakary, asylum.code, "given")
    with pytest.raises(NotAllowed, match="accept_first"):
        referral.answer(made, staff["zara"], "family")
    with pytest.raises(NotAllowed, match="say_the_answer"):
        referral.answer(made, staff["zara"], "a long story")
    with pytest.raises(NotAllowed, match="before_it_was_asked"):
        referral.accept(made, staff["zara"], at=made.at - 3_600_000)
    with pytest.raises(NotAllowed, match="nobody_to_call_yet"):
        referral.escalate(made, staff["zara"])
    with pytest.raises(NotAllowed, match="nobody_to_call_yet"):
        referral.tell_focal_point(made, staff["bakary"])


def test_when_nobody_answers_the_rule_says_whom_to_call(amina, bakary, staff, asylum):  # noqa: F811
    made = entrusted(amina, bakary, asylum)
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=5)):
        due = referral.standing(made)
        assert (due.call.whom, due.call.telephone) == ("headquarters", "+223 20 00 00 90")
        referral.escalate(made, staff["bakary"])
        made.refresh_from_db()
        assert referral.standing(made).call is None
        referral.tell_focal_point(made, staff["bakary"])
        made.refresh_from_db()
        assert len(referral.steps_taken(referral.said_of(made))) == 1  # telling the focal point is no step of the rule
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        assert referral.standing(made).call.whom == "shift_leader"
        referral.escalate(made, staff["zara"])
        made.refresh_from_db()
        assert referral.standing(made).call is None


@pytest.mark.parametrize("answer", ["service_declined", "not_reached", "may_travel"])
def test_who_comes_back_is_taken_up_again_and_still_not_refused(amina, bakary, staff, asylum, answer):  # noqa: F811
    made = entrusted(amina, bakary, asylum)
    referral.answer(made, staff["zara"], answer)
    assert Referral.objects.get().returns
    seen = Inspection.objects.get()
    referral.take_up_again(seen, bakary)
    assert state() == "referred"
    with pytest.raises(NotAllowed, match="to_be_heard_apart"):
        decision.refuse(
            seen, bakary, "no_visa", dict.fromkeys(("asks_protection", "child_alone", "possible_victim"), False), line=2
        )
    again = referral.ask(seen, bakary, asylum.code, "given")
    assert again.key != made.key and referral.latest_of(seen.key) == again


def test_whoever_comes_back_before_an_answer_ends_the_referral(amina, bakary, asylum):  # noqa: F811
    made = entrusted(amina, bakary, asylum)
    referral.take_up_again(Inspection.objects.get(), bakary)
    made.refresh_from_db()
    assert (made.state, made.returns, state()) == ("answered", False, "referred")
    with pytest.raises(NotAllowed, match="not_entrusted"):
        referral.take_up_again(Inspection.objects.get(), bakary)


def test_nothing_in_clear_tells_the_kind(amina, bakary, staff):  # noqa: F811
    """Two referrals to services of two kinds: what stands beside `kept` differs in keys and times alone."""
    made = []
    for number, facts in enumerate((ASYLUM, CHILD)):
        mrz = "P<NERMAHAMADOU".ljust(44, "<") + f"\nPB000012{number}4NER8506151M2906140<<<<<<<<<<<<<<08"
        seen = heard_apart(amina, mrz)
        one = referral.ask(seen, bakary, declared(staff, facts).code, "given")
        referral.accept(one, staff["zara"])
        made.append(Referral.objects.get(key=one.key))
    same = ("officer", "state", "returns")
    assert [getattr(made[0], name) for name in same] == [getattr(made[1], name) for name in same]
    columns = {field.name for field in Referral._meta.concrete_fields}
    assert columns == {"key", "inspection", "at", "position", "kept", *same}
    if not this_node().keys.is_headquarters:
        for row in made:
            kept = bytes(row.kept)
            assert b"asylum" not in kept and b"child" not in kept and row.key.encode() not in kept


def test_the_hand_over_keeps_what_waits_and_drops_what_is_done(amina, bakary, staff, asylum):  # noqa: F811
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters has no shift keys")
    made = entrusted(amina, bakary, asylum)
    shift.close_shift(amina)
    assert state() == "entrusted"  # nobody has the person: the case stays
    shift.close_shift(bakary)
    made.refresh_from_db()
    assert referral.said_of(made)["consent"] == "given"
    assert rebuild(FOLLOW_ENTRIES) == []
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    assert later.shift_key == bytes(made.kept)[:8].hex()
    referral.accept(made, staff["zara"])
    shift.close_shift(later)
    assert not Inspection.objects.exists()  # the service has the person: the passage goes
    made = Referral.objects.get()
    assert referral.said_of(made) is not None  # its last word is awaited
    referral.answer(made, staff["zara"], "transferred")
    assert rebuild(FOLLOW_ENTRIES) == []
    last = shift.open_shift(staff["bakary"], "ML-GOG")
    shift.close_shift(last)
    assert not Referral.objects.exists()
    assert rebuild(FOLLOW_ENTRIES) == []
    assert not Parked.objects.exists()


def test_who_stands_at_the_post_again_is_still_an_open_case(amina, bakary, staff, asylum):  # noqa: F811
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters has no shift keys")
    made = entrusted(amina, bakary, asylum)
    referral.answer(made, staff["zara"], "service_declined")
    shift.close_shift(amina)
    shift.close_shift(bakary)
    assert (state(), Referral.objects.count()) == ("entrusted", 1)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    referral.take_up_again(Inspection.objects.get(), later)
    assert rebuild(FOLLOW_ENTRIES) == []


def test_an_accepted_referral_without_a_last_word_leaves_after_a_month(amina, bakary, staff, asylum):  # noqa: F811
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters has no shift keys")
    made = entrusted(amina, bakary, asylum)
    referral.accept(made, staff["zara"])
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        shift.close_shift(bakary)
    assert not Referral.objects.exists()


def test_the_shift_counts_entrusted(amina, bakary, asylum):  # noqa: F811
    entrusted(amina, bakary, asylum)
    assert shift.summary(amina)["entrusted"] == 0
    assert shift.summary(bakary)["entrusted"] == 1
    assert shift.summary(bakary)["decided_here"] == {"entrusted": 1}


def test_a_service_takes_two_people_and_a_day(staff):  # noqa: F811
    recorded = directory.declare(ASYLUM, date(2026, 1, 1), staff["issa"])
    service = Service.objects.get(key=recorded.key)
    assert directory.in_force() == []
    with pytest.raises(NotAllowed, match="another_approves_service"):
        directory.approve(service, staff["issa"])
    with pytest.raises(NotAllowed, match="not_yours_to_approve_service"):
        directory.approve(service, staff["amina"])
    with pytest.raises(NotAllowed, match="administrator_declares"):
        directory.declare(ASYLUM, date(2026, 1, 1), staff["zara"])
    directory.approve(service, staff["zara"])
    with pytest.raises(NotAllowed, match="already_decided_here"):
        directory.approve(service, staff["claire"])
    assert [one.code for one in directory.in_force()] == [service.code]
    assert directory.in_force(date(2025, 12, 31)) == []


def test_a_service_that_changes_keeps_the_rule_of_the_referrals_of_its_time(amina, bakary, staff, asylum):  # noqa: F811
    made = entrusted(amina, bakary, asylum)
    recorded = directory.declare(ASYLUM | {"accept_within": 24}, date(2026, 2, 1), staff["issa"], code=asylum.code)
    directory.approve(Service.objects.get(key=recorded.key), staff["zara"])
    assert [one.accept_within for one in directory.in_force()] == [24]
    assert referral.service_of(referral.said_of(made)).accept_within == 2
    directory.withdraw(Service.objects.get(key=recorded.key), date(2026, 3, 1), staff["issa"])
    assert directory.in_force() == []


def test_the_length_of_what_is_sealed_tells_no_child(amina, bakary, staff):  # noqa: F811
    lengths = set()
    for number, (facts, consent, born) in enumerate(((ASYLUM, "given", "1985-06-15"), (CHILD, "child", "2014-06-15"))):
        document = Document(
            type="TD3",
            document_code="P",
            issuing_state="NER",
            primary_identifier="MAHAMADOU",
            secondary_identifier=None,
            document_number=f"PB000012{number}",
            nationality="NER",
            birth_date=born,
            sex="M",
            expiry_date="2029-06-14",
        )
        mrz = "\n".join(write(document))
        service = declared(staff, facts)
        one = referral.ask(heard_apart(amina, mrz), bakary, service.code, consent)
        said = referral.said_of(one)
        lengths.add(len(bytes(one.kept)) - len(said["service"]) - len(said["inspection"]))
    assert len(lengths) == 1


def test_when_others_are_told_does_not_depend_on_the_service(amina, bakary, staff):  # noqa: F811
    slow = declared(staff, ASYLUM | {"accept_within": 24})
    made = entrusted(amina, bakary, slow)
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        assert referral.waits_long(made) and not referral.standing(made).late
        referral.tell_focal_point(made, staff["bakary"])


def test_a_hold_ends_where_the_person_is_entrusted(amina, bakary, staff, asylum):  # noqa: F811
    seen = held(amina, bakary)
    made = referral.ask(seen, bakary, asylum.code, "given")
    assert (state(), made.state) == ("entrusted", "asked")
    assert Hold.objects.get().ended_at is not None
    referral.take_up_again(Inspection.objects.get(), bakary)
    assert state() == "referred"
    assert rebuild(FOLLOW_ENTRIES) == []
