"""A document photographed, corrected and inspected; a code; a picture for the record: in a real browser, with a camera
that Chromium plays. JALON_SHOTS=folder keeps pictures of the pages."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from jalon.crossings import delivered, pictures
from jalon.crossings.models import Inspection, Picture
from jalon.crossings.rules import what_was_seen
from jalon.desk.tests.browser import (
    ARGUMENTS,
    CHROMIUM,
    NARROW,
    WIDE,
    address,
    at_the_post,
    officers,
    swipe_until_seen,
)
from jalon.readers.tests.samples import PASSPORT, card, jpeg, page
from jalon.readers.watched_folder import NAME, of_text

pytestmark = pytest.mark.browser
LINES = PASSPORT.splitlines()
A_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser with a camera that shows a moving test picture."""
    if not CHROMIUM.exists():
        pytest.skip(f"The journeys need Chromium at {CHROMIUM}.")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *A_CAMERA])
        yield browser
        browser.close()


def keep_picture(page: Page, name: str, language: str) -> None:
    if "JALON_SHOTS" not in os.environ:
        return
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        page.wait_for_timeout(150)
        page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "narrow")
    page.set_viewport_size(WIDE)


def shots() -> dict[str, object]:
    """Taking a picture of a page puts a style into it, which its own policy would keep out."""
    return {"bypass_csp": True} if "JALON_SHOTS" in os.environ else {}


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not on this machine.")
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_photographed_passport_is_compared_corrected_and_inspected(at_the_post, tmp_path, language):
    amina = at_the_post("amina", language, permissions=[], **shots())
    picture = tmp_path / "page.jpg"
    picture.write_bytes(jpeg(page(PASSPORT, angle=1.5)))
    amina.keyboard.press("F8")
    amina.wait_for_selector("[data-camera-form]")
    amina.set_input_files("input[type=file]", picture)
    amina.wait_for_selector("#compare", timeout=20_000)
    assert not Inspection.objects.exists()
    expect(amina.locator(".compare__strip")).to_be_visible()
    first, second = amina.locator("[name=line]").all()
    # The second line as the document has it, but for one digit that the officer mistypes, and puts right.
    first.fill(LINES[0])
    second.fill(LINES[1][:9] + "6" + LINES[1][10:])
    marks = amina.locator("[data-marks]").nth(1)
    expect(marks).to_contain_text("▲")
    assert marks.text_content()[9] == "▲"
    keep_picture(amina, "compare-wrong", language)
    second.evaluate("field => { field.focus(); field.setSelectionRange(9, 10); }")
    amina.keyboard.type("5")
    expect(amina.locator("[data-agree]")).to_be_visible()
    keep_picture(amina, "compare", language)
    amina.keyboard.press("Enter")
    amina.wait_for_selector(".verdict")
    seen = what_was_seen(Inspection.objects.get())
    assert (seen["source"], seen["mrz"]) == ("ocr", LINES)
    assert len(seen["reader"]["confidence"]) == 2


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_code_of_a_card_and_a_number(at_the_post, tmp_path, language):
    amina = at_the_post("amina", language, **shots())
    amina.keyboard.press("F8")
    amina.wait_for_selector("[data-camera]:not([hidden])")
    keep_picture(amina, "camera", language)
    for name, content in (("number", card("ML-2019-0012345", "Code128", 0)), ("zone", card(PASSPORT))):
        picture = tmp_path / f"{name}.jpg"
        picture.write_bytes(jpeg(content))
        amina.goto("/camera/")
        amina.set_input_files("input[type=file]", picture)
        amina.wait_for_selector("#compare, .code", timeout=20_000)
        keep_picture(amina, f"code-{name}", language)
        amina.keyboard.press("Enter")
        if name == "number":
            amina.wait_for_selector("#typed")
            expect(amina.locator("[name=document_number]")).to_have_value("ML-2019-0012345")
    amina.wait_for_selector(".verdict")
    assert what_was_seen(Inspection.objects.get())["source"] == "barcode"


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_picture_is_taken_by_the_camera_sealed_and_seen(at_the_post, officers, language):
    amina = at_the_post("amina", language, permissions=["camera"], **shots())
    swipe_until_seen(amina, "".join(f"{line}\n" for line in LINES))
    expect(amina.locator("[data-key=F6]")).to_have_count(0)  # pictures are off
    rule = pictures.propose("Loi 2026-014, article 7", ["face", "document"], 90, date.today(), officers["issa"])
    pictures.allow(rule.key, officers["claire"])
    amina.reload()
    amina.keyboard.press("F6")
    amina.wait_for_selector("[data-camera]:not([hidden])")
    keep_picture(amina, "picture", language)
    amina.keyboard.press("Enter")
    amina.wait_for_selector(".portrait img", timeout=20_000)
    keep_picture(amina, "beside", language)
    taken = Picture.objects.get()
    assert amina.locator(".portrait img").evaluate("image => image.naturalWidth") > 100
    (kept,) = pictures.waiting()
    assert (kept.digest, kept.kind) == (taken.digest, "face")
    assert pictures.next_pictures(1_000_000) == []  # the entries go first


def test_a_slow_reading_does_not_stop_a_swipe(at_the_post, monkeypatch, tmp_path):
    from jalon.crossings import photographed

    monkeypatch.setattr(photographed, "command", lambda folder: ["/bin/sleep", "60"])
    amina = at_the_post("amina", "fr", **shots())
    picture = tmp_path / "page.jpg"
    picture.write_bytes(jpeg(page(PASSPORT)))
    amina.goto("/camera/")
    amina.set_input_files("input[type=file]", picture)
    amina.wait_for_selector("[data-reading]")
    keep_picture(amina, "reading", "fr")
    swipe_until_seen(amina, "".join(f"{line}\n" for line in LINES))
    assert what_was_seen(Inspection.objects.get())["source"] == "wedge"


def test_what_a_full_page_reader_drops_comes_up_at_the_empty_desk(at_the_post, tmp_path):
    with delivered.runs(NAME, tmp_path) as name:
        amina = at_the_post("amina", "fr", **shots())
        assert delivered.deliver_dropped(of_text(PASSPORT), name) == "mrz delivered"
        amina.wait_for_selector(".verdict")
        assert what_was_seen(Inspection.objects.get())["source"] == NAME
        amina.goto("/camera/")
        keep_picture(amina, "machines", "fr")
