"""Pictures of the desk for people to look at: `JALON_SHOTS=folder pytest jalon/desk/tests/shots.py`."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jalon.crossings.models import Inspection
from jalon.desk.tests.browser import NARROW, WIDE, address, at_the_post, chromium, lists, officers, press, see
from jalon.desk.tests.test_journeys import FOREIGN, LANGUAGES, USUAL, WANTED, answer

pytestmark = pytest.mark.browser


@pytest.mark.skipif("JALON_SHOTS" not in os.environ, reason="JALON_SHOTS names no folder for the pictures.")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures(at_the_post, lists, language):
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    amina, bakary = at_the_post("amina", language), at_the_post("bakary", language)

    def picture(page, name):
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "narrow")
        page.set_viewport_size(WIDE)

    picture(amina, "empty")
    see(amina, USUAL, "clear")
    picture(amina, "clear")
    press(amina, "Enter", ".saved")
    see(amina, WANTED, "look")
    picture(amina, "hit")
    press(amina, "F8", "#referral")
    press(amina, "F8", ".saved")
    see(amina, FOREIGN, "clear")
    press(amina, "F9", "#refusal")
    picture(amina, "refusal-asked")
    answer(amina, asks_protection="no", child_alone="no", possible_victim="no")
    picture(amina, "refusal")
    amina.select_option("#refusal select[name=reason]", "no_visa")
    amina.click("#refusal button[value=refuse]")
    amina.wait_for_selector("[data-print]")
    picture(amina, "notice")
    bakary.goto("/second-line/")
    picture(bakary, "second-line")
    bakary.goto(f"/second-line/{Inspection.objects.get(state='referred').key}/")
    picture(bakary, "case")
