"""The paper hour keyed in, in a real browser, in the three languages; and the program killed while it is."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from jalon.crossings import late
from jalon.crossings.models import Answered, Inspection, Sheet, SheetLine
from jalon.desk.tests.browser import (
    NARROW,
    PASSWORD,
    WIDE,
    address,
    at_the_post,
    chromium,
    lists,
    officers,
    press,
    swipe,
)
from jalon.desk.tests.test_journeys import LANGUAGES, WANTED
from jalon.staff.models import Account

pytestmark = pytest.mark.browser

A_KEY = 45  # ms between two keys of a hand: quicker ones are a reader's
YESTERDAY = (timezone.localdate() - timedelta(days=1)).strftime("%d %m %Y")


def keys(page: Page, *said: str) -> None:
    """Cells one after the other, each left by Enter; sex leaves by itself."""
    for cell in said:
        page.keyboard.type(cell, delay=A_KEY)
        if cell not in {"M", "F", '"'}:
            page.keyboard.press("Enter")


def swiped(page: Page, mrz: str) -> None:
    """A document into the line where the cursor stands; swiped again where a busy machine typed it too slowly."""
    for _ in range(3):
        number = page.evaluate("document.activeElement.closest('tr').dataset.row")
        before = page.evaluate("document.activeElement.value")
        swipe(page, mrz)
        page.wait_for_timeout(400)
        if page.input_value(f"[name=r{number}-mrz]"):
            return
        cell = page.locator(f"tr[data-row='{number}'] [data-cell=surname]")
        page.fill(f"[name=r{number}-surname]", before)
        cell.focus()
    raise AssertionError("the reader was not recognised")


def a_sheet(page: Page) -> Sheet:
    """Print two, take the first."""
    page.goto("/paper/")
    page.fill("[name=count]", "2")
    page.click("button[value=print]")
    page.wait_for_selector(".blank")
    return Sheet.objects.filter(kind="register").order_by("number").first()


def opened(page: Page, sheet: Sheet) -> None:
    page.goto("/paper/")
    page.wait_for_load_state()
    page.keyboard.type(str(sheet.number), delay=A_KEY)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-grid]")
    page.wait_for_load_state()
    expect(page.locator("[name=r1-time]")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_hour_is_keyed_in_and_the_hit_has_passed_already(at_the_post, lists, language):
    amina, bakary = at_the_post("amina", language), at_the_post("bakary", language)
    sheet = a_sheet(amina)
    assert amina.locator(".blank").count() == 2
    opened(amina, sheet)
    amina.keyboard.press("F2")  # the head of the sheet: its day
    amina.keyboard.type(YESTERDAY, delay=A_KEY)
    amina.locator("[name=r1-time]").focus()
    keys(amina, "1410", "Keita", "Oumar", "M", "12031990", "mali")
    amina.keyboard.press("Shift+Tab")
    amina.keyboard.press("Tab")
    # Enter passed over the document, which nothing above says yet: Tab stops there.
    expect(amina.locator("[name=r1-number]")).to_be_focused()
    amina.keyboard.press("Shift+Tab")
    keys(amina, "c", "ml 123")
    keys(amina, "1412", '"', "Awa", "F", "1988", '"', "ml 124")
    keys(amina, "1420")
    swiped(amina, WANTED)
    expect(amina.locator("[name=r4-time]")).to_be_focused()
    keys(amina, "1431", "Diarra", "Modibo", "M", "40 40", "mli", "ml 125")
    press(amina, "F10", ".errors")
    assert sorted(SheetLine.objects.values_list("line", flat=True)) == [1, 2, 3]
    wrong = amina.locator("[aria-invalid=true]")
    expect(wrong).to_have_count(1)
    expect(wrong).to_have_value("40 40")
    expect(amina.locator(".taken")).to_have_count(3)
    amina.fill("[name=r4-born]", "1990")
    amina.keyboard.press("F10")
    amina.wait_for_url("**/paper/")
    sheet.refresh_from_db()
    assert (SheetLine.objects.count(), sheet.state) == (4, "keyed")
    assert all(row.late and row.passed_at < row.at for row in Inspection.objects.all())
    case = late.passed_with_hits()[0]
    assert case.position == min(Inspection.objects.values_list("position", flat=True))

    bakary.goto("/second-line/")
    first = bakary.locator("#passed-first li")
    expect(first).to_contain_text("DIALLO MOHAMED SHEIKH")
    expect(first).to_contain_text("14:20")
    press(bakary, "F2", "#answer")
    expect(bakary.locator(".hit .against")).to_contain_text("Mouhamadou Cheikh")
    bakary.locator("label:has([value=alerted])").click()
    bakary.fill("[name=to]", "Brigade de Nioro")
    bakary.keyboard.press("F10")
    bakary.wait_for_url("**/second-line/")
    expect(bakary.locator("#passed-first")).to_have_count(0)
    assert Answered.objects.count() == 1

    amina.goto("/shift/")
    press(amina, "F6", ".register-ready")
    file = amina.request.get("/register/file/pdf/")
    assert file.ok and file.body().startswith(b"%PDF")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_in_the_paper_hour_the_grid_hides_nothing_that_the_keyboard_reaches(at_the_post, lists, size):
    page = at_the_post("amina", "fr", size)
    opened(page, a_sheet(page))
    for _ in range(14):
        box = page.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect(); return [b.x, b.right]; })()"
        )
        assert box[0] >= -1 and box[1] <= size["width"] + 1
        page.keyboard.press("Tab")
    expect(page.locator("[name=r2-time]")).to_be_focused()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def started(port: int) -> subprocess.Popen[bytes]:
    """`jalon serve` on the test's own node, in a process group of its own."""
    command = [sys.executable, "-m", "jalon.config.command", "serve", "--port", str(port)]
    environment = {**os.environ, "JALON_HOSTS": "127.0.0.1,localhost"}
    process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    for _ in range(300):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise AssertionError("the program did not start")


def killed(process: subprocess.Popen[bytes]) -> None:
    """As a power cut does it: no farewell, to nobody."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_killed_in_the_paper_hour_nothing_that_was_left_is_lost(chromium, lists, officers):
    client = Client()
    client.post("/account/login/", {"login": "amina", "password": PASSWORD})
    client.post("/shift/", {"act": "open"})
    client.post("/paper/", {"act": "print", "kind": "register", "count": 1})
    # The tests' own quick hash is unknown to the program that is started below.
    Account.objects.filter(username="amina").update(password=ScryptPasswordHasher().encode(PASSWORD, "a" * 22))
    sheet, port = Sheet.objects.get(), free_port()
    process = started(port)
    try:
        where = f"http://127.0.0.1:{port}"
        context = chromium.new_context(base_url=where, viewport=WIDE)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(f"/account/login/?next=/paper/sheet/{sheet.key}/")
        page.fill("input[name=login]", "amina")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-grid]")
        page.wait_for_load_state()
        kept = page.locator("[data-draft-status]")
        keys(page, "1410", "Keita", "Oumar")
        expect(kept).not_to_be_empty()
        page.wait_for_timeout(150)  # the draft of the last cell is answered
        killed(process)
        keys(page, "M")  # typed into a page whose program is gone: said, and not lost with it
        page.keyboard.type("1990", delay=A_KEY)
        page.keyboard.press("Enter")
        expect(kept).to_have_text(page.locator("[data-draft-status]").get_attribute("data-failed"))
        process = started(port)
        expect(kept).to_have_text(kept.get_attribute("data-kept"), timeout=15_000)  # the page tries again by itself
        page.close()
        page = context.new_page()
        page.goto(f"/paper/sheet/{sheet.key}/")
        values = [page.input_value(f"[name=r1-{cell}]") for cell in ("time", "surname", "given", "sex", "born")]
        assert values == ["1410", "Keita", "Oumar", "M", "1990"]
        page.fill("[name=day]", YESTERDAY)
        page.fill("[name=r1-document]", "n")
        page.keyboard.press("F10")
        page.wait_for_url("**/paper/")
        context.close()
    finally:
        killed(process)
    row = Inspection.objects.get()
    assert (row.state, row.late) == ("admitted", True)
