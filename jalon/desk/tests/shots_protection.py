"""Pictures of protection for people to look at: `JALON_SHOTS=folder pytest jalon/desk/tests/shots_protection.py`."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
import time_machine
from django.utils import timezone

from jalon.config.demo import place, protection
from jalon.crossings.models import Inspection
from jalon.desk.tests import browser
from jalon.desk.tests.browser import NARROW, WIDE, address, at_the_post, chromium, lists, officers, press, see
from jalon.desk.tests.test_journeys import FOREIGN, LANGUAGES, answer, passport
from jalon.desk.tests.test_protection_journey import another_leader
from jalon.headquarters.tests.browser import at_headquarters
from jalon.protection import supplied
from jalon.protection.models import Referral

pytestmark = pytest.mark.browser
CHILD = passport(("KONE", "AWA"), "AB1112223", "CIV", f"{date.today().year - 12}-03-02", "F")


@pytest.mark.skipif("JALON_SHOTS" not in os.environ, reason="JALON_SHOTS names no folder for the pictures.")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures(at_the_post, at_headquarters, lists, officers, language, monkeypatch, tmp_path):
    folder = Path(os.environ["JALON_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr("jalon.config.demo.traffic.PASSWORD", browser.PASSWORD)

    def picture(page, name):
        for width, size in (("wide", WIDE), ("narrow", NARROW)):
            page.set_viewport_size(size)
            page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "narrow")
        page.set_viewport_size(WIDE)

    issa = at_headquarters("issa", "/services/", language, bypass_csp=True)
    picture(issa, "services-none")
    protection.some(Random(3), date.today(), 5)
    issa.reload()
    picture(issa, "services")
    issa.goto("/services/declare/")
    picture(issa, "declare")
    amina, bakary = (at_the_post(name, language, bypass_csp=True) for name in ("amina", "bakary"))
    see(amina, CHILD, "look")
    press(amina, "F8", "#referral")
    press(amina, "F8", ".saved")
    see(amina, FOREIGN, "clear")
    press(amina, "F9", "#refusal")
    answer(amina, asks_protection="yes", child_alone="no", possible_victim="no")
    amina.click("#refusal button[value=refer]")
    amina.wait_for_selector(".banner--look")
    child, refugee = Inspection.objects.filter(state="referred").order_by("position")
    bakary.goto(f"/second-line/{child.key}/")
    picture(bakary, "case-child")
    press(bakary, "F8", "[name=service]")
    picture(bakary, "entrust-child")
    bakary.goto(f"/second-line/{refugee.key}/")
    picture(bakary, "case-apart")
    press(bakary, "F8", "[name=service]")
    press(bakary, "F10", ".errors")
    picture(bakary, "entrust-wrong")
    bakary.locator("[name=service]").first.check(force=True)
    bakary.locator("label:has([name=consent][value=given])").click()
    press(bakary, "F10", "a[href$='/slip/']")
    picture(bakary, "referral")
    row = Referral.objects.order_by("position").last()
    bakary.goto(f"/traveller/{refugee.key}/notice/")
    picture(bakary, "notice")
    bakary.pdf(path=folder / f"notice-{language}.pdf", format="A4")
    bakary.goto(f"/traveller/{child.key}/notice/")
    bakary.pdf(path=folder / f"notice-referred-{language}.pdf", format="A4")
    bakary.goto("/notices/sheet/protection/")
    bakary.pdf(path=folder / f"notice-protection-{language}.pdf", format="A4")
    bakary.goto("/notices/?language=hau")
    picture(bakary, "notices-none")
    source = tmp_path / "supplied"
    (source / "hau").mkdir(parents=True)
    (source / "hau" / "entrusted.mp3").write_bytes(b"ID3" + bytes(200))
    (source / "hau" / "entrusted.txt").write_text("…\n", encoding="utf-8")
    (source / "hau" / "protection.pdf").write_bytes(b"%PDF-1.4\n")
    supplied.write_manifest(source, "Ministère (exemple inventé)", "Décision 1/2026")
    supplied.take(source, officers["issa"])
    bakary.reload()
    picture(bakary, "notices")
    bakary.goto(f"/protection/{row.key}/slip/")
    picture(bakary, "slip")
    bakary.pdf(path=folder / f"slip-{language}.pdf", format="A4")
    another_leader()
    moussa = at_the_post("moussa", language, bypass_csp=True)
    zara = at_headquarters("zara", "/protection/", language, bypass_csp=True)
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=20)):
        bakary.goto("/second-line/")
        picture(bakary, "second-line-late")
        moussa.goto("/second-line/")
        picture(moussa, "second-line-late-other")
        moussa.goto(f"/second-line/{refugee.key}/")
        picture(moussa, "case-entrusted")
        zara.reload()
        picture(zara, "referrals")
        zara.goto(f"/protection/{row.key}/")
        picture(zara, "referral-late")
