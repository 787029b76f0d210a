"""The tables of a document that people keep promises in (XLSX, DOCX, CSV): bytes in, rows of text out.

Run as a process of its own under limits, without Django: `read_apart` starts it. A cell that spans several rows is told
in each of them; one that spans several columns stands in the first.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import asdict

from jalon.apart import piped, word_tables, workbooks
from jalon.apart.child import Limits
from jalon.apart.piped import Unreadable
from jalon.apart.small_table import NoText, rows_of_text
from jalon.apart.table import MOST_COLUMNS, Table, TableRow

MOST_BYTES = 2_000_000
MOST_ROWS = 2000  # of all tables together
MOST_TABLES = 40
LONGEST = 4000  # signs of a cell
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=1_000_000)
SPACES = re.compile(r"[ \t\xa0]+")


class TablesUnreadable(Unreadable):
    """No tables can be read from the file."""


def read_apart(content: bytes) -> list[Table]:
    """The tables of a file that came from outside, read by a process of its own. Raises TablesUnreadable: too_big,
    too_many_rows, no_tables, old_format, a_pdf, no_office_file."""
    if len(content) > MOST_BYTES:
        raise TablesUnreadable("too_big", most=MOST_BYTES // 1000)
    said = piped.read_apart("jalon.apart.office_tables", content, LIMITS, TablesUnreadable, "no_office_file")
    return [Table(one["name"], [TableRow(**row) for row in one["rows"]]) for one in said["tables"]]


def main() -> int:
    """Read the file on standard input, and write its tables, or what is wrong, as JSON."""
    return piped.answer(LIMITS, lambda content: {"tables": [asdict(table) for table in tables_of(content)]})


def tables_of(content: bytes) -> list[Table]:
    """The tables that hold something, in their order. Raises TablesUnreadable."""
    if content[:4] == b"%PDF":
        raise TablesUnreadable("a_pdf")
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # Word 97, Excel 97, or locked with a password
        raise TablesUnreadable("old_format")
    if content[:2] == b"PK":
        found = _zipped(content)
    else:
        try:
            found = [Table("", [TableRow(at, row) for at, row in enumerate(rows_of_text(content), 1)])]
        except NoText:
            raise TablesUnreadable("no_office_file") from None
    tables = [table for table in map(_trimmed, found[:MOST_TABLES]) if table.rows]
    if not tables:
        raise TablesUnreadable("no_tables")
    if sum(len(table.rows) for table in tables) > MOST_ROWS:
        raise TablesUnreadable("too_many_rows", most=MOST_ROWS)
    return tables


def _trimmed(table: Table) -> Table:
    """Without what is empty, all rows of one length; cells without space around them, no longer than they may be."""
    rows = []
    for row in table.rows:
        cells = [SPACES.sub(" ", cell).strip()[:LONGEST] for cell in row.cells[:MOST_COLUMNS]]
        if any(cells):
            rows.append(TableRow(row.number, cells, row.title))
    wide = max((place + 1 for row in rows for place, cell in enumerate(row.cells) if cell), default=0)
    even = [TableRow(row.number, (row.cells + [""] * wide)[:wide], row.title) for row in rows]
    return Table(" ".join(table.name.split())[:120], even)


def _zipped(content: bytes) -> list[Table]:
    try:
        parts = workbooks.parts_of(content)
        if word_tables.PART in parts:
            return list(word_tables.tables_of(content))
        if any(name.startswith("xl/") for name in parts):
            return list(_workbook(content))
    except workbooks.TooLarge:
        raise TablesUnreadable("too_big", most=workbooks.LARGEST_PART // 1000) from None
    except (workbooks.NoWorkbook, word_tables.NoDocument):
        raise TablesUnreadable("no_office_file") from None
    raise TablesUnreadable("no_office_file")


def _workbook(content: bytes) -> Iterator[Table]:
    """Of the sheets that can be seen, a table each."""
    seen = 0
    for sheet in workbooks.opened(content).worksheets[:MOST_TABLES]:
        if sheet.sheet_state != "visible":
            continue
        spans = workbooks.Spans(content, sheet)
        rows = []
        for number, cells in workbooks.rows(sheet, MOST_COLUMNS):
            if number > 20 * MOST_ROWS or seen > MOST_ROWS:
                raise TablesUnreadable("too_many_rows", most=MOST_ROWS)
            across = spans.fill(number, cells)
            seen += any(cells)
            rows.append(TableRow(number, cells, across and sum(map(bool, cells)) == 1))
        yield Table(sheet.title, rows)


if __name__ == "__main__":
    sys.exit(main())
