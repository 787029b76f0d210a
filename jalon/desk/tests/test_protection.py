"""The pages of protection and of notices, as officers meet them."""

from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from jalon.config import cast
from jalon.config.demo import protection as demonstration
from jalon.config.demo.travellers import passport
from jalon.crossings.models import Inspection, Shift
from jalon.crossings.tests.test_passage import amina, bakary, staff  # noqa: F401
from jalon.desk import entrusted as shown
from jalon.journal.applying import entries_in_journal
from jalon.journal.node import this_node
from jalon.protection import referral, supplied
from jalon.protection.models import Notice, Referral, Service
from jalon.protection.notices import HAPPENED, TITLES
from jalon.protection.tests.cases import ASYLUM, CHILD, FOREIGN, declared, entrusted, heard_apart
from jalon.staff import postings
from jalon.staff.models import Account
from jalon.web.gate import Role

PASSWORD = "correct horse battery"
FORM = {
    "kind": "asylum", "name": "Commission", "telephones": "+223 1, +223 2", "languages": ["fra"], "days": ["1", "2"],
    "opens": "08:00", "closes": "16:00", "accept_within": 2, "next_service": "", "next_after": 0,
    "headquarters": "+223 9", "headquarters_after": 1, "leader_after": 3, "reference": "Convention 3/2026",
    "since": "2026-01-01",
}  # fmt: skip


def browser(name, language="en"):
    client = Client(headers={"accept-language": language})
    client.post("/account/login/", {"login": name, "password": PASSWORD})
    return client


def moussa():
    officer = postings.enrol("Moussa", cast.ADMINISTRATOR)
    postings.post(officer, "ML-GOG", Role.SHIFT_LEADER, cast.ADMINISTRATOR, date(2026, 1, 1))
    Account.objects.create_account("moussa", PASSWORD, officer)
    client = browser("moussa")
    client.post("/shift/", {"act": "open"})
    return client


def test_zara_begins_at_her_referrals(staff):  # noqa: F811
    answer = Client().post("/account/login/", {"login": "zara", "password": PASSWORD})
    assert answer["Location"] == "/protection/"


def test_a_service_is_declared_changed_and_ended(staff):  # noqa: F811
    issa, zara = browser("issa"), browser("zara")
    assert issa.post("/services/declare/", FORM).status_code == 302
    service = Service.objects.get()
    assert service.hours == {"days": "12", "opens": "08:00", "closes": "16:00"}
    assert service.telephones == ["+223 1", "+223 2"]
    assert [step["whom"] for step in service.steps] == ["headquarters", "shift_leader"]
    issa.post(f"/services/{service.key}/", {"act": "approve"})
    assert b"You declared this service" in issa.get("/services/").content
    zara.post(f"/services/{service.key}/", {"act": "approve"})
    service.refresh_from_db()
    assert service.approved_by == staff["zara"]
    assert b'value="Commission"' in issa.get(f"/services/declare/?code={service.code}").content
    issa.post(f"/services/declare/?code={service.code}", FORM | {"accept_within": 6})
    assert Service.objects.filter(code=service.code).count() == 2
    assert zara.get("/services/declare/").status_code == 403
    issa.post(f"/services/{service.key}/", {"act": "withdraw"})
    service.refresh_from_db()
    assert service.until == timezone.localdate()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": []}, "Say the days and both hours"),
        ({"opens": "17:00"}, "closes before it opens"),
        ({"opens": "8h"}, "Enter a valid value"),
        ({"accept_within": 0}, "greater than or equal to 1"),
        ({"reference": ""}, "This field is required"),
    ],
)
def test_a_service_that_is_not_declared(staff, wrong, said):  # noqa: F811
    answer = browser("issa").post("/services/declare/", FORM | wrong)
    assert said in answer.content.decode() and not Service.objects.exists()


def test_the_child_alone_is_offered_child_protection_first(amina, bakary, staff):  # noqa: F811
    declared(staff, ASYLUM)
    child = declared(staff, CHILD)
    born = f"{timezone.localdate().year - 11}-01-01"
    mrz = passport("KONE", "AWA", born, "CIV", "F", "AB1112223", date(2031, 1, 1))
    seen = heard_apart(amina, mrz)
    client = browser("bakary")
    case = client.get(f"/second-line/{seen.key}/").content.decode()
    assert "child protection first" in case and "Nobody noted with whom this child travels" in case
    page = client.get(f"/second-line/{seen.key}/entrust/").content.decode()
    assert f'value="{child.code}" checked' in page
    assert page.index(CHILD["name"]) < page.index(ASYLUM["name"])


def test_the_shift_leader_who_refuses_is_led_to_the_services(staff, bakary):  # noqa: F811
    declared(staff)
    client = browser("bakary")
    client.post("/swipe/", {"mrz": FOREIGN, "source": "wedge", "direction": "entry"})
    seen = Inspection.objects.get()
    answers = {"asks_protection": "yes", "child_alone": "no", "possible_victim": "no"}
    answer = client.post(f"/traveller/{seen.key}/refuse/", answers)
    assert answer["Location"] == f"/second-line/{seen.key}/entrust/"


def test_what_others_of_the_second_line_read_depends_on_no_service(amina, bakary, staff):  # noqa: F811
    """The same page for the same hours, whichever the service: not even its deadline is told."""
    pages = []
    for facts in (ASYLUM | {"accept_within": 1}, CHILD | {"accept_within": 24}):
        service = declared(staff, facts)
        made = entrusted(amina, bakary, service)
        pages.append(shown.neutral(made) | {"key": "", "url": "", "number": "", "asked_at": ""})
        referral.take_up_again(Inspection.objects.get(state="entrusted"), bakary)
        Inspection.objects.filter(state="referred").update(state="cancelled")
    assert pages[0] == pages[1]


def test_when_nobody_answers_each_reads_what_is_theirs(amina, bakary, staff):  # noqa: F811
    made = entrusted(amina, bakary, declared(staff))
    other, maker = moussa(), browser("bakary")
    assert "I called" not in other.get("/second-line/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=20)):
        theirs, his = (one.get("/second-line/").content.decode() for one in (other, maker))
        assert "A service has not answered for 2 h 20." in theirs and "Call the protection focal point: Zara." in theirs
        assert ASYLUM["name"] not in theirs and "+223" not in theirs
        assert "+223 20 00 00 90" in his
        other.post(f"/protection/{made.key}/told/")
        maker.post(f"/protection/{made.key}/call/", {"from": "second_line"})
        calls = referral.said_of(Referral.objects.get())["calls"]
        assert [(one["whom"], one["step"]) for one in calls] == [("focal_point", None), ("headquarters", 0)]
        assert "+223" not in maker.get("/second-line/").content.decode()


def test_who_comes_back_is_taken_up_by_any_of_the_second_line(amina, bakary, staff):  # noqa: F811
    made = entrusted(amina, bakary, declared(staff))
    browser("zara").post(f"/protection/{made.key}/", {"act": "answer", "answer": "not_reached", "file": ""})
    other = moussa()
    assert "Stands at the post again." in other.get("/second-line/").content.decode()
    other.post(f"/second-line/{made.inspection}/again/")
    assert Inspection.objects.get().state == "referred"
    assert "Came back from a service" in other.get(f"/second-line/{made.inspection}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("25:00", "Write the hour such as 14:05."), ("noon", "Write the hour such as 14:05.")],
)
def test_hours_that_are_none(amina, bakary, staff, typed, said):  # noqa: F811
    made = entrusted(amina, bakary, declared(staff))
    answer = browser("zara").post(f"/protection/{made.key}/", {"act": "accept", "accepted_at": typed})
    assert said in answer.content.decode() and Referral.objects.get().state == "asked"


def test_a_story_is_no_file_number(amina, bakary, staff):  # noqa: F811
    made = entrusted(amina, bakary, declared(staff))
    fields = {"act": "accept", "file": "He fled because: he was threatened!"}
    answer = browser("zara").post(f"/protection/{made.key}/", fields)
    assert "A short number" in answer.content.decode() and Referral.objects.get().state == "asked"


def test_opening_a_referral_is_recorded_before_the_name_is_shown(amina, bakary, staff):  # noqa: F811
    made = entrusted(amina, bakary, declared(staff))
    zara = browser("zara")
    before = entries_in_journal()
    assert "MAHAMADOU" not in zara.get("/protection/").content.decode()
    assert entries_in_journal() == before
    assert "MAHAMADOU" in zara.get(f"/protection/{made.key}/").content.decode()
    assert entries_in_journal() == before + 1


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_notice_in_each_language(staff, bakary, language):  # noqa: F811
    client = browser("bakary", language)
    for code in TITLES:
        page = client.get(f"/notices/sheet/{code}/").content.decode()
        with translation.override(language):
            assert str(HAPPENED[code]) in page
        assert ("data_authority" not in page) and ("Nobody may" in page)


def test_the_notice_says_who_keeps_it_and_before_whom_to_complain(amina, bakary, staff):  # noqa: F811
    made = entrusted(amina, bakary, declared(staff))
    page = browser("bakary").get(f"/traveller/{made.inspection}/notice/").content.decode()
    for said in ("MAHAMADOU", "Autorité de protection des données", "after 5 years", "BP 001, Bamako"):
        assert said in page
    assert ASYLUM["name"] not in page and referral.number_of(made) not in page


def test_no_notice_before_a_decision(amina, staff):  # noqa: F811
    client = browser("amina")
    client.post("/swipe/", {"mrz": FOREIGN, "source": "wedge", "direction": "entry"})
    assert client.get(f"/traveller/{Inspection.objects.get().key}/notice/")["Location"] == "/"


def test_a_supplied_notice_runs_nothing(staff, bakary, tmp_path):  # noqa: F811
    client = browser("bakary")
    assert "No notice in Hausa was supplied" in client.get("/notices/?language=hau").content.decode()
    (tmp_path / "hau").mkdir()
    (tmp_path / "hau" / "entrusted.mp3").write_bytes(b"ID3<script>alert(1)</script>")
    (tmp_path / "hau" / "entrusted.txt").write_text("<script>alert(1)</script>", encoding="utf-8")
    supplied.write_manifest(tmp_path, "Ministère", "Décision 1/2026")
    supplied.take(tmp_path, staff["issa"])
    assert "<audio" in client.get("/notices/?language=hau").content.decode()
    sound = client.get("/notices/file/hau/entrusted/mp3/")
    assert sound["Content-Type"] == "audio/mpeg" and sound["X-Content-Type-Options"] == "nosniff"
    assert sound["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script" not in sound["Content-Security-Policy"]
    assert "&lt;script&gt;alert" in client.get("/notices/file/hau/entrusted/txt/").content.decode()
    assert browser("emile").get("/notices/file/hau/entrusted/mp3/").status_code == 403
    (supplied.folder() / "hau" / "entrusted.mp3").write_bytes(b"ID3 altered")
    assert client.get("/notices/file/hau/entrusted/mp3/").status_code == 404
    assert client.get("/notices/file/../../etc/passwd/txt/").status_code == 404
    assert Notice.objects.count() == 2


def test_the_demonstration_does_it_all_through_the_pages(staff, monkeypatch):  # noqa: F811
    monkeypatch.setattr("jalon.config.demo.traffic.PASSWORD", PASSWORD)
    counted = demonstration.some(Random(1), timezone.localdate(), 5)
    assert counted == {"entrusted": 5, "waiting": 1, "accepted": 3, "answered": 4}
    assert Shift.objects.count() == 2 and Service.objects.exclude(approved_by="").count() == 5


def test_a_referral_whose_key_is_gone_is_said_so_and_shown_as_dots(amina, bakary, staff):  # noqa: F811
    made = entrusted(amina, bakary, declared(staff))
    this_node().shift_keys.destroy(bytes(made.kept)[:8])
    zara = browser("zara")
    assert zara.get(f"/protection/{made.key}/")["Location"] == "/protection/"
    page = zara.get("/protection/").content.decode()
    assert "This referral can be read at headquarters alone." in page
    assert "only headquarters can read it" in page
