"""Pictures of the counting for people to look at: `JALON_SHOTS=folder pytest jalon/desk/tests/shots_counting.py`."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jalon.counting.models import Card, Herd
from jalon.crossings.models import Shift
from jalon.desk.tests.browser import NARROW, WIDE, address, at_the_post, chromium, lists, officers, passport

pytestmark = pytest.mark.browser

CARD = {
    "number": "GOG-0417",
    "primary_identifier": "Sidibé",
    "secondary_identifier": "Mariam",
    "birth_date": "1988",
    "locality": "Gogui Peulh",
    "issuer": "Mairie de la commune de Gogui",
    "valid_until": "31 12 2030",
}
HERD = {
    "number": "CIT-MR-0042",
    "issuing_office": "Services vétérinaires, Kobenni",
    "issue_date": "1 10 2026",
    "owner": "Ould Salem",
    "herders": "2",
    "route": "Kobenni – Gogui – Nioro",
    "gate": "Gogui",
    "announced-cattle": "60",
    "announced-sheep": "12",
}


@pytest.mark.skipif("JALON_SHOTS" not in os.environ, reason="JALON_SHOTS names no folder for the pictures.")
@pytest.mark.parametrize("language", ("fr", "en", "ar"))
def test_pictures(at_the_post, lists, language):
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    page = at_the_post("amina", language, bypass_csp=True)

    def picture(name, sizes=(("wide", WIDE), ("narrow", NARROW))):
        for width, size in sizes:
            page.set_viewport_size(size)
            page.screenshot(path=folder / f"count-{name}-{language}-{width}.png", full_page=width == "narrow")
        page.set_viewport_size(WIDE)

    page.goto("/cards/")
    for name, value in CARD.items():
        page.fill(f"[name={name}]", value)
    picture("cards")
    page.keyboard.press("Enter")
    page.wait_for_selector(".rcard")
    picture("card-print", (("wide", WIDE),))
    page.goto("/counting/")
    for key in "8887788445555888819260":
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    page.keyboard.press("Backspace")
    page.wait_for_timeout(60)
    page.keyboard.press("8")
    picture("pad-waiting", (("wide", WIDE),))
    page.wait_for_selector("[data-state=saved]")
    page.keyboard.press("F2")
    page.keyboard.type("GOG-0417", delay=50)
    page.keyboard.press("Enter")
    page.wait_for_selector(".counting__said:not([hidden])")
    picture("pad")
    page.goto("/counting/late/")
    for name, value in {"since": "0:10", "until": "0h20", "woman": "40", "man": "12", "sheet": "3, ligne 12"}.items():
        page.fill(f"[name={name}]", value)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    picture("late")
    page.goto("/herds/")
    picture("herds")
    for name, value in HERD.items():
        page.fill(f"[name={name}]", value)
    page.keyboard.press("Enter")
    page.wait_for_selector("#herder")
    for surname, born in (("Ould Ahmed", "1979"), ("Ould Salem", "2014")):
        page.fill("[name=herder-primary_identifier]", surname)
        page.fill("[name=herder-birth_date]", born)
        page.keyboard.press("Enter")
        page.wait_for_selector(f".herder:has-text('{surname.upper()}'), .herder:has-text('{surname}')")
    page.fill("[name=counted-cattle]", "57")
    page.fill("[name=counted-sheep]", "12")
    page.keyboard.press("F4")
    page.wait_for_selector(".differs")
    picture("herd")
    page.fill("#id_reason", "Trois morts en route, le chef de village confirme")
    page.keyboard.press("F9")
    page.wait_for_load_state()
    page.goto("/shift/")
    picture("shift")
    page.goto(f"/shift/{Shift.objects.get(closed_at=None).key}/print/")
    picture("shift-print", (("wide", {"width": 900, "height": 1250}),))
