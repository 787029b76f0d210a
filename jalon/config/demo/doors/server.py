"""The doors, served beside the machines by the process that keeps them: it can pull a plug, and put it in again."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from jalon.config.demo.atlas import PASSWORD
from jalon.config.demo.doors import pages
from jalon.config.demo.doors.at_work import RECORDED, AtWork
from jalon.config.demo.doors.pages import Fallen, Pulled, Setting
from jalon.config.demo.doors.walks import DOORS
from jalon.config.demo.machines import Machine, MachineFailed
from jalon.journal.verify import verify

WEB = Path(__file__).parents[3] / "web" / "static" / "web"
STATIC = {
    "jalon.css": WEB / "jalon.css",
    "pages.css": WEB / "pages.css",
    "mark.svg": WEB / "mark.svg",
    "favicon.svg": WEB / "favicon.svg",
    "doors.css": Path(__file__).parent / "static" / "doors.css",
}
KINDS = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ACTS, LONGEST = 9, 20.0  # acts at the next desk before the plug is pulled; seconds that they may take
PAUSE = 15.0  # seconds until a machine that could not be started is tried again
LANGUAGE = "django_language"  # the cookie that every machine reads


class Doors:
    """What the doors know: the machines, where the story's pages are, the stick; and what came of the plug."""

    def __init__(
        self, machines: Mapping[str, Machine], keys: Mapping[str, Mapping[str, str]], stick: Path, port: int
    ) -> None:
        self.machines, self.keys, self.stick, self.port = machines, keys, stick, port
        self.pulled: Pulled | None = None
        self.fallen: dict[str, Fallen] = {}  # machines that stopped by themselves
        self._wait: dict[str, float] = {}  # when one that cannot be started is tried again, on the monotonic clock
        self.lock = threading.Lock()
        self.server: ThreadingHTTPServer | None = None

    def open(self, address: str) -> None:
        """Serve until `close`, in a thread."""
        doors = self

        class Request(Answer):
            of = doors

        self.server = ThreadingHTTPServer((address, self.port), Request)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()

    def setting(self, language: str, host: str) -> Setting:
        size = self.stick.stat().st_size if self.stick.exists() else 0
        ports = {name: machine.port for name, machine in self.machines.items()}
        return Setting(language, host, ports, self.keys, (self.stick.name, size), PASSWORD, dict(self.fallen))

    def pull_the_plug(self) -> None:
        """Kill the post's server in the middle of its work, look at what is on the disk, start it again."""
        post = self.machines["post"]
        with self.lock:
            first, somebody = _last(post), AtWork(post.address)
            somebody.start()
            somebody.has_done(ACTS, LONGEST)
            before = _entries(post)
            at, began = time.strftime("%H:%M:%S"), time.monotonic()
            post.pull_the_plug()
            somebody.over.set()
            somebody.join(LONGEST)
            after, whole = _entries(post), verify(_journal(post), post.home / "sidecar" / "head").ok
            kept = _entries(post, first, RECORDED)
            post.serve()
            done = time.monotonic() - began
            self.pulled = Pulled(at, before, after, whole, done, somebody.answered, kept, somebody.cut)

    def look_after(self) -> None:
        """Start again whatever stopped, and say so. The other machines are not touched."""
        with self.lock:
            for name, machine in self.machines.items():
                if machine.stands or time.monotonic() < self._wait.get(name, 0):
                    continue
                last, began = self.fallen.get(name), time.monotonic()
                at = last.at if last and last.seconds is None else time.strftime("%H:%M:%S")
                self.fallen[name] = Fallen(at)
                print(
                    f"jalon demo: {machine.home.name} stopped; it is started again, the others stay.", file=sys.stderr
                )
                machine.pull_the_plug()  # what is left of it
                try:
                    machine.serve()
                except MachineFailed as failed:
                    _say(f"{failed}; tried again in {PAUSE:.0f} s")
                    self._wait[name] = time.monotonic() + PAUSE
                else:
                    self.fallen[name] = Fallen(at, time.monotonic() - began)


def _say(sentence: str) -> None:
    print(f"jalon demo: {sentence}.", file=sys.stderr, flush=True)


def _journal(machine: Machine) -> Path:
    return machine.home / "journal.sqlite3"


def _entries(machine: Machine, after: int = 0, verbs: tuple[str, ...] = ()) -> int:
    """How many entries stand on its disk: beyond a position, of these verbs (all)."""
    where = f" AND verb IN ({','.join('?' * len(verbs))})" if verbs else ""
    return _asked(machine, f"SELECT COUNT(*) FROM journal_entry WHERE position > ?{where}", after, *verbs)  # noqa: S608


def _last(machine: Machine) -> int:
    return _asked(machine, "SELECT COALESCE(MAX(position), 0) FROM journal_entry")


def _asked(machine: Machine, question: str, *values: int | str) -> int:
    connection = sqlite3.connect(f"file:{_journal(machine)}?mode=ro", uri=True)
    try:
        return int(connection.execute(question, values).fetchone()[0])
    finally:
        connection.close()


class Answer(BaseHTTPRequestHandler):
    """One request to the doors."""

    of: Doors

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        name = place.path.strip("/")
        language = self._language(place.query)
        setting = self.of.setting(language, self._host())
        if not name:
            self._page(pages.first(setting), language)
        elif name in DOORS:
            self._page(pages.walk(setting, DOORS[name], self.of.pulled), language)
        elif name == "stick" and self.of.stick.exists():
            self._file(self.of.stick)
        elif name.startswith("static/") and (file := STATIC.get(name.removeprefix("static/"))):
            self._send(200, file.read_bytes(), KINDS[file.suffix])
        elif name == "health":
            self._send(200, b"ok", "text/plain")
        else:
            self._send(404, b"There is no such door.", "text/plain")

    def do_POST(self) -> None:
        origin = self.headers.get("Origin", "")
        if self.path != "/plug/" or urlsplit(origin).netloc != self.headers.get("Host", ""):
            self._send(403, b"This is pressed on the page of the doors alone.", "text/plain")
            return
        self.of.pull_the_plug()
        self.send_response(303)
        self.send_header("Location", "/officer/#plug")
        self.end_headers()

    def _host(self) -> str:
        """The name under which this page was asked for; links stay on it, or the browser would keep cookies back."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or "localhost"
        return host if host in {"localhost", "127.0.0.1"} else "localhost"

    def _language(self, query: str) -> str:
        asked = parse_qs(query).get("language", [""])[0]
        try:
            kept = SimpleCookie(self.headers.get("Cookie", "")).get(LANGUAGE)
        except CookieError:
            kept = None
        wishes = [asked, kept.value if kept else ""]
        wishes += [one.split(";")[0].strip()[:2] for one in self.headers.get("Accept-Language", "").split(",")]
        return next((one for one in wishes if one in pages.LANGUAGES), "fr")

    def _page(self, text: str, language: str) -> None:
        self._send(200, text.encode(), "text/html; charset=utf-8", f"{LANGUAGE}={language}; Path=/; SameSite=Strict")

    def _file(self, path: Path) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Disposition", f'attachment; filename="{path.name}"')
        self.send_header("Content-Length", str(path.stat().st_size))
        self.end_headers()
        self.wfile.write(path.read_bytes())

    def _send(self, status: int, content: bytes, kind: str, cookie: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cache-Control", "no-store")
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """The terminal is for what the machines say."""
