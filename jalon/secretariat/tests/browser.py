"""A real browser at the pages of cooperation: windows of whoever is signed in, and what every page is looked at for."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from jalon.desk.tests.browser import NARROW, WIDE, address, chromium, complain

LANGUAGES = ("fr", "en", "ar")
PICTURES = os.environ.get("JALON_PICTURES")  # a folder: every page that is looked at is kept there
Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Opened]:
    """A window: `opened(client, "/promises/", "ar")`, of whoever the client signed in; of another machine with `at`,
    where a session takes the client's place.

    Whatever the browser complained of meanwhile makes the test fail at its end.
    """
    windows: list[BrowserContext] = []
    complaints: list[str] = []

    def arrive(client: Client | str, page: str, language: str = "fr", at: str = "", **options: object) -> Page:
        base = at or address
        context = chromium.new_context(base_url=base, viewport=WIDE, reduced_motion="reduce", **options)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": base}])
        session = client if isinstance(client, str) else client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
        context.on("console", lambda message: complain(message, complaints))
        context.on("weberror", lambda fault: complaints.append(str(fault.error)))
        windows.append(context)
        window = context.new_page()
        window.goto(page)
        return window

    yield arrive
    for context in windows:
        context.close()
    assert complaints == []


def look(page: Page, name: str) -> None:
    """The page fits a wide window and a narrow one, and speaks one direction."""
    page.wait_for_load_state()
    language = page.evaluate("document.documentElement.lang")
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{language}-{width}.png", full_page=True)
        assert not too_wide, f"{name}, {language}, {width}: the page is wider than the window"
    page.set_viewport_size(WIDE)


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of ours has: they are named in it, or in streams that are packed."""
    assert pdf.startswith(b"%PDF")
    whole = pdf
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):  # a picture, or a font
            whole += zlib.decompress(packed)
    return len(re.findall(rb"/Type\s*/Page\b", whole))


def main_button(page: Page) -> None:
    """Press what the page is for, and wait for what comes."""
    page.locator("form .button--main").last.click()
    page.wait_for_load_state()
