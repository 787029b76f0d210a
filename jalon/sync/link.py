"""The carrier over a network: HTTPS to the headquarters' door, one connection a session, headers kept to the least.

Plain HTTP goes to this same machine alone, or where JALON_SYNC_PLAIN=1 says that something else protects the line (a
tunnel). A certificate of a private authority is named by JALON_SYNC_AUTHORITY, a PEM file.
"""

from __future__ import annotations

import http.client
import json
import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jalon.journal.arrivals import CALL
from jalon.journal.batch import LARGEST

LOCAL = {"localhost", "127.0.0.1", "::1"}
PIECE = 1 << 14


class LinkDown(OSError):
    """The headquarters cannot be reached, or the line was cut. Nothing is lost: what has no receipt is sent again."""


class AddressRefused(ValueError):
    """The address cannot be used."""


class RefusedThere(Exception):
    """The headquarters answered with a refusal; `status` is HTTP's, `body` what it said."""

    def __init__(self, status: int, body: bytes) -> None:
        said = body.decode("utf-8", "replace")[:300]
        super().__init__(f"the headquarters refused ({status})" + (f": {said}" if said else ""))
        self.status, self.body = status, body


class Link:
    """One line to one headquarters. Each method is one exchange. Raises LinkDown or RefusedThere."""

    def __init__(self, address: str, timeout: float = CALL / 1000) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise AddressRefused(f"“{address}” is no address of a headquarters: it begins with https://")
        plain = parts.hostname in LOCAL or os.environ.get("JALON_SYNC_PLAIN") == "1"
        if parts.scheme == "http" and not plain:
            raise AddressRefused(f"{address} is not protected: give an address that begins with https://")
        self.parts, self.timeout = parts, timeout
        self.prefix = parts.path.rstrip("/") + "/s"
        self._connection: http.client.HTTPConnection | None = None

    def send(self, batch: bytes) -> bytes:
        """A batch; the receipt's bytes. RefusedThere with status 409 holds how far the headquarters holds the epoch."""
        return self._exchange("POST", "", batch)

    def ask(self, call: str) -> dict[str, Any]:
        """A call; what is new, empty where nothing is."""
        body = self._exchange("GET", f"/{call}")
        try:
            return dict(json.loads(body)) if body else {}
        except (ValueError, TypeError, RecursionError):
            raise LinkDown("what answered is not a headquarters of Jalon") from None

    def fetch_entries(self, call: str, most: int) -> bytes:
        """A batch of what was sent down, or nothing."""
        return self._exchange("GET", f"/{call}/down/{most}")

    def send_picture(self, call: str, digest: str, content: bytes) -> bytes:
        return self._exchange("POST", f"/{call}/picture/{digest}", content)

    def enrol(self, message: bytes) -> bytes:
        return self._exchange("POST", "/enrol", message)

    def fetch_edition(
        self, call: str, name: str, have: int, want: int, into: Path, tell: Callable[[int, int], None]
    ) -> None:
        """A parcel, into a file; what an earlier attempt left there is gone on with. `tell` hears (bytes, of bytes)."""
        since = into.stat().st_size if into.exists() else 0
        asked = [("Range", f"bytes={since}-")] if since else []
        response = self._ask("GET", f"/{call}/edition/{name}/{have}/{want}", None, asked)
        try:
            if response.status == 416:
                into.unlink(missing_ok=True)
                raise LinkDown("the edition changed while it came: it is asked for again")
            if response.status not in {200, 206}:
                raise RefusedThere(response.status, response.read(PIECE))
            whole = (since if response.status == 206 else 0) + int(response.headers.get("content-length", 0))
            with into.open("ab" if response.status == 206 else "wb") as file:
                while piece := response.read(PIECE):
                    file.write(piece)
                    tell(file.tell(), whole)
                if file.tell() < whole:
                    raise LinkDown("the line was cut while an edition came: it goes on from there")
        except (OSError, http.client.HTTPException) as cut:
            self.close()
            raise _down(cut) from None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(self, method: str, place: str, body: bytes | None = None) -> bytes:
        response = self._ask(method, place, body, [])
        try:
            content = response.read(LARGEST + 1)
        except (OSError, http.client.HTTPException) as cut:
            self.close()
            raise _down(cut) from None
        if response.length:  # http.client is silent about an answer that ends early
            self.close()
            raise LinkDown("the line was cut while the headquarters answered")
        if response.status not in {200, 204}:
            raise RefusedThere(response.status, content)
        return content

    def _ask(
        self, method: str, place: str, body: bytes | None, headers: list[tuple[str, str]]
    ) -> http.client.HTTPResponse:
        """A response whose head has come. A connection that the other side closed while idle is opened again once."""
        for last in (False, True):
            fresh = self._connection is None
            try:
                return self._ask_once(method, place, body, headers)
            except (OSError, http.client.HTTPException) as cut:
                self.close()
                if fresh or last:
                    raise _down(cut) from None
        raise AssertionError

    def _ask_once(
        self, method: str, place: str, body: bytes | None, headers: list[tuple[str, str]]
    ) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        connection.putrequest(method, self.prefix + place, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        return connection.getresponse()

    def _connect(self) -> http.client.HTTPConnection:
        host, port = str(self.parts.hostname), self.parts.port
        if self.parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.timeout)
        authority = os.environ.get("JALON_SYNC_AUTHORITY")
        trusted = ssl.create_default_context(cafile=authority)
        return http.client.HTTPSConnection(host, port, timeout=self.timeout, context=trusted)


def _down(cut: BaseException) -> LinkDown:
    if isinstance(cut, LinkDown):
        return cut
    if isinstance(cut, ssl.SSLCertVerificationError):
        return LinkDown(f"the headquarters' certificate is not trusted here: {cut.verify_message}")
    return LinkDown(f"the line to the headquarters is down: {cut or type(cut).__name__}")
