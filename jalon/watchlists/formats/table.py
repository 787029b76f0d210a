"""Rows of a CSV file or an XLSX sheet as text, within caps."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Set
from datetime import date, datetime

from jalon.watchlists.formats.encodings import delimiter_of, first_cells, heading, text_of
from jalon.watchlists.formats.listing import ListUnreadable
from jalon.watchlists.formats.source import MEGABYTE, Source
from jalon.watchlists.formats.tally import Tally

MOST_ROWS = 2_000_000
MOST_COLUMNS = 64
LONGEST_CELL = 100_000

# A workbook: megabytes once unpacked, parts of the zip, and tags of its XML (some four a cell; the library that reads
# workbooks may hold them all at once). A longer list is a CSV.
UNPACKED_MEGABYTES = 60
MOST_PARTS = 500
MOST_TAGS = 4_000_000

ZIP_MARK = b"PK\x03\x04"

Row = tuple[int, list[str]]

__all__ = ["ZIP_MARK", "Row", "csv_rows", "first_row", "heading", "rows"]


def rows(source: Source, tally: Tally, known: Set[str] = frozenset()) -> Iterator[Row]:
    """(line, cells) of a CSV file or of the first sheet of a workbook, whichever the bytes are.

    `known`: headings the table may have, made plain; they tell the code page of a CSV that says none.
    """
    return xlsx_rows(source) if source.head(4) == ZIP_MARK else csv_rows(source, tally, known=known)


def csv_rows(
    source: Source,
    tally: Tally,
    delimiter: str | None = None,
    most: int = MOST_ROWS,
    known: Set[str] = frozenset(),
) -> Iterator[Row]:
    """(line on which the row begins, cells). A code page that had to be guessed is noted."""
    text = decoded(source, tally, known)
    csv.field_size_limit(LONGEST_CELL)
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter or delimiter_of(text), strict=True)
    line, count = 1, 0
    try:
        for cells in reader:
            count += 1
            if count > most:
                raise ListUnreadable(source.name, "too_many_rows", limit=str(most))
            if len(cells) > MOST_COLUMNS:
                raise ListUnreadable(source.name, "too_many_columns", line, limit=str(MOST_COLUMNS))
            tally.advance(stream.tell() * source.size // len(text))
            yield line, cells
            line = reader.line_num + 1
    # Strict reading stops at a quotation mark left open, which would swallow the rows after it in silence.
    except csv.Error as error:
        raise ListUnreadable(source.name, "not_csv", line, reason=str(error)) from error


def decoded(source: Source, tally: Tally, known: Set[str] = frozenset()) -> str:
    text, guessed = text_of(source.content(), known)
    if guessed:
        tally.note(source.name, None, None, "encoding_guessed", value=guessed)
    return text


def first_row(source: Source, known: Set[str] = frozenset(), delimiter: str | None = None) -> list[str]:
    """The cells of the first row, from the first bytes of a file; [] when they are no table."""
    text, _ = text_of(source.head(), known, whole=False)
    return first_cells(text, delimiter)


def xlsx_rows(source: Source) -> Iterator[Row]:
    """(row number, cells as text) of the first sheet. The zip is measured and searched before it is opened."""
    check_workbook(source)
    try:
        yield from sheet_rows(source)
    except ListUnreadable:
        raise
    # The reader of workbooks meets a damaged one with errors of every kind; none may reach the officer.
    except Exception as error:
        raise ListUnreadable(source.name, "not_workbook") from error


def check_workbook(source: Source) -> None:
    """Refuse a zip that unpacks beyond the cap, or whose XML declares entities, before any part is parsed."""
    source.stream.seek(0)
    try:
        with zipfile.ZipFile(source.stream) as packed:
            parts = packed.infolist()
            # zipfile never unpacks more of a part than the size declared here, so the sum is a true bound.
            if sum(part.file_size for part in parts) > UNPACKED_MEGABYTES * MEGABYTE or len(parts) > MOST_PARTS:
                raise ListUnreadable(source.name, "unpacks_too_large", limit=str(UNPACKED_MEGABYTES))
            tags = 0
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    xml = packed.read(part)
                    tags += xml.count(b"<")
                    if declares_entities(xml):
                        raise ListUnreadable(source.name, "forbidden_xml")
            if tags > MOST_TAGS:
                raise ListUnreadable(source.name, "workbook_too_long")
    except ListUnreadable:
        raise
    except Exception as error:
        raise ListUnreadable(source.name, "not_workbook") from error
    finally:
        source.stream.seek(0)


def declares_entities(xml: bytes) -> bool:
    """A document type, or an encoding in which one could hide (workbooks are UTF-8)."""
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\x00" in xml[:256]


def sheet_rows(source: Source) -> Iterator[Row]:
    # A slow import, and only workbooks need it.
    from openpyxl import load_workbook

    book = load_workbook(source.stream, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, values_only=True), 1):
            if number > MOST_ROWS:
                raise ListUnreadable(source.name, "too_many_rows", limit=str(MOST_ROWS))
            row = [as_text(cell) for cell in cells]
            while row and not row[-1]:
                row.pop()
            if len(row) > MOST_COLUMNS:
                raise ListUnreadable(source.name, "too_many_columns", number, limit=str(MOST_COLUMNS))
            yield number, row
    finally:
        book.close()


def as_text(cell: object) -> str:
    """A cell as a person reads it: dates ISO, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LONGEST_CELL]
