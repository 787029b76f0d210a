"""The way of one traveller, from the swipe to the hand-over, on a real node."""

from datetime import date

import pytest

from jalon.config import cast
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import correction, decision, inspection, particulars, recall, rules, shift
from jalon.crossings.models import Confirmation, Decision, Inspection, Recall
from jalon.journal.applying import entries_in_journal, follow
from jalon.journal.models import Cursor, Parked
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.web.gate import Role

pytestmark = [pytest.mark.both, pytest.mark.smoke]

CLEAN = "P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<\nAA01234565MLI9001011F3012316<<<<<<<<<<<<<<08"
FOREIGN = "P<NERMAHAMADOU".ljust(44, "<") + "\nPB00001234NER8506151M2906140<<<<<<<<<<<<<<08"
NO = {"asks_protection": False, "child_alone": False, "possible_victim": False}
FIRST, LEADER = frozenset({Role.FIRST_LINE}), frozenset({Role.FIRST_LINE, Role.SHIFT_LEADER})
JOURNEY = {"transport": "foot", "purpose": "trade"}


@pytest.fixture
def staff(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))


@pytest.fixture
def amina(staff):
    return shift.open_shift(staff["amina"], "ML-GOG")


@pytest.fixture
def bakary(staff):
    return shift.open_shift(staff["bakary"], "ML-GOG")


def swipe(mrz, on, direction="entry"):
    recorded = inspection.inspect(inspection.shown_by_mrz(mrz), direction, on)
    return Inspection.objects.get(key=recorded.key)


def test_the_inspection_is_an_entry_before_any_decision(amina):
    before = entries_in_journal()
    seen = swipe(CLEAN, amina)
    assert entries_in_journal() == before + 1
    # No list is in service here: nothing was found, because nothing was asked.
    assert (seen.state, seen.level, seen.document_type) == ("open", "unchecked", "passport")


def test_admitted_and_seen_again(amina):
    first = swipe(CLEAN, amina)
    assert recall.seen(first.token, first.key) is None
    decision.admit(first, amina, JOURNEY)
    again = recall.seen(first.token)
    assert not again.others
    assert (again.count, again.direction, again.transport) == (1, "entry", "foot")


def test_a_decided_traveller_is_not_decided_twice(amina):
    seen = swipe(CLEAN, amina)
    decision.admit(seen, amina, JOURNEY)
    seen.refresh_from_db()
    with pytest.raises(rules.NotAllowed, match="already_decided"):
        decision.admit(seen, amina, JOURNEY)


def test_a_refusal_takes_a_second_person(amina, bakary):
    seen = swipe(FOREIGN, amina)
    recorded = decision.refuse(seen, amina, "no_visa", NO)
    refused = Decision.objects.get(key=recorded.key)
    assert refused.outcome == "refused"
    with pytest.raises(rules.NotAllowed, match="second_person_is_another"):
        decision.confirm(refused, amina.officer)
    decision.confirm(refused, bakary.officer)
    assert Confirmation.objects.get(decision=refused.key).officer == bakary.officer
    with pytest.raises(rules.NotAllowed, match="already_confirmed"):
        decision.confirm(refused, bakary.officer)
    assert not Parked.objects.exists()


def test_a_confirmation_outlives_the_second_officers_shift_and_goes_with_the_travellers(amina, bakary):
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters reads what it records: it has no shift keys")
    refused = Decision.objects.get(key=decision.refuse(swipe(FOREIGN, amina), amina, "no_visa", NO).key)
    decision.confirm(refused, bakary.officer)
    shift.close_shift(bakary)
    assert rebuild(FOLLOW_ENTRIES) == []
    assert shift.open_cases(amina) == []
    shift.close_shift(amina)
    assert not Confirmation.objects.exists()


def test_only_the_refusal_that_stands_waits_for_a_second_person(amina, bakary):
    """Refused, sent back, refused again at the second line: one refusal waits, the last; the line is the right one."""
    seen = swipe(FOREIGN, amina)
    first = Decision.objects.get(key=decision.refuse(seen, amina, "no_visa", NO).key)
    assert [made.key for made in decision.unconfirmed()] == [first.key]
    decision.send_back(first, bakary)
    seen.refresh_from_db()
    assert not decision.unconfirmed().exists()
    second = Decision.objects.get(key=decision.refuse(seen, bakary, "no_visa", NO, line=2).key)
    assert (first.line, second.line) == (1, 2)
    assert [made.key for made in decision.unconfirmed()] == [second.key]
    assert shift.open_cases(amina) == [seen.key]
    with pytest.raises(rules.NotAllowed, match="already_confirmed"):
        decision.confirm(first, bakary.officer)
    decision.confirm(second, amina.officer)
    assert not decision.unconfirmed().exists()
    assert shift.open_cases(amina) == []


@pytest.mark.parametrize("act", ["admit", "refuse", "refer"])
def test_a_referred_traveller_is_the_second_lines(amina, act):
    seen = swipe(FOREIGN, amina)
    decision.refer(seen, amina, "document_doubt")
    seen.refresh_from_db()
    acts = {
        "admit": lambda: decision.admit(seen, amina, JOURNEY),
        "refuse": lambda: decision.refuse(seen, amina, "no_visa", NO),
        "refer": lambda: decision.refer(seen, amina, "document_doubt"),
    }
    with pytest.raises(rules.NotAllowed, match="second_line_decides"):
        acts[act]()


# The state a passage is in, the roles of whoever cancels it, and the rule that stands in the way.
CANCELLED_BY = [
    ("admitted", FIRST, None),
    ("referred", FIRST, "shift_leader_cancels"),
    ("refused", FIRST, "shift_leader_cancels"),
    ("handed_over", FIRST, "shift_leader_cancels"),
    ("referred", LEADER, None),
    ("refused", LEADER, None),
    ("handed_over", LEADER, None),
]


@pytest.mark.parametrize(("state", "roles", "forbidden"), CANCELLED_BY)
def test_who_cancels_a_passage(amina, bakary, state, roles, forbidden):
    seen = swipe(FOREIGN, amina)
    if state in {"referred", "handed_over"}:
        decision.refer(seen, amina, "document_doubt")
        seen.refresh_from_db()
    acts = {
        "admitted": lambda: decision.admit(seen, amina, JOURNEY),
        "refused": lambda: decision.refuse(seen, amina, "no_visa", NO),
        "handed_over": lambda: decision.hand_over(seen, bakary, "the examining judge, by telephone"),
    }
    acts.get(state, lambda: None)()
    seen.refresh_from_db()
    assert seen.state == state
    assert correction.may_cancel(seen, roles) is (forbidden is None)
    with pytest.raises(rules.NotAllowed, match="already_decided"):
        correction.start_again(seen, amina)
    if forbidden:
        with pytest.raises(rules.NotAllowed, match=forbidden):
            correction.cancel(seen, amina, "typing", roles=roles)
        return
    correction.cancel(seen, amina, "typing", roles=roles)
    seen.refresh_from_db()
    assert seen.state == "cancelled"
    with pytest.raises(rules.NotAllowed, match="already_cancelled"):
        correction.cancel(seen, amina, "typing", roles=roles)
    (one,) = particulars.corrections(seen)
    assert (one["officer"], one["reason"]) == (amina.officer, "typing")
    assert not decision.unconfirmed().exists()


def test_a_refusal_that_is_not_confirmed_goes_to_the_second_line(amina, bakary):
    seen = swipe(FOREIGN, amina)
    refused = Decision.objects.get(key=decision.refuse(seen, amina, "no_visa", NO).key)
    with pytest.raises(rules.NotAllowed, match="second_person_is_another"):
        decision.send_back(refused, amina)
    decision.send_back(refused, bakary)
    seen.refresh_from_db()
    assert seen.state == "referred"


@pytest.mark.parametrize("question", sorted(NO))
def test_a_yes_to_a_protective_question_can_only_refer(amina, question):
    seen = swipe(FOREIGN, amina)
    recorded = decision.refuse(seen, amina, "no_visa", NO | {question: True})
    assert Decision.objects.get(key=recorded.key).outcome == "referred"


def test_an_own_national_cannot_be_refused(amina):
    recorded = decision.refuse(swipe(CLEAN, amina), amina, "no_valid_document", NO)
    assert Decision.objects.get(key=recorded.key).outcome == "referred"


def test_a_correction_stands_beside_what_was_recorded(amina):
    seen = swipe(CLEAN, amina)
    decision.admit(seen, amina, JOURNEY)
    correction.correct(seen, amina, {"secondary_identifier": "AMINATOU"}, "misread")
    assert rules.what_was_seen(seen)["fields"]["secondary_identifier"] == "AMINATA"
    assert particulars.as_corrected(seen)["secondary_identifier"] == "AMINATOU"
    (one,) = particulars.corrections(seen)
    assert one["officer"] == amina.officer
    assert one["at"] >= seen.at


def test_the_hand_over_wipes_the_clear_past_and_keeps_the_open_cases(amina, bakary):
    gone = swipe(CLEAN, amina)
    decision.admit(gone, amina, JOURNEY)
    referred = swipe(FOREIGN, amina)
    decision.refer(referred, amina, "document_doubt")
    shift.close_shift(amina)
    if this_node().keys.is_headquarters:
        return  # a headquarters holds the opening key: it keeps what it may read
    assert not this_node().shift_keys.holds(bytes.fromhex(amina.shift_key))
    assert list(Inspection.objects.values_list("key", flat=True)) == [referred.key]
    referred.refresh_from_db()
    assert rules.what_was_seen(referred)["fields"]["primary_identifier"] == "MAHAMADOU"
    assert Recall.objects.get(token=gone.token).count == 1
    decision.admit(referred, bakary, JOURNEY, line=2, looked="the paper at the second line")
    assert not Parked.objects.exists()


def test_an_open_case_waits_for_the_next_shift_where_nobody_else_is_on_duty(amina, staff):
    referred = swipe(FOREIGN, amina)
    decision.refer(referred, amina, "document_doubt")
    shift.close_shift(amina)
    later = shift.open_shift(staff["bakary"], "ML-GOG")
    referred.refresh_from_db()
    assert rules.what_was_seen(referred)["fields"]["nationality"] == "NER"
    decision.admit(referred, later, JOURNEY, line=2, looked="heard")


def test_a_case_outlives_several_hand_overs(amina, bakary, staff):
    """Referred in Amina's shift, left by Bakary's, decided in the next: read each time, gone at the end."""
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters reads what it records: it has no shift keys")
    referred = swipe(FOREIGN, amina)
    decision.refer(referred, amina, "document_doubt")
    shift.close_shift(amina)
    shift.close_shift(bakary)
    next_day = shift.open_shift(staff["bakary"], "ML-GOG")
    referred.refresh_from_db()
    assert rules.what_was_seen(referred)["fields"]["nationality"] == "NER"
    assert rebuild(FOLLOW_ENTRIES) == []
    decision.admit(referred, next_day, JOURNEY, line=2, looked="heard")
    shift.close_shift(next_day)
    assert not Inspection.objects.exists() and not Decision.objects.exists()
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_decision_on_another_officers_traveller_outlives_its_shift(amina, bakary):
    """Bakary decides in Amina's shift and leaves first: the decision stays readable with the traveller."""
    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters reads what it records: it has no shift keys")
    referred = swipe(FOREIGN, amina)
    decision.refer(referred, amina, "document_doubt")
    referred.refresh_from_db()
    decision.admit(referred, bakary, JOURNEY, line=2, looked="heard")
    shift.close_shift(bakary)
    assert this_node().shift_keys.take_out_value(Decision.objects.get(outcome="admitted").kept)["looked"] == "heard"
    assert rebuild(FOLLOW_ENTRIES) == []


def test_applying_twice_changes_nothing(amina):
    """Tokens are counted once, whatever the journal is replayed."""
    first = swipe(CLEAN, amina)
    decision.admit(first, amina, JOURNEY)
    shift.close_shift(amina)
    before = list(Recall.objects.values_list())
    Cursor.objects.update(position=0)
    follow()
    assert list(Recall.objects.values_list()) == before
