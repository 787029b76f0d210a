"""What a referral ends in, in a browser: the receipt signed, the hold and its clock, the namesake come back."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jalon.crossings import handing_over, slips
from jalon.crossings.models import ClearedPair, Confirmation, Decision, Hold, Inspection, Received
from jalon.crossings.register import HOUR
from jalon.desk.tests.browser import (
    NARROW,
    PASSWORD,
    WIDE,
    address,
    at_the_post,
    chromium,
    lists,
    officers,
    passport,
    press,
    see,
)
from jalon.desk.tests.test_journeys import FOREIGN, LANGUAGES, WANTED, synthetic
from jalon.journal.node import wall_clock

pytestmark = pytest.mark.browser

OTHER_DOCUMENT = passport(synthetic.TRAVELLER_IDENTIFIERS, "G05555555", "GIN", synthetic.WANTED.birth_date)
SHOTS = os.environ.get("JALON_SHOTS", "")


def picture(page: Page, name: str, language: str) -> None:
    """For people to look at, where JALON_SHOTS names a folder."""
    if not SHOTS:
        return
    folder = Path(SHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "narrow")
    page.set_viewport_size(WIDE)


def printed(page: Page, name: str, language: str) -> None:
    if SHOTS:
        page.pdf(path=Path(SHOTS) / f"{name}-{language}.pdf", prefer_css_page_size=True, format="A4")


def refer(page: Page, mrz: str, level: str) -> None:
    see(page, mrz, level)
    press(page, "F8", "#referral")
    press(page, "F8", ".saved")


@pytest.fixture
def both_lines(at_the_post, lists, request):
    options = {"bypass_csp": True} if SHOTS else {}
    return lambda language: [at_the_post(name, language, **options) for name in ("amina", "bakary")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_noon_referral_through_to_its_signed_receipt(both_lines, language):
    amina, bakary = both_lines(language)
    refer(amina, FOREIGN, "clear")
    bakary.goto("/second-line/")
    picture(bakary, "board-waiting", language)
    press(bakary, "Enter", "#case")
    picture(bakary, "case", language)
    press(bakary, "F7", "#handing-over")
    bakary.select_option("[name=authority]", "known-0")
    bakary.fill("[name=unit]", "adjudant Coulibaly")
    picture(bakary, "hand-over", language)
    bakary.keyboard.press("F10")
    bakary.wait_for_selector("#second-person")
    bakary.wait_for_load_state()
    picture(bakary, "receipt-unconfirmed", language)
    bakary.keyboard.press("F2")
    expect(bakary.locator("[name=username]")).to_be_focused()
    bakary.fill("[name=username]", "amina")
    bakary.fill("[name=password]", PASSWORD)
    bakary.keyboard.press("Enter")
    bakary.wait_for_selector("#received")
    assert Confirmation.objects.count() == 1
    expect(bakary.locator(f"section[lang={language}] .copy")).to_have_count(2)
    printed(bakary, "receipt", language)

    bakary.goto("/second-line/")
    expect(bakary.locator("table")).to_contain_text("MAHAMADOU")
    picture(bakary, "board-not-received", language)
    bakary.keyboard.press("F8")
    bakary.wait_for_selector("#received")
    bakary.wait_for_load_state()
    bakary.keyboard.press("F2")
    expect(bakary.locator("[name=who]")).to_be_focused()
    bakary.fill("[name=who]", "adjudant Coulibaly, gendarmerie")
    bakary.fill("[name=basis]", "réquisition 12/2026")
    bakary.keyboard.press("F10")
    bakary.wait_for_selector(".errors")  # the receipt is not signed
    assert not Received.objects.exists()
    bakary.check("[name=signed]")
    picture(bakary, "receipt-back", language)
    bakary.keyboard.press("F10")
    bakary.wait_for_url("**/second-line/")
    expect(bakary.locator(".empty")).to_be_visible()
    assert handing_over.said(Received.objects.get())["who"] == "adjudant Coulibaly, gendarmerie"
    bakary.goto("/shift/")
    picture(bakary, "shift", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hold_runs_its_clock_before_everybody_until_the_release(both_lines, language):
    amina, bakary = both_lines(language)
    refer(amina, FOREIGN, "clear")
    bakary.goto("/second-line/")
    press(bakary, "Enter", "#case")
    press(bakary, "F6", "#hold")
    picture(bakary, "hold", language)
    bakary.select_option("[name=ground]", "offence")
    bakary.fill("[name=why]", "faux cachet dans le passeport")
    press(bakary, "F10", "#told")
    bakary.select_option("[name=means]", "telephone")
    bakary.select_option("[name=answer]", "agreed")
    press(bakary, "F10", ".timeline")
    bakary.fill("#second-person [name=username]", "amina")
    bakary.fill("#second-person [name=password]", PASSWORD)
    picture(bakary, "held", language)
    bakary.click("#second-person button")
    expect(bakary.locator("#second-person")).to_have_count(0)

    amina.goto("/")
    clock = amina.locator(".bar .holdclock")
    expect(clock).to_have_attribute("data-state", "running")
    expect(clock).not_to_contain_text("MAHAMADOU")
    picture(amina, "desk-running", language)
    for spent, state in ((47.5, "soon"), (49, "over")):
        Hold.objects.update(started_at=Hold.objects.get().recorded_at - round(spent * HOUR))
        amina.goto("/")
        expect(clock).to_have_attribute("data-state", state)
        expect(amina.locator("#overdue")).to_be_visible(visible=state == "over")
        picture(amina, f"desk-{state}", language)
    if language == "fr":  # the clock goes on while a page stands open, and turns before the eyes
        Hold.objects.update(started_at=wall_clock() - 48 * HOUR + 6000)
        amina.goto("/")
        expect(clock).to_have_attribute("data-state", "soon")
        expect(clock).to_have_attribute("data-state", "over", timeout=20_000)
        expect(amina.locator("#overdue")).to_be_visible()
        Hold.objects.update(started_at=Hold.objects.get().recorded_at - 49 * HOUR)
    bakary.goto("/second-line/")
    expect(bakary.locator(".cards .holdclock")).to_have_attribute("data-state", "over")
    picture(bakary, "board-over", language)
    press(bakary, "1", "#extend")
    bakary.keyboard.press("F7")
    expect(bakary.locator("[name=number]")).to_be_focused()
    bakary.fill("[name=number]", "RP 112/2026")
    press(bakary, "Enter", ".facts bdi:has-text('RP 112')")
    expect(bakary.locator("#main .holdclock").first).to_have_attribute("data-state", "running")
    press(bakary, "F8", "#case")
    bakary.fill("#case textarea", "Le cachet est vrai.")
    bakary.keyboard.press("F10")
    bakary.wait_for_url("**/second-line/")
    expect(bakary.locator(".bar .holdclock")).to_have_count(0)
    line = Hold.objects.get()
    assert (line.outcome, line.confirmed_by != "", line.prosecutor_at is not None) == ("admitted", True, True)
    bakary.wait_for_load_state()
    press(bakary, "F6", ".register")
    picture(bakary, "register", language)
    bakary.keyboard.press("F10")
    bakary.wait_for_selector("[data-print]")
    expect(bakary.locator(".register")).to_contain_text("MAHAMADOU")
    printed(bakary, "register", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_namesake_comes_back_with_the_slip(both_lines, language):
    amina, bakary = both_lines(language)
    refer(amina, WANTED, "look")
    bakary.goto("/second-line/")
    press(bakary, "Enter", "#case")
    bakary.keyboard.press("1")
    expect(bakary.locator("[name=hit_0][value=another]")).to_be_checked()
    bakary.fill("#case textarea", "Comparé avec la photographie : un autre homme.")
    picture(bakary, "case-namesake", language)
    bakary.keyboard.press("F10")
    bakary.wait_for_selector(".code")
    reference = bakary.locator(f"section[lang={language}] .code").inner_text()
    assert len(slips.read(reference)) == 8
    assert "DIALLO" not in bakary.locator("#main").inner_text()
    picture(bakary, "slip", language)
    printed(bakary, "slip", language)

    see(amina, WANTED, "look")
    expect(amina.locator(".hit__cleared")).to_be_visible()
    picture(amina, "desk-cleared", language)
    press(amina, "F10", ".saved")

    see(amina, OTHER_DOCUMENT, "look")
    expect(amina.locator(".hit__cleared")).to_have_count(0)
    amina.keyboard.press("F6")
    picture(amina, "desk-slip", language)
    expect(amina.locator("[name=reference]")).to_be_focused()
    amina.fill("[name=reference]", reference)
    press(amina, "Enter", ".hit__cleared")
    amina.wait_for_timeout(800)
    press(amina, "F10", ".saved")
    outcomes = list(Inspection.objects.order_by("position").values_list("state", flat=True))
    assert outcomes == ["admitted"] * 3

    bakary.goto("/slips/")
    picture(bakary, "slips", language)
    bakary.click("a[href$='/withdraw/']")
    bakary.select_option("[name=why]", "lost")
    bakary.wait_for_timeout(100)
    press(bakary, "F10", "table")
    assert ClearedPair.objects.get().withdrawn_why == "lost"
    see(amina, WANTED, "look")
    expect(amina.locator(".hit__cleared")).to_have_count(0)
    assert Decision.objects.filter(outcome="admitted", line=1).count() == 2
