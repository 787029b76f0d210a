"""Counting in a real browser, with real keys, in the three languages: the market morning, a card, a herd, a truck."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from jalon.counting import figures
from jalon.counting.models import CardPassage, Herd, Plate, Tally
from jalon.crossings.models import Inspection, Shift
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
    swipe,
)
from jalon.journal.applying import entries_in_journal

pytestmark = pytest.mark.browser

LANGUAGES = ("fr", "en", "ar")
QUICK = 45  # ms between two keys: quicker than any hand, slower than a reader
SAVED = "[data-state='saved']"


def at_the_pad(page: Page) -> Page:
    """From the desk by its key."""
    page.keyboard.press("F9")
    page.wait_for_selector("#pad")
    page.wait_for_load_state()
    return page


def counted() -> dict[str, int]:
    """Net, by kind, of the one shift."""
    found = figures.of_shift(Shift.objects.get(closed_at__isnull=True))
    there: dict[str, int] = {}
    for _way, _means, what, number in found["counted"]["rows"]:
        there[what] = there.get(what, 0) + number
    return there | {what: number for _way, what, number in found["vehicles"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_counts_one_and_backspace_takes_it_back(at_the_post, language):
    page = at_the_pad(at_the_post("amina", language))
    expect(page.locator("html")).to_have_attribute("lang", language)
    for key in ("8", "8", "Numpad7", "1", "Backspace", "5", "F3", "8", "Backspace", "4"):
        page.keyboard.press(key)
        page.wait_for_timeout(QUICK)
    expect(page.locator(f".counting__state{SAVED}")).to_be_visible()
    expect(page.locator("[data-total=entry]")).to_have_text("4")
    expect(page.locator("[data-total=exit]")).to_have_text("1")
    expect(page.locator("[data-back]").last).to_have_text("2")
    assert counted() == {"woman": 2, "man": 1, "girl": 1, "boy": 1}
    assert Tally.objects.count() <= 2
    page.reload()
    expect(page.locator("[data-total=entry]")).to_have_text("4")
