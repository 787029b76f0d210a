"""Fees taken by dated rules, receipts without a gap, the cash closed by two."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from jalon.cash import day, due, receipts, slip
from jalon.cash.day import Counted
from jalon.cash.models import Cancelling, Closing, Payer, Receipt
from jalon.cash.signed import code_of, public_key
from jalon.config import cast
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import decision, rule_sets, shift
from jalon.crossings.rules import NotAllowed
from jalon.crossings.tests.test_passage import CLEAN, FOREIGN, JOURNEY, amina, bakary, staff, swipe  # noqa: F401
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.posts import declaration
from jalon.posts.models import Post
from jalon.regimes.rules import DATA

pytestmark = [pytest.mark.both]

VISA, CARD = "mr-evisa-30", "mr-senegal-card"


@pytest.fixture
def here(staff):  # noqa: F811
    """The post on Mauritania's side of the line: the sample of rules asks for fees there."""
    facts = dict(declaration.known_posts())["ML-GOG"] | {"country": "MRT", "neighbour": "MLI"}
    declaration.declare("ML-GOG", facts, cast.ADMINISTRATOR)
    return Post.objects.get(code="ML-GOG")


def forbidden(code, act, *args, **kwargs):
    with pytest.raises(NotAllowed) as refused:
        act(*args, **kwargs)
    assert refused.value.code == code


def take(on, rule=VISA, nationality="NER", **said):
    return Receipt.objects.get(key=receipts.take_fee(rule, nationality, on, **said).key)


def test_numbers_have_no_gap_and_name_nobody(here, amina, bakary):  # noqa: F811
    taken = [take(amina), take(bakary, CARD, "SEN"), take(amina, units=3)]
    assert [one.number for one in taken] == [1, 2, 3]
    assert [one.total for one in taken] == [55, 300, 165]
    assert [one.currency for one in taken] == ["EUR", "MRU", "EUR"]
    assert taken[0].due["rule"] == VISA
    assert taken[0].due["names"]["fr"]
    assert not Payer.objects.exists()


def test_only_what_a_rule_asks_of_this_traveller_is_taken(here, amina):  # noqa: F811
    forbidden("nothing_to_pay", receipts.take_fee, "mr-senegal-entry", "SEN", amina)
    forbidden("nothing_to_pay", receipts.take_fee, CARD, "NER", amina)
    forbidden("nothing_to_pay", receipts.take_fee, "an invented one", "NER", amina)
    forbidden("how_many", receipts.take_fee, VISA, "NER", amina, units=0)
    assert not Receipt.objects.exists()


def test_at_a_post_of_mali_nothing_is_to_pay(staff, amina):  # noqa: F811
    post = Post.objects.get(code="ML-GOG")
    owed, nothing = due.due_of("NER", post, date.today())
    assert owed == []
    assert list(nothing) == list(due.WHAT)
    assert list(due.nothing_to_pay(post, date.today())) == list(due.WHAT)
    forbidden("nothing_to_pay", receipts.take_fee, VISA, "NER", amina)


def test_what_some_pay_is_not_on_the_notice_and_what_they_do_not_is_said(here):
    nothing = due.nothing_to_pay(here, date.today())
    assert "visa" not in nothing
    assert "residence_card" not in nothing
    assert [one.rule for one in nothing["entry"]] == ["mr-senegal-entry"]
    assert nothing["exit"] == []
    assert {price.rule for _, price in due.prices(here, date.today())} >= {VISA, CARD}


def put_in_service(staff, amount):  # noqa: F811
    """The sample with another price of a visa, proposed by one and approved by another."""
    sample = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (DATA / "sample").glob("*.json")}
    sample["set.json"]["version"] = "own"
    for row in sample["fees.json"]:
        if row["code"] == VISA:
            row["amount"] = amount
    files = {name: json.dumps(rows).encode() for name, rows in sample.items()}
    proposed = rule_sets.propose(files, staff["issa"])
    rule_sets.put_in_service(proposed.key, "D-1", staff["claire"])


def test_a_state_brings_its_own_rules(here, staff):  # noqa: F811
    put_in_service(staff, 60)
    owed, _ = due.due_of("NER", here, date.today())
    assert {line.code: line.due.amount for line in owed}[VISA] == 60


def test_rules_that_are_gone_are_said_and_no_others_take_their_place(here, staff, amina):  # noqa: F811
    put_in_service(staff, 60)
    rule_sets._kept.cache_clear()
    shutil.rmtree(Path(settings.JALON_HOME) / "rules")
    assert not due.usable()
    assert due.due_of("NER", here, date.today()) == ([], {})
    assert due.nothing_to_pay(here, date.today()) == {}
    forbidden("nothing_to_pay", receipts.take_fee, VISA, "NER", amina)


def test_the_payer_is_known_to_the_shift_alone_and_as_long(here, amina, bakary):  # noqa: F811
    seen = swipe(CLEAN, amina)
    named = take(amina, name=" Aminata ", inspection=seen)
    decision.admit(seen, amina, JOURNEY, looked="read")
    assert receipts.payer_of(named, amina) == "Aminata"
    assert receipts.payer_of(named, bakary) == ""
    assert receipts.receipts_of(seen) == [named]
    shift.close_shift(amina)
    if not this_node().keys.is_headquarters:
        assert not Payer.objects.exists()
        assert receipts.payer_of(named, bakary) == ""
    named.refresh_from_db()
    assert (named.number, named.total, day.in_the_drawer()["EUR"]["expected"]) == (1, 55, 55)
    assert rebuild(FOLLOW_ENTRIES) == []


def test_the_payer_of_an_open_case_goes_with_it(here, amina, bakary):  # noqa: F811
    seen = swipe(FOREIGN, amina)
    named = take(amina, name="SANI", inspection=seen)
    decision.refer(seen, amina, "document_doubt")
    shift.close_shift(amina)
    left_to = bakary if not this_node().keys.is_headquarters else amina
    assert receipts.payer_of(named, left_to) == "SANI"
    assert rebuild(FOLLOW_ENTRIES) == []
    assert receipts.payer_of(named, left_to) == "SANI"


def test_cancelling_takes_another_person_and_the_number_stays(here, amina, bakary, staff):  # noqa: F811
    one, other = take(amina), take(amina)
    forbidden("say_why_cancelled", receipts.ask_to_cancel, one, amina, "because")
    receipts.ask_to_cancel(one, amina, "taken_twice")
    forbidden("receipt_already_so", receipts.ask_to_cancel, one, amina, "taken_twice")
    asked = receipts.cancellings_waiting().get()
    forbidden("cash_needs_another", receipts.cancel, asked, staff["amina"])
    assert day.in_the_drawer()["EUR"]["expected"] == 110
    receipts.cancel(asked, staff["bakary"])
    forbidden("receipt_already_so", receipts.do_not_cancel, asked, staff["bakary"])
    one.refresh_from_db()
    assert (one.state, one.number) == (Receipt.CANCELLED, 1)
    assert day.in_the_drawer()["EUR"] == {"opened": 0, "taken": 110, "given_back": 55, "expected": 55}
    receipts.ask_to_cancel(other, bakary, "trial")
    receipts.do_not_cancel(receipts.cancellings_waiting().get(), staff["amina"])
    other.refresh_from_db()
    assert other.state == Receipt.STANDS
    assert take(amina).number == 3
    assert Cancelling.objects.count() == 2
    assert rebuild(FOLLOW_ENTRIES) == []


def test_the_cash_is_closed_by_two_and_the_next_opens_with_what_was_left(here, amina, bakary, staff):  # noqa: F811
    first = take(amina)
    take(amina, CARD, "SEN")
    forbidden("count_each_currency", day.count, amina, {"EUR": Counted(55)})
    right = {"EUR": Counted(55, 20), "MRU": Counted(250)}
    forbidden("say_why_the_cash_differs", day.count, amina, right)
    forbidden("left_more_than_counted", day.count, amina, right | {"EUR": Counted(55, 56)})
    day.count(amina, right | {"MRU": Counted(250, reason="fifty short")})
    forbidden("count_waits", day.count, bakary, {})
    counted = day.waiting()
    assert counted.receipts == [[first.year, 1, 2]]
    take(bakary)  # between the count and its second person: it belongs to the next
    forbidden("cash_needs_another", day.close, counted, staff["amina"])
    day.close(counted, staff["bakary"])
    forbidden("count_is_decided", day.count_again, counted, staff["bakary"])
    assert day.in_the_drawer() == {"EUR": {"opened": 20, "taken": 55, "given_back": 0, "expected": 75}}
    receipts.ask_to_cancel(first, amina, "nothing_due")
    receipts.cancel(receipts.cancellings_waiting().get(), staff["bakary"])
    assert day.in_the_drawer()["EUR"] == {"opened": 20, "taken": 55, "given_back": 55, "expected": 20}
    day.count(bakary, {"EUR": Counted(20)})
    again = day.waiting()
    assert (again.number, again.given_back) == (2, [[first.year, 1]])
    day.count_again(again, staff["amina"])
    assert day.in_the_drawer()["EUR"]["expected"] == 20
    day.count(bakary, {"EUR": Counted(20)})
    day.close(day.waiting(), staff["amina"])
    assert day.in_the_drawer() == {}
    assert list(Closing.objects.order_by("position").values_list("state", flat=True)) == [
        "closed",
        "declined",
        "closed",
    ]
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_shift_that_ended_leaves_its_cash_to_be_counted(here, amina, bakary):  # noqa: F811
    take(amina)
    shift.close_shift(amina)
    forbidden("shift_needed", receipts.take_fee, VISA, "NER", amina)
    assert day.in_the_drawer()["EUR"]["expected"] == 55
    day.count(bakary, {"EUR": Counted(55)})


def test_a_crash_between_the_entry_and_its_row_repeats_no_number(here, amina, monkeypatch):  # noqa: F811
    from django.db import DatabaseError

    from jalon.journal import record as record_room

    def broken(*_):
        raise DatabaseError("the disk is full")

    take(amina)
    with monkeypatch.context() as patched:
        patched.setattr(record_room, "follow", broken)
        receipts.take_fee(VISA, "NER", amina)
    assert Receipt.objects.count() == 1
    assert take(amina).number == 3
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_the_code_is_signed_by_this_machine_and_read_however_it_comes(here, amina):  # noqa: F811
    code = code_of(take(amina))
    assert code.isascii()
    assert " / 55 EUR / ML-GOG / " in code
    found = slip.read(code, public_key)
    assert (found.verdict, found.amount, found.what, found.rule) == ("valid", "55 EUR", "VISA", "MR-EVISA-30")
    for way in (code.lower(), code.replace(" ", ""), code.replace(" / ", "/\n"), f"  {code}\n"):
        assert slip.read(way, public_key).verdict == "valid"


@pytest.mark.parametrize(
    "before,after", [("55 EUR", "5 EUR"), ("00001", "00002"), ("ML-GOG", "ML-DIB"), ("VISA", "EXIT")]
)
def test_an_altered_code_is_seen(here, amina, before, after):  # noqa: F811
    code = code_of(take(amina))
    assert slip.read(code.replace(before, after, 1), public_key).verdict == "altered"


def test_a_key_that_is_not_the_machines_proves_nothing(here, amina):  # noqa: F811
    code = code_of(take(amina))
    assert slip.read(code, lambda _: None).verdict == "unknown"
    assert slip.read(code, lambda _: bytes(32)).verdict == "unknown"
    for text in ("", "P<MLI", code[:60], code + " / MORE"):
        with pytest.raises(slip.NoReceipt):
            slip.read(text, public_key)


def test_a_french_keyboard_does_not_hide_a_receipt(here, amina):  # noqa: F811
    code = code_of(take(amina))
    azerty = dict(zip("1234567890-/:MQAWZ", "&é\"'(-è_çà)!M?AQZW", strict=True))
    typed = "".join(azerty.get(sign, sign) for sign in code)
    assert typed != code
    assert slip.read(typed, public_key).verdict == "valid"
