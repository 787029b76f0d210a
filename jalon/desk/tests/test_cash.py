"""The pages of the cash, as officers use them: a fee, its paper, a check, a cancelling, the cash closed by two."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from jalon.cash import day
from jalon.cash.models import Closing, Receipt
from jalon.cash.tests.test_receipts import put_in_service
from jalon.config import cast
from jalon.crossings import rule_sets
from jalon.crossings.models import Inspection
from jalon.desk.tests.test_doors import FOREIGN, PASSWORD, signed_in, swipe
from jalon.documents.mrz import Document, write
from jalon.posts import declaration

# A national of Cameroon needs a visa at a Mauritanian post; one of Niger does not.
VISITOR = "\n".join(
    write(
        Document(
            type="TD3",
            document_code="P",
            issuing_state="CMR",
            primary_identifier="MAHAMADOU",
            secondary_identifier=None,
            document_number="R00001234",
            nationality="CMR",
            birth_date="1985-06-15",
            sex="M",
            expiry_date="2029-06-14",
        )
    )
)


@pytest.fixture
def staff(node):
    from datetime import date

    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


@pytest.fixture
def across(staff):
    """The same place as a post of Mauritania: the sample of rules asks for fees there."""
    facts = dict(declaration.known_posts())["ML-GOG"] | {"country": "MRT", "neighbour": "MLI"}
    declaration.declare("ML-GOG", facts | declaration.invented_appeal("ML-GOG"), cast.ADMINISTRATOR)


def on_duty(name, language="en"):
    client = signed_in(name)
    client.cookies["django_language"] = language
    client.post("/shift/", {"act": "open"})
    return client


@pytest.fixture
def amina(staff):
    return on_duty("amina")


@pytest.fixture
def bakary(staff):
    return on_duty("bakary")


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def take(client, traveller="", **said):
    address = f"/cash/fee/?{'traveller=' + traveller if traveller else 'nationality=NER'}"
    answer = client.post(address, {"fee": "mr-evisa-30", "units": "1", **said}, follow=True)
    return Receipt.objects.order_by("number").last(), text(answer)


def test_at_a_post_where_no_rule_asks_the_page_says_nothing_to_pay(amina):
    page = text(amina.get("/cash/fee/?nationality=NER"))
    assert "Nothing to pay here" in page
    assert "print the receipt" not in page
    assert "Nothing to pay" in text(amina.post("/swipe/", {"mrz": FOREIGN, "source": "wedge"}, follow=True))


@pytest.mark.parametrize(
    "language,word", [("fr", "Rien à payer ici"), ("en", "Nothing to pay here"), ("ar", "لا شيء يُدفع هنا")]
)
def test_the_notice_says_it_in_three_languages_whoever_prints_it(staff, language, word):
    page = text(on_duty("amina", language).get("/cash/nothing-to-pay/"))
    for said in ("Rien à payer ici", "Nothing to pay here", "لا شيء يُدفع هنا", word, "+223 20 00 00 00"):
        assert said in page


def test_the_price_list_names_rule_amount_and_text(across, amina):
    page = text(amina.get("/cash/prices/"))
    for said in ("55 EUR", "810 EUR", "300 MRU", "To be confirmed by the authority", "5 January 2025"):
        assert said in page, said


def test_a_fee_becomes_a_receipt_that_is_an_original_once(across, amina):
    seen = swipe(amina, VISITOR)
    assert "mr-evisa-30" in text(amina.get(f"/cash/fee/?traveller={seen.key}"))
    receipt, first = take(amina, seen.key, name="MAHAMADOU")
    assert 'class="receipt__mark"' not in first
    for said in (f"{receipt.year}-00001", "55 EUR", "MAHAMADOU", receipt.officer, "data:image/svg+xml"):
        assert said in first, said
    again = text(amina.get(f"/cash/receipt/{receipt.key}/"))
    assert again.count("receipt__mark") == 3
    assert "Copie" in again and "نسخة" in again
    desk = text(amina.get("/"))
    assert f"{receipt.year}-00001" in desk
    assert f"{receipt.year}-00001" in text(amina.get(f"/traveller/{seen.key}/"))


def test_an_anonymous_receipt_names_nobody(across, amina):
    swipe(amina, FOREIGN)
    _receipt, page = take(amina)
    assert "MAHAMADOU" not in page
    assert "MAHAMADOU" not in text(amina.get("/cash/"))


def test_a_fee_that_is_not_due_is_not_taken(across, amina):
    answer = amina.post("/cash/fee/?nationality=NER", {"fee": "mr-senegal-card", "units": "1"})
    assert 'class="errors"' in text(answer)
    assert 'class="errors"' in text(amina.post("/cash/fee/?nationality=NER", {"units": "1"}))
    assert not Receipt.objects.exists()


def test_the_code_is_checked_at_the_desk(across, amina):
    from jalon.cash.signed import code_of

    code = code_of(take(amina)[0])
    assert "verdict--clear" in text(amina.post("/cash/check/", {"code": code}))
    assert "Not genuine" in text(amina.post("/cash/check/", {"code": code.replace("55 EUR", "5 EUR")}))
    assert "no code of a receipt" in text(amina.post("/cash/check/", {"code": FOREIGN}))
    other = code.replace(code.split(" / ")[-2], "0123456789ABCDEF")
    assert "Cannot be told here" in text(amina.post("/cash/check/", {"code": other}))


def test_a_receipt_is_cancelled_by_two_at_one_screen_or_at_two(across, amina, bakary):
    from jalon.cash.signed import code_of

    one, other = take(amina)[0], take(amina)[0]
    for receipt in (one, other):
        page = text(
            amina.post(f"/cash/receipt/{receipt.key}/cancel/", {"answer": "ask", "reason": "trial"}, follow=True)
        )
        assert 'id="second-person"' in page
    here = f"/cash/receipt/{one.key}/cancel/"
    wrong = {"username": "bakary", "password": "a guess", "code": ""}
    assert "not right" in text(amina.post(here, wrong))
    alone = text(amina.post(here, {"username": "amina", "password": PASSWORD, "code": ""}))
    assert "another officer than the one who asked" in alone
    assert "not right" not in text(amina.post(here, wrong | {"password": PASSWORD}, follow=True))
    one.refresh_from_db()
    assert one.state == Receipt.CANCELLED
    assert "It stands" in text(bakary.get(f"/cash/receipt/{other.key}/cancel/"))
    bakary.post(f"/cash/receipt/{other.key}/cancel/", {"answer": "decline"})
    other.refresh_from_db()
    assert other.state == Receipt.STANDS
    assert "was cancelled since" in text(amina.post("/cash/check/", {"code": code_of(one)}))
    assert "Annulé" in text(amina.get(f"/cash/receipt/{one.key}/"))


def test_the_cash_is_counted_and_closed_by_another(across, amina, bakary):
    take(amina)
    take(bakary)
    assert "110" in text(amina.get("/cash/"))
    short = {"counted_EUR": "100", "left_EUR": "0", "reason_EUR": ""}
    assert "-10 EUR\u2069: say why" in text(amina.post("/cash/count/", short))
    page = text(amina.post("/cash/count/", short | {"reason_EUR": "a note was torn"}, follow=True))
    assert "Not yet valid" in page and "a note was torn" in page
    closing = Closing.objects.get()
    assert "cash is closed" not in text(amina.post(f"/cash/closing/{closing.key}/", {"answer": "confirm"}, follow=True))
    said = {"username": "bakary", "password": PASSWORD, "code": ""}
    page = text(amina.post(f"/cash/closing/{closing.key}/", said, follow=True))
    assert "The cash is closed" in page and "Not yet valid" not in page
    assert page.count("Taken by Amina") == 1 and page.count("Taken by Bakary") == 1
    assert day.in_the_drawer() == {}
    amina.post("/cash/count/", {})
    closing = Closing.objects.order_by("position").last()
    assert closing.number == 2
    assert "count again" in text(bakary.get(f"/cash/closing/{closing.key}/"))
    bakary.post(f"/cash/closing/{closing.key}/", {"answer": "count_again"})
    bakary.post("/cash/count/", {})
    amina.post(f"/cash/closing/{Closing.objects.order_by('position').last().key}/", {"answer": "confirm"})
    assert list(Closing.objects.order_by("position").values_list("state", flat=True)) == [
        "closed",
        "declined",
        "closed",
    ]


def test_nobody_pays_for_a_visa_that_no_rule_asks_for(across, amina):
    seen = swipe(amina, FOREIGN)
    assert "mr-evisa-30" not in text(amina.get(f"/cash/fee/?traveller={seen.key}"))


def test_the_shift_ends_and_the_receipt_prints_without_the_traveller(across, amina, bakary):
    seen = swipe(amina, VISITOR)
    receipt, _page = take(amina, seen.key, name="MAHAMADOU")
    amina.post(f"/traveller/{seen.key}/admit/", {"direction": "entry", "transport": "foot", "looked": "compared"})
    amina.post("/shift/", {"act": "close"})
    assert not Inspection.objects.exists()
    page = text(bakary.get(f"/cash/receipt/{receipt.key}/"))
    assert "MAHAMADOU" not in page and "55 EUR" in page


def test_rules_that_cannot_be_used_are_said_and_promise_nothing(amina, staff):
    put_in_service(staff, 60)
    rule_sets._kept.cache_clear()
    shutil.rmtree(Path(settings.JALON_HOME) / "rules")
    for address in ("/cash/", "/cash/fee/?nationality=NER", "/cash/nothing-to-pay/"):
        page = text(amina.get(address, follow=True))
        assert "cannot be used" in page, address
        assert "Nothing to pay here</p>" not in page
    assert "Nothing to pay" not in text(amina.post("/swipe/", {"mrz": FOREIGN, "source": "wedge"}, follow=True))
