"""Taking figures out: months are published with small numbers kept back, and the journal says who took what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from jalon.journal.acting import act
from jalon.journal.record import record
from jalon.statistics import publishing
from jalon.statistics.asking import month_of
from jalon.statistics.publishing import Month

MOST_MONTHS = 36
FORMATS = ("csv", "xlsx", "pdf", "json")


class NotAllowed(Exception):
    """Why figures are not given. `code` names the rule."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@act
def export(months: Sequence[date], format_: str, language: str, officer: str) -> list[Month]:
    """Record who takes which months in what form, and give them. Nothing is given before the entry stands.

    Raises NotAllowed: no month or too many of them, a month that has not begun, a form that is none.
    """
    firsts = sorted({day.replace(day=1) for day in months})
    if not firsts or len(firsts) > MOST_MONTHS:
        raise NotAllowed("too_many_months" if firsts else "no_month")
    if firsts[-1] > timezone.localdate():
        raise NotAllowed("not_begun")
    if format_ not in FORMATS:
        raise NotAllowed("no_such_format")
    found = [publishing.month(month_of(first).since) for first in firsts]
    tables = [table for one in found for table in one.tables.values()]
    body = {
        "what": "months",
        "months": [first.isoformat() for first in firsts],
        "format": format_,
        "language": language,
        "numbers": sum(len(table.numbers) for table in tables),
        "kept_back": sum(table.kept_back for table in tables),
    }
    record("figures.exported", body, officer)
    return found
