"""Claire's day in a real browser: a post falls silent, she sees it at once where she works, and takes it in hand."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from jalon.alerts import following
from jalon.alerts.models import Acknowledgement, Alert
from jalon.alerts.tests import border
from jalon.alerts.tests.border import DAY, GOGUI, HOUR
from jalon.desk.tests.browser import address, chromium, officers
from jalon.desk.tests.test_journeys import AXE, serious
from jalon.headquarters.tests.browser import at_headquarters
from jalon.journal.node import wall_clock

pytestmark = pytest.mark.browser

SILENT = {"fr": "Un poste est silencieux", "en": "A post is silent", "ar": "مركز صامت"}
IN_HAND = {"fr": "Prendre en main", "en": "Take in hand", "ar": "تولّي الأمر"}


def test_a_post_falls_silent_and_claire_takes_it_in_hand(at_headquarters, officers):
    now = wall_clock()
    border.enrol(GOGUI, "ML-GOG", now - 90 * DAY)
    border.call(GOGUI, now)
    desks = {language: at_headquarters("claire", "/lists/", language) for language in SILENT}
    for page in desks.values():
        expect(page.locator("#alerts-strip a")).to_have_count(0)
    border.call(GOGUI, now - 40 * HOUR)
    following.evaluate(now)
    for language, page in desks.items():
        # She does nothing: the page asks by itself, every fifteen seconds.
        expect(page.locator("#alerts-strip a")).to_contain_text(SILENT[language], timeout=25_000)
        expect(page.locator("#alerts-strip a")).to_contain_text("Gogui")
    page = desks["ar"]
    page.locator("#alerts-strip a").click()
    page.wait_for_url("**/alerts/")
    bare = at_headquarters("claire", "/alerts/", "fr", bypass_csp=True)  # axe is put into the page
    assert serious(bare, "alerts", True) == []
    bare.close()
    page.locator(".alert input[name=note]").fill("اتصلنا بالراديو: المولد معطل")
    page.get_by_role("button", name=IN_HAND["ar"]).click()
    expect(page.locator(".alert")).to_have_count(0)
    expect(page.locator("#alerts-strip a")).to_have_count(0)
    assert Acknowledgement.objects.get().by == officers["claire"]
    for language in ("fr", "en"):
        expect(desks[language].locator("#alerts-strip a")).to_have_count(0, timeout=25_000)
    following.evaluate(now + 4 * DAY)  # graver now
    page = desks["fr"]
    page.goto("/alerts/")
    expect(page.locator(".alert")).to_contain_text(SILENT["fr"])
    border.call(GOGUI, now + 4 * DAY)
    following.evaluate(now + 4 * DAY + 1000)
    page.goto(f"/alerts/{Alert.objects.get().reference}/")
    expect(page.locator(".timeline li")).to_have_count(4)
