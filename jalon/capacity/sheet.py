"""A filled checklist (XLSX), read apart: a process of its own, under limits, without Django. Bytes in, cells out.

What the cells mean is asked afterwards, by `importing`: here they are only taken out, each with its place.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from jalon.apart import piped, workbooks
from jalon.apart.child import Limits
from jalon.apart.piped import Unreadable

MOST_BYTES = 2_000_000
MOST_ROWS, MOST_COLUMNS = 1000, 12
LONGEST = 2000  # signs of a cell that are taken
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=1_000_000)
SHEET = "jalon"  # the sheet that `workbook` writes; else the first


class SheetUnreadable(Unreadable):
    """The file is no filled checklist."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet that holds something, with its number from 1."""

    row: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands in the sheet that counts."""

    sheet: str
    rows: tuple[Row, ...]


def read_apart(content: bytes) -> Cells:
    """The cells of the file. Raises SheetUnreadable."""
    if len(content) > MOST_BYTES:
        raise SheetUnreadable("too_big", most=MOST_BYTES // 1000)
    said = piped.read_apart("jalon.capacity.sheet", content, LIMITS, SheetUnreadable, "no_workbook")
    return Cells(said["sheet"], tuple(Row(row, tuple(cells)) for row, cells in said["rows"]))


def main() -> int:
    """Read the file on standard input, and write its cells, or what is wrong, as JSON."""
    return piped.answer(LIMITS, cells_of)


def cells_of(content: bytes) -> dict[str, Any]:
    """{sheet, rows: [[number, [cell, …]], …]}; dates as YYYY-MM-DD. Raises SheetUnreadable."""
    try:
        book = workbooks.opened(content)
    except workbooks.NoWorkbook:
        raise SheetUnreadable("no_workbook") from None
    sheet = workbooks.sheet_of(book, SHEET)
    rows: list[Any] = []
    for number, cells in workbooks.rows(sheet, MOST_COLUMNS):
        if number > MOST_ROWS:
            raise SheetUnreadable("too_many", most=MOST_ROWS)
        if any(cells):
            rows.append([number, [cell.strip()[:LONGEST] for cell in cells]])
    return {"sheet": str(sheet.title)[:60], "rows": rows}


if __name__ == "__main__":
    sys.exit(main())
