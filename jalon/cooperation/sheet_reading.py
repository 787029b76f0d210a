"""An answer sheet that came back, read apart: a process of its own, under limits, without Django. Bytes in, cells out.

The first row of a sheet bears the codes of its columns (`A:state`, `Q:reply`), so that it is understood in whatever
language it was filled in, and in whatever order its columns stand.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from jalon.apart.child import Limits, TookTooLong, limit

MOST_BYTES = 1_000_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 600, 20, 12
LONGEST = 5000  # signs of a cell that are read: what is longer than its field is refused there
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=8_000_000)
IDENTITY = "jalon"
HEAD = 6  # the row, from 0, of the headings


class SheetUnreadable(ValueError):
    """The file is no answer sheet. `code` says what is wrong."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class Line:
    """A row that somebody may have filled in. `cells`: code of the column -> what stands there; `columns`: letters."""

    sheet: str
    kind: str  # A: answers, Q: replies to questions
    row: int  # as the spreadsheet counts
    cells: dict[str, str]
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: what it says of itself, with the signature, and its rows."""

    signature: str
    said: str
    lines: list[Line]


def read_apart(content: bytes) -> Read:
    """The rows of an answer sheet. Raises SheetUnreadable."""
    if len(content) > MOST_BYTES:
        raise SheetUnreadable("sheet_too_large", most=MOST_BYTES // 1000)
    if not content.startswith(b"PK\x03\x04"):
        raise SheetUnreadable("no_workbook")
    command = [sys.executable, "-X", "utf8", "-P", "-m", "jalon.cooperation.sheet_reading"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=3 * LIMITS.seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise SheetUnreadable("no_workbook") from None
    if done.returncode:
        raise SheetUnreadable("no_workbook")
    said = json.loads(done.stdout)
    if "code" in said:
        raise SheetUnreadable(said["code"])
    return Read(said["signature"], said["said"], [Line(**line) for line in said["lines"]])


def main() -> int:
    """Read the file on standard input, and write what it holds, or what is wrong, as JSON."""
    limit(LIMITS)
    try:
        said: dict[str, Any] = asdict(read(sys.stdin.buffer.read()))
    except SheetUnreadable as unreadable:
        said = {"code": unreadable.code}
    except (MemoryError, TookTooLong):
        return 1
    sys.stdout.write(json.dumps(said))
    return 0


def read(content: bytes) -> Read:
    """What a workbook holds. Raises SheetUnreadable, and whatever a broken workbook makes its reader raise."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if IDENTITY not in book.sheetnames or len(book.sheetnames) > MOST_SHEETS:
        raise SheetUnreadable("no_answer_sheet")
    own = [
        "" if row[0] is None else str(row[0])
        for row in book[IDENTITY].iter_rows(max_row=40, max_col=1, values_only=True)
    ]
    lines: list[Line] = []
    for sheet in book.worksheets:
        if sheet.title != IDENTITY:
            lines += _lines(sheet)
    return Read(own[0] if own else "", "".join(own[1:]), lines)


def _lines(sheet: Any) -> list[Line]:
    found: list[Line] = []
    codes: dict[int, tuple[str, str]] = {}
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS, values_only=True)):
        if number == 0:
            codes = {at: (str(cell)[0], str(cell)[2:]) for at, cell in enumerate(row) if _is_code(cell)}
            continue
        if number <= HEAD or not codes:
            continue
        cells = {code: _text(row[at]) for at, (_kind, code) in codes.items() if at < len(row)}
        if any(cells.values()):
            kind = next(iter(codes.values()))[0]
            letters = {code: chr(ord("A") + at) for at, (_kind, code) in codes.items()}
            found.append(Line(sheet.title[:40], kind, number + 1, cells, letters))
    return found


def _is_code(cell: Any) -> bool:
    return isinstance(cell, str) and cell[:2] in {"A:", "Q:"} and len(cell) < 40


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[:LONGEST]


if __name__ == "__main__":
    sys.exit(main())
