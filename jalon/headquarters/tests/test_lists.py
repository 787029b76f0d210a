"""The pages of the lists, as Claire and Issa use them."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.config import cast
from jalon.headquarters import uploads
from jalon.watchlists import editions, incoming
from jalon.watchlists.models import Edition
from jalon.watchlists.tests.test_lookup import HEAD, TODAY, put_in_service, row

PASSWORD = "correct horse battery"
RULES = {
    "title": "Wanted",
    "threshold": "0.85",
    "threshold_undated": "0.70",
    "stale_after": "20",
    "dates": "usual",
    "shows": "reason",
    "authority": "Direction",
    "goes_to": "some",
    "at_posts": ["ML-GOG", "ML-DIB"],
}


@pytest.fixture
def officers(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


def signed_in(name, language="en"):
    client = Client()
    client.cookies["django_language"] = language
    assert client.post("/account/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def sent(*rows):
    return SimpleUploadedFile("wanted.csv", (HEAD + "".join(rows)).encode(), content_type="text/csv")


def read(client, answer):
    """Wait on the page of the reading, as the officer does. Returns its address and its last state."""
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())
    for _ in range(200):
        page = client.get(answer["Location"]).content.decode()
        if 'hx-trigger="load' not in page:  # the strip of alerts asks again too
            return answer["Location"], page
        time.sleep(0.05)
    raise AssertionError("the reading does not end")


def propose(client, *rows, name="wanted"):
    answer = client.post("/lists/propose/", RULES | {"list_name": name, "sent": sent(*rows)})
    return read(client, answer)


@pytest.mark.both
def test_from_a_file_to_the_desk_by_two_people(officers):
    claire, issa = signed_in("claire"), signed_in("issa")
    where, page = propose(claire, row(1, TODAY), row(2, TODAY))
    assert "nothing stands in the way" in page
    answer = claire.post(where, {"act": "propose"})
    assert answer.status_code == 302
    edition = Edition.objects.get()
    assert edition.rules == {
        "title": "Wanted",
        "threshold": 0.85,
        "threshold_undated": 0.7,
        "dates": "usual",
        "shows": "reason",
        "stale_after": 20,
        "authority": "Direction",
        "telephone": "",
        "posts": ["ML-DIB", "ML-GOG"],
    }
    assert edition.proposed_by == officers["claire"]
    assert not list(incoming.folder_of_all().glob("?" * 32))
    page = f"/lists/edition/{edition.key}/"
    assert "You proposed this edition" in claire.get(page).content.decode()
    refused = claire.post(page, {"decision": "D-7"}).content.decode()
    assert "another person than the one who proposed it" in refused
    assert not Edition.objects.get().approved_by
    assert issa.post(page, {"decision": " "}).status_code == 200
    assert not Edition.objects.get().approved_by
    assert issa.post(page, {"decision": "Décision 7/2026"}).status_code == 302
    assert editions.number_in_service("wanted") == 1
    shown = claire.get("/lists/").content.decode()
    for said in ("Décision 7/2026", "Claire", "Issa", "old after 20 days"):
        assert said in shown


def test_a_refused_edition_says_why_and_cannot_be_proposed(officers):
    claire = signed_in("claire", "fr")
    where, page = propose(claire, row(1, TODAY), row(2, date(2020, 1, 1)))
    assert "wanted.csv" in page and ">3<" in page and "expires" in page
    assert "Proposer cette édition" not in page
    claire.post(where, {"act": "propose"})
    assert not Edition.objects.exists()
    claire.post(where, {"act": "abandon"})
    assert claire.get(where).status_code == 404


def test_what_one_began_another_does_not_see(officers):
    where, _ = propose(signed_in("claire"), row(1, TODAY))
    issa = signed_in("issa")
    assert issa.get(where).status_code == 404
    assert issa.post(where, {"act": "propose"}).status_code == 404


def test_an_earlier_edition_comes_back(officers, tmp_path):
    first = put_in_service(tmp_path, [row(1, TODAY)], "wanted")
    put_in_service(tmp_path, [row(1, TODAY), row(2, TODAY)], "wanted")
    claire, issa = signed_in("claire"), signed_in("issa")
    assert f"/lists/edition/{first.key}/" in claire.get("/lists/").content.decode()
    where, page = read(claire, claire.post(f"/lists/edition/{first.key}/again/"))
    assert "edition 1 again" in page
    claire.post(where, {"act": "propose"})
    third = Edition.objects.get(number=3)
    issa.post(f"/lists/edition/{third.key}/", {"decision": "D-3"})
    assert editions.edition_in_service("wanted").root == first.root


def taken(*_):
    raise AssertionError("a file was taken")


@pytest.mark.parametrize("who", ["emile", "amina", None])
def test_files_are_passed_over_unless_they_come_from_those_who_may(officers, monkeypatch, who):
    """The check against forged requests reads the body before any door is asked, so it is in force here."""
    monkeypatch.setattr(uploads, "Arrived", taken)
    for name, pages in ((who, ("/lists/propose/", "/account/login/")), ("claire", ("/account/again/", "/lists/"))):
        client = signed_in(name) if name else Client()
        client.get("/account/first/")
        client.handler.enforce_csrf_checks = True
        for page in pages:
            answer = client.post(page, RULES | {"list_name": "wanted", "sent": sent(row(1, TODAY))})
            assert answer.status_code in {302, 403}
    assert list(incoming.arriving().iterdir()) == []


def test_files_beyond_the_limit_are_not_kept(officers, monkeypatch):
    monkeypatch.setattr(uploads, "Arrived", taken)
    door = uploads.DOORS["headquarters:propose_list"]
    monkeypatch.setitem(uploads.DOORS, "headquarters:propose_list", replace(door, largest=0))
    answer = signed_in("claire").post("/lists/propose/", RULES | {"list_name": "wanted", "sent": sent(row(1, TODAY))})
    assert answer.status_code == 200 and "this file is larger" in answer.content.decode()


def test_what_arrived_goes_with_the_request(officers):
    claire = signed_in("claire")
    answer = claire.post("/lists/propose/", RULES | {"list_name": "wanted", "sent": sent(row(1, TODAY))})
    answer.close()
    read(claire, answer)
    assert list(incoming.arriving().iterdir()) == []


def test_the_rules_of_the_edition_before_are_offered_again(officers, tmp_path):
    put_in_service(tmp_path, [row(1, TODAY)], "wanted")
    claire = signed_in("claire")
    page = claire.get("/lists/propose/?list=wanted").content.decode()
    assert 'value="wanted"' in page and 'name="list_name"' not in page
    assert claire.get("/lists/propose/?list=nothing").status_code == 404


def test_an_altered_list_is_said_on_every_page(officers, tmp_path):
    edition = put_in_service(tmp_path, [row(1, TODAY)], "wanted")
    editions.file_of("wanted", edition.number).write_text("{}\n")
    for name, page in (("claire", "/lists/"), ("amina", "/shift/")):
        assert "NOT used" in signed_in(name).get(page).content.decode()


@pytest.mark.parametrize("name", ["amina", "bakary", "dalia", "fatou", "hawa", "emile"])
def test_other_roles_do_not_open_the_lists(officers, name):
    client = signed_in(name)
    for page in ("/lists/", "/lists/propose/"):
        assert client.get(page).status_code == 403


@pytest.mark.parametrize(("name", "page"), [("claire", "/lists/"), ("issa", "/officers/"), ("amina", "/")])
def test_signing_in_leads_to_where_the_work_is(officers, name, page):
    answer = Client().post("/account/login/", {"login": name, "password": PASSWORD})
    assert answer["Location"] == page


def at_the_machine(capsys, *words):
    from jalon.config.command import main

    status = main(["lists", "propose", *map(str, words)])
    return status, *capsys.readouterr()


def test_an_administrator_proposes_at_the_machine(officers, tmp_path, capsys):
    path = tmp_path / "wanted.csv"
    path.write_text(HEAD + row(1, TODAY), encoding="utf-8")
    status, out, err = at_the_machine(capsys, "wanted", path, "--officer", "issa", "--title", "Wanted")
    assert (status, json.loads(out)["edition"]) == (0, 1), err
    edition = Edition.objects.get()
    assert (edition.proposed_by, edition.approved_by, edition.rules["title"]) == (officers["issa"], "", "Wanted")
    assert not list(incoming.folder_of_all().glob("?" * 32))


@pytest.mark.parametrize(
    ("name", "rows", "officer", "status", "said"),
    [
        ("wanted", [row(1, TODAY), row(2, date(2020, 1, 1))], "claire", 1, "line 3"),
        ("wanted", [row(1, TODAY)], "amina", 2, "neither at the national desk nor an administrator"),
        ("wanted", [row(1, TODAY)], "nobody", 2, "nobody signs in as"),
        ("../up", [row(1, TODAY)], "claire", 2, "no name of a list"),
        ("wanted", None, "claire", 2, "no such file"),
    ],
)
def test_at_the_machine_nothing_half_done(officers, tmp_path, capsys, name, rows, officer, status, said):
    path = tmp_path / "wanted.csv"
    if rows is not None:
        path.write_text(HEAD + "".join(rows), encoding="utf-8")
    ended, out, err = at_the_machine(capsys, name, path, "--officer", officer)
    assert (ended, out) == (status, "") and said in err
    assert not Edition.objects.exists()
    assert not list(incoming.folder_of_all().glob("?" * 32))
