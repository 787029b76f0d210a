"""Claire's hits in a real browser: one cleared, taken back, confirmed; a search with a reason; in three languages."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from jalon.adjudication.models import Carried, Hit, Looked
from jalon.adjudication.tests.conftest import headquarters
from jalon.adjudication.tests.headquarters import arrive, enrol, put_in_service, row, work
from jalon.desk.tests.browser import NARROW, WIDE, address, chromium
from jalon.desk.tests.test_journeys import serious
from jalon.headquarters.tests.browser import at_headquarters

pytestmark = pytest.mark.browser


@pytest.fixture
def officers(headquarters):
    return headquarters


def look(page: Page, language: str) -> None:
    """Nothing wider than the window on a telephone, the page's own direction."""
    page.wait_for_load_state()
    page.set_viewport_size(NARROW)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), page.url
    page.set_viewport_size(WIDE)
    assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")


def decide(page: Page, act: str, reason: str, remark: str) -> None:
    form = page.locator(f"form:has(button[value={act}])")
    form.locator("select[name=reason]").select_option(reason)
    form.locator("textarea[name=remark]").fill(remark)
    form.locator(f"button[value={act}]").click()


def test_a_namesake_is_cleared_taken_back_confirmed_and_searched_for(at_headquarters, officers, tmp_path):
    put_in_service(tmp_path, "avis_nationaux", row("T-1", "JALLOH", "Mouhamadou Cheikh", "1984-05-17"))
    enrol()
    for language in ("fr", "en", "ar"):
        arrive(officers)
        work()
        claire = at_headquarters("claire", "/hits/", language)
        look(claire, language)
        expect(claire.locator(".cards > li")).to_have_count(1)
        expect(claire.locator("main")).not_to_contain_text("DIALLO")
        claire.locator(".cards a").click()
        expect(claire.locator("h1")).to_have_text("DIALLO MOHAMED SHEIKH")
        expect(claire.locator(".against .near")).to_contain_text("JALLOH")
        look(claire, language)

        claire.locator("button[value=clear]").click()
        expect(claire.locator(".errors")).to_be_visible()
        decide(claire, "clear", "parents", "extrait de naissance vu")
        expect(claire.locator(".banner--clear").last).to_be_visible()
        assert Carried.objects.filter(withdrawn_at=None).count() == 1
        claire.goto("/hits/")
        expect(claire.locator(".cards > li")).to_have_count(0)

        claire.goto("/hits/cleared/")
        look(claire, language)
        claire.locator("tbody a").click()
        claire.locator("details:has(button[value=reopen]) summary").click()
        decide(claire, "reopen", "new_facts", "une photographie est arrivée")
        assert not Carried.objects.filter(withdrawn_at=None).exists()
        decide(claire, "confirm", "authority", "appelé à 14 h 05")
        expect(claire.locator(".banner--stop a")).to_have_text("+223 20000000")
        expect(claire.locator(".timeline").nth(1)).to_contain_text("14 h 05")
        look(claire, language)

        claire.goto("/search/")
        claire.fill("input[name=name]", "Dialo Mouhamed")
        claire.locator("main form button").click()
        expect(claire.locator(".errors")).to_be_visible()
        assert not Looked.objects.filter(what="search", reason="").exists()
        claire.select_option("select[name=reason]", "police")
        claire.locator("main form button").click()
        expect(claire.locator(".cards a").first).to_be_visible()  # a page that has only begun has no width yet
        look(claire, language)
        claire.locator(".cards a").first.click()
        expect(claire.locator(".timeline > li").first).to_contain_text("Gogui")
        look(claire, language)
        claire.context.close()
    assert Looked.objects.filter(what="history").count() >= 1
    case = Hit.objects.order_by("-position").first().case
    seen = at_headquarters("claire", "/hits/", bypass_csp=True)  # axe-core is put into the page by the test
    for where in ("/hits/", f"/hits/case/{case}/", "/hits/cleared/", "/hits/differences/", "/hits/past/", "/search/"):
        seen.goto(where)
        assert serious(seen, where, colours=True) == []
