"""A filled checklist (XLSX), read apart: a process of its own, under limits, without Django. Bytes in, cells out.

What the cells mean is asked afterwards, by `importing`: here they are only taken out, each with its place.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from jalon.apart.child import Limits, TookTooLong, limit

MOST_BYTES = 2_000_000
MOST_ROWS, MOST_COLUMNS = 1000, 12
LONGEST = 2000  # signs of a cell that are taken
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=1_000_000)
SHEET = "jalon"  # the sheet that `workbook` writes; else the first


class SheetUnreadable(ValueError):
    """The file is no filled checklist. `code` says what is wrong."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said


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
    if content[:4] != b"PK\x03\x04":
        raise SheetUnreadable("no_workbook")
    command = [sys.executable, "-X", "utf8", "-P", "-m", "jalon.capacity.sheet"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=3 * LIMITS.seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise SheetUnreadable("no_workbook") from None
    if done.returncode:
        raise SheetUnreadable("no_workbook")
    said = json.loads(done.stdout)
    if "code" in said:
        raise SheetUnreadable(said["code"], **said["said"])
    return Cells(said["sheet"], tuple(Row(row, tuple(cells)) for row, cells in said["rows"]))


def main() -> int:
    """Read the file on standard input, and write its cells, or what is wrong, as JSON."""
    limit(LIMITS)
    try:
        said: dict[str, Any] = cells_of(sys.stdin.buffer.read())
    except SheetUnreadable as unreadable:
        said = {"code": unreadable.code, "said": unreadable.said}
    except (MemoryError, TookTooLong):
        return 1
    sys.stdout.write(json.dumps(said))
    return 0


def cells_of(content: bytes) -> dict[str, Any]:
    """{sheet, rows: [[number, [cell, …]], …]}; dates as YYYY-MM-DD. Raises SheetUnreadable."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        rows = []
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            if number > MOST_ROWS:
                raise SheetUnreadable("too_many", most=MOST_ROWS)
            cells = [_text(cell) for cell in row]
            if any(cells):
                rows.append([number, cells])
    except (SheetUnreadable, MemoryError, TookTooLong):
        raise
    except Exception:  # whatever a broken file makes of the library
        raise SheetUnreadable("no_workbook") from None
    return {"sheet": str(sheet.title)[:60], "rows": rows}


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[:LONGEST]


if __name__ == "__main__":
    sys.exit(main())
