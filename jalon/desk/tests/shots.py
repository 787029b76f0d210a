"""Pictures of the desk for people to look at: `JALON_SHOTS=folder pytest jalon/desk/tests/shots.py`."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jalon.crossings import alarms
from jalon.crossings.models import Decision, Inspection
from jalon.desk.tests.browser import NARROW, WIDE, address, at_the_post, chromium, lists, officers, press, see, swipe
from jalon.desk.tests.test_journeys import CHILD, FOREIGN, LANGUAGES, USUAL, WANTED, answer, passport, wrong_digit
from jalon.journal.models import Parked

FOREIGN_CLEAR = passport(("OUSMANE", "ALI"), "PB0000999", "NER", "1979-06-15")

pytestmark = pytest.mark.browser


@pytest.mark.skipif("JALON_SHOTS" not in os.environ, reason="JALON_SHOTS names no folder for the pictures.")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures(at_the_post, lists, language):
    folder = Path(os.environ["JALON_SHOTS"])
    # Taking a picture puts a style into the page, which its own policy would keep out.
    folder.mkdir(parents=True, exist_ok=True)
    amina, bakary = (at_the_post(name, language, bypass_csp=True, expected="403") for name in ("amina", "bakary"))

    def picture(page, name):
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "narrow")
        page.set_viewport_size(WIDE)

    picture(amina, "empty")
    press(amina, "F2", "#typed")
    picture(amina, "typed")
    amina.select_option("[name=document_type]", "transhumance_certificate")
    amina.wait_for_selector("[name=herd]")
    amina.fill("[name=primary_identifier]", "KEITA")
    amina.fill("[name=birth_date]", "40 40")
    picture(amina, "typed-herd")
    amina.click("#typed button.button--main")
    amina.wait_for_selector(".errors")
    picture(amina, "typed-wrong")
    amina.goto("/type/?document=none")
    picture(amina, "no-document")
    amina.goto("/")
    see(amina, USUAL, "clear")
    picture(amina, "clear")
    press(amina, "Enter", ".saved")
    picture(amina, "saved")
    see(amina, FOREIGN_CLEAR, "clear")
    amina.locator("label:has([name=transport][value=car])").click()
    picture(amina, "foreigner")
    press(amina, "F2", ".journey :focus")
    press(amina, "Escape", ".desk")
    amina.locator("h2").first.click()
    press(amina, "Enter", ".saved")
    see(amina, wrong_digit(USUAL), "look")
    picture(amina, "digit")
    press(amina, "F10", ".admit[open]")
    picture(amina, "digit-admit")
    press(amina, "Enter", "#looked-wrong")
    picture(amina, "digit-again")
    press(amina, "Escape", ".desk")
    press(amina, "Escape", ".empty")
    see(amina, CHILD, "stop")
    picture(amina, "child")
    press(amina, "F8", "#referral")
    press(amina, "F8", ".saved")
    amina.locator(".strip a").last.click()
    amina.fill("input[name=secondary_identifier]", "AMINATOU")
    amina.fill("input[name=birth_date]", "2 1 1990")
    amina.select_option("form[action=''] select[name=reason]", "typing")
    amina.click("button[name=act][value=correct]")
    amina.wait_for_selector(".timeline")
    picture(amina, "correct")
    amina.locator("a[href$='/cancel-passage/']").click()
    amina.wait_for_selector("#cancelling")
    picture(amina, "cancel")
    amina.goto("/")
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
    amina.pdf(path=folder / f"notice-{language}.pdf", format="A4")
    amina.fill("#second-person [name=username]", "bakary")
    amina.fill("#second-person [name=password]", "a guess")
    amina.click("#second-person button")
    amina.wait_for_selector(".errors")
    picture(amina, "notice-wrong")
    bakary.goto("/second-line/")
    picture(bakary, "second-line")
    referred = Inspection.objects.filter(state="referred").order_by("at").last()
    bakary.goto(f"/second-line/{referred.key}/")
    picture(bakary, "case")
    press(bakary, "F10", "[aria-invalid=true]")
    picture(bakary, "case-empty")
    refused = Decision.objects.get(outcome="refused")
    bakary.goto(f"/refusal/{refused.key}/")
    picture(bakary, "second-person")
    amina.goto(f"/traveller/{referred.key}/cancel-passage/")
    picture(amina, "cancel-not-yours")
    Parked.objects.create(key="n.e.1", position=10_000, kind=Parked.FAILED, reason="a picture")
    alarms.raise_alarm("entries are missing: the sidecar knows entry 5 of epoch ab")
    amina.goto("/")
    picture(amina, "alarms")
    bakary.goto("/shift/")
    picture(bakary, "shift")
    amina.goto("/lookup/")
    amina.fill("[name=name]", "MAHAMADOU")
    amina.fill("[name=reason]", "asked by the second line")
    press(amina, "Enter", ".cards")
    picture(amina, "lookup")
    amina.goto("/")
    amina.context.clear_cookies(name="csrftoken")
    swipe(amina, FOREIGN_CLEAR)
    amina.wait_for_selector("#main h1:not(.unseen)")
    picture(amina, "out-of-date")
    amina.context.clear_cookies(name="sessionid")
    amina.goto("/swipe/")
    picture(amina, "sign-in")
