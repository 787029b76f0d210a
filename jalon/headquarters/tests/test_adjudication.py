"""The pages of adjudication and search: what they show, to whom, and that looking is recorded first."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

import re

import pytest
from django.test import Client

from jalon.adjudication import adjudicating, matching, vehicles
from jalon.adjudication.models import Hit, Looked
from jalon.adjudication.tests.conftest import headquarters
from jalon.adjudication.tests.headquarters import PASSWORD, arrive, enrol, put_in_service, row, traveller, work

pytestmark = pytest.mark.both

JALLOH = row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17", nationality="GIN", sex="M")
WANTED = row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17", action="arrest", confirmation="C-1")
VICTIM = row("P-1", "MAIGA", "Fanta", "1999-03-04", action="protect", category="victim", sex="F")


def signed_in(name, language="en"):
    client = Client()
    client.cookies["django_language"] = language
    client.post("/account/login/", {"login": name, "password": PASSWORD})
    return client


def page(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def waiting(headquarters, tmp_path):
    """An ordinary hit and one of a person to be protected."""
    put_in_service(tmp_path, "wanted", JALLOH)
    put_in_service(tmp_path, "protection", VICTIM)
    arrive(headquarters, plate="AB-1234-ML")
    arrive(headquarters, traveller("MAIGA", "FANTA", "1999-03-04", "A7654321", "MLI", sex="F"), hits=[], lists=[])
    work()
    return {hit.listing: hit for hit in Hit.objects.all()}


def test_the_queue_names_nobody_and_each_sees_what_is_theirs(waiting):
    seen = page(signed_in("claire").get("/hits/"))
    for said in ("To be protected", "To be looked at", "Gogui", "same birth date"):
        assert said in seen
    for name in ("DIALLO", "JALLOH", "MAIGA", "G01234567"):
        assert name not in seen
    assert seen.index("To be protected") < seen.index("To be looked at")
    zara = signed_in("zara")
    theirs = page(zara.get("/hits/"))
    assert "To be protected" in theirs and "To be looked at" not in theirs
    assert zara.get(f"/hits/case/{waiting['T-1'].case}/").status_code == 404
    assert "protection service" in page(zara.get(f"/hits/case/{waiting['P-1'].case}/"))
    assert zara.get("/search/").status_code == 403 and zara.get("/hits/cleared/").status_code == 403


def test_a_case_is_shown_once_it_is_recorded(waiting, monkeypatch):
    claire, hit = signed_in("claire"), waiting["T-1"]
    with monkeypatch.context() as harm:
        harm.setattr("jalon.adjudication.consulting.record", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            claire.get(f"/hits/case/{hit.case}/")
    seen = page(claire.get(f"/hits/case/{hit.case}/"))
    assert Looked.objects.get().about == hit.case
    for said in ("DIALLO", "JALLOH", "Cour de Kayes", "D-T-1", "Art. 1", "+223 20000000", "17 May 1984", "AB-1234-ML"):
        assert said in seen, said
    assert claire.get("/hits/case/nothing/").status_code == 404


def test_clearing_needs_a_reason_and_shows_where_it_is_known(waiting):
    enrol()
    claire, hit = signed_in("claire"), waiting["T-1"]
    where = f"/hits/case/{hit.case}/"
    assert "Say why, in a few words" in page(
        claire.post(where, {"act": "clear", "reason": "other", "days": 180, "remark": ""})
    )
    sent = {"act": "clear", "reason": "document", "days": 180, "remark": "carte d’identité vue"}
    assert claire.post(where, sent).status_code == 302
    assert "1 machine at the posts hears of it at its next contact" in page(claire.get(where))
    assert "1 machine" in page(claire.get("/hits/cleared/"))
    assert "decided this meanwhile" in page(claire.post(where, sent))
    assert claire.post(where, {"act": "reopen", "reason": "misused", "remark": ""}).status_code == 302
    assert "It is open again" in page(claire.get(where))
    assert claire.post(where, {"act": "confirm", "reason": "authority", "remark": "14:05"}).status_code == 302
    assert "Call the authority" in page(claire.get(where))


def test_the_second_officer_decides_what_one_proposed(headquarters, tmp_path):
    put_in_service(tmp_path, "wanted", WANTED)
    arrive(headquarters)
    work()
    claire, where = signed_in("claire"), f"/hits/case/{Hit.objects.get().case}/"
    claire.post(where, {"act": "clear", "reason": "biometrics", "days": 90, "remark": "empreintes"})
    assert "another officer decides it" in page(claire.get(where))
    assert "another officer decides it" in page(claire.post(where, {"act": "agree", "remark": ""}))
    assert "waits for a second officer" in page(claire.get("/hits/"))


def test_a_search_asks_why_and_forgives_what_eyes_and_keys_mistake(waiting):
    claire = signed_in("claire")
    asked = {"name": "Mouhamed Cheick Dialo", "birth_date": "17/05/1984"}
    assert "required" in page(claire.post("/search/", asked)) and not Looked.objects.exists()
    seen = page(claire.post("/search/", asked | {"reason": "police", "reference": "PV 12"}))
    assert "DIALLO" in seen and "MAIGA" not in seen and Looked.objects.get().reason == "police"
    for number in ("G01234567", "g-o1234567", "GO12345G7"):
        assert "DIALLO" in page(claire.post("/search/", {"document_number": number, "reason": "case"})), number
    plates = claire.post("/search/", {"plate": "ab 1234 ml", "reason": "case"})
    assert "AB-1234-ML" in page(plates) and "AB-1234-ML" in page(
        claire.post("/search/", {"plate": "A8I234ML", "reason": "case"})
    )
    history = re.search(r'href="(/search/[^"]+/[0-9a-f]{32}/)"', plates.content.decode()).group(1)
    seen = page(claire.get(history))
    for said in ("DIALLO", "Gogui", "Admitted", "AB-1234-ML", "To be looked at"):
        assert said in seen, said
    assert Looked.objects.filter(what="history").count() == 1
    assert signed_in("issa").get(history).status_code == 403
    assert "There is no such day" in page(
        claire.post("/search/", {"birth_date": "1984-02-31", "name": "x", "reason": "case"})
    )


def test_the_history_joins_what_is_surely_one_person(headquarters):
    arrive(headquarters, traveller("DIALLO", "MOHAMED SHEIKH"))
    arrive(headquarters, traveller("DIALO", "MOHAMED", "1984-01-01"))  # the same passport, read otherwise
    arrive(headquarters, traveller("SHEIKH DIALLO", "MOHAMED", number="P0000001"))  # the same name and day, another one
    arrive(headquarters, traveller("DIALLO", "MOHAMED SHEIKH", "1984-05-18", "P0000002"))  # somebody else
    work()
    claire = signed_in("claire")
    found = claire.post("/search/", {"document_number": "G01234567", "reason": "case"}).content.decode()
    history = re.search(r'href="(/search/[^"]+/[0-9a-f]{32}/)"', found).group(1)
    assert "3 passages" in page(claire.get(history))


def test_posts_that_differ_are_named(headquarters, tmp_path):
    edition = put_in_service(tmp_path, "wanted", JALLOH)
    arrive(headquarters, hits=[], lists=[{"list": "wanted", "edition": edition.number, "age": 0}])
    work()
    seen = page(signed_in("claire").get("/hits/differences/"))
    assert "asked the same edition and says nothing of it" in seen and "Gogui" in seen and "DIALLO" not in seen
    assert "edition 1" in page(signed_in("issa").get("/hits/past/"))
