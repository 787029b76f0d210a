"""An answer sheet that came back, read apart: a process of its own, under limits, without Django. Bytes in, cells out.

The first row of a sheet bears the codes of its columns (`A:state`, `Q:reply`), so that it is understood in whatever
language it was filled in, and in whatever order its columns stand.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from jalon.apart import piped, workbooks
from jalon.apart.child import Limits
from jalon.apart.piped import Unreadable

MOST_BYTES = 1_000_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 600, 20, 12
LONGEST = 5000  # signs of a cell that are read: what is longer than its field is refused there
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=8_000_000)
IDENTITY = "jalon"
HEAD = 6  # the row, from 0, of the headings


class SheetUnreadable(Unreadable):
    """The file is no answer sheet."""


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
    said = piped.read_apart("jalon.cooperation.sheet_reading", content, LIMITS, SheetUnreadable, "no_workbook")
    return Read(said["signature"], said["said"], [Line(**line) for line in said["lines"]])


def main() -> int:
    """Read the file on standard input, and write what it holds, or what is wrong, as JSON."""
    return piped.answer(LIMITS, lambda content: asdict(read(content)))


def read(content: bytes) -> Read:
    """What a workbook holds. Raises SheetUnreadable."""
    try:
        book = workbooks.opened(content)
    except workbooks.NoWorkbook:
        raise SheetUnreadable("no_workbook") from None
    if IDENTITY not in book.sheetnames or len(book.sheetnames) > MOST_SHEETS:
        raise SheetUnreadable("no_answer_sheet")
    own = [cells[0] for _number, cells in islice(workbooks.rows(book[IDENTITY], 1), 40)]
    lines: list[Line] = []
    for sheet in book.worksheets:
        if sheet.title != IDENTITY:
            lines += _lines(sheet)
    return Read(own[0] if own else "", "".join(own[1:]), lines)


def _lines(sheet: Any) -> list[Line]:
    found: list[Line] = []
    codes: dict[int, tuple[str, str]] = {}
    for number, row in islice(workbooks.rows(sheet, MOST_COLUMNS), MOST_ROWS):
        if number == 1:
            codes = {at: (cell[0], cell[2:]) for at, cell in enumerate(row) if _is_code(cell)}
            continue
        if number <= HEAD + 1 or not codes:
            continue
        cells = {code: row[at].strip()[:LONGEST] for at, (_kind, code) in codes.items() if at < len(row)}
        if any(cells.values()):
            kind = next(iter(codes.values()))[0]
            letters = {code: chr(ord("A") + at) for at, (_kind, code) in codes.items()}
            found.append(Line(sheet.title[:40], kind, number, cells, letters))
    return found


def _is_code(cell: str) -> bool:
    return cell[:2] in {"A:", "Q:"} and len(cell) < 40


if __name__ == "__main__":
    sys.exit(main())
