"""Meetings: what each state of one allows, and what stands after which entries."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest

from jalon.cooperation import forums, meetings, papers
from jalon.cooperation.meetings import Point
from jalon.cooperation.models import Attendance, Meeting, MeetingFact
from jalon.cooperation.saying import NotAllowed

JAN, MAY, JUN = date(2026, 1, 5), date(2026, 5, 4), date(2026, 6, 2)
TITLE = {"fr": "Deuxième réunion", "en": "Second meeting"}


@pytest.fixture
def members(forum):
    forums.found({"fr": "Forum"}, "regional", JAN, "d", host="MRT")
    forums.add_party(forum, "MLI", "state", {}, JAN, "d")
    forums.add_party(forum, "gd", "donor", {"fr": "Bailleur"}, JAN, "d")
    return forum


@pytest.fixture
def called(members):
    return call(members)


def call(forum, title=TITLE, starts=MAY, ends=None, place="Nouakchott", **more):
    ends = ends or starts + timedelta(1)
    return meetings.call(title, more.pop("level", "regional"), starts, ends, place, "d", forum=forum, **more).key


def test_a_meeting_is_called_amended_opened_and_closed(called, members):
    before = Meeting.objects.get(key=called).position
    meetings.amend(called, {"starts": JUN, "ends": JUN, "place": "Bamako", "zone": "Africa/Bamako"}, "d", "the hall")
    stands = meetings.meeting(called)
    assert (stands.state, stands.starts, stands.place, stands.version) == ("called", JUN, "Bamako", 1)
    assert meetings.meeting(called, at=before).place == "Nouakchott"
    assert meetings.next_in(members, JUN).key == called
    assert meetings.next_in(members, JUN + timedelta(1)) is None
    meetings.open_meeting(called, "d")
    assert meetings.next_in(members, JUN + timedelta(9)).state == "open"
    meetings.close(called, "d")
    assert meetings.meeting(called).state == "closed"
    later = call(members, starts=JUN, before=called)
    assert [one.key for one in meetings.meetings(members)] == sorted([called, later], reverse=True)
    assert meetings.meetings("") == []


def test_the_agenda_is_ordered(called):
    for name in ("ouverture", "bilan", "clôture"):
        meetings.add_point(called, Point({"fr": name}, minutes=30), "d")
    meetings.move_point(called, 3, -1, "d")
    assert [one.title["fr"] for one in meetings.agenda(called)] == ["ouverture", "clôture", "bilan"]
    meetings.take_off(called, 1, "d")
    assert [(one.number, one.title["fr"]) for one in meetings.agenda(called)] == [(1, "clôture"), (2, "bilan")]
    with pytest.raises(NotAllowed, match="nothing_changed"):
        meetings.set_agenda(called, meetings.points(called), "d")


@pytest.mark.both
def test_delegations_and_who_came(called):
    assert len(meetings.ask_all(called, "d")) == 2
    meetings.ask(called, "SEN", "observer", "d", head="Directeur", seats=3)
    assert [(one.code, one.as_what) for one in meetings.delegations(called)] == [
        ("MLI", "member"),
        ("SEN", "observer"),
        ("gd", "partner"),
    ]
    meetings.take_attendance(called, "MLI", MAY, 5, 1, "d")
    meetings.take_attendance(called, "MLI", MAY, 6, 2, "d")
    row = meetings.attendance(called)["MLI", MAY]
    assert (row.present, row.women, Attendance.objects.count()) == (6, 2, 2)
    meetings.unask(called, "SEN", "d")
    assert [one.code for one in meetings.delegations(called)] == ["MLI", "gd"]


def workbook():
    out = BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def test_papers_and_minutes_stay_in_versions(called):
    meetings.add_document(called, {"fr": "Ordre du jour"}, "C:\\temp\\ordre du jour.PDF", b"%PDF-1.7 first", "d")
    meetings.add_document(called, {}, "ordre du jour.pdf", b"%PDF-1.7 second", "d")
    meetings.add_document(called, {}, "../../tableau.exe", workbook(), "d")
    shelf = meetings.documents(called)
    assert [one.name for one in shelf] == ["ordre du jour.pdf", "tableau.xlsx"]
    assert bytes(meetings.kept(shelf[0]).content) == b"%PDF-1.7 second"
    meetings.withdraw_document(called, "ordre du jour.pdf", "d")
    assert [one.name for one in meetings.documents(called)] == ["tableau.xlsx"]
    meetings.write_minutes(called, "fr", "Première.", "d")
    meetings.write_minutes(called, "fr", "Deuxième.", "d")
    meetings.write_minutes(called, "ar", "محضر", "d")
    assert [one.text for one in meetings.minutes(called)["fr"]] == ["Deuxième.", "Première."]


KINDS = {
    "a PDF": (b"%PDF-1.4 x", "pdf"),
    "a picture": (b"\x89PNG\r\n\x1a\n0000", "png"),
    "a photograph": (b"\xff\xd8\xff\xe0", "jpg"),
    "a text": ("procès-verbal\nمحضر".encode(), "txt"),
    "a workbook": (workbook(), "xlsx"),
    "a ZIP of something": (b"PK\x03\x04 and no more", None),
    "a program": (b"MZ\x90\x00\x03\x00", None),
    "a page": (b"\x00<html>", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("name", KINDS)
def test_papers_are_known_by_their_first_bytes(name):
    content, extension = KINDS[name]
    kind = papers.kind_of(content)
    assert (kind.extension if kind else None) == extension


CANNOT_CALL = {
    "no title": ({"title": {"fr": " "}}, "needs_a_title"),
    "no place": ({"place": ""}, "needs_a_place"),
    "a strange level": ({"level": "world"}, "level_not_known"),
    "ends before it begins": ({"ends": JAN}, "days_not_in_order"),
    "two months": ({"ends": MAY + timedelta(60)}, "days_not_in_order"),
    "no hour": ({"opens_at": "25:00"}, "hours_not_in_order"),
    "closes before it opens": ({"opens_at": "09:00", "closes_at": "08:00"}, "hours_not_in_order"),
    "no time zone": ({"zone": "Sahel/Gogui"}, "zone_not_known"),
    "a strange language": ({"languages": ["xx"]}, "language_not_known"),
    "after a meeting that is none": ({"before": "x"}, "no_such_meeting"),
}


@pytest.mark.parametrize("name", CANNOT_CALL)
def test_which_meetings_are_not_called(members, name):
    facts, code = CANNOT_CALL[name]
    with pytest.raises(NotAllowed) as refused:
        call(members, **facts)
    assert refused.value.code == code
    assert not Meeting.objects.exists()


CANNOT = {
    "close what is not open": (lambda k: meetings.close(k, "d"), "meeting_called"),
    "cancel without a reason": (lambda k: meetings.cancel(k, "d", " "), "say_why"),
    "amend nothing": (lambda k: meetings.amend(k, {"title": TITLE}, "d"), "nothing_changed"),
    "a donor as member": (lambda k: meetings.ask(k, "gd", "member", "d"), "no_member"),
    "a stranger as member": (lambda k: meetings.ask(k, "SEN", "member", "d"), "no_member"),
    "somebody unknown": (lambda k: meetings.ask(k, "nobody", "observer", "d"), "no_such_party"),
    "who was not asked came": (lambda k: meetings.take_attendance(k, "MLI", MAY, 1, 0, "d"), "not_asked"),
    "a point about nothing": (
        lambda k: meetings.add_point(k, Point({"fr": "x"}, recommendation="y"), "d"),
        "no_such_recommendation",
    ),
    "a program": (lambda k: meetings.add_document(k, {}, "x.pdf", b"MZ\x90\x00", "d"), "paper_of_no_known_kind"),
    "a paper that names its author": (
        lambda k: meetings.add_document(k, {}, "x.pdf", b"%PDF-1.7 <</Author (Dalia)>>", "d"),
        "pdf_names_its_writer",
    ),
    "too large": (lambda k: meetings.add_document(k, {}, "x.pdf", b"%PDF-" + bytes(512 * 1024), "d"), "file_too_large"),
    "minutes of nothing": (lambda k: meetings.write_minutes(k, "fr", " \n", "d"), "needs_a_text"),
}


@pytest.mark.parametrize("name", CANNOT)
def test_what_a_meeting_refuses(called, name):
    act, code = CANNOT[name]
    with pytest.raises(NotAllowed) as refused:
        act(called)
    assert refused.value.code == code


def test_what_is_over_takes_papers_and_nothing_else(called):
    meetings.ask(called, "MLI", "member", "d")
    meetings.open_meeting(called, "d")
    meetings.close(called, "d")
    meetings.take_attendance(called, "MLI", MAY, 3, 0, "d")
    with pytest.raises(NotAllowed, match="not_that_day"):
        meetings.take_attendance(called, "MLI", JUN, 3, 0, "d")
    with pytest.raises(NotAllowed, match="more_women"):
        meetings.take_attendance(called, "MLI", MAY, 3, 4, "d")
    with pytest.raises(NotAllowed, match="meeting_closed"):
        meetings.add_point(called, Point({"fr": "x"}), "d")
    assert MeetingFact.objects.count() == 2


def test_another_forum_keeps_its_own_meetings(called, monkeypatch):
    monkeypatch.setattr(meetings, "this_node", lambda: type("Node", (), {"id": "ff" * 8}))
    with pytest.raises(NotAllowed, match="kept_elsewhere"):
        meetings.open_meeting(called, "d")
