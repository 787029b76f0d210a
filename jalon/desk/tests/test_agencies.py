"""The agencies' pages: each its own, from one capture, and never what is not theirs."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.utils import translation

from jalon.agencies.facts import LABELS
from jalon.agencies.models import Check, Consulted
from jalon.config import cast
from jalon.config.demo import lists as synthetic
from jalon.crossings import group, inspection, shift
from jalon.crossings.models import Inspection
from jalon.crossings.particulars import as_corrected
from jalon.desk.tests.test_cash import on_duty, text
from jalon.desk.tests.test_doors import CLEAN, PASSWORD, signed_in, swipe
from jalon.documents.mrz import Document, write
from jalon.watchlists import editions
from jalon.watchlists.rules import Rules

OFFICERS = {"gendarmerie": "gaoussou", "customs": "kadi", "health": "salif"}
APART = "P<NERMAHAMADOU<<SANI".ljust(44, "<") + "\nPB00001234NER8506151M2906140<<<<<<<<<<<<<<08"
# What the pages of each agency may not say of a traveller, and whether by its line it may say the document.
NOT_THEIRS = {
    "gendarmerie": ("birth_date", "nationality", "age"),
    "customs": ("birth_date", "nationality", "document_number", "age", "outcome"),
    "health": ("birth_date", "nationality", "document_number", "outcome"),
}


@pytest.fixture
def staff(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


@pytest.fixture
def lists(staff, tmp_path):
    today = date.today()
    synthetic.write(tmp_path, 1, today)
    files = [tmp_path / file for file in synthetic.FILES["national_mli"][1]]
    proposed, _ = editions.propose("national_mli", files, Rules(title="LISTE MALI"), staff["claire"], today)
    editions.approve(proposed.key, "DEC-1", staff["issa"])


@pytest.fixture
def amina(staff):
    return on_duty("amina")


def of(name, language="en"):
    client = signed_in(name)
    client.cookies["django_language"] = language
    return client


def shown(client, address):
    """What a page says, without its addresses: keys and modules are no facts."""
    page = re.sub(r"<input[^>]*csrfmiddlewaretoken[^>]*>", "", text(client.get(address)))
    return html.unescape(re.sub(r"(href|action|src|value|class|data-[a-z-]+)=\"[^\"]*\"", "", page))


def wanted():
    primary, secondary = synthetic.TRAVELLER_IDENTIFIERS
    known = {"issuing_state": "GIN", "nationality": "GIN", "sex": "M", "expiry_date": "2031-01-01"}
    names = {"primary_identifier": primary, "secondary_identifier": secondary}
    born = {"birth_date": synthetic.WANTED.birth_date, "document_number": "G01234567"}
    return "\n".join(write(Document(type="TD3", document_code="P", **names, **born, **known)))


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("agency", OFFICERS)
def test_no_page_of_an_agency_contains_what_is_not_theirs(lists, amina, agency, language):
    """Over all that was seen of a traveller for whom a list asks, and of one who is to be heard apart."""
    hit = swipe(amina, wanted())
    assert hit.hits
    amina.post(f"/traveller/{hit.key}/refer/", {"reason": "possible_match", "remark": "XREMARKX"})
    apart = swipe(amina, APART)
    said = {"asks_protection": "yes", "child_alone": "no", "possible_victim": "no", "remark": "XFEARSX"}
    amina.post(f"/traveller/{apart.key}/refuse/", said)
    apart.refresh_from_db()
    assert apart.state == "referred"
    client = of(OFFICERS[agency], language)
    translation.activate(language)
    for traveller in (hit, apart):
        for page in ("/agency/", f"/agency/case/{traveller.key}/"):
            body = shown(client, page)
            fields = as_corrected(traveller)
            assert fields["primary_identifier"] in body
            for word in ("XREMARKX", "XFEARSX", "LISTE MALI", "Mouhamadou Cheikh", "DEC-1", "P<", traveller.token):
                assert word not in body, (page, word)
            # The words that the desk has for hits, for protection, for what is not in order.
            for word in ("possible match", "correspondance", "heard apart", "à part", "protect", "Stop", "look twice"):
                assert word.casefold() not in body.casefold(), (page, word)
            for name in NOT_THEIRS[agency]:
                assert not fields.get(name) or fields[name] not in body, (page, name)
                assert name not in LABELS or f"<dt>{LABELS[name]}</dt>" not in body, (page, name)


def test_one_who_is_heard_apart_looks_like_any_other_who_was_referred(lists, amina):
    """Line by line, but for name, time and document, the two are the same."""
    apart = swipe(amina, APART)
    said = {"asks_protection": "yes", "child_alone": "no", "possible_victim": "no"}
    amina.post(f"/traveller/{apart.key}/refuse/", said)
    usual = swipe(amina, APART.replace("SANI", "ALIX").replace("PB00001234", "PB00001242"))
    amina.post(f"/traveller/{usual.key}/refer/", {"reason": "document_doubt"})
    for name in OFFICERS.values():
        client, said = of(name), []
        client.get("/agency/")  # which says that one has signed in
        for traveller in (apart, usual):
            page = shown(client, f"/agency/case/{traveller.key}/")
            said.append(re.sub(r"MAHAMADOU \w+|PB0000\d+|\d\d:\d\d", "", page))
        assert said[0] == said[1]


@pytest.mark.parametrize("agency", OFFICERS)
def test_the_officer_signs_in_to_the_list_and_has_no_other_door(amina, agency):
    client = signed_in(OFFICERS[agency])
    answer = client.post("/account/login/", {"login": OFFICERS[agency], "password": PASSWORD})
    client.logout()
    answer = client.post("/account/login/", {"login": OFFICERS[agency], "password": PASSWORD})
    assert answer.headers["Location"] == "/agency/"
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/agency/"
    for address in ("/lookup/", "/second-line/", "/cash/", "/shift/", "/agency/calls/"):
        assert client.get(address).status_code == 403


def test_a_case_is_opened_checked_and_the_desk_sees_done_without_the_result(amina):
    seen, salif = swipe(amina, CLEAN), of("salif")
    desk = text(amina.get("/"))
    assert desk.count("not done") == 3
    text(salif.get(f"/agency/case/{seen.key}/"))
    text(salif.get(f"/agency/case/{seen.key}/"))
    assert Consulted.objects.count() == 1
    said = {"vaccination_card": "in_order", "temperature": "referred", "health_service": "referred", "act": "save"}
    salif.post(f"/agency/case/{seen.key}/", said)
    desk = text(amina.get("/"))
    assert "Health service: <b>✓ done</b>" in desk and desk.count("not done") == 2
    assert "Sent on" not in desk and "Temperature" not in desk
    assert "Referred" in text(salif.get(f"/agency/case/{seen.key}/"))
    assert "Referred" not in shown(of("kadi"), f"/agency/case/{seen.key}/")
    assert "not done" in text(amina.get(f"/traveller/{seen.key}/"))


def test_one_key_says_all_is_in_order(amina):
    seen, kadi = swipe(amina, CLEAN), of("kadi")
    kadi.post(f"/agency/case/{seen.key}/", {"act": "in_order"})
    assert Check.objects.get().done
    assert "✓" in text(kadi.get("/agency/"))


def test_the_desk_is_called_at_once_and_answers(amina):
    seen, kadi = swipe(amina, CLEAN), of("kadi")
    assert "come and see" not in text(amina.post("/agency/calls/"))
    kadi.post(f"/agency/case/{seen.key}/", {"act": "call", "declared": "not_in_order"})
    call = text(amina.post("/agency/calls/"))
    assert "Customs: hold a moment, come and see" in call and "TRAORE" in call
    assert "Not in order" not in call
    assert "come and see" in text(amina.get("/"))
    assert "asked to hold" in text(kadi.get(f"/agency/case/{seen.key}/"))
    amina.post(f"/agency/calls/{Check.objects.get().key}/")
    assert "come and see" not in text(amina.post("/agency/calls/"))
    assert "Amina of the desk is coming" in text(kadi.get(f"/agency/case/{seen.key}/"))


def test_a_document_swiped_at_an_agency_opens_the_case_and_stores_nothing(amina):
    seen, gaoussou = swipe(amina, CLEAN), of("gaoussou")
    before = Inspection.objects.count()
    answer = gaoussou.post("/agency/swipe/", {"mrz": CLEAN})
    assert answer.headers["Location"] == f"/agency/case/{seen.key}/"
    assert "the desk comes first" in text(gaoussou.post("/agency/swipe/", {"mrz": APART}, follow=True))
    assert Inspection.objects.count() == before


def test_found_by_the_letters_of_a_name_and_nobody_by_what_is_not_seen(amina):
    swipe(amina, CLEAN)
    assert "TRAORE" in text(of("salif").post("/agency/", {"sought": "tra"}))
    assert "TRAORE" not in text(of("salif").post("/agency/", {"sought": "3456"}))
    assert "TRAORE" in text(of("gaoussou").post("/agency/list/", {"sought": "3456"}))


def test_a_bus_stands_with_its_passengers_where_they_are_seen(amina, staff):
    present = shift.current(staff["amina"])
    said = {"plate": "AB 1234 MD", "driver": "Keita Moussa", "company": "Nord-Sud", "origin": "Nioro", "load": "sealed"}
    bus = group.open_group(present, "entry", "bus", 58, **said)
    seat = group.inspect_aboard(inspection.shown_by_mrz(CLEAN), bus, present)
    customs, health, gendarmes = (shown(of(name), "/agency/") for name in ("kadi", "salif", "gaoussou"))
    assert "AB 1234 MD" in customs and "TRAORE" not in customs
    assert "seals seen" in customs and "seals seen" not in health + gendarmes
    assert "AB 1234 MD" not in health and "TRAORE" in health and "Nioro" in health
    assert "AB 1234 MD" in gendarmes and "TRAORE" in gendarmes
    assert "Keita Moussa" in shown(of("kadi"), f"/agency/case/{bus.key}/")
    assert of("kadi").get(f"/agency/case/{seat.key}/").status_code == 302
    of("kadi").post(f"/agency/case/{bus.key}/", {"act": "call"})
    assert "AB 1234 MD" in text(amina.post("/agency/calls/"))


def test_a_key_that_is_not_there_is_said_and_the_list_comes(amina):
    kadi = of("kadi")
    assert "was handed over" in text(kadi.get("/agency/case/no.such.1/", follow=True))
