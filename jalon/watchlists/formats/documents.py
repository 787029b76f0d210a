"""Stolen, lost and revoked travel documents: a table, CSV or XLSX, of a number, its issuing State, type and status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from jalon.screening.person import DocumentNumber, Person
from jalon.watchlists.formats import countries, headings, papers, table, text
from jalon.watchlists.formats.headings import Cells
from jalon.watchlists.formats.listing import STATUSES, Edition, Listing
from jalon.watchlists.formats.source import Given, Progress, Source, opened
from jalon.watchlists.formats.tally import Tally

NAME = "documents"
MEGABYTES = 200

COLUMNS: dict[str, dict[str, str]] = {
    "number": {"fr": "numéro", "en": "number", "ar": "الرقم"},
    "issuing_state": {"fr": "état émetteur", "en": "issuing state", "ar": "الدولة المصدرة"},
    "type": {"fr": "type", "en": "type", "ar": "النوع"},
    "status": {"fr": "statut", "en": "status", "ar": "الحالة"},
    "reported": {"fr": "signalé le", "en": "reported", "ar": "تاريخ التبليغ"},
}
REQUIRED_COLUMNS = ("number", "issuing_state", "status")

STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "stolen": ("volé", "stolen blank", "volé vierge", "مسروق"),
    "lost": ("perdu", "مفقود"),
    "revoked": ("révoqué", "annulé", "invalidated", "cancelled", "ملغى"),
}


def recognises(source: Source) -> bool:
    named = headings.columns_of(source, COLUMNS)
    return all(column in named for column in REQUIRED_COLUMNS)


def parse(files: Sequence[Given], *, progress: Progress | None = None, today: date | None = None) -> Edition:
    """Read one edition: one or more files."""
    with opened(files) as sources:
        tally = Tally(NAME, sources, progress)
        return tally.edition(listing for source in sources for listing in listings(source.capped(MEGABYTES), tally))


def listings(source: Source, tally: Tally) -> Iterator[Listing]:
    for row, cells in headings.headed_rows(source, tally, COLUMNS, REQUIRED_COLUMNS):
        if listing := listing_of(cells, source.name, row, tally):
            yield listing
    tally.finish_file(source)


def listing_of(cells: Cells, file: str, row: int, tally: Tally) -> Listing | None:
    number, state = plain_number(cells["number"]), countries.code(cells["issuing_state"])
    status = next((code for code in STATUSES if says(cells["status"], code)), None)
    for field, understood in (("number", number), ("issuing_state", state), ("status", status)):
        if not cells[field]:
            tally.refuse(file, row, field, "missing")
        elif not understood:
            tally.refuse(file, row, field, "unknown_value", value=cells[field], known=ALLOWED[field])
        else:
            continue
        return None
    kind = papers.kind_of(cells["type"])
    id = f"{state}-{number}" + (f"-{kind}" if kind else "")
    if not tally.is_new(file, row, id, "number"):
        return None
    return Listing(
        id=id,
        person=Person(names=(), document_numbers=(DocumentNumber(number, state, kind),)),
        kind="document",
        status=status,
        reported=date_said(cells["reported"], file, row, tally),
    )


ALLOWED = {"number": "A–Z 0–9", "issuing_state": "ISO 3166-1 alpha-3", "status": ", ".join(STATUSES)}


def plain_number(text_given: str) -> str:
    """Letters and digits only, upper case: an MRZ has no room for hyphens and spaces (ICAO 9303-3)."""
    return re.sub(r"[^A-Z0-9]", "", text_given.translate(text.EASTERN_DIGITS).upper())


def says(cell: str, status: str) -> bool:
    return table.heading(cell) in {table.heading(word) for word in (status, *STATUS_WORDS[status])}


def date_said(written: str, file: str, row: int, tally: Tally) -> str | None:
    iso = text.partial_date(written)
    if written and not iso:
        tally.note(file, row, "reported", "date_unreadable", value=written)
    return iso
