"""Somebody is at work at the next desk while the plug is pulled: travellers go through the post's pages as in a
browser, and what the post answered “recorded” to is counted."""

from __future__ import annotations

import re
import threading
import time
import urllib.parse
import urllib.request
from datetime import date
from http.client import HTTPException
from http.cookiejar import CookieJar
from itertools import count

from jalon.config.demo.travellers import travellers

WHO = "sekou"
RECORDED = ("crossing.inspected", "crossing.decided")  # what each act that was answered has left in the journal
_STANDS = re.compile(r"/traveller/([^/\"]+)/admit/")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE = 30  # seconds


class AtWork(threading.Thread):
    """Reads and admits travellers at a post's desk until it answers no more, or until `over` is set. `answered`: acts
    the post said it had recorded; `cut`: whether one was asked and had no answer."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address, self.answered, self.cut, self.over = address, 0, False, threading.Event()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._token = ""

    def run(self) -> None:
        try:
            self._get("/demonstration/as/" + WHO + "/?to=/shift/")
            self._post("/shift/", {"act": "open"})
            page = self._get("/")
            for seed in count(int(time.time())):
                for one in travellers(20, seed, date.today()):
                    if one.kind != "clean" or self.over.is_set():
                        continue
                    page = self._admit(page)  # who was cut off the last time still stands there
                    self.cut = True
                    page = self._post("/swipe/", {"mrz": one.mrz or "", "source": "wedge", "direction": "entry"})
                    self.answered += bool(_STANDS.search(page))
                    self.cut = False
                    page = self._admit(page)
                if self.over.is_set():
                    return
        except (OSError, HTTPException, ValueError):
            return  # the plug; or nobody of that name serves here

    def has_done(self, acts: int, seconds: float) -> None:
        """Wait until so many acts were answered, for so long at most."""
        until = time.monotonic() + seconds
        while self.answered < acts and self.is_alive() and time.monotonic() < until:
            time.sleep(0.02)

    def _admit(self, page: str) -> str:
        """Whoever stands at the desk goes on, or to the second line where something asks for it."""
        if not (stands := _STANDS.search(page)):
            return page
        self.cut = True
        passage = {"direction": "entry", "transport": "foot", "looked": "seen at the desk"}
        page = self._post(f"/traveller/{stands[1]}/admit/", passage)
        if _STANDS.search(page):
            page = self._post(f"/traveller/{stands[1]}/refer/", {"reason": "possible_match"})
        self.answered += not _STANDS.search(page)
        self.cut = False
        return page

    def _get(self, place: str) -> str:
        return self._read(urllib.request.Request(self.address + place))  # noqa: S310 - our own address

    def _post(self, place: str, fields: dict[str, str]) -> str:
        said = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": self._token}).encode()
        return self._read(urllib.request.Request(self.address + place, said))  # noqa: S310

    def _read(self, request: urllib.request.Request) -> str:
        with self._browser.open(request, timeout=PATIENCE) as answer:
            page = str(answer.read().decode())
        if token := _TOKEN.search(page):
            self._token = token[1]
        return page
