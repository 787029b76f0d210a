"""One traveller seen by four services, captured once: police, gendarmerie, customs and health, in a real browser."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from jalon.agencies.models import Check, Consulted
from jalon.crossings.models import Inspection
from jalon.desk.tests.browser import address, at_the_post, chromium, lists, officers, press, see, swipe
from jalon.desk.tests.test_journeys import FOREIGN, LANGUAGES, USUAL
from jalon.desk.tests.test_money_journey import os, picture

pytestmark = pytest.mark.browser

AGENCIES = {"gendarmerie": "gaoussou", "customs": "kadi", "health": "salif"}


def arrive(at_the_post, name, language):
    """An agency's officer has no shift and no desk: the list is the page they come to."""
    options = {"bypass_csp": True} if "JALON_SHOTS" in os.environ else {}
    return at_the_post(name, language, stands=".page--wide", door="/agency/", **options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_capture_four_services(at_the_post, lists, language):
    desk = at_the_post("amina", language, **({"bypass_csp": True} if "JALON_SHOTS" in os.environ else {}))
    pages = {agency: arrive(at_the_post, name, language) for agency, name in AGENCIES.items()}
    for page in pages.values():
        expect(page.locator(".empty")).to_be_visible()
    see(desk, FOREIGN, "clear")
    expect(desk.locator(".desk__who .seen")).not_to_contain_text("✓")
    for agency, page in pages.items():
        # It comes by itself, and one key opens it.
        expect(page.locator(".standing__line")).to_have_count(1, timeout=12_000)
        picture(page, f"agency-list-{agency}", language)
        press(page, "Enter", "fieldset.stack")
        assert "PB0000123" in page.content() or agency != "gendarmerie"
        assert "PB0000123" not in page.content() or agency == "gendarmerie"
        picture(page, f"agency-case-{agency}", language)
        if agency == "customs":
            press(page, "F3", "fieldset :checked")
            page.locator("h1").click()
            press(page, "F8", ".banner--look")
            expect(desk.locator("[data-live] .banner--look")).to_be_visible(timeout=12_000)
            picture(desk, "agency-called", language)
            desk.locator("[data-live] .banner--look button").click()
            expect(desk.locator("[data-live] .banner--look")).to_have_count(0)
            page.reload()
            expect(page.locator(".banner--look")).to_contain_text("Amina")
            picture(page, "agency-answered", language)
        press(page, "F6", ".standing")
        expect(page.locator(".standing__line .mark--admitted")).to_be_visible()
    desk.goto("/")
    assert (
        desk.locator(".desk__who .seen b").all_inner_texts()
        == [desk.locator(".desk__who .seen b").first.inner_text()] * 3
    )
    picture(desk, "agency-desk", language)
    assert Inspection.objects.count() == 1
    assert Consulted.objects.count() == 3
    assert Check.objects.filter(done=True).count() == 3


def test_a_swipe_at_an_agency_opens_the_case_of_whom_the_desk_has_seen(at_the_post, lists):
    desk, kadi = at_the_post("amina", "fr"), arrive(at_the_post, "kadi", "fr")
    see(desk, USUAL, "clear")
    for _ in range(3):
        swipe(kadi, USUAL)
        try:
            kadi.wait_for_selector("fieldset.stack", timeout=3000)
            break
        except Exception:
            continue
    expect(kadi.locator("h1")).to_contain_text("TRAORE AMINATA")
    assert Inspection.objects.count() == 1
