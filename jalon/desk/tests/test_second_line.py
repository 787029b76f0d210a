"""The second line's pages, as officers meet them without a browser's scripts."""
# ruff: noqa: F811 — pytest finds a fixture by its name

import pytest

from jalon.crossings.models import CaseNote, Decision, Hold, Inspection, Received
from jalon.crossings.register import HOUR
from jalon.desk.tests.test_doors import FOREIGN, PASSWORD, amina, bakary, staff, swipe  # noqa: F401
from jalon.journal.applying import entries_in_journal

SECOND = {"username": "amina", "password": PASSWORD, "code": ""}


def referred(first):
    seen = swipe(first, FOREIGN)
    first.post(f"/traveller/{seen.key}/refer/", {"reason": "document_doubt"})
    return seen


def held(first, leader):
    seen = referred(first)
    said = {"act": "hold", "ground": "offence", "started_at": "", "why": "false stamp"}
    page = leader.get(f"/second-line/{seen.key}/hold/").content.decode()
    now = page.split('name="started_at" value="')[1].split('"')[0]
    leader.post(f"/second-line/{seen.key}/hold/", said | {"started_at": now})
    return seen


def text(answer):
    return answer.content.decode()


def test_the_hand_over_takes_a_second_person_and_a_signed_receipt(amina, bakary):
    seen = referred(amina)
    bakary.post(f"/second-line/{seen.key}/hand-over/", {"authority": "gendarmerie", "unit": ""})
    assert not Decision.objects.filter(outcome="handed_over").exists()  # to whom?
    answer = bakary.post(f"/second-line/{seen.key}/hand-over/", {"authority": "known-0", "unit": "adjt Coulibaly"})
    made = Decision.objects.get(outcome="handed_over")
    assert answer.url == f"/handed-over/{made.key}/"
    assert "MAHAMADOU" in text(bakary.get(answer.url))
    wrong = bakary.post(answer.url, {"act": "confirm", **SECOND, "password": "a guess"})
    assert "errors" in text(wrong)
    confirmed = bakary.post(answer.url, {"act": "confirm", **SECOND})
    assert confirmed.status_code == 302
    assert "MAHAMADOU" in text(bakary.get("/second-line/"))
    said = {"act": "receive", "who": "adjudant Coulibaly", "received_at": "", "basis": "mandat 12", "number": "G-1"}
    now = text(bakary.get(answer.url)).split('name="received_at" value="')[1].split('"')[0]
    assert "errors" in text(bakary.post(answer.url, said | {"received_at": now}))
    bakary.post(answer.url, said | {"received_at": now, "signed": "on"})
    assert Received.objects.get().decision == made.key
    assert "MAHAMADOU" not in text(bakary.get("/second-line/"))
    assert "adjudant Coulibaly" in text(bakary.get(answer.url))


def test_nobody_came_and_the_case_is_the_second_lines_again(amina, bakary):
    seen = referred(amina)
    answer = bakary.post(f"/second-line/{seen.key}/hand-over/", {"authority": "known-0"})
    bakary.post(answer.url, {"act": "confirm", **SECOND})
    assert bakary.post(answer.url, {"act": "not_taken"}).url == f"/second-line/{seen.key}/"
    seen.refresh_from_db()
    assert seen.state == "referred"


def test_everybody_on_duty_sees_the_clock_and_nobody_the_name(amina, bakary):
    seen = held(amina, bakary)
    for address in ("/", "/shift/", "/lookup/"):
        page = text(amina.get(address))
        assert 'class="holdclock" data-state="running"' in page
        assert 'id="overdue" hidden' in page
    Hold.objects.update(started_at=Hold.objects.get().recorded_at - 49 * HOUR)
    page = text(amina.get("/"))
    assert 'data-state="over"' in page and 'id="overdue">' in page
    assert "MAHAMADOU" not in page.split('id="status"')[1].split("</header>")[0]
    assert amina.get(f"/second-line/{seen.key}/hold/").status_code == 403


def test_the_next_shift_is_told_who_is_held_and_who_was_not_received(amina, bakary):
    held(amina, bakary)
    seen = referred(amina)
    answer = bakary.post(f"/second-line/{seen.key}/hand-over/", {"authority": "known-0"})
    bakary.post(answer.url, {"act": "confirm", **SECOND})
    page = text(amina.get("/shift/"))
    assert page.count("MAHAMADOU") == 2
    assert "Remis, pas encore reçu" in page and "encore 47 h" in page


def test_what_was_done_is_recorded_one_thing_after_the_other(amina, bakary):
    seen = held(amina, bakary)
    address = f"/second-line/{seen.key}/hold/"
    bakary.post(address, {"act": "note", "what": "prosecutor", "told_at": "ten"})
    bakary.post(address, {"act": "note", "what": "rights", "told_at": now(bakary, address)})
    assert not CaseNote.objects.exists()
    bakary.post(address, {"act": "note", "what": "prosecutor", "told_at": now(bakary, address), "means": "radio"})
    assert Hold.objects.get().prosecutor_at
    bakary.post(address, {"act": "extend", "number": "RP 112/2026"})
    assert not Hold.objects.get().extensions  # nobody has confirmed the hold yet
    assert bakary.post(address, {"act": "confirm", **SECOND}).status_code == 302
    assert Hold.objects.get().confirmed_by
    bakary.post(address, {"act": "extend", "number": "RP 112/2026"})
    bakary.post(address, {"act": "extend", "number": "RP 113/2026"})
    assert len(Hold.objects.get().extensions) == 1
    assert "RP 112/2026" in text(bakary.get("/holds/"))


def now(leader, address):
    return text(leader.get(address)).split('name="told_at" value="')[1].split('"')[0]


def test_the_register_on_paper_names_whom_the_post_can_read_and_that_it_did_is_recorded(amina, bakary):
    held(amina, bakary)
    year = Hold.objects.get().year
    assert "MAHAMADOU" not in text(bakary.get("/holds/"))
    before = entries_in_journal()
    assert "MAHAMADOU" in text(bakary.get(f"/holds/{year}/print/"))
    assert entries_in_journal() == before + 1


def test_a_case_that_is_decided_is_not_held(amina, bakary):
    seen = referred(amina)
    bakary.post(f"/second-line/{seen.key}/", {"decision": "admit", "looked": "in order"})
    said = {"act": "hold", "ground": "offence", "started_at": "10:00", "why": "false stamp"}
    bakary.post(f"/second-line/{seen.key}/hold/", said)
    assert not Hold.objects.exists() and Inspection.objects.get().state == "admitted"


@pytest.mark.parametrize("address", ["/holds/", "/holds/2026/print/", "/slips/", "/second-line/"])
def test_pages_of_the_second_line_open_where_nothing_happened(bakary, address):
    assert bakary.get(address).status_code == 200


def test_an_unknown_slip_is_said_and_records_nothing(amina):
    seen = swipe(amina, FOREIGN)
    answer = amina.post(f"/traveller/{seen.key}/slip/", {"reference": "2222-2222"}, follow=True)
    assert "2222" not in text(answer) and not CaseNote.objects.exists()
