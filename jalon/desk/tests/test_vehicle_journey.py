"""The bus of sixty: read one after the other, decided together, set aside by name; the power fails; nothing is lost."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from jalon.config.demo import bus
from jalon.crossings import group
from jalon.crossings.company import company_of
from jalon.crossings.models import Decision, Group, Inspection
from jalon.desk.tests.browser import (
    A_HAND_TAKES,
    UNSETTLED,
    at_the_post,
    chromium,
    gathered,
    lists,
    officers,
    press,
    swipe,
)
from jalon.journal.node import this_node

pytestmark = pytest.mark.browser

LANGUAGES = ("fr", "en", "ar")


class Served:
    """The program in a process of its own, on the test's node, that can be killed as a power cut kills it."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "jalon.config.command", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not come up")

    def kill(self) -> None:
        if self.process is not None:
            subprocess.run(["pkill", "-KILL", "-P", str(self.process.pid)], check=False)  # its workers
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def served(node: Path) -> Iterator[Served]:
    gathered()
    # The sessions that this process makes are read by the other one.
    (node / "keys" / "cookies.key").write_text(settings.SECRET_KEY)
    program = Served()
    program.start()
    yield program
    program.kill()


@pytest.fixture
def address(served: Served) -> str:
    return f"http://127.0.0.1:{served.port}"


def settled(page: Page) -> None:
    expect(page.locator(UNSETTLED)).to_have_count(0)


def read_card(page: Page, mrz: str, number: int) -> None:
    """A swipe, and the list bears the next number. On a busy machine the keys may come too slowly: again, then."""
    listed = page.locator("[data-listed]")
    for _ in range(3):
        swipe(page, mrz)
        try:
            expect(listed).to_have_attribute("data-listed", str(number), timeout=3000)
            return
        except AssertionError:
            settled(page)
    expect(listed).to_have_attribute("data-listed", str(number))


def type_somebody(page: Page, key: str, somebody: dict[str, str]) -> None:
    settled(page)
    page.wait_for_timeout(60)
    press(page, key, "[name=primary_identifier]")
    for name, value in somebody.items():
        if name == "document_type":
            page.select_option("[name=document_type]", value)
            settled(page)
            continue
        field = page.locator(f"[name={name}]")
        field.select_option(value) if name == "sex" else field.fill(value)
    page.keyboard.press("Enter")
    page.wait_for_selector(".vehicle")
    settled(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bus_of_sixty(at_the_post, lists, served, language):
    page = at_the_post("amina", language, expected="ERR_CONNECTION_REFUSED")  # while the power is off
    page.goto("/vehicle/")
    page.fill("[name=plate]", "AB 1234 MD")
    page.fill("[name=announced]", "60")
    page.fill("[name=destination]", "Nioro")
    page.keyboard.press("Enter")
    page.wait_for_selector(".vehicle")
    passengers = bus.passengers(60, seed=4, today=bus.TODAY)
    halfway = len(passengers) // 2
    for number, one in enumerate(passengers, 1):
        if number == halfway:
            # The power fails; what the page said was listed is listed.
            served.kill()
            served.start()
            page.reload()
            expect(page.locator("[data-listed]")).to_have_attribute("data-listed", str(number - 1))
        if one.mrz:
            if one.seat != "passenger":
                page.locator(f"label:has([name=seat][value={one.seat}])").click()
            read_card(page, one.mrz, number)
        else:
            type_somebody(page, "F6" if one.kind == "no_document" else "F2", one.typed)
            expect(page.locator("[data-listed]")).to_have_attribute("data-listed", str(number))
    assert Inspection.objects.count() == 60

    # The children: two with their mother, one with a stranger who shows no paper.
    for _ in range(3):
        page.wait_for_selector("[data-key='1']")
        asked = page.locator("form:has([data-key='1'])").inner_text()
        page.keyboard.press("3" if "CISSÉ" in asked else "1")
        page.wait_for_timeout(80)
        settled(page)
    expect(page.locator("[data-key='1']")).to_have_count(0)

    # Swiped once more by mistake: seen, and not added.
    page.locator("body").press("Escape")
    page.wait_for_selector("[data-key=F7]")
    press(page, "F7", ".vehicle")
    swipe(page, passengers[0].mrz)
    expect(page.locator("[data-key='+']")).to_be_visible()
    assert Inspection.objects.count() == 60

    # One key for the clean, one for whom the second line must see.
    settled(page)
    page.wait_for_timeout(A_HAND_TAKES)
    press(page, "Enter", ".place--admitted")
    admitted = Decision.objects.filter(outcome="admitted").count()
    press(page, "F8", ".place--referred")
    referred = Decision.objects.filter(outcome="referred")
    assert referred.count() == 2
    girl = Inspection.objects.get(key__in=referred.values("inspection"), hits=0)
    assert company_of(girl).in_doubt

    # Two are left: the elder with no paper, and the wrong check digit.
    assert Inspection.objects.filter(state="open").count() == 2
    assert admitted == 56
    for looked in ("Another card seen, which agrees", "Known to the village chief, on the telephone"):
        press(page, "F9", ".desk__who")
        page.keyboard.press("F10")
        page.locator("[name=looked]").fill(looked)
        page.keyboard.press("Enter")
        page.wait_for_selector(".vehicle")
        settled(page)
        page.wait_for_timeout(60)
    assert not Inspection.objects.filter(state="open").exists()

    # Counted 61, listed 60: one is missing, and a reason is asked.
    page.keyboard.press("F3")
    page.keyboard.type("61")
    page.keyboard.press("Enter")
    expect(page.locator(".banner--look").first).to_contain_text("61")
    page.select_option("[name=why]", "infants")
    page.keyboard.press("F10")
    page.wait_for_url("**/vehicle/")
    this = Group.objects.get()
    assert this.closed_at is not None
    assert group.tally(group.aboard(this))["listed"] == 60
    assert this_node().shift_keys  # the node is whole
