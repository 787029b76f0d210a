"""The sheets of a workbook (XLSX) as rows of text: measured before it is opened, read row by row."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

ZIP_MARK = b"PK\x03\x04"
LARGEST_PART = 40_000_000  # bytes of a part of the file, unpacked
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


class NoWorkbook(ValueError):
    """The bytes are no workbook, or a damaged one."""


class TooLarge(NoWorkbook):
    """A part of the file would unpack beyond LARGEST_PART."""


def parts_of(content: bytes) -> set[str]:
    """The names of the parts of a zip, none of them too large. Raises NoWorkbook, TooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise NoWorkbook from None
    # zipfile never unpacks more of a part than the size declared here.
    if any(part.file_size > LARGEST_PART for part in parts):
        raise TooLarge
    return {part.filename for part in parts}


def opened(content: bytes) -> Any:
    """The workbook, values and no formulas, to be read once from top to bottom. Raises NoWorkbook, TooLarge."""
    import openpyxl  # slow to import, and only workbooks need it

    parts_of(content)
    try:
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception:  # whatever a broken workbook makes of its reader
        raise NoWorkbook from None


def sheet_of(book: Any, name: str) -> Any:
    """The sheet of a name; the first where there is none."""
    return book[name] if name in book.sheetnames else book.worksheets[0]


def rows(sheet: Any, columns: int) -> Iterator[tuple[int, list[str]]]:
    """(number from 1, texts of so many columns at most). Whoever reads them stops where there are too many."""
    for number, values in enumerate(sheet.iter_rows(max_col=columns, values_only=True), 1):
        yield number, [text_of(value) for value in values]


def text_of(value: Any) -> str:
    """A cell as it is read on the screen: days as YYYY-MM-DD, numbers with the fifteen digits a spreadsheet keeps."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return str(value)


class Spans:
    """The merged cells of a sheet, told while its rows are read in their order: what spans rows stands in each."""

    def __init__(self, content: bytes, sheet: Any) -> None:
        self._merged = _merged(content, getattr(sheet, "_worksheet_path", ""))
        self._above: dict[int, tuple[str, int]] = {}  # column -> the text that spans downwards, and up to which row

    def fill(self, number: int, cells: list[str]) -> bool:
        """Tell in this row what spans it from above; whether a cell of it goes across three columns or more."""
        across = False
        for column, cell in enumerate(cells):
            last_row, last_column = self._merged.get((number, column), (number, column))
            across = across or (bool(cell) and last_column - column >= 2)
            if last_row > number:
                self._above[column] = (cell, last_row)
            elif not cell and column in self._above and self._above[column][1] >= number:
                cells[column] = self._above[column][0]
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
