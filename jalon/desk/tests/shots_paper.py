"""Pictures of the paper register for people to look at: `JALON_SHOTS=folder pytest jalon/desk/tests/shots_paper.py`."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jalon.desk.tests.browser import NARROW, WIDE, address, at_the_post, chromium, lists, officers, press
from jalon.desk.tests.test_journeys import LANGUAGES, WANTED
from jalon.desk.tests.test_paper_journey import YESTERDAY, a_sheet, keys, opened, swiped

pytestmark = pytest.mark.browser


@pytest.mark.skipif("JALON_SHOTS" not in os.environ, reason="JALON_SHOTS names no folder for the pictures.")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures(at_the_post, lists, language):
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    amina, bakary = (at_the_post(name, language, bypass_csp=True) for name in ("amina", "bakary"))

    def picture(page, name):
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "narrow")
        page.set_viewport_size(WIDE)

    def paper(page, name):
        page.pdf(path=folder / f"{name}-{language}.pdf", prefer_css_page_size=True, print_background=True)

    amina.goto("/paper/")
    picture(amina, "paper-empty")
    amina.select_option("[name=kind]", "count")
    amina.click("button[value=print]")
    amina.wait_for_selector(".blank")
    paper(amina, "blank-count")
    sheet = a_sheet(amina)
    picture(amina, "blank-register")
    paper(amina, "blank-register")
    opened(amina, sheet)
    amina.fill("[name=day]", YESTERDAY)
    amina.fill("[name=r1-document]", "C")
    amina.locator("[name=r1-time]").focus()
    keys(amina, "1910", "Keita", "Oumar", "M", "12031990", "mli", "ml 123")
    keys(amina, "1912", '"', "Awa", "F", "40 40", '"', "ml 124")
    keys(amina, "1920")
    swiped(amina, WANTED)
    picture(amina, "grid")
    press(amina, "F10", ".errors")
    picture(amina, "grid-wrong")
    amina.goto("/paper/")
    picture(amina, "paper")
    bakary.goto("/second-line/")
    picture(bakary, "passed-first")
    press(bakary, "F2", "#answer")
    picture(bakary, "already-passed")
    amina.goto("/shift/")
    picture(amina, "closing")
    press(amina, "F6", ".register-ready")
    picture(amina, "register-made")
    (folder / f"register-{language}.pdf").write_bytes(amina.request.get("/register/file/pdf/").body())
    amina.goto("/report/?state=paper&needs=20+l")
    picture(amina, "report")
    paper(amina, "report")
