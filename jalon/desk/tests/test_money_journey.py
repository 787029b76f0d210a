"""A fee from the question to the receipt that is checked, and the day's cash closed by two, in a real browser."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from zxingcpp import read_barcode

from jalon.cash import day, slip
from jalon.cash.models import Closing, Receipt
from jalon.cash.signed import public_key
from jalon.config import cast
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
from jalon.desk.tests.test_journeys import LANGUAGES, USUAL
from jalon.posts import declaration

pytestmark = pytest.mark.browser

ENTER_AGAIN = "a.button:has-text('Esc')"


@pytest.fixture
def across(officers):
    """The same place as a post of Mauritania: the sample of rules asks for fees there."""
    facts = dict(declaration.known_posts())["ML-GOG"] | {"country": "MRT", "neighbour": "MLI"}
    declaration.declare("ML-GOG", facts | declaration.invented_appeal("ML-GOG"), cast.ADMINISTRATOR)


def picture(page, name, language):
    """For people to look at: JALON_SHOTS names a folder."""
    if "JALON_SHOTS" not in os.environ:
        return
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
    page.set_viewport_size(WIDE)


def paper(page, name, language):
    """The paper as a printer gives it, in the page's size."""
    if "JALON_SHOTS" in os.environ:
        page.pdf(path=Path(os.environ["JALON_SHOTS"]) / f"{name}-{language}.pdf", prefer_css_page_size=True)


# A national of Cameroon needs a visa at a Mauritanian post.
VISITOR = passport(("MAHAMADOU", "SANI"), "R00001234", "CMR", "1985-06-15")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fee_its_receipt_and_the_cash_closed_by_two(at_the_post, across, lists, language):
    options = {"bypass_csp": True} if "JALON_SHOTS" in os.environ else {}
    page = at_the_post("amina", language, **options)
    see(page, VISITOR, "look")
    picture(page, "money-desk", language)
    press(page, "$", ".dues")
    page.locator(".dues label").first.click()
    page.keyboard.press("F2")
    page.keyboard.press("1")
    expect(page.locator("[name=name]")).to_have_value("MAHAMADOU SANI")
    picture(page, "money-fee", language)
    page.locator("h1").click()
    page.keyboard.press("Enter")
    page.wait_for_selector(".receipt")
    receipt = Receipt.objects.get()
    shown = page.locator(f"section[lang={language}]")
    expect(shown.locator(".receipt__number")).to_contain_text(f"{receipt.year}-00001")
    expect(shown).to_contain_text("MAHAMADOU SANI")
    expect(shown.locator(".receipt__mark")).to_have_count(0)
    picture(page, "money-receipt", language)
    for size in ("ticket", "a6", "a4"):
        page.locator(f"label:has([name=size][value={size}])").click()
        paper(page, f"money-receipt-{size}", language)

    # A camera reads the code off the screen as it would off the paper.
    code = read_barcode(Image.open(io.BytesIO(shown.locator(".receipt__code img").screenshot()))).text
    assert slip.read(code, public_key).verdict == "valid"
    page.reload()
    expect(page.locator(f"section[lang={language}] .receipt__mark")).to_be_visible()
    paper(page, "money-copy", language)
    page.goto("/cash/check/")
    page.locator("[data-receipt]").focus()
    page.keyboard.type(code)
    expect(page.locator(".verdict--clear")).to_be_visible()
    picture(page, "money-genuine", language)
    page.locator("[data-receipt]").focus()
    page.keyboard.type(code.replace("55 EUR", "5 EUR"))
    expect(page.locator(".verdict--stop")).to_be_visible()
    picture(page, "money-altered", language)

    page.goto("/cash/")
    picture(page, "money-cash", language)
    press(page, "F8", "[name=counted_EUR]")
    page.fill("[name=counted_EUR]", "50")
    page.keyboard.press("Enter")
    expect(page.locator("[name=reason_EUR][aria-invalid=true]")).to_be_visible()
    picture(page, "money-count", language)
    page.fill("[name=reason_EUR]", "billet déchiré")
    page.keyboard.press("Enter")
    page.wait_for_selector("#second-person")
    expect(page.locator(f"section[lang={language}] .notyet")).to_be_visible()
    picture(page, "money-closing-waits", language)
    page.fill("#second-person [name=username]", "bakary")
    page.fill("#second-person [name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".banner--clear")).to_be_visible()
    expect(page.locator(".notyet")).to_have_count(0)
    picture(page, "money-closing", language)
    paper(page, "money-closing", language)
    assert Closing.objects.get().state == "closed"
    assert day.in_the_drawer() == {}
    page.goto("/cash/prices/")
    picture(page, "money-prices", language)
    paper(page, "money-prices", language)
    page.goto("/cash/nothing-to-pay/")
    picture(page, "money-nothing", language)
    paper(page, "money-nothing", language)


def test_at_a_post_where_nothing_is_due_the_key_says_so(at_the_post, lists):
    page = at_the_post("amina", "fr")
    see(page, USUAL, "clear")
    expect(page.locator(".desk__who")).to_contain_text("Rien à payer")
    page.goto("/cash/nothing-to-pay/")
    expect(page.locator(".wall__word")).to_have_count(3)
