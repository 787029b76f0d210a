"""Whether this person passed here before, by keyed tokens: all that a post keeps beyond the shift.

A token is HMAC-SHA256 of the issuing State and the document number. With its key in software beside the data it
protects little: document numbers are few enough to try them all. It keeps names out of a stolen copy, no more.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from jalon.crossings.models import Decision, Inspection, Recall
from jalon.journal.node import this_node


@dataclass(frozen=True, slots=True)
class Seen:
    """Earlier passages here: how many, and the last: ISO day, direction, means."""

    count: int
    last_day: str
    direction: str
    transport: str


def token(issuing_state: str | None, document_number: str | None) -> str:
    """The token of a document; empty where it has no number."""
    if not document_number:
        return ""
    said = f"{issuing_state or ''}\n{document_number}".encode()
    return hmac.new(this_node().keys.recall, said, hashlib.sha256).hexdigest()


def seen(of: str) -> Seen | None:
    """Earlier passages of a token, in this shift and before it; None where there are none."""
    if not of:
        return None
    before = Recall.objects.filter(token=of).first()
    now = Inspection.objects.filter(token=of, state="admitted").order_by("-at")
    count = (before.count if before else 0) + now.count()
    latest = now.first()
    if latest is not None:
        means = Decision.objects.filter(inspection=latest.key, outcome="admitted").values_list("transport", flat=True)
        return Seen(count, day_of(latest.at), latest.direction, means.first() or "")
    if before is None:
        return None
    return Seen(count, before.last_day.isoformat(), before.direction, before.transport)


def day_of(milliseconds: int) -> str:
    """The local ISO day of a time in ms since 1970."""
    return datetime.fromtimestamp(milliseconds / 1000, tz=timezone.get_current_timezone()).date().isoformat()
