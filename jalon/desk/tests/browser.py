"""A real browser before a real server: what the journeys stand on. Fixtures, and the reader's keys."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, TimeoutError, expect, sync_playwright

from jalon.config import cast
from jalon.config.demo import lists as synthetic
from jalon.config.pages_files import gather
from jalon.documents.mrz import Document, write
from jalon.watchlists import editions
from jalon.watchlists.rules import Rules

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "correct horse battery"
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# A swipe's late Enter is kept from deciding for a moment (wedge.js, `pause`): a hand takes longer than that.
A_HAND_TAKES = 450
# What htmx marks while it asks the server or puts the answer into the page.
UNSETTLED = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as a browser sends them."""

    daemon_threads = True
    request_queue_size = 32


class Counted:
    """The program, with a count of the requests it is answering: the next test takes their files away."""

    def __init__(self) -> None:
        self.answering = 0
        self.idle = threading.Condition()

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        from jalon.config.wsgi import application

        with self.idle:
            self.answering += 1
        try:
            answer = application(environ, start_response)
            try:
                return list(answer)
            finally:
                answer.close()
        finally:
            with self.idle:
                self.answering -= 1
                self.idle.notify_all()

    def wait(self) -> None:
        with self.idle:
            assert self.idle.wait_for(lambda: not self.answering, timeout=30), "the server still answers"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the tests' output is for people."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the whole file; every officer gets a context of his own."""
    if not CHROMIUM.exists():
        pytest.skip(f"The journeys need Chromium at {CHROMIUM}.")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the tests still ask the database from it.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def officers(node: Path) -> dict[str, str]:
    """The cast, enrolled at the post: username → officer id."""
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


@pytest.fixture
def address(node: Path) -> Iterator[str]:
    """The address of the post's server, in this process, on the test's own node."""
    gathered()
    program = Counted()
    with make_server("127.0.0.1", 0, program, server_class=Server, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        program.wait()


@cache
def gathered() -> None:
    """The pages' files, compressed as `jalon serve` does it, before the program first looks for them."""
    gather()


Officer = Callable[..., Page]


@pytest.fixture
def at_the_post(chromium: Browser, address: str, officers: dict[str, str]) -> Iterator[Officer]:
    """Sign an officer in, with a shift open: `at_the_post("amina", language="ar", size=NARROW)` gives the page.

    Whatever the browser complained of meanwhile (an error in a script, a rule of the page's security policy broken,
    something not found) makes the test fail at its end, but for what is `expected`, part of the complaint.
    """
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def arrive(
        name: str,
        language: str = "fr",
        size: dict[str, int] = WIDE,
        by_hand: bool = False,
        expected: str = "",
        door: str = "/",
        stands: str = ".desk",
        **options: object,
    ) -> Page:
        context = chromium.new_context(base_url=address, viewport=size, reduced_motion="reduce", **options)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
        context.on("console", lambda message: complain(message, complaints, expected))
        context.on("weberror", lambda fault: complaints.append(str(fault.error)))
        opened.append(context)
        page = context.new_page()
        if by_hand:
            page.goto("/account/login/")
            page.fill("input[name=login]", name)
            page.fill("input[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_selector("button[name=act][value=open]")
            page.wait_for_load_state()  # a key pressed before the modules have come is nobody's
            page.keyboard.press("Enter")
        else:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(name), "url": address}])
            page.goto(door)
        page.wait_for_selector(stands)
        return page

    yield arrive
    for context in opened:
        context.close()
    assert complaints == [], complaints


def session_of(name: str) -> str:
    """The session of an officer who signed in and opened a shift, without the browser: it is quicker."""
    client = Client()
    client.post("/account/login/", {"login": name, "password": PASSWORD})
    client.post("/shift/", {"act": "open"})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def complain(message: ConsoleMessage, complaints: list[str], expected: str = "") -> None:
    if message.type == "error" and not (expected and expected in message.text):
        complaints.append(f"{message.text} ({message.location.get('url', '')})")


@pytest.fixture
def lists(officers: dict[str, str], tmp_path: Path) -> None:
    """The synthetic national list and that of stolen documents, proposed by one officer and approved by another."""
    today = date.today()
    synthetic.write(tmp_path, 1, today)
    for name in ("national_mli", "stolen_documents"):
        files = [tmp_path / file for file in synthetic.FILES[name][1]]
        proposed, _ = editions.propose(name, files, Rules(title=name), officers["claire"], today)
        editions.approve(proposed.key, "DEC-TEST-1", officers["issa"])


def passport(
    names: tuple[str, str | None],
    number: str,
    nationality: str,
    birth_date: str,
    sex: str = "M",
    expiry: str = "2031-06-14",
) -> str:
    """The machine readable zone of a passport, as a reader types it: a line, Enter, a line, Enter."""
    document = Document(
        type="TD3",
        document_code="P",
        issuing_state=nationality,
        primary_identifier=names[0],
        secondary_identifier=names[1],
        document_number=number,
        nationality=nationality,
        birth_date=birth_date,
        sex=sex,
        expiry_date=expiry,
    )
    return "".join(line + "\n" for line in write(document))


def swipe(page: Page, mrz: str) -> None:
    """The keyboard-wedge reader: real keys, very fast, an Enter after each line."""
    page.keyboard.type(mrz)


def swipe_until_seen(page: Page, mrz: str) -> None:
    """Swipe and wait for the verdict.

    On a busy machine the keys may come too slowly to be a reader's: swipe again then, as an officer does.
    """
    for _ in range(3):
        swipe(page, mrz)
        try:
            page.wait_for_selector(".verdict", timeout=2500)
            break
        except TimeoutError:
            continue
    page.wait_for_selector(".verdict")


def see(page: Page, mrz: str, level: str) -> None:
    """Swipe, wait for the verdict, then take the time a hand takes."""
    swipe_until_seen(page, mrz)
    page.wait_for_selector(f".verdict--{level}")
    page.wait_for_timeout(A_HAND_TAKES)


def press(page: Page, key: str, awaited: str) -> None:
    """One key, then what it brings, settled: keys pressed while the server answers are not taken."""
    page.wait_for_load_state()
    expect(page.locator(UNSETTLED)).to_have_count(0)
    page.keyboard.press(key)
    page.wait_for_selector(awaited)
    # Not wait_for_function: it polls by evaluating text in the page, which the page's own policy forbids.
    expect(page.locator(UNSETTLED)).to_have_count(0)
    page.wait_for_timeout(60)
