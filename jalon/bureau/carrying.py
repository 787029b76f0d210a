"""The file of questions that somebody takes to the bureau's own terminal: numbered, one entry, CSV or XLSX."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from jalon.bureau.asking import ABOUT, NotAllowed, about
from jalon.bureau.models import Carrying, Query
from jalon.bureau.waiting import queue
from jalon.journal.acting import act
from jalon.journal.record import record
from jalon.web.spreadsheets import MEDIA, Book, safe

# Questions in one file, those due first: a terminal is fed by hand.
MOST = 200
FORMATS = ("xlsx", "csv")
SUBJECT = tuple(dict.fromkeys(name for names in ABOUT.values() for name in names))
COLUMNS = ("number", "kind", "urgency", "due", *SUBJECT)
# Of the second sheet of a workbook, where the answers are written: it names nobody, and comes back alone.
ANSWERS = ("number", "answer", "reference", "what to do")


@dataclass(frozen=True, slots=True)
class File:
    """`name` says the number of the file; `content` is what is carried."""

    name: str
    content: bytes
    kind: str  # of the content, as a browser is told
    carrying: Carrying


@act
def carry(form: str, again: bool, officer: str) -> File:
    """Put the questions that wait into one file, and record that they are carried. `again`: those that were carried
    before and have no answer too. Raises NotAllowed where nothing waits."""
    if form not in FORMATS:
        raise NotAllowed("say_what_is_asked")
    waiting = [one for one in queue() if again or one.state == "asked"][:MOST]
    if not waiting:
        raise NotAllowed("nothing_waits")
    rows = [_row(one) for one in waiting]
    body = {
        "number": (Carrying.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        "year": timezone.localdate().year,
        "digest": hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest(),
        "queries": [one.key for one in waiting],
    }
    recorded = record("bureau.carried", body, officer)
    carrying = Carrying.objects.get(key=recorded.key)
    content, kind = (_workbook(rows), MEDIA) if form == "xlsx" else (_text(rows), "text/csv; charset=utf-8")
    return File(f"bureau-{carrying.label}.{form}", content, kind, carrying)


def _row(query: Query) -> list[str]:
    said = about(query)
    due = datetime.fromtimestamp(query.due_at / 1000, timezone.get_current_timezone())
    facts = [query.label, query.kind, query.urgency, due.strftime("%Y-%m-%d %H:%M")]
    return facts + [said.get(name, "") for name in SUBJECT]


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    """A byte order mark leads, so that a spreadsheet reads the letters right."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = Book("")
    widths = [max(12, len(heading) + 2) for heading in COLUMNS]
    sheet = book.sheet("bureau", widths, COLUMNS)
    sheet.freeze_panes(1, 1)
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    answers = book.sheet("answers", [24] * len(ANSWERS), ANSWERS)
    for at, row in enumerate(rows, 1):
        answers.write_string(at, 0, row[0])
    return book.written()
