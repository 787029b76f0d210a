"""The door of sync at a headquarters: a small WSGI application beside the pages, whose exchanges are counted in bytes.

It opens to nodes, not to officers: a batch and a call are authenticated by their own signatures, an enrolment by its
one-time code. Nothing is read of a body beyond its stated length, and no length beyond its cap.

    POST /s                          a batch                  200 a receipt · 409 how far we hold the epoch
    GET  /s/CALL                     what is new?             204 nothing · 200 news (JSON)
    GET  /s/CALL/down/MOST           entries for the node     200 a batch · 204 none
    GET  /s/CALL/edition/NAME/A/B    edition B, from A on     200 or 206 a parcel
    POST /s/CALL/picture/DIGEST      sealed bytes             200 a signature over their digest
    POST /s/enrol                    a machine presents itself (see `enrolment`)

Refusals are 400 (unreadable), 403 (unknown or revoked), 404, 409 (a call's number was used: the highest heard, 8
bytes), 413 and 503 (our own fault: the node keeps everything and comes again).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import DataError, close_old_connections

from jalon.journal import batch as batches
from jalon.journal import nodes
from jalon.journal.batch import BatchUnreadable
from jalon.journal.receive import SenderUnknown
from jalon.sync import call as calls
from jalon.sync import enrolment, hearing, pictures_up, waiting
from jalon.sync.editions import shelf
from jalon.sync.editions.parcel import NAME
from jalon.sync.models import Contact
from jalon.sync.reply import head_bytes, receipt_bytes

log = logging.getLogger(__name__)
PLACE = "/s"
EDITION = re.compile(rf"{NAME.pattern}/\d{{1,10}}/\d{{1,10}}", re.ASCII)
RANGE = re.compile(r"bytes=(\d{1,12})-")
PIECE = 1 << 16
LARGEST_ENROLMENT = 8 * 1024

Environ = dict[str, Any]
Start = Callable[..., Any]
Answer = tuple[int, bytes | Iterable[bytes], list[tuple[str, str]]]
REASONS = {
    200: "OK",
    204: "No Content",
    206: "Partial Content",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    411: "Length Required",
    413: "Too Large",
    416: "Range Not Satisfiable",
    503: "Unavailable",
}


class Refused(Exception):
    """A request that is answered with a status and a sentence, or bytes."""

    def __init__(self, status: int, what: str | bytes) -> None:
        super().__init__(what)
        self.status = status
        self.body = what.encode() if isinstance(what, str) else what


def application(environ: Environ, start: Start) -> Iterable[bytes]:
    """Answer a node."""
    close_old_connections()
    try:
        status, body, headers = _answered(environ)
    finally:
        close_old_connections()
    if isinstance(body, bytes):
        if status != 204:
            headers = [*headers, ("content-length", str(len(body)))]
        body = [body] if body else []
    start(f"{status} {REASONS[status]}", headers)
    return body


def _answered(environ: Environ) -> Answer:
    try:
        return _route(environ)
    except Refused as refused:
        return refused.status, refused.body, []
    except (BatchUnreadable, calls.CallUnreadable, enrolment.EnrolmentRefused) as wrong:
        unknown = isinstance(wrong, enrolment.EnrolmentRefused)
        return 403 if unknown else 400, str(wrong).encode(), []
    except SenderUnknown as stranger:
        return 403, str(stranger).encode(), []
    except hearing.NodeRevoked:
        return 403, b"revoked", []
    except hearing.NumberUsed as used:
        return 409, used.last.to_bytes(8, "big"), []
    except (ValueError, RecursionError, DataError) as strange:
        log.warning("sync was asked something strange: %s", type(strange).__name__)
        return 400, b"this cannot be read", []
    except Exception:  # the database's, the disk's or our own: never a success, and never a traceback on the line
        log.exception("sync could not answer")
        return 503, b"", []


def _route(environ: Environ) -> Answer:
    method, parts = environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix(PLACE).strip("/").split("/")
    match (method, parts):
        case ("POST", [""]):
            return _batch(_body(environ, batches.LARGEST))
        case ("POST", ["enrol"]):
            return 200, enrolment.answer(_body(environ, LARGEST_ENROLMENT)), []
        case ("GET", [text]):
            call = calls.read(text, nodes.key_of)
            found = waiting.news(hearing.take_call(call)) | waiting.lacking(call)
            return (200, json.dumps(found, separators=(",", ":")).encode(), []) if found else (204, b"", [])
        case ("GET", [text, "down", most]) if most.isdecimal() and len(most) < 6:
            return _down(_called(text), int(most))
        case ("GET", [text, "edition", name, have, want]) if EDITION.fullmatch(f"{name}/{have}/{want}"):
            return _edition(_called(text), name, int(have), int(want), environ.get("HTTP_RANGE", ""))
        case ("POST", [text, "picture", digest]):
            content = _body(environ, pictures_up.LARGEST)
            return 200, pictures_up.take(_called(text).node, digest, content), []
    raise Refused(404, "there is no such place")


def _batch(raw: bytes) -> Answer:
    received, waits = hearing.take_batch(raw)
    if received.receipt is None:
        return 409, head_bytes(received.head), []
    return 200, receipt_bytes(received.receipt, waits), []


def _called(text: str) -> Contact:
    return hearing.take_call(calls.read(text, nodes.key_of))


def _down(contact: Contact, most: int) -> Answer:
    batch = waiting.next_down(contact, min(max(most, 1), batches.MOST))
    return (204, b"", []) if batch is None else (200, batches.encode(batch), [])


def _edition(contact: Contact, name: str, have: int, want: int, asked: str) -> Answer:
    try:
        path = shelf.parcel_for(waiting.post_of(contact), name, have, want)
    except shelf.EditionUnknown as unknown:
        raise Refused(404, str(unknown)) from None
    size = path.stat().st_size
    since = int(found[1]) if (found := RANGE.fullmatch(asked)) else 0
    if since > size:
        raise Refused(416, "it is not that long")
    headers = [("content-length", str(size - since))]
    if since:
        headers.append(("content-range", f"bytes {since}-{size - 1}/{size}"))
    return 206 if since else 200, _pieces(path, since), headers


def _pieces(path: Path, since: int) -> Iterable[bytes]:
    with path.open("rb") as file:
        file.seek(since)
        while piece := file.read(PIECE):
            yield piece


def _body(environ: Environ, largest: int) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise Refused(411, "say how long it is")
    if int(length) > largest:
        raise Refused(413, f"it is longer than {largest} bytes")
    body = environ["wsgi.input"].read(int(length))
    if len(body) != int(length):
        raise Refused(400, "it was cut on its way")
    return bytes(body)
