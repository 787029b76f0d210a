"""What the rules of the desk forbid, whatever form or address is used: the acts themselves refuse."""

from datetime import date

import pytest
from django.utils import timezone

from jalon.config.demo import lists as synthetic
from jalon.crossings import consultation, correction, decision, drafts, inspection, particulars, recall, rules, shift
from jalon.crossings.inspection import Shown
from jalon.crossings.models import Decision, Inspection, TakenOver
from jalon.crossings.tests.test_passage import CLEAN, FOREIGN, JOURNEY, NO, amina, bakary, staff, swipe  # noqa: F401
from jalon.journal.applying import entries_in_journal
from jalon.posts.models import Post
from jalon.watchlists import editions
from jalon.watchlists.rules import Rules

pytestmark = [pytest.mark.both]

ADMITTED = {"transport": "foot", "direction": "entry"}


@pytest.fixture
def lists(staff, tmp_path):  # noqa: F811
    """The synthetic national list, in service."""
    today = date.today()
    synthetic.write(tmp_path, 1, today)
    files = [tmp_path / file for file in synthetic.FILES["national_mli"][1]]
    proposed, _ = editions.propose("national_mli", files, Rules(title="Mali"), staff["claire"], today)
    editions.approve(proposed.key, "DEC-1", staff["issa"])


def typed(on, **fields):
    shown = Shown("passport", {**dict.fromkeys(inspection.FIELDS), **fields}, "typed")
    return Inspection.objects.get(key=inspection.inspect(shown, "entry", on).key)


def wanted(on):
    primary, secondary = synthetic.TRAVELLER_IDENTIFIERS
    return typed(
        on,
        primary_identifier=primary,
        secondary_identifier=secondary,
        birth_date=synthetic.WANTED.birth_date,
        nationality="GIN",
        issuing_state="GIN",
        document_number="G01234567",
        expiry_date="2031-01-01",
        sex="M",
    )


def forbidden(code, act, *args, **kwargs):
    with pytest.raises(rules.NotAllowed) as refused:
        act(*args, **kwargs)
    assert refused.value.code == code


@pytest.mark.parametrize("question", sorted(NO))
def test_whom_a_protective_yes_sends_to_be_heard_apart_nobody_refuses_any_more(amina, bakary, question):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    decision.refuse(seen, amina, "no_visa", NO | {question: True})
    forbidden("second_line_decides", decision.refuse, seen, amina, "no_visa", NO)
    forbidden("to_be_heard_apart", decision.refuse, seen, bakary, "no_visa", NO, line=2)
    forbidden("to_be_heard_apart", decision.hand_over, seen, bakary, "the police of the other side")
    forbidden("shift_leader_cancels", correction.cancel, seen, amina, "typing", roles=frozenset())
    decision.admit(seen, bakary, ADMITTED, line=2, looked="handed to the service that protects")


def test_a_yes_after_another_referral_counts_too(amina, bakary):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    decision.refer(seen, amina, "document_doubt")
    decision.refuse(seen, bakary, "no_visa", NO | {"asks_protection": True}, line=2)
    forbidden("to_be_heard_apart", decision.refuse, seen, bakary, "no_visa", NO, line=2)


def test_the_answers_can_be_read_again_by_nobody_at_the_post(amina):  # noqa: F811
    """They are an entry of their own, of the same name whatever they are, sealed to the headquarters alone."""
    from jalon.journal.node import journal_connection, this_node
    from jalon.journal.opening import COLUMNS, Blank, open_entry

    if this_node().keys.is_headquarters:
        pytest.skip("a headquarters reads what is sealed to it")
    seen = swipe(FOREIGN, amina)
    decision.refuse(seen, amina, "no_visa", NO | {"possible_victim": True})
    connection, _ = journal_connection()
    row = connection.execute(f"SELECT {COLUMNS} FROM journal_entry WHERE verb = 'crossing.asked'").fetchone()
    assert isinstance(open_entry(row, this_node()), Blank)
    kept = this_node().shift_keys.take_out_value(Decision.objects.get().kept)
    assert "possible_victim" not in str(kept)


def test_an_own_national_by_correction_cannot_be_refused(amina):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    again = correction.correct(seen, amina, {"nationality": "MLI"}, "misread")
    corrected = Inspection.objects.get(key=again.key)
    made = decision.refuse(corrected, amina, "no_visa", NO)
    assert Decision.objects.get(key=made.key).outcome == "referred"


def test_where_the_nationality_or_the_posts_country_is_not_known_nobody_is_refused(amina):  # noqa: F811
    seen = typed(amina, primary_identifier="KEITA")
    forbidden("say_nationality_first", decision.refuse, seen, amina, "no_valid_document", NO)
    assert not Decision.objects.exists()
    Post.objects.all().delete()
    corrected = Inspection.objects.get(key=correction.correct(seen, amina, {"nationality": "NER"}, "typing").key)
    forbidden("say_nationality_first", decision.refuse, corrected, amina, "no_valid_document", NO)


def test_the_first_line_neither_admits_refuses_nor_puts_aside_whom_a_list_asks_for(amina, lists):  # noqa: F811
    seen = wanted(amina)
    assert seen.hits
    forbidden("hit_goes_to_second_line", decision.admit, seen, amina, ADMITTED, looked="looked")
    forbidden("hit_goes_to_second_line", decision.refuse, seen, amina, "public_order", NO)
    forbidden("hit_is_not_put_aside", correction.start_again, seen, amina)
    forbidden("shift_leader_cancels", correction.cancel, seen, amina, "typing", roles=frozenset())
    assert not Decision.objects.exists()


def test_a_name_put_right_is_looked_up_again(amina, lists):  # noqa: F811
    """A slip of the keys is no way past the lists: before the decision the traveller stands with a hit, after it the
    shift leader is told."""
    slip = typed(amina, primary_identifier="XXMAMADOU", secondary_identifier="SANI", nationality="GIN", sex="M")
    primary, secondary = synthetic.TRAVELLER_IDENTIFIERS
    right = {
        "primary_identifier": primary,
        "secondary_identifier": secondary,
        "birth_date": synthetic.WANTED.birth_date,
    }
    assert not slip.hits
    again = Inspection.objects.get(key=correction.correct(slip, amina, right, "typing").key)
    slip.refresh_from_db()
    assert (slip.state, again.state) == ("cancelled", "open") and again.hits
    decision.refer(again, amina, "possible_match")

    late = typed(amina, primary_identifier="YYMAMADOU", secondary_identifier="SANI", nationality="GIN", sex="M")
    decision.admit(late, amina, ADMITTED, looked="known here")
    correction.correct(late, amina, right, "typing")
    assert [one.key for one in correction.passed_and_asked_for()] == [late.key]


def test_an_empty_answer_in_a_correction_wipes_nothing(amina):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    decision.admit(seen, amina, ADMITTED)
    forbidden("nothing_changed", correction.correct, seen, amina, dict.fromkeys(inspection.FIELDS, ""), "typing")
    correction.correct(seen, amina, {"direction": "exit", "transport": "bus", "nationality": ""}, "typing")
    seen.refresh_from_db()
    assert (seen.direction, Decision.objects.get().transport) == ("exit", "bus")
    assert particulars.as_corrected(seen)["nationality"] == "NER"


def test_the_second_line_takes_only_what_was_referred(amina, bakary):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    forbidden("not_referred", decision.admit, seen, bakary, ADMITTED, line=2, looked="looked")
    forbidden("not_referred", decision.hand_over, seen, bakary, "police")


def test_handing_a_traveller_over_takes_a_second_person(amina, bakary):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    decision.refer(seen, amina, "identity_doubt")
    made = Decision.objects.get(key=decision.hand_over(seen, bakary, "examining judge").key)
    assert [one.key for one in decision.unconfirmed()] == [made.key]
    assert shift.open_cases(amina) == [seen.key]
    forbidden("second_person_is_another", decision.confirm, made, bakary.officer)
    decision.confirm(made, amina.officer)
    assert not decision.unconfirmed().exists()
    forbidden("already_confirmed", decision.send_back, made, amina)


def test_a_document_however_its_number_is_spaced_is_the_same(amina):  # noqa: F811
    assert recall.token("MLI", "AA 012-3456") == recall.token("MLI", "AA0123456") != recall.token("NER", "AA0123456")


def test_what_became_of_a_document_in_this_shift_is_said(amina):  # noqa: F811
    first = swipe(FOREIGN, amina)
    decision.refer(first, amina, "document_doubt")
    again = swipe(FOREIGN, amina)
    known = recall.seen(again.token, again.key)
    assert (known.count, dict(known.others)) == (0, {"referred": 1})


@pytest.mark.parametrize("name", ["MAHAMADOU", "Mohamadou Sani", "SANI MAHAMADOU", "Mahamadu"])
def test_a_surname_alone_or_names_in_any_order_find_a_passage(amina, name):  # noqa: F811
    seen = typed(amina, primary_identifier="MAHAMADOU", secondary_identifier="SANI", birth_date="1985-06-15")
    question = {"primary_identifier": name, "birth_date": None, "document_number": None}
    assert [one.key for one, _ in consultation.look_up(question, "asked by his brother", amina)] == [seen.key]


def test_looking_somebody_up_finds_the_particulars_as_corrected(amina):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    decision.admit(seen, amina, ADMITTED)
    correction.correct(seen, amina, {"primary_identifier": "DIARRA", "document_number": "ZZ9998887"}, "misread")
    question = {"primary_identifier": None, "birth_date": None, "document_number": "zz 9998887"}
    before = entries_in_journal()
    ((found, fields),) = consultation.look_up(question, "asked", amina)
    assert (found.key, fields["primary_identifier"], entries_in_journal()) == (seen.key, "DIARRA", before + 1)


def test_opening_anothers_case_is_recorded_once_a_shift(amina, bakary):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    before = entries_in_journal()
    consultation.take_over(seen, amina)
    assert entries_in_journal() == before
    for _ in range(3):
        consultation.take_over(seen, bakary)
    assert entries_in_journal() == before + 1
    assert TakenOver.objects.get().officer == bakary.officer


@pytest.mark.parametrize(
    ("born", "code"),
    [("2031-01-01", "born_in_future"), ("2018-09", "minor"), ("1990-01-01", None), (None, None), ("1950", None)],
)
def test_what_an_age_makes_the_desk_say(born, code):
    shown = Shown(
        "passport", {**dict.fromkeys(inspection.FIELDS, "x"), "birth_date": born, "expiry_date": None}, "typed"
    )
    assert (code in {one["code"] for one in inspection.judge(shown, timezone.localdate())}) == (code is not None)


def test_nothing_is_recorded_in_a_shift_that_was_closed_in_another_window(amina):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    shift.close_shift(amina)
    for act in (
        lambda: swipe(CLEAN, amina),
        lambda: decision.admit(seen, amina, JOURNEY),
        lambda: correction.start_again(seen, amina),
        lambda: shift.close_shift(amina),
    ):
        forbidden("shift_needed", act)


def test_two_hundred_swipes_wait_and_the_next_is_told(amina):  # noqa: F811
    for number in range(drafts.MOST_WAITING):
        assert drafts.let_wait(amina, f"{CLEAN}{number}") == number + 1
    forbidden("too_many_waiting", drafts.let_wait, amina, CLEAN)
    first, text = drafts.next_waiting(amina)
    assert text == f"{CLEAN}0" and drafts.next_waiting(amina) == (first, text)
    drafts.served(first)
    assert drafts.next_waiting(amina)[1] == f"{CLEAN}1"
