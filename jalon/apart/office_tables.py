"""The tables of a document that people keep promises in (XLSX, DOCX, CSV): bytes in, rows of text out.

Run as a process of its own under limits, without Django: `read_apart` starts it. A cell that spans several rows is told
in each of them; one that spans several columns stands in the first.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from jalon.apart.child import Limits, TookTooLong, limit
from jalon.apart.small_table import NoText, rows_of_text

MOST_BYTES = 2_000_000
MOST_ROWS = 2000  # of all tables together
MOST_COLUMNS = 30
MOST_TABLES = 40
LONGEST = 4000  # signs of a cell
LARGEST_PART = 40_000_000  # bytes of a part of the file, unpacked
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=1_000_000)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACES = re.compile(r"[ \t\xa0]+")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


class TablesUnreadable(ValueError):
    """No tables can be read from the file. `code` says why, `said` how much would do."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class TableRow:
    """number: its place in the sheet or the table, from 1. `title`: one cell alone goes across the whole row."""

    number: int
    cells: list[str]
    title: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """name: of the sheet, or the words before the table; may be empty."""

    name: str
    rows: list[TableRow]


def read_apart(content: bytes) -> list[Table]:
    """The tables of a file that came from outside, read by a process of its own. Raises TablesUnreadable: too_big,
    too_many_rows, no_tables, old_format, a_pdf, no_office_file."""
    if len(content) > MOST_BYTES:
        raise TablesUnreadable("too_big", most=MOST_BYTES // 1000)
    command = [sys.executable, "-X", "utf8", "-P", "-m", "jalon.apart.office_tables"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=3 * LIMITS.seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        raise TablesUnreadable("no_office_file") from None
    if done.returncode:
        raise TablesUnreadable("no_office_file")
    said = json.loads(done.stdout)
    if "code" in said:
        raise TablesUnreadable(said["code"], **said["said"])
    return [Table(one["name"], [TableRow(**row) for row in one["rows"]]) for one in said["tables"]]


def main() -> int:
    """Read the file on standard input, and write its tables, or what is wrong, as JSON."""
    limit(LIMITS)
    try:
        said: dict[str, Any] = {"tables": [asdict(table) for table in tables_of(sys.stdin.buffer.read())]}
    except TablesUnreadable as unreadable:
        said = {"code": unreadable.code, "said": unreadable.said}
    except (MemoryError, TookTooLong):
        return 1
    sys.stdout.write(json.dumps(said))
    return 0


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
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = {one.filename: one.file_size for one in packed.infolist()}
            if any(size > LARGEST_PART for size in names.values()):
                raise TablesUnreadable("too_big", most=LARGEST_PART // 1000)
            if "word/document.xml" in names:
                return list(_document(packed.read("word/document.xml")))
        if any(name.startswith("xl/") for name in names):
            return list(_workbook(content))
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise TablesUnreadable("no_office_file") from None
    raise TablesUnreadable("no_office_file")


# --- DOCX ---


def _document(content: bytes) -> Iterator[Table]:
    """Tables of a Word document, nested ones too, each after the words before it. ECMA-376 part 1, 17.4."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException):
        raise TablesUnreadable("no_office_file") from None
    before = ""
    inside: set[Any] = set()
    for one in root.iter():
        if one.tag == f"{WORD}p" and one not in inside:
            before = _text([one]) or before
        elif one.tag == f"{WORD}tbl":
            inside.update(one.iter(f"{WORD}p"))
            yield Table(before, list(_rows(one)))


def _rows(table: Any) -> Iterator[TableRow]:
    open_spans: dict[int, str] = {}
    for number, row in enumerate(_within(table, "tr"), 1):
        cells, spans = _cells(row, open_spans)
        yield TableRow(number, cells, len(spans) == 1 and spans[0] > 1)


def _cells(row: Any, open_spans: dict[int, str]) -> tuple[list[str], list[int]]:
    """The texts of a row, and how many columns each cell spans. `open_spans`: column -> what spans downwards there."""
    before = row.find(f"{WORD}trPr/{WORD}gridBefore")
    cells: list[str] = [""] * min(MOST_COLUMNS, _number(before, 0))
    spans = []
    for cell in _within(row, "tc"):
        facts = cell.find(f"{WORD}tcPr")
        span = max(1, min(MOST_COLUMNS, _number(facts.find(f"{WORD}gridSpan") if facts is not None else None, 1)))
        down = facts.find(f"{WORD}vMerge") if facts is not None else None
        text = _text(_within(cell, "p"))
        if down is None:
            open_spans.pop(len(cells), None)
        elif down.get(f"{WORD}val") == "restart":
            open_spans[len(cells)] = text
        else:
            text = text or open_spans.get(len(cells), "")
        cells += [text] + [""] * (span - 1)
        spans.append(span)
        if len(cells) > MOST_COLUMNS:
            break
    return cells, spans


def _within(one: Any, name: str) -> Iterator[Any]:
    """Children of a name, through content controls and tracked insertions, not through other tables."""
    for child in one:
        if child.tag == f"{WORD}{name}":
            yield child
        elif child.tag in {f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}ins", f"{WORD}customXml"}:
            yield from _within(child, name)


def _text(paragraphs: Iterable[Any]) -> str:
    lines = []
    for paragraph in paragraphs:
        said = []
        for one in paragraph.iter():
            if one.tag == f"{WORD}t":
                said.append(one.text or "")
            elif one.tag in {f"{WORD}tab", f"{WORD}br", f"{WORD}cr"}:
                said.append(" ")
            elif one.tag == f"{WORD}noBreakHyphen":
                said.append("-")
        lines.append("".join(said).strip())
    return "\n".join(line for line in lines if line)


def _number(one: Any, otherwise: int) -> int:
    said = one.get(f"{WORD}val", "") if one is not None else ""
    return int(said) if said.isdecimal() else otherwise


# --- XLSX ---


def _workbook(content: bytes) -> Iterator[Table]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception:  # whatever a broken workbook makes of its reader
        raise TablesUnreadable("no_office_file") from None
    seen = 0
    for sheet in book.worksheets[:MOST_TABLES]:
        if sheet.sheet_state != "visible":
            continue
        merged = _merged(content, getattr(sheet, "_worksheet_path", ""))
        above: dict[int, tuple[str, int]] = {}  # column -> the text that spans downwards, and up to which row
        rows = []
        for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            if number > 20 * MOST_ROWS or seen > MOST_ROWS:
                raise TablesUnreadable("too_many_rows", most=MOST_ROWS)
            cells = [_said(value) for value in values]
            across = _spread(number, cells, merged, above)
            seen += any(cells)
            rows.append(TableRow(number, cells, across and sum(map(bool, cells)) == 1))
        yield Table(sheet.title, rows)


def _spread(
    number: int,
    cells: list[str],
    merged: dict[tuple[int, int], tuple[int, int]],
    above: dict[int, tuple[str, int]],
) -> bool:
    """Tell in this row what spans it from above; whether a cell of it goes across three columns or more."""
    across = False
    for column, cell in enumerate(cells):
        last_row, last_column = merged.get((number, column), (number, column))
        across = across or (bool(cell) and last_column - column >= 2)
        if last_row > number:
            above[column] = (cell, last_row)
        elif not cell and column in above and above[column][1] >= number:
            cells[column] = above[column][0]
    return across


def _merged(content: bytes, path: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Merged cells of a sheet: (row, column) of the first -> of the last; rows from 1, columns from 0."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            part = packed.read(path.lstrip("/"))
    except KeyError:
        return {}
    return {(int(found[2]), _column(found[1])): (int(found[4]), _column(found[3])) for found in MERGED.finditer(part)}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _said(value: Any) -> str:
    """A cell as it is read on the screen, days as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
