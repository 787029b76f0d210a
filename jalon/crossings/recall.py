"""Whether this person passed here before, by keyed tokens: all that a post keeps beyond the shift.

A token is HMAC-SHA256 of the issuing State and the document number, cut to 96 bits. With its key in software beside the
data it protects little: document numbers are few enough to try them all. It keeps names out of a stolen copy, no more.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from jalon.crossings.models import Decision, Inspection, Recall
from jalon.journal.node import this_node
from jalon.screening.evidence.document_number import normal

TOKEN = 24  # hexadecimal signs


@dataclass(frozen=True, slots=True)
class Seen:
    """Earlier passages here: how many, and the last: ISO day, clock (empty before this shift), direction, means.

    `others`: what else became of the same document in this shift, by state (referred, refused, cancelled …).
    """

    count: int
    last_day: str
    last_clock: str
    direction: str
    transport: str
    others: Counter[str] = field(default_factory=Counter)


def token(issuing_state: str | None, document_number: str | None, key: bytes | None = None) -> str:
    """The token of a document, however its number is spaced; empty where it has none. `key`: as `keyed` takes it."""
    number = normal(document_number) if document_number else ""
    if not number:
        return ""
    return keyed(f"{issuing_state or ''}\n{number}", key)


def keyed(said: str, key: bytes | None = None) -> str:
    """A token of whatever is said: the same on this node for ever, and without its key not to be undone. `key`: that of
    another node, for which a headquarters makes the token."""
    return hmac.new(key or this_node().keys.recall, said.encode(), hashlib.sha256).hexdigest()[:TOKEN]


def seen(of: str, but: str = "") -> Seen | None:
    """What is known here of a token, but for the inspection `but`, which stands at the desk. None where nothing is."""
    if not of:
        return None
    before = Recall.objects.filter(token=of).first()
    rows = list(Inspection.objects.filter(token=of).exclude(key=but).order_by("-position"))
    others = Counter(row.state for row in rows if row.state != "admitted")
    admitted = [row for row in rows if row.state == "admitted"]
    count = (before.count if before else 0) + len(admitted)
    if admitted:
        last = max(admitted, key=lambda row: row.passed_at)  # what was on paper first passed before it was recorded
        means = Decision.objects.filter(inspection=last.key, outcome="admitted").values_list("transport", flat=True)
        return Seen(
            count, day_of(last.passed_at), clock_of(last.passed_at), last.direction, means.first() or "", others
        )
    if before is not None:
        return Seen(count, before.last_day.isoformat(), "", before.direction, before.transport, others)
    return Seen(0, "", "", "", "", others) if others else None


def day_of(milliseconds: int) -> str:
    """The local ISO day of a time in ms since 1970."""
    return local_time(milliseconds).date().isoformat()


def clock_of(milliseconds: int) -> str:
    """The local hour and minute of a time in ms since 1970."""
    return local_time(milliseconds).strftime("%H:%M")


def local_time(milliseconds: int) -> datetime:
    """A time in ms since 1970, here."""
    return datetime.fromtimestamp(milliseconds / 1000, tz=timezone.get_current_timezone())
