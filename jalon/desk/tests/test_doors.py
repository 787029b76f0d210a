"""Every door of the desk opened once, as an officer would, and every door shut to whoever has no role."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver

from jalon.config import cast
from jalon.config.gate import BEFORE_SECOND_FACTOR, OWN_ACCOUNT, PUBLIC
from jalon.config.starting import start_node
from jalon.crossings import alarms
from jalon.crossings.decision import what_was_seen
from jalon.crossings.models import Decision, Inspection
from jalon.journal import sidecar
from jalon.journal.models import Parked
from jalon.journal.node import this_node

PASSWORD = "correct horse battery"
CLEAN = "P<MLITRAORE<<AMINATA<<<<<<<<<<<<<<<<<<<<<<<<\nAA01234565MLI9001011F3012316<<<<<<<<<<<<<<08"
FOREIGN = "P<NERMAHAMADOU".ljust(44, "<") + "\nPB00001234NER8506151M2906140<<<<<<<<<<<<<<08"


@pytest.fixture
def staff(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


def signed_in(name):
    client = Client()
    answer = client.post("/account/login/", {"login": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


@pytest.fixture
def amina(staff):
    client = signed_in("amina")
    client.post("/shift/", {"act": "open"})
    return client


@pytest.fixture
def bakary(staff):
    client = signed_in("bakary")
    client.post("/shift/", {"act": "open"})
    return client


def swipe(client, mrz=CLEAN):
    client.post("/swipe/", {"mrz": mrz, "source": "wedge"})
    return Inspection.objects.get(state="open")


def test_the_usual_traveller_one_swipe_one_key(amina):
    seen = swipe(amina)
    assert "TRAORE" in amina.get("/").content.decode()
    amina.post(f"/traveller/{seen.key}/admit/", {"direction": "entry", "transport": "foot"})
    seen.refresh_from_db()
    assert seen.state == "admitted"
    assert "✓" in amina.get("/").content.decode()


def test_refused_with_a_second_person_and_a_notice(amina, bakary):
    seen = swipe(amina, FOREIGN)
    answers = {"asks_protection": "no", "child_alone": "no", "possible_victim": "no", "reason": "no_visa"}
    amina.post(f"/traveller/{seen.key}/refuse/", answers | {"decision": "refuse"})
    made = Decision.objects.get(outcome="refused")
    assert "MAHAMADOU" in amina.get(f"/refusal/{made.key}/notice/").content.decode()
    assert "MAHAMADOU" in bakary.get("/second-line/").content.decode()
    bakary.post(f"/refusal/{made.key}/", {"confirmation": "confirm"})
    assert "MAHAMADOU" not in bakary.get("/second-line/").content.decode()


def test_referred_and_admitted_at_the_second_line(amina, bakary):
    seen = swipe(amina, FOREIGN)
    amina.post(f"/traveller/{seen.key}/refer/", {"reason": "document_doubt"})
    assert bakary.get(f"/second-line/{seen.key}/").status_code == 200
    bakary.post(f"/second-line/{seen.key}/", {"decision": "admit", "looked": "the visa, under the lamp"})
    seen.refresh_from_db()
    assert seen.state == "admitted"


def test_a_swipe_while_a_traveller_stands_waits_its_turn(amina):
    first = swipe(amina)
    amina.post("/swipe/", {"mrz": FOREIGN, "source": "wedge"})
    assert Inspection.objects.count() == 1
    amina.post(f"/traveller/{first.key}/admit/", {"direction": "entry", "transport": "foot"})
    assert "MAHAMADOU" in amina.get("/").content.decode()


def test_nothing_typed_is_lost_when_the_page_closes(amina):
    amina.post("/draft/", {"form": "typed", "primary_identifier": "KEITA"})
    assert "KEITA" in amina.get("/type/").content.decode()


HERD = {"document_type": "transhumance_certificate", "primary_identifier": "Bah", "nationality": "MRT"}


def test_another_type_asks_again_before_anything_is_recorded(amina):
    """Without a script: the form was made for a passport, and sent as a herd's certificate."""
    page = amina.post("/type/", HERD | {"asked": "passport", "sex": "M"}).content.decode()
    assert not Inspection.objects.exists()
    assert 'name="herd"' in page and 'name="expiry_date"' not in page
    assert 'value="Bah"' in page
    amina.post("/type/", HERD | {"asked": "transhumance_certificate", "herd": "40 cattle", "route": "Nioro"})
    seen = what_was_seen(Inspection.objects.get())
    assert (seen["document_type"], seen["fields"]["herd"]) == ("transhumance_certificate", "40 cattle")
    assert {problem["field"] for problem in seen["problems"]} >= {"herders", "issuing_office"}
    page = amina.get("/").content.decode()
    assert "40 cattle" in page and "Nioro" in page


def test_the_type_typed_last_in_this_shift_is_offered_again(amina, bakary):
    assert '<option value="passport" selected>' in amina.get("/type/").content.decode()
    amina.post("/type/", HERD | {"asked": "transhumance_certificate"})
    amina.post(f"/traveller/{Inspection.objects.get().key}/cancel/")
    assert '<option value="transhumance_certificate" selected>' in amina.get("/type/").content.decode()
    assert '<option value="passport" selected>' in bakary.get("/type/").content.decode()


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_page_in_every_language(amina, bakary, language):
    seen = swipe(amina, FOREIGN)
    for client in (amina, bakary):
        client.cookies["django_language"] = language
    pages = ["/", f"/traveller/{seen.key}/refer/", f"/traveller/{seen.key}/refuse/", "/lookup/", "/shift/"]
    amina.post("/lookup/", {"name": "MAHAMADOU", "reason": "asked by the second line"})
    for address in pages:
        answer = amina.get(address)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()
    amina.post(f"/traveller/{seen.key}/refer/", {"reason": "document_doubt"})
    for address in ("/second-line/", f"/second-line/{seen.key}/"):
        assert bakary.get(address).status_code == 200
    for address in ("/type/", "/type/?document=none", f"/traveller/{seen.key}/"):
        assert amina.get(address).status_code == 200


@pytest.mark.parametrize(("kind", "said"), [(Parked.FAILED, True), (Parked.UNKNOWN, True), (Parked.WAITS, False)])
def test_an_entry_that_could_not_be_applied_is_said_to_every_officer(amina, bakary, kind, said):
    Parked.objects.create(key="n.e.1", position=10_000, kind=kind, reason="ValueError: no such thing")
    for client in (amina, bakary):
        for address in ("/", "/shift/"):
            assert ('id="not-shown"' in client.get(address).content.decode()) is said
    Parked.objects.all().delete()
    assert 'id="not-shown"' not in amina.get("/").content.decode()


def test_an_alarm_of_the_start_is_shown_until_the_shift_leader_has_read_it(amina, bakary, staff):
    """The journal's end is lost, as after a raw copy was put back: the sidecar knows better."""
    known = sidecar.read(this_node().sidecar)
    sidecar.write(this_node().sidecar, replace(known, seq=known.seq + 5, hash="00" * 32))
    assert start_node() is not None
    start_node()
    (alarm,) = alarms.unread()
    for client in (amina, bakary):
        assert "journal-alarm" in client.get("/").content.decode()
    assert amina.post(f"/shift/alarm/{alarm.id}/").status_code == 403
    assert "journal-alarm" in amina.get("/shift/").content.decode()
    bakary.post(f"/shift/alarm/{alarm.id}/")
    assert "journal-alarm" not in amina.get("/").content.decode()
    alarm.refresh_from_db()
    assert alarm.read_by == staff["bakary"]


def routes():
    """Every named route of the running table, with an address that resolves to it."""
    found = []

    def walk(patterns, prefix, space):
        for entry in patterns:
            route = prefix + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                walk(entry.url_patterns, route, f"{space}{entry.namespace}:" if entry.namespace else space)
            else:
                path = re.sub(r"<int:\w+>", "1", re.sub(r"<str:\w+>", "x.y.1", route))
                found.append((f"{space}{entry.name}", "/" + path, entry.callback))

    walk(get_resolver().url_patterns, "", "")
    return found


def test_every_route_answers_for_its_roles(node):
    for name, _, view in routes():
        public = name in PUBLIC | OWN_ACCOUNT | BEFORE_SECOND_FACTOR
        assert public or getattr(view, "opens_to", None), f"{name} has no mark of roles"


def test_emile_is_refused_everywhere(staff):
    emile, stranger = signed_in("emile"), Client()
    for name, address, _ in routes():
        if name in PUBLIC | OWN_ACCOUNT | BEFORE_SECOND_FACTOR:
            continue
        for method in ("get", "post", "head", "options", "put", "delete"):
            assert getattr(emile, method)(address).status_code == 403, (name, method)
            assert getattr(stranger, method)(address).status_code == 302, (name, method)


@pytest.mark.parametrize("name", ["claire", "dalia", "fatou", "hawa", "issa"])
def test_other_roles_do_not_open_the_desk(staff, name):
    client = signed_in(name)
    assert client.get("/").status_code == 403
    assert client.get("/second-line/").status_code == 403


def test_the_first_line_does_not_open_the_second(amina):
    assert amina.get("/second-line/").status_code == 403
