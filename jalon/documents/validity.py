"""Whether a document has expired: a judgement of the desk, not a fault of the zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from jalon.documents.document import Document


@dataclass(frozen=True, slots=True)
class Validity:
    """`state` is "valid", "expired" or "unknown" (no date of expiry could be read)."""

    state: str
    last_day: date | None
    """The last day on which the document is good: of a month or a year where only those are known."""
    days: int | None
    """Days from today to `last_day`; negative once expired."""


def validity(document: Document, today: date) -> Validity:
    """A document is still good on its date of expiry. `document.expiry_date` must be as `read` gives it."""
    if document.expiry_date is None:
        return Validity("unknown", None, None)
    year, month, day = (*map(int, document.expiry_date.split("-")), None, None)[:3]
    month = month or 12
    last = date(year, month, day or monthrange(year, month)[1])  # type: ignore[arg-type]
    days = (last - today).days
    return Validity("valid" if days >= 0 else "expired", last, days)
