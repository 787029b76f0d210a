"""What is sent to a page and cannot be recorded: a file too large is refused in words and never taken for none, a text
that another signed in over stays on the page."""

from types import SimpleNamespace

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from jalon.cooperation.models import Document, Progress
from jalon.cooperation.tests.owing import adopt
from jalon.headquarters import uploads
from jalon.headquarters.forms import Files
from jalon.secretariat.tests.conftest import forum
from jalon.secretariat.tests.signing_in import DALIA, DELEGATE, PARTNER, browser_of, in_language
from jalon.secretariat.tests.test_meetings_pages import called

__all__ = ["called", "forum"]
WORDS = "Onze postes sur vingt sont équipés."
SAID = "Nothing was recorded"


def large(kilobytes=3000):
    return SimpleUploadedFile("rapport.pdf", b"%PDF-1.7" + bytes(kilobytes * 1000), "application/pdf")


@pytest.mark.parametrize("name", [*uploads.DOORS, "no door"])
def test_no_field_takes_what_was_passed_over_for_nothing(name, monkeypatch):
    """Any field of any form, whoever wrote it: the door is asked for nothing else."""
    door = uploads.DOORS.get(name)
    monkeypatch.setattr(uploads, "door_of", lambda request: door)
    handler = uploads.ArrivingFiles(RequestFactory().post("/"))
    handler.handle_raw_input(None, {}, (door.largest if door else 0) * uploads.MEGABYTE + 1, None)
    handler.new_file("sent", "rapport.pdf", "application/pdf", 1, None)
    handler.receive_data_chunk(b"x" * 100, 0)
    with translation.override("en"):
        came = handler.file_complete(100)
    for field in (forms.FileField(required=False), Files(required=False)):
        with pytest.raises(forms.ValidationError, match=SAID):
            field.clean(came)


ROUTES = {
    "a report": ("report", lambda here: [here.one], "file", {"state": "under_way", "text": WORDS}),
    "an answer sheet": ("answer_sheets", lambda here: [here.forum], "sent", {}),
    "a paper of a meeting": ("meeting_documents", lambda here: [here.meeting], "sent", {"title_fr": WORDS}),
    "figures": ("figures_file", lambda here: [here.forum], "sent", {"code": "NER"}),
    "earlier recommendations": ("past", lambda here: [here.forum], "sent", {}),
}


@pytest.mark.parametrize("case", ROUTES)
def test_the_page_says_so_and_keeps_what_was_typed(case, forum, called):
    route, of, field, typed = ROUTES[case]
    dalia = browser_of("dalia", DALIA)
    here = SimpleNamespace(forum=forum, one=adopt(forum, "3.1"), meeting=called)
    browser: Client = browser_of("nana", DELEGATE, "NER") if route == "report" else dalia
    typed = {"as_of": "2026-11-01", **typed}
    answer = in_language(browser, "en").post(reverse(f"secretariat:{route}", args=of(here)), {**typed, field: large()})
    page = answer.content.decode()
    assert answer.status_code == 200 and SAID in page and "At most" in page
    assert all(said in page for said in typed.values() if said == WORDS)
    assert not Progress.objects.exists() and Document.objects.count() == 1


WHO_SENDS = {"another": PARTNER, "a forged page": DELEGATE, "nobody": None}


@pytest.mark.parametrize("who", WHO_SENDS)
def test_what_was_typed_outlives_another_signing_in(who, forum):
    """In another window of the same browser; or signed out there."""
    browser = browser_of("paul", WHO_SENDS[who], "NER") if WHO_SENDS[who] else Client()
    browser.handler.enforce_csrf_checks = who == "a forged page"
    answer = in_language(browser, "en").post(
        reverse("secretariat:report", args=[adopt(forum)]), {"state": "done", "text": WORDS}
    )
    page = answer.content.decode()
    assert answer.status_code == 403 and WORDS in page and SAID in page
    assert ("Paul" in page or "paul" in page) == (who != "nobody")
