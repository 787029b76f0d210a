"""Claire keeps the register of posts, registers a reader, sees its outage and the workbook, records a training."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from jalon.capacity import equipment, register, training
from jalon.capacity.models import Training, What
from jalon.config import cast
from jalon.headquarters import capacity
from jalon.journal.node import this_node

PASSWORD = "correct horse battery"
GOGUI, DIBOLI = "ML-GOG", "ML-DIB"


@pytest.fixture
def officers(node, monkeypatch):
    here = SimpleNamespace(id=this_node().id, keys=SimpleNamespace(is_headquarters=True, post=GOGUI))
    for room in (register, equipment):
        monkeypatch.setattr(room, "this_node", lambda: here)
    cast.declare_posts()
    return cast.enrol(GOGUI, PASSWORD, date(2026, 1, 1))


def signed_in(name, language="en"):
    client = Client()
    client.cookies["django_language"] = language
    assert client.post("/account/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_reader_from_its_registration_to_its_repair(officers, language):
    claire = signed_in("claire", language)
    for address in ("/capacity/", f"/capacity/posts/{DIBOLI}/", "/capacity/equipment/", "/capacity/training/"):
        text(claire.get(address))  # of a state that said nothing yet
    thing = {
        "kind": "passport_reader",
        "post": GOGUI,
        "label": '=HYPERLINK("x")',
        "serial": "PR-1",
        "what": "installed",
    }
    thing |= {"on": ago(60).isoformat(), "project": "P-12", "line": "2.1", "cost": "1450000", "currency": "xof"}
    assert "id_currency" in text(claire.post("/capacity/equipment/register/", thing | {"currency": ""}))
    page = claire.post("/capacity/equipment/register/", thing)["Location"]
    told = {"what": "broken", "on": ago(50).isoformat(), "trouble": "dead", "post": DIBOLI}
    assert claire.post(page, told).status_code == 302
    assert claire.post(page, {"what": "repaired", "on": ago(9).isoformat()}).status_code == 302
    assert "id_on" in text(claire.post(page, {"what": "spare", "on": ago(-5).isoformat()}))
    said = text(claire.get(page))
    assert (
        "P-12" in said
        and "1\u202f450\u202f000 XOF" in said
        and ">41<" in said
        and equipment.standing().popitem()[0] in said
    )
    (stands,) = equipment.standing().values()
    assert (stands.post, stands.state) == (GOGUI, equipment.SERVING)
    post = text(claire.get(f"/capacity/posts/{GOGUI}/?days=90"))
    assert "<svg" in post and ">41<" in post and "&lt;svg" not in post
    every = text(claire.get("/capacity/equipment/?kind=passport_reader&days=90"))
    assert "=HYPERLINK" in every
    assert "=HYPERLINK" not in text(claire.get("/capacity/?only=broken"))
    book = openpyxl.load_workbook(BytesIO(claire.get("/capacity/equipment/file.xlsx?days=90").content))
    things, outages = book.worksheets
    assert things["D2"].value == '=HYPERLINK("x")' and things["D2"].data_type == "s"
    assert (things["I2"].value, things["J2"].value) == (20, 41)
    assert outages["H2"].value == 41
    assert bool(things.sheet_view.rightToLeft) == (language == "ar")


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_register_and_training(officers, language):
    claire = signed_in("claire", language)
    staff = f"/capacity/posts/{GOGUI}/staff/"
    assert claire.post(staff, {"officers": "12", "women": "3", "languages": ["fr"], "since": ago(9).isoformat()})
    assert claire.post(staff, {"officers": "14", "women": "5", "since": ago(2).isoformat()}).status_code == 302
    post = text(claire.get(f"/capacity/posts/{GOGUI}/"))
    assert "14" in post and "timeline" in post
    assert "14" in text(claire.get("/capacity/")) and "12" in text(claire.get(staff))
    assert claire.get(f"/capacity/posts/{GOGUI}/colour/").status_code == 404
    held = {"kind": "documents", "title": "Faux documents", "on": ago(20).isoformat(), "until": ago(-30).isoformat()}
    rows = {"post_0": GOGUI, "people_0": "6", "women_0": "2", "post_1": "headquarters", "people_1": "1"}
    assert "errors" in text(claire.post("/capacity/training/record/", held))
    assert "errors" in text(claire.post("/capacity/training/record/", held | rows | {"women_0": "7"}))
    page = claire.post("/capacity/training/record/", held | rows)["Location"]
    assert "Faux documents" in text(claire.get(page))
    every = text(claire.get("/capacity/training/"))
    assert every.count("Faux documents") == 2  # it runs out within 90 days
    assert training.valid(timezone.localdate()) == {(GOGUI, "documents"): (6, 2), ("", "documents"): (1, 0)}
    assert claire.post(page, {"why": ""}).status_code == 200
    assert claire.post(page, {"why": "Twice"}).status_code == 302
    assert Training.objects.count() == 1 and not training.valid(timezone.localdate())


def test_what_a_machine_said_itself_is_taken_back_there(officers):
    key = equipment.register("radio", GOGUI, "HF", ago(60), "11112222").key
    fault = equipment.tell(key, What.BROKEN, ago(20), "11112222", trouble="dead").key
    claire = signed_in("claire")
    assert "HF" in text(claire.get("/capacity/?only=broken"))
    assert claire.post(f"/capacity/equipment/{key}/", {"of": fault}).status_code == 302
    assert equipment.standing()[key].state == equipment.SERVING
    assert "taken back" in text(claire.get(f"/capacity/equipment/{key}/"))
    assert "nothing is broken" in text(claire.get("/capacity/?only=broken")).lower()


def test_a_span_that_nobody_offers_is_the_usual_one():
    today = date(2026, 7, 31)
    assert capacity.period("nonsense", today) == (90, date(2026, 5, 3), today)
    assert capacity.period("213", today)[1:] == (date(2025, 12, 31), today)
