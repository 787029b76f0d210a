"""A real browser at the national desk: the fixtures of the desk, with officers who hold no shift."""
# ruff: noqa: F401, F811 — pytest finds a fixture by its name

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from jalon.desk.tests.browser import PASSWORD, WIDE, address, chromium, complain, officers
from jalon.watchlists.tests.test_lookup import HEAD

Officer = Callable[..., Page]


@pytest.fixture
def at_headquarters(chromium: Browser, address: str, officers: dict[str, str]) -> Iterator[Officer]:
    """Sign somebody in and open a page: `at_headquarters("claire", "/lists/", language="ar")`; None signs nobody in.

    Whatever the browser complained of meanwhile makes the test fail at its end, save what `forgiven` names.
    """
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def arrive(
        name: str | None, page: str, language: str = "fr", size: dict[str, int] = WIDE, **options: object
    ) -> Page:
        context = chromium.new_context(base_url=address, viewport=size, reduced_motion="reduce", **options)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
        if name is not None:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(name), "url": address}])
        context.on("console", lambda message: complain(message, complaints))
        context.on("weberror", lambda fault: complaints.append(str(fault.error)))
        opened.append(context)
        arrived = context.new_page()
        arrived.goto(page)
        return arrived

    yield arrive
    for context in opened:
        context.close()
    assert complaints == []


def session_of(name: str, password: str = PASSWORD) -> str:
    """The session of an officer who signed in and has just said so again, without the browser."""
    client = Client()
    client.post("/account/login/", {"login": name, "password": password})
    client.post("/account/again/", {"password": password})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def table(folder: Path, name: str, *rows: str) -> Path:
    """A national list in a file."""
    path = folder / name
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path
