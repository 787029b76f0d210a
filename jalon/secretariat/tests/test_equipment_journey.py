"""Amina's reader breaks; a month later it is a gap at the headquarters, where Claire plans a measure; Amina says that
it is repaired; the indicator moves, and leads back to what Amina said. Two machines and the line between them."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from jalon.capacity import equipment
from jalon.desk.tests.browser import address, chromium
from jalon.journal.applying import follow
from jalon.secretariat.tests.browser import LANGUAGES, look, main_button, opened
from jalon.secretariat.tests.test_progress_journey import SIGNED_IN
from jalon.staff.models import Account
from jalon.sync import session
from jalon.sync.tests.conftest import bare_node, headquarters, post
from jalon.sync.tests.two_nodes import Headquarters

pytestmark = pytest.mark.browser

A_MONTH = timedelta(days=30)
WINDOW = 7  # days over which the evaluation measures
PASSWORD = "correct horse battery"


def test_a_reader_breaks_becomes_a_gap_and_a_measure_is_repaired_and_the_indicator_moves(post, headquarters, opened):
    officer, *readers = headquarters.python(PREPARED).split()[-4:]
    meet(headquarters)
    Account.objects.create_account("amina", PASSWORD, officer)
    keys = dict(zip(LANGUAGES, readers, strict=True))
    with time_machine.travel(timezone.now() - A_MONTH, tick=True):
        for language, key in keys.items():
            breaks(opened(amina(), "/equipment/", language), key)
    meet(headquarters)
    cookie = headquarters.python(SIGNED_IN.format(name="claire", role="national_desk", place="ML-HQ")).split()[-1]
    desks = {
        one: opened(cookie, f"/capacity/equipment/{keys[one]}/", one, at=headquarters.address) for one in LANGUAGES
    }
    for language, claire in desks.items():
        plans(claire, keys[language])
    for language, key in keys.items():
        repairs(opened(amina(), "/equipment/", language), key)
    meet(headquarters)
    for language, claire in desks.items():
        closes(claire, keys[language])
        sees_it_move(claire)


def amina() -> Client:
    client = Client()
    client.post("/account/login/", {"login": "amina", "password": PASSWORD})
    return client


def breaks(page: Page, key: str) -> None:
    """Two taps: the thing, then what is wrong with it."""
    look(page, "equipment-here")
    page.locator(f"[data-asset='{key}'] .button--stop").click()
    look(page, "equipment-broken")
    page.click("button[name=trouble][value=dead]")
    page.wait_for_selector(f"[data-asset='{key}'].thing--broken")


def repairs(page: Page, key: str) -> None:
    page.locator(f"[data-asset='{key}'] button[value=repaired]").click()
    page.wait_for_selector(f"[data-asset='{key}'].thing--in_service")
    assert not equipment.standing()[key].broken


def plans(claire: Page, key: str) -> None:
    """From the thing that is broken to the gaps of the state, and to a measure that touches it."""
    look(claire, "asset-broken")
    claire.goto("/capacity/gaps/")
    row = claire.locator("tr", has=claire.locator(f"a[href*='asset%3A{key}']"))
    expect(row).to_have_count(1)
    look(claire, "gaps")
    row.locator("a[href*='/measures/plan/']").click()
    expect(claire.locator("[name=library]")).to_have_value("reader")
    expect(claire.locator("[name=posts]")).to_have_value("ML-GOG")
    claire.locator("[name=recommendation]").select_option(index=1)
    claire.fill("[name=starts]", date.today().isoformat())
    claire.fill("[name=ends]", (date.today() + A_MONTH).isoformat())
    look(claire, "measure-new")
    main_button(claire)
    claire.wait_for_url("**/promises/measures/*/")
    expect(claire.locator("main")).to_contain_text("ML-GOG")
    expect(claire.locator("main")).to_contain_text(f"Lecteur {list(LANGUAGES).index(language_of(claire)) + 1}")
    look(claire, "measure")


def closes(claire: Page, key: str) -> None:
    """Repaired: no gap any more; the measure is found at the thing, and is done."""
    claire.goto("/capacity/gaps/")
    expect(claire.locator(f"a[href*='asset%3A{key}']")).to_have_count(0)
    claire.goto(f"/capacity/equipment/{key}/")
    look(claire, "asset-repaired")
    claire.locator("main a[href*='/promises/measures/']").click()
    tell = claire.locator("form:has(input[name=act][value=tell])")
    claire.locator("details:has(input[name=act][value=tell]) > summary").click()
    tell.locator("[name=state][value=done]").check()
    tell.locator("button").click()
    claire.wait_for_load_state()
    look(claire, "measure-done")


def sees_it_move(claire: Page) -> None:
    """The evaluation of the last days: what served on no day of the first window serves now."""
    claire.goto("/promises/forum/own/evaluations/draw/")
    claire.fill("[name=since]", (date.today() - timedelta(days=2 * WINDOW)).isoformat())
    claire.fill("[name=until]", date.today().isoformat())
    claire.fill("[name=window]", str(WINDOW))
    look(claire, "evaluation-asked-own")
    main_button(claire)
    claire.wait_for_url("**/promises/evaluation/*/")
    look(claire, "evaluation-own")
    figures = claire.locator("tr", has=claire.locator("a[href*='/behind/readers_in_service/']")).first
    expect(figures).to_contain_text("0")
    assert (shown(figures, "then"), shown(figures, "now")[:2]) == ("0", "14")  # of seven days: none, and today
    figures.locator("a[href*='side=now']").first.click()
    claire.wait_for_load_state()
    expect(claire.locator("main")).to_contain_text("asset.told")
    look(claire, "behind")


def shown(figures, side: str) -> str:
    """The digits of a figure."""
    said = figures.locator(f"a[href*='side={side}']").first.inner_text()
    return "".join(sign for sign in said if sign.isdigit())


def language_of(page: Page) -> str:
    return page.evaluate("document.documentElement.lang")


def meet(headquarters: Headquarters) -> None:
    """What either has to say reaches the other."""
    headquarters.work()
    summary = session.synchronise()
    assert summary.whole and not summary.problems, summary
    headquarters.work()
    session.synchronise()
    while follow():
        pass


PREPARED = """
from datetime import date, timedelta
from jalon.capacity import equipment
from jalon.config import cast
from jalon.cooperation import recommendations
from jalon.staff import postings
from jalon.web.gate import Role
came = date.today() - timedelta(days=90)
officer = postings.enrol("Amina", cast.ADMINISTRATOR)
postings.post(officer, "ML-GOG", Role.FIRST_LINE, cast.ADMINISTRATOR, came)
facts = {"number": "1", "level": "national", "theme": "equipment", "source": "assessment", "binds": ["MLI"],
         "proof": "deliverable", "deliverable": {"fr": "Un lecteur en service à chaque poste"}, "due": date.today()}
words = {"fr": "Un lecteur en service à chaque poste", "en": "A reader in service at each post",
         "ar": "قارئ في الخدمة في كل مركز"}
recommendations.adopt(recommendations.put(facts, words, "", officer), came, "", officer)
readers = [equipment.register("passport_reader", "ML-GOG", f"Lecteur {one}", came, officer).key for one in (1, 2, 3)]
print(officer, *readers)
"""
