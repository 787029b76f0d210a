"""The directory and meetings on their pages: each once, in three languages; who may, and what each form records."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import vobject
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from jalon.cooperation import directory, forums, meetings, recommendations, standing
from jalon.cooperation.models import DirectoryLine, Meeting
from jalon.cooperation.saying import NotAllowed
from jalon.posts import declaration
from jalon.secretariat.tests.signing_in import DELEGATE, PARTNER, browser_of, in_language
from jalon.web.gate import Role

MAY = date(2026, 5, 4)
TITLE = {"fr": "Deuxième réunion des directeurs", "en": "Second meeting of directors", "ar": "الاجتماع الثاني للمديرين"}
WORDS = {"fr": "Équiper les postes.", "en": "Equip the posts.", "ar": "تجهيز المراكز."}


def address(name, *args):
    return reverse(f"secretariat:{name}", args=args)


@pytest.fixture
def called(forum):
    """A meeting that is prepared: an agenda, two delegations, a recommendation put."""
    key = meetings.call(
        TITLE,
        "regional",
        MAY,
        date(2026, 5, 5),
        "Nouakchott",
        "d0",
        forum=forum,
        opens_at="09:00",
        closes_at="17:30",
        zone="Africa/Nouakchott",
        host="MLI",
        languages=["fr", "en", "ar"],
    ).key
    meetings.ask(key, "MLI", "member", "d0", head="Directeur de la police des frontières", seats=6)
    meetings.ask(key, "iom", "partner", "d0")
    put = {
        "number": "2.1",
        "meeting": key,
        "level": "regional",
        "theme": "equipment",
        "binds": ["MLI"],
        "due": "2026-12-31",
    }
    proof = {"proof": "deliverable", "deliverable": {"fr": "Un rapport"}}
    recommendation = recommendations.put(put | proof, WORDS, forum, "d0")
    meetings.add_point(key, meetings.Point({"fr": "Ouverture", "ar": "الافتتاح"}, {}, 15), "d0")
    meetings.add_point(key, meetings.Point({"fr": "2.1"}, {}, 10, recommendation), "d0")
    meetings.add_document(key, {"fr": "Ordre du jour"}, "ordre.pdf", b"%PDF-1.7", "d0")
    return key


def line(forum, code="MLI", place="ML-GOG", **more):
    return directory.write(
        code, "post", place, {"fr": "Permanence"}, "d0", forum=forum, telephone="+223 70", **more
    ).key


PAGES = (
    "meeting",
    "meeting_amend",
    "meeting_agenda",
    "meeting_delegations",
    "meeting_attendance",
    "meeting_minutes",
    "meeting_documents",
    "meeting_invitation",
    "meeting_sheet",
    "room",
    "room_now",
)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_page_speaks_three_languages(forum, dalia, called, language):
    in_language(dalia, language)
    key = line(forum)
    pages = [address(name, called) for name in PAGES] + [address("meeting_point", called, 1), address("line", key)]
    pages += [address(name, forum) for name in ("forum", "parties", "meetings", "call_meeting", "new_line")]
    pages += [address(name) for name in ("promises", "directory", "directory_print")]
    for page in pages:
        answer = dalia.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert f'lang="{language}"' in text or page.endswith("/now/"), page
    assert TITLE[language] in dalia.get(address("meeting", called)).content.decode()
    assert WORDS[language] in dalia.get(address("room", called)).content.decode()


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_files_are_what_they_say(forum, dalia, called, language):
    in_language(dalia, language)
    pdfs = ("meeting_invitation_pdf", "meeting_sheet_pdf")
    for name in pdfs:
        answer = dalia.get(address(name, called))
        assert answer.content.startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"
    line(forum)
    assert dalia.get(address("directory_pdf")).content.startswith(b"%PDF-")
    book = openpyxl.load_workbook(BytesIO(dalia.get(address("meeting_workbook", called)).content))
    assert len(book.sheetnames) == 3
    assert book.worksheets[0]["A2"].value == TITLE[language]
    assert book.worksheets[1]["A2"].value == 1
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets] == [language == "ar"] * 3


def test_the_calendar_is_read_by_another_program(dalia, called):
    in_language(dalia, "fr")
    meetings.amend(called, {"place": "Bamako"}, "d0")
    answer = dalia.get(address("meeting_calendar", called))
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"\r\n" in answer.content and max(map(len, answer.content.split(b"\r\n"))) <= 75  # RFC 5545, 3.1
    calendar = vobject.readOne(answer.content.decode())
    first, second = calendar.vevent_list
    assert first.dtstart.value.isoformat() == "2026-05-04T09:00:00+00:00"
    assert second.dtend.value.isoformat() == "2026-05-05T17:30:00+00:00"
    assert b"DTSTART;TZID=Africa/Nouakchott:20260504T090000" in answer.content
    assert calendar.vtimezone.tzid.value == "Africa/Nouakchott"
    assert first.location.value == "Bamako" and first.sequence.value == "1"
    assert TITLE["fr"] in first.summary.value and "Ouverture" in first.description.value
    assert len(first.valarm_list) == 3 and not hasattr(second, "valarm")
    assert first.uid.value != second.uid.value
    meetings.cancel(called, "d0", "sans salle")
    again = vobject.readOne(dalia.get(address("meeting_calendar", called)).content.decode())
    assert (again.method.value, again.vevent.status.value, again.vevent.sequence.value) == ("CANCEL", "CANCELLED", "2")


def test_a_paper_is_handed_out_and_never_shown(forum, dalia, called):
    sent = SimpleUploadedFile("Compte rendu «1».docx", b"%PDF-1.4 in truth", "application/msword")
    answer = dalia.post(address("meeting_documents", called), {"sent": sent, "title_fr": "Compte rendu"})
    assert answer.status_code == 302
    paper = meetings.documents(called)[-1]
    assert paper.name == "Compte rendu 1.pdf"
    answer = dalia.get(address("meeting_document", called, paper.key))
    assert answer.content == b"%PDF-1.4 in truth"
    assert answer["Content-Disposition"].startswith('attachment; filename="Compte rendu 1.pdf"')
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    bad = SimpleUploadedFile("x.pdf", b"MZ\x90\x00")
    assert dalia.post(address("meeting_documents", called), {"sent": bad}).status_code == 200
    large = SimpleUploadedFile("x.pdf", b"%PDF-" + bytes(600 * 1024))
    assert dalia.post(address("meeting_documents", called), {"sent": large}).status_code == 200
    assert len(meetings.documents(called)) == 2
    dalia.post(address("meeting_documents", called), {"act": "off", "name": paper.name})
    assert len(meetings.documents(called)) == 1
    assert dalia.get(address("meeting_document", called, paper.key)).status_code == 404


def test_a_meeting_goes_its_way_by_its_forms(forum, dalia):
    said = {
        "title_fr": TITLE["fr"],
        "title_ar": TITLE["ar"],
        "level": "regional",
        "starts": "2026-05-04",
        "ends": "2026-05-05",
        "opens_at": "09:00",
        "zone": "Africa/Bamako",
        "place": "Bamako",
        "languages": ["fr", "ar"],
    }
    assert dalia.post(address("call_meeting", forum), said | {"ends": "2026-05-03"}).status_code == 200
    assert dalia.post(address("call_meeting", forum), said).status_code == 302
    key = Meeting.objects.get().key
    dalia.post(address("meeting_amend", key), said | {"place": "Niamey", "note": "salle prise"})
    dalia.post(address("meeting_agenda", key), {"act": "add", "title_fr": "Ouverture"})
    dalia.post(address("meeting_agenda", key), {"act": "add", "title_fr": "Bilan", "minutes": "20"})
    dalia.post(address("meeting_agenda", key), {"act": "up", "number": "2"})
    dalia.post(address("meeting_point", key, 1), {"title_fr": "Bilan des sept mois"})
    dalia.post(address("meeting_delegations", key), {"act": "all"})
    dalia.post(address("meeting_delegations", key), {"act": "ask", "code": "SEN", "as_what": "observer", "seats": "2"})
    dalia.post(address("meeting_delegations", key), {"act": "off", "code": "iom"})
    dalia.post(address("meeting_state", key), {"act": "open"})
    counted = {"day": "2026-05-05", "present_MLI": "5", "women_MLI": "2", "present_NER": "3", "women_NER": "9"}
    wrong = dalia.post(address("meeting_attendance", key), counted)
    assert wrong.status_code == 200 and "Niger" in wrong.content.decode()
    dalia.post(address("meeting_minutes", key), {"language": "fr", "text": "La séance est ouverte.\n\nFin."})
    dalia.post(address("meeting_state", key), {"act": "close"})
    stands = meetings.meeting(key)
    assert (stands.state, stands.place, stands.version) == ("closed", "Niamey", 1)
    assert [one.title["fr"] for one in meetings.agenda(key)] == ["Bilan des sept mois", "Ouverture"]
    assert [one.code for one in meetings.delegations(key)] == ["MLI", "NER", "SEN"]
    assert {(code, row.present) for (code, _day), row in meetings.attendance(key).items()} == {("MLI", 5)}
    page = dalia.get(address("meeting", key)).content.decode()
    assert "La séance est ouverte." in page


WHO_WRITES_A_LINE = {
    "the secretariat for a state without a machine": ("dalia", Role.REGIONAL_SECRETARIAT, "ML-GOG", "NER", True),
    "the secretariat for itself": ("dalia", Role.REGIONAL_SECRETARIAT, "ML-GOG", "", True),
    "the secretariat not for a state with a machine": ("dalia", Role.REGIONAL_SECRETARIAT, "ML-GOG", "MLI", False),
    "a delegate for his state": ("moussa", DELEGATE, "MLI", "MLI", True),
    "a delegate for no other": ("moussa", DELEGATE, "MLI", "NER", False),
}


@pytest.mark.parametrize("name", WHO_WRITES_A_LINE)
def test_who_writes_a_line(forum, name):
    username, role, posted, code, may = WHO_WRITES_A_LINE[name]
    browser = browser_of(username, role, posted)
    said = {"code": code, "level": "post", "place": "Ayorou", "function_fr": "Permanence", "telephone": "+227 90"}
    answer = browser.post(address("new_line", forum), said)
    assert (answer.status_code == 302) == may
    assert [(row.code, row.party) for row in DirectoryLine.objects.all()] == ([(code, code)] if may else [])


@pytest.mark.both
def test_a_line_is_put_right_said_right_and_withdrawn(forum, dalia):
    declaration.declare("NE-AYO", {"name": "Ayorou", "country": "NER", "neighbour": "MLI"}, "d0")
    said = {"code": "NER", "level": "post", "place": "ayorou", "function_fr": "Permanence", "telephone": "+227 90"}
    dalia.post(address("new_line", forum), said)
    (row,) = directory.lines(forum)
    assert row.place == "NE-AYO"  # a post is kept by its code
    page = dalia.get(address("line", row.key)).content.decode()
    assert "Ayorou" in page
    dalia.post(address("line", row.key), said | {"function_fr": "Chef de poste", "telephone": "+227 91"})
    (row,) = directory.lines(forum)
    assert (row.function, row.telephone) == ({"fr": "Chef de poste"}, "+227 91")
    dalia.post(address("line_right", row.key))
    (again,) = directory.lines(forum)
    assert again.key != row.key
    found = dalia.get(address("directory"), {"q": "ayor"}).content.decode()
    assert 'href="tel:+22791"' in found
    assert 'href="tel:' not in dalia.get(address("directory"), {"q": "gao"}).content.decode()
    dalia.post(address("line_withdrawn", again.key))
    assert directory.lines(forum) == []
    assert dalia.get(address("line", again.key)).status_code == 404


def test_who_only_reads_sees_no_form_and_changes_nothing(forum, called):
    for name, role in (("moussa", DELEGATE), ("paula", PARTNER)):
        browser = browser_of(name, role, "MLI")
        page = browser.get(address("meeting", called)).content.decode()
        assert address("meeting_agenda", called) not in page
        assert browser.get(address("meeting_agenda", called)).status_code == 403
        assert (
            browser.post(address("meeting_documents", called), {"act": "off", "name": "ordre.pdf"}).status_code == 403
        )
        assert browser.post(address("parties", forum), {"act": "dissolve"}).status_code == 403
        room = browser.get(address("room", called)).content.decode()
        assert 'data-leads="0"' in room and 'id="judge"' not in room
    assert len(meetings.documents(called)) == 1


def test_the_directory_opens_at_a_post(node, settings):
    amina = browser_of("amina", Role.FIRST_LINE)
    assert amina.get(address("directory")).status_code == 200
    assert amina.get(address("directory_print")).status_code == 200
    assert amina.get(address("promises")).status_code == 403


def test_a_forum_is_founded_and_changed_on_its_pages(node, settings):
    settings.JALON_TIER = "forum"
    dalia = browser_of("dalia", Role.REGIONAL_SECRETARIAT)
    assert address("found") in dalia.get(address("promises")).content.decode()
    dalia.post(
        address("found"), {"names_fr": "Commission mixte", "kind": "bilateral", "on": "2026-01-05", "host": "MRT"}
    )
    (one,) = forums.forums()
    page = address("parties", one.id)
    joins = {"act": "join", "join-code": "mrt", "join-kind": "state", "join-on": "2026-01-05", "join-node": ""}
    dalia.post(page, joins)
    assert dalia.post(page, joins | {"join-code": "XXQ"}).status_code == 200
    dalia.post(page, {"act": "rename", "rename-names_fr": "Commission", "rename-on": "2026-02-01"})
    dalia.post(page, {"act": "leave", "leave-code": "MRT", "leave-on": "2026-03-01"})
    dalia.post(page, {"act": "dissolve", "dissolve-on": "2026-04-01", "dissolve-note": "mandat fini"})
    stands = forums.forum(one.id)
    assert (stands.names, stands.dissolved) == ({"fr": "Commission"}, date(2026, 4, 1))
    assert forums.parties(one.id) == []
    assert "mandat fini" in dalia.get(page).content.decode()


def test_the_state_meets_among_its_own(node, settings):
    settings.JALON_TIER = "headquarters"
    declaration.declare("ML-GOG", {"name": "Gogui", "country": "MLI", "neighbour": "MRT"}, "d0")
    claire = browser_of("claire", Role.NATIONAL_DESK)
    with translation.override("fr"):
        assert claire.get(address("forum", "own")).status_code == 200
    said = {"title_fr": "Réunion nationale", "level": "national", "starts": "2026-05-04", "ends": "2026-05-04"}
    claire.post(address("call_meeting", "own"), said | {"place": "Bamako", "zone": "Africa/Bamako"})
    called = Meeting.objects.get()
    assert (called.forum, called.party) == ("", "MLI")
    claire.post(address("meeting_state", called.key), {"act": "open"})
    assert meetings.meeting(called.key).state == "open"


def test_a_meeting_neither_begins_nor_ends_without_a_word(forum, dalia):
    """Before its day with a reason; closed with something undecided, with what becomes of it; numbers are proposed."""
    day = timezone.localdate() + timedelta(days=9)
    key = meetings.call(TITLE, "regional", day, day, "Bamako", "d0", forum=forum).key
    put = {"number": "2.1", "meeting": key, "level": "regional", "theme": "equipment", "binds": ["MLI"]}
    put |= {"due": day, "proof": "deliverable", "deliverable": {"fr": "Un rapport"}}
    with pytest.raises(NotAllowed, match="due_before_the_meeting"):
        recommendations.put(put | {"due": day - timedelta(days=1)}, WORDS, forum, "d0")
    recommendation = recommendations.put(put, WORDS, forum, "d0")
    page = dalia.get(address("meeting", key)).content.decode()
    assert recommendation in page and f"put/?meeting={key}" in page
    assert 'value="2.2"' in dalia.get(address("recommendation_put", forum), {"meeting": key}).content.decode()
    states = []
    for said in ({"act": "open"}, {"act": "open", "note": "délégations présentes"}, {"act": "close"}):
        dalia.post(address("meeting_state", key), said)
        states.append(meetings.meeting(key).state)
    assert states == ["called", "open", "open"]
    dalia.post(address("room_decide", key), {"act": "adopt", "recommendation": recommendation})
    assert standing.one(recommendation).adopted_on == timezone.localdate()  # not on a day to come
    dalia.post(address("meeting_state", key), {"act": "close"})
    assert meetings.meeting(key).state == "closed"
