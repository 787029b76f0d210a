"""Journeys of those whom the rules of travel ask for something, and of those whom they do not; in three languages."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jalon.crossings import regime, rule_sets
from jalon.crossings.models import Decision, Inspection, StaySeen
from jalon.crossings.tests.test_stay import files, no_chad_visa
from jalon.desk.tests.browser import (
    A_HAND_TAKES,
    NARROW,
    WIDE,
    address,
    at_the_post,
    chromium,
    lists,
    officers,
    passport,
    press,
    see,
    swipe,
)
from jalon.documents.mrz import Document, write
from jalon.journal.node import this_node
from jalon.posts import declaration

pytestmark = pytest.mark.browser

LANGUAGES = ("fr", "en", "ar")
TODAY = date.today()
CHAD = passport(("DEBY", "MAHAMAT SALEH"), "R0012345", "TCD", "1985-06-15")
NIGER = passport(("OUSMANE", "ALI"), "PB0000999", "NER", "1979-06-15")
NIGERIA = passport(("OKAFOR", "CHINEDU"), "A08123456", "NGA", "1988-02-03")
SENEGAL = passport(("NDIAYE", "AWA"), "A01234567", "SEN", "1992-09-09", "F")


def visa(names=("DEBY", "MAHAMAT SALEH"), issuer="MLI", nationality="TCD", born="1985-06-15", zone="MRVA"):
    """The machine readable zone of a visa, as a reader types it."""
    document = Document(
        type=zone,
        document_code="V",
        issuing_state=issuer,
        primary_identifier=names[0],
        secondary_identifier=names[1],
        document_number="V7654321",
        nationality=nationality,
        birth_date=born,
        sex="M",
        expiry_date=(TODAY + timedelta(days=200)).isoformat(),
    )
    return "".join(line + "\n" for line in write(document))


def becomes(country: str, neighbour: str, category: str) -> None:
    """The post of the tests, as a post of another state or category."""
    facts = {"name": "Gogui", "country": country, "neighbour": neighbour, "category": category}
    declaration.declare("ML-GOG", facts, "installer")


def swipe_visa(page, zone, sign=".ruled"):
    """Swipe a visa while its holder stands there; again where the machine was slower than a reader."""
    count = StaySeen.objects.count()
    for _ in range(3):
        swipe(page, zone)
        for _ in range(25):
            page.wait_for_timeout(100)
            if StaySeen.objects.count() > count:
                break
        else:
            continue
        break
    page.wait_for_selector(sign)
    page.wait_for_timeout(A_HAND_TAKES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_free_national_takes_one_swipe_and_one_key_as_before(at_the_post, lists, language):
    page = at_the_post("amina", language)
    see(page, NIGER, "clear")
    expect(page.locator(".ruled")).to_contain_text("✓")
    answered = page.context.request.get("/")
    assert len(answered.body()) < 40_000
    press(page, "Enter", ".saved")
    assert Inspection.objects.get().state == "admitted"
    assert not StaySeen.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visa_is_swiped_while_its_holder_stands_there_and_one_entry_is_used(at_the_post, lists, language):
    page = at_the_post("amina", language)
    see(page, CHAD, "look")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert not Decision.objects.exists()
    swipe_visa(page, visa(), ".verdict--clear")
    assert Inspection.objects.count() == 1
    expect(page.locator(".ruled")).to_contain_text("V7654321")
    press(page, "F5", "#stay")
    page.select_option("[name=entries_allowed]", "2")
    page.fill("[name=days]", "30")
    page.focus("[name=days]")
    press(page, "Enter", ".verdict--clear")
    page.fill("[name=stamp]", "ML 000041")
    page.keyboard.press("Escape")
    press(page, "Enter", ".saved")
    made = this_node().shift_keys.take_out_value(Decision.objects.get().kept)
    last = TODAY + timedelta(days=29)
    assert (made["stay"]["to"], made["entries_used"], made["stamp"]) == (last.isoformat(), 1, "ML 000041")
    # The next one who is stamped is offered the next number.
    see(page, SENEGAL, "clear")
    slip = page.context.request.get(f"/stay/{Decision.objects.get().key}/?language={language}").text()
    assert "ML 000041" in slip and "DEBY MAHAMAT SALEH" in slip


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_a_bilateral_post_a_third_national_is_referred(at_the_post, lists, language):
    becomes("MRT", "SEN", "bilateral")
    page, bakary = at_the_post("amina", language), at_the_post("bakary", language)
    see(page, NIGERIA, "look")
    expect(page.locator(".admit")).to_have_count(0)
    swipe_visa(page, visa(("OKAFOR", "CHINEDU"), "MRT", "NGA", "1988-02-03", "MRVB"), ".verdict--look")
    expect(page.locator(".admit")).to_have_count(0)
    press(page, "F8", "#referral")
    expect(page.locator("[name=reason]")).to_have_value("right_to_enter")
    press(page, "F8", ".saved")
    assert list(Decision.objects.values_list("outcome", flat=True)) == ["referred"]
    bakary.goto("/second-line/")
    press(bakary, "Enter", ".ruled")
    expect(bakary.locator(".ruled")).to_contain_text("V7654321")


def test_the_neighbour_at_the_bilateral_post_passes_with_one_key(at_the_post, lists):
    becomes("MRT", "SEN", "bilateral")
    page = at_the_post("amina", "fr")
    see(page, SENEGAL, "clear")
    press(page, "Enter", ".saved")
    expect(page.locator(".banner").filter(has_text="séjour autorisé")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_exit_says_the_days_left_once_the_stamp_is_read(at_the_post, lists, language):
    becomes("MRT", "SEN", "international")
    page = at_the_post("amina", language)
    see(page, SENEGAL, "clear")
    press(page, "F3", "[name=direction][value=exit]:checked")
    expect(page.locator(".ruled")).to_contain_text("F5")
    entered = TODAY - timedelta(days=120)
    press(page, "F5", "[name=entered]")
    page.keyboard.type(entered.strftime("%d %m %Y"), delay=60)
    press(page, "Enter", ".verdict--look")
    expect(page.locator(".verdict")).to_contain_text("Stay used up" if language == "en" else "")
    press(page, "F9", "#refusal")
    expect(page.locator("[name=reason]")).to_have_value("stay_exceeded")
    press(page, "Escape", ".desk")
    press(page, "F5", "[name=entered]")
    page.fill("[name=entered]", (TODAY - timedelta(days=10)).strftime("%d %m %Y"))
    press(page, "Enter", ".verdict--clear")
    expect(page.locator(".ruled")).to_contain_text("80")
    press(page, "Enter", ".saved")


def test_the_direction_turned_brings_the_rules_of_the_other_way(at_the_post, lists):
    page = at_the_post("amina", "en")
    see(page, CHAD, "look")
    press(page, "F3", ".verdict--clear")
    expect(page.locator("[name=direction][value=exit]")).to_be_checked()
    press(page, "F3", ".verdict--look")
    press(page, "F3", ".verdict--clear")
    press(page, "Enter", ".saved")
    assert Inspection.objects.get().direction == "exit"


def test_a_visa_with_nobody_there_says_so(at_the_post, lists):
    page = at_the_post("amina", "en")
    swipe(page, visa())
    expect(page.locator(".banner").filter(has_text="nobody stands at the desk")).to_be_visible()
    assert not Inspection.objects.exists()


def test_another_persons_visa_is_said_and_settles_nothing(at_the_post, lists):
    page = at_the_post("amina", "en")
    see(page, CHAD, "look")
    swipe_visa(page, visa(("OUSMANE", "ACHTA")), ".verdict--look")
    expect(page.locator(".ruled")).to_contain_text("another name than the document’s")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_decision_is_replayed_after_the_rules_changed(at_the_post, lists, officers, language):
    page = at_the_post("amina", language)
    see(page, CHAD, "look")
    press(page, "F8", "#referral")
    press(page, "F8", ".saved")
    proposed = rule_sets.propose(files(rules=no_chad_visa), officers["issa"])
    rule_sets.put_in_service(proposed.key, "DEC-7/2027", officers["claire"])
    page.locator(".strip a").first.click()
    shown = page.locator(".page")
    expect(shown).to_contain_text("sample-2026.1")
    expect(shown).to_contain_text("mrt-2027.1")
    assert regime.replayed(Inspection.objects.get()).agrees


@pytest.mark.skipif("JALON_SHOTS" not in os.environ, reason="JALON_SHOTS names no folder for the pictures.")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures(at_the_post, lists, officers, language):
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    amina = at_the_post("amina", language, bypass_csp=True)

    def picture(page, name):
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "narrow")
        page.set_viewport_size(WIDE)

    see(amina, NIGER, "clear")
    picture(amina, "1-free")
    press(amina, "Enter", ".saved")
    see(amina, CHAD, "look")
    picture(amina, "2-visa-required")
    swipe_visa(amina, visa(), ".verdict--clear")
    press(amina, "F5", "#stay")
    picture(amina, "3-form")
    amina.select_option("[name=entries_allowed]", "2")
    amina.fill("[name=days]", "30")
    press(amina, "Enter", ".verdict--clear")
    picture(amina, "4-visa-seen")
    amina.fill("[name=stamp]", "ML 000041")
    amina.keyboard.press("Escape")
    press(amina, "Enter", ".saved")
    picture(amina, "5-told")
    made = Decision.objects.order_by("-position").first()
    amina.goto(f"/stay/{made.key}/")
    picture(amina, "6-slip")
    amina.goto(f"/traveller/{made.inspection}/")
    picture(amina, "7-passage")
    becomes("MRT", "SEN", "bilateral")
    amina.goto("/")
    see(amina, NIGERIA, "look")
    picture(amina, "8-closed")
    press(amina, "F8", "#referral")
    press(amina, "F8", ".saved")
    becomes("MRT", "SEN", "international")
    see(amina, SENEGAL, "clear")
    picture(amina, "9-senegal")
    press(amina, "F3", "[name=direction][value=exit]:checked")
    press(amina, "F5", "[name=entered]")
    amina.fill("[name=entered]", (TODAY - timedelta(days=120)).strftime("%d %m %Y"))
    press(amina, "Enter", ".verdict--look")
    picture(amina, "10-over")
    proposed = rule_sets.propose(files(rules=no_chad_visa), officers["issa"])
    issa, claire = (browser_of(at_the_post, amina, name, language) for name in ("issa", "claire"))
    issa.goto("/rules/")
    picture(issa, "11-rules")
    claire.goto(f"/rules/{proposed.key}/")
    picture(claire, "12-edition")
    issa.goto("/rules/post/")
    picture(issa, "13-post")
    issa.goto("/rules/propose/")
    picture(issa, "14-propose")


def browser_of(at_the_post, page, name, language):
    """Another officer's page, who has no desk of his own."""
    from django.conf import settings

    from jalon.desk.tests.browser import session_of

    origin = page.url.split("/", 3)[:3]
    context = page.context.browser.new_context(base_url="/".join(origin), viewport=WIDE, bypass_csp=True)
    for cookie, value in (
        (settings.SESSION_COOKIE_NAME, session_of(name)),
        (settings.LANGUAGE_COOKIE_NAME, language),
    ):
        context.add_cookies([{"name": cookie, "value": value, "url": "/".join(origin)}])
    return context.new_page()
