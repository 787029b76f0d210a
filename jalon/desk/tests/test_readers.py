"""Documents read by a camera and pictures for the record, through the desk's doors."""

import io
import shutil
import time
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from jalon.config import cast
from jalon.crossings import photographed, pictures
from jalon.crossings.models import Inspection, Picture, Shift
from jalon.crossings.rules import what_was_seen
from jalon.journal.node import this_node
from jalon.readers.tests.samples import PASSPORT, card, jpeg, page

PASSWORD = "correct horse battery"
NEEDS_TESSERACT = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not on this machine.")
LINES = PASSPORT.splitlines()


@pytest.fixture
def officers(node):
    cast.declare_posts()
    return cast.enrol(this_node().keys.post, PASSWORD, date(2026, 1, 1))


@pytest.fixture
def amina(officers):
    return at_the_desk("amina")


def at_the_desk(name):
    client = Client()
    client.post("/account/login/", {"login": name, "password": PASSWORD})
    client.post("/shift/", {"act": "open"})
    return client


def photograph(client, image, **more):
    """Send a picture; the address of its reading, once it is read."""
    content = image if isinstance(image, bytes) else jpeg(image)
    sent = client.post("/camera/", {"picture": SimpleUploadedFile("a.jpg", content, "image/jpeg"), **more})
    assert sent.status_code == 302, sent
    for _ in range(200):
        if sent.url == "/camera/" or not client.get(f"{sent.url}?state=1").json()["goes_on"]:
            break
        time.sleep(0.05)
    return sent.url


@NEEDS_TESSERACT
def test_a_photographed_page_is_shown_beside_its_strip_and_nothing_is_recorded_before_it_is_confirmed(amina):
    url = photograph(amina, page(PASSPORT, angle=2))
    shown = amina.get(url)
    assert not Inspection.objects.exists()
    assert b"data:image/png;base64," in shown.content
    lines = [line["text"] for line in shown.context["lines"]]
    assert [len(line) for line in lines] == [44, 44]
    assert lines[0].startswith("P<MLI")
    answer = amina.post(url, {"act": "confirm", "line": LINES, "direction": "exit"})
    assert answer.url == "/"
    seen = what_was_seen(Inspection.objects.get())
    assert (seen["source"], seen["mrz"], seen["direction"]) == ("ocr", LINES, "exit")
    wrong = sum(one != other for one, other in zip("".join(lines), "".join(LINES), strict=True))
    assert seen["reader"]["corrected"] == wrong
    assert seen["reader"]["read"] == lines
    assert amina.get(url).url == "/camera/"  # it waits no more


@NEEDS_TESSERACT
def test_a_wrong_check_digit_is_marked_at_its_place_and_confirmed_only_on_purpose(amina):
    url = photograph(amina, page(PASSPORT))
    wrong = [LINES[0], LINES[1][:9] + "6" + LINES[1][10:]]
    looked = amina.post(url, {"act": "marks", "line": wrong}).json()
    assert looked["marks"][0] == ""
    assert looked["marks"][1][9] == "▲"
    assert looked["marks"][1][:9] == "·" * 9
    assert amina.post(url, {"act": "confirm", "line": wrong}).status_code == 200
    assert not Inspection.objects.exists()
    amina.post(url, {"act": "as_it_stands", "line": wrong})
    inspection = Inspection.objects.get()
    assert inspection.level == "look"
    assert "check_digit_wrong" in {problem["code"] for problem in what_was_seen(inspection)["problems"]}


@pytest.mark.parametrize("symbology", ["QRCode", "PDF417", "DataMatrix", "Aztec"])
def test_a_zone_in_a_code_is_read_as_a_zone(amina, symbology):
    url = photograph(amina, card(PASSPORT, symbology))
    amina.post(url, {"act": "confirm", "line": LINES})
    seen = what_was_seen(Inspection.objects.get())
    assert (seen["source"], seen["reader"]["corrected"]) == ("barcode", 0)


def test_a_number_in_a_code_is_offered_as_the_number_of_the_document(amina):
    url = photograph(amina, card("ML-2019-0012345", "Code128", angle=0))
    shown = amina.get(url)
    assert shown.context["zone"] is None
    assert shown.context["others"][0]["kind"] == "number"
    assert amina.post(url, {"act": "type", "number": "ML-2019-0012345"}).url == "/type/"
    assert b'value="ML-2019-0012345"' in amina.get("/type/").content
    assert not Inspection.objects.exists()


def test_text_that_says_nothing_of_a_document_is_shown_as_that(amina):
    shown = amina.get(photograph(amina, card("https://example.org/menu")))
    assert shown.context["others"][0]["kind"] == "text"
    assert b"https://example.org/menu" in shown.content


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"no picture at all", "unreadable"),
        (jpeg(Image.new("L", (400, 300), 200))[:200], "unreadable"),
        (b"P5\n60000 60000\n255\n", "unreadable"),
    ],
)
def test_what_is_no_picture_is_said(amina, content, fault):
    url = photograph(amina, content)
    key = url.strip("/").split("/")[-1]
    assert photographed.look(Shift.objects.get(), key).fault == fault
    assert amina.get(url).status_code == 200


def test_a_picture_larger_than_any_camera_s_is_refused_before_it_is_decoded(amina):
    written = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(written, "PNG")
    url = photograph(amina, written.getvalue())
    assert photographed.look(Shift.objects.get(), url.strip("/").split("/")[-1]).fault == "too_many_pixels"


def test_a_file_beyond_the_cap_is_not_taken(amina):
    assert photograph(amina, b"x" * 13_500_000) == "/camera/"
    assert list(photographed.folder_of_all().iterdir()) == []


def test_a_slow_reading_blocks_nobody_and_can_be_stopped(amina, monkeypatch):
    monkeypatch.setattr(photographed, "command", lambda folder: ["/bin/sleep", "30"])
    sent = amina.post("/camera/", {"picture": SimpleUploadedFile("a.jpg", jpeg(page(PASSPORT)))})
    assert amina.get(f"{sent.url}?state=1").json()["goes_on"] is True
    amina.post("/swipe/", {"mrz": PASSPORT, "source": "wedge"})  # swipe meanwhile
    assert what_was_seen(Inspection.objects.get())["source"] == "wedge"
    assert amina.get("/").context["photographed"] == 1
    amina.post(sent.url, {"act": "put_aside"})
    assert list(photographed.folder_of_all().iterdir()) == []


def test_a_reading_that_was_killed_is_said(amina, monkeypatch):
    monkeypatch.setattr(photographed, "command", lambda folder: ["/bin/false"])
    url = photograph(amina, page(PASSPORT))
    assert photographed.look(Shift.objects.get(), url.strip("/").split("/")[-1]).fault == "broken"


def test_another_officer_s_photograph_is_not_shown(amina, officers):
    url = photograph(amina, card(PASSPORT))
    assert at_the_desk("bakary").get(url).status_code == 302


def test_photographs_go_with_the_shift(amina):
    photograph(amina, card(PASSPORT))
    amina.get("/camera/")
    amina.post("/shift/", {"act": "close"})
    amina.post("/shift/", {"act": "open"})
    assert amina.get("/camera/").context["photographs"] == []


# ── pictures for the record ──


def allow(officers, kinds=("face", "document"), days=90, since=None):
    proposed = pictures.propose("Law 2026-014, article 7", kinds, days, since or date.today(), officers["issa"])
    pictures.allow(proposed.key, officers["claire"])
    return proposed.key


def take(client, inspection, image, kind="face"):
    content = image if isinstance(image, bytes) else jpeg(image, 95)
    file = SimpleUploadedFile("a.jpg", content, "image/jpeg")
    return client.post(f"/traveller/{inspection.key}/picture/", {"kind": kind, "picture": file})


def portrait(size=(1600, 1200)):
    return Image.effect_mandelbrot(size, (-2, -1.2, 1, 1.2), 60).convert("RGB")


@pytest.fixture
def traveller(amina):
    amina.post("/swipe/", {"mrz": PASSPORT, "source": "wedge"})
    return Inspection.objects.get()


def test_without_a_law_there_is_no_button_and_the_server_refuses(amina, traveller):
    assert f"/traveller/{traveller.key}/picture/".encode() not in amina.get("/").content
    answer = take(amina, traveller, portrait())
    assert answer.status_code == 302
    assert not Picture.objects.exists()
    assert pictures.waiting() == []


@pytest.mark.parametrize(("kind", "longest", "most"), [("face", 480, 15_000), ("document", 1600, 150_000)])
def test_a_picture_is_shrunk_stripped_sealed_and_seen_within_the_shift(amina, traveller, officers, kind, longest, most):
    allow(officers)
    exif = Image.Exif()
    exif[0x010F] = "a telephone"
    written = jpeg(portrait((3000, 2000)), 95, exif=exif)
    assert take(amina, traveller, written, kind).url == "/"
    taken = Picture.objects.get()
    shown = amina.get(f"/picture/{taken.key}/")
    image = Image.open(io.BytesIO(shown.content))
    assert max(image.size) <= longest
    assert len(shown.content) <= most
    assert not image.getexif()
    (kept,) = pictures.waiting()
    sealed = kept.path.read_bytes()
    assert (kept.digest, kept.size, taken.size) == (taken.digest, len(sealed), len(sealed))
    assert b"WEBP" not in sealed
    assert f"/picture/{taken.key}/".encode() in amina.get("/").content


def test_after_the_shift_nobody_at_the_post_sees_it(amina, traveller, officers):
    allow(officers)
    take(amina, traveller, portrait())
    taken = Picture.objects.get()
    amina.post(f"/traveller/{traveller.key}/admit/", {"direction": "entry", "transport": "foot", "looked": "seen"})
    amina.post("/shift/", {"act": "close"})
    assert not Picture.objects.exists()
    assert pictures.seen(taken) is None
    assert list(pictures.folder().glob("*.seen")) == []
    assert [kept.digest for kept in pictures.waiting()] == [taken.digest]


def test_the_picture_of_an_open_case_goes_on_with_it(amina, traveller, officers):
    allow(officers)
    take(amina, traveller, portrait())
    amina.post(f"/traveller/{traveller.key}/refer/", {"reason": "document_doubt"})
    amina.post("/shift/", {"act": "close"})
    bakary = at_the_desk("bakary")
    taken = Picture.objects.get()
    assert bakary.get(f"/picture/{taken.key}/").status_code == 200
    assert f"/picture/{taken.key}/".encode() in bakary.get(f"/second-line/{traveller.key}/").content


def test_only_the_kind_that_the_law_names_is_taken(amina, traveller, officers):
    allow(officers, kinds=("document",))
    take(amina, traveller, portrait(), "face")
    assert not Picture.objects.exists()


def test_a_law_begins_on_its_day_and_is_stopped_by_an_entry(amina, traveller, officers):
    tomorrow = allow(officers, since=date.today() + timedelta(days=1))
    assert pictures.kinds_allowed() == ()
    now = allow(officers)
    assert pictures.kinds_allowed() == ("face", "document")
    pictures.stop(now, "the law was repealed", officers["claire"])
    pictures.stop(tomorrow, "the law was repealed", officers["issa"])
    assert pictures.kinds_allowed() == ()
