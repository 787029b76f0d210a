"""Claire opens the month, compares it and prints the bulletin: in a real browser, in the three languages."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from jalon.desk.tests.browser import address, chromium, officers
from jalon.desk.tests.test_journeys import serious
from jalon.headquarters import bulletin
from jalon.headquarters.tests.browser import at_headquarters
from jalon.journal.applying import entries_in_journal
from jalon.statistics.asking import plus_months
from jalon.statistics.tests import filled
from jalon.web import printing

pytestmark = pytest.mark.browser

LANGUAGES = ("fr", "en", "ar")
PAGES = ("/figures/", "/figures/by/age/", "/figures/posts/", "/figures/lists/", "/figures/times/", "/figures/reported/")


def test_claire_opens_the_month_compares_it_and_prints_the_bulletin(at_headquarters, officers):
    if not printing.can_make_pdf():
        pytest.skip("no Pango on this machine")
    today = date.today()
    first, posts = plus_months(today.replace(day=1), -13), ["ML-GOG", "ML-DIB", "ML-HER"]
    filled.enrol(posts, first, today, {"ML-HER": 3})
    filled.fill(posts, first, today - timedelta(days=1), 6000, {"ML-HER": 3})
    for language in LANGUAGES:
        claire = at_headquarters("claire", "/figures/", language)
        with translation.override(language):
            missing = _("Did not report")
        expect(claire.locator(".figured__covered")).to_have_class("banner banner--look figured__covered")
        expect(claire.locator(".key").first).to_contain_text(missing)
        expect(claire.locator("#passages-gap")).to_have_count(1)
        # She chooses last month, entries, and the year before; the address keeps it over every page.
        claire.select_option("[name=period]", "last_month")
        claire.select_option("[name=direction]", "entry")
        claire.select_option("[name=compare]", "year")
        claire.locator(".figured__ask button").click()
        claire.wait_for_url("**/figures/?*compare=year*")
        question = claire.url.partition("?")[2]
        for tab in range(7):
            claire.locator(".figured__tabs a").nth(tab).click()
            claire.wait_for_load_state()
            assert claire.url.partition("?")[2] == question
            expect(claire.locator("[name=direction]")).to_have_value("entry")
            assert claire.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (tab, language)
        # A page that is examined by axe is opened without its policy, which would refuse the examiner.
        examined = at_headquarters("claire", "/figures/", language, bypass_csp=True)
        found = []
        for page in PAGES:
            examined.goto(page)
            found += serious(examined, f"{page} {language}", language == "fr")
        assert found == []
        # She takes the bulletin out: the journal says so, and the file is one page in her language.
        claire.locator(".figured__tabs a").nth(7).click()
        before = entries_in_journal()
        with claire.expect_download() as coming:
            claire.locator(".form button").click()
        assert coming.value.suggested_filename.endswith(f"-{language}.pdf")
        assert coming.value.path().read_bytes().startswith(b"%PDF")
        assert entries_in_journal() == before + 1
