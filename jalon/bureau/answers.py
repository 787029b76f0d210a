"""A file of the bureau's answers (CSV, XLSX), read apart: a process of its own, under limits, without Django.

Four columns are known: number, answer, reference, what to do. Any other column is refused with the whole file: nothing
else of INTERPOL's data enters here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from jalon.apart import piped, workbooks
from jalon.apart.child import Limits
from jalon.apart.piped import Unreadable
from jalon.apart.small_table import NoText, plain, rows_of_text

MOST_BYTES = 1_000_000
MOST_ROWS = 500
LIMITS = Limits(memory=1 << 30, seconds=20, largest_file=1_000_000)
LONGEST_REFERENCE = 40
LONGEST_TO_DO = 300
LONGEST = 400  # signs of a cell that are read: what is longer than its field is refused there
NUMBER = re.compile(r"(\d{4})-(\d{1,9})")

# What the heading of a column may be called, without accents and case, in the languages of the house.
HEADINGS = {
    "number": ("number", "query", "numero", "n°", "no", "demande", "الرقم", "رقم الطلب"),
    "answer": ("answer", "result", "reponse", "resultat", "الجواب", "النتيجة"),
    "reference": ("reference", "bureau reference", "reference du bureau", "المرجع"),
    "what_to_do": ("what to do", "action", "conduite a tenir", "a faire", "الإجراء", "ما يجب فعله"),
}
# … and what an answer may be called.
ANSWERS = {
    "nothing": ("nothing", "no hit", "none", "rien", "neant", "negatif", "لا شيء", "سلبي"),
    "hit": ("hit", "positive", "positif", "touche", "إصابة", "إيجابي"),
    "partial": ("partial", "possible", "partiel", "partielle", "جزئي", "محتمل"),
}


class AnswersUnreadable(Unreadable):
    """The file is no file of answers."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file. `answer` is a key of ANSWERS, or the cell as written where it is none."""

    row: int
    number: str
    answer: str
    reference: str
    what_to_do: str

    @property
    def serial(self) -> int:
        """The number without its year; 0 where it is none."""
        found = NUMBER.fullmatch(self.number)
        return int(found[2]) if found else 0


def read_apart(content: bytes, name: str) -> list[Row]:
    """The rows of a file of answers. Raises AnswersUnreadable."""
    if len(content) > MOST_BYTES:
        raise AnswersUnreadable("too_big", most=MOST_BYTES // 1000)
    said = piped.read_apart("jalon.bureau.answers", content, LIMITS, AnswersUnreadable, "no_answers", name)
    return [Row(**row) for row in said["rows"]]


def main(name: str) -> int:
    """Read the file on standard input, and write its rows, or what is wrong, as JSON."""
    return piped.answer(LIMITS, lambda content: {"rows": [asdict(row) for row in rows_of(content, name)]})


def rows_of(content: bytes, name: str) -> list[Row]:
    """The rows, as written, each with its place in the file from 1. Raises AnswersUnreadable."""
    table = enumerate(_workbook(content) if content[:4] == workbooks.ZIP_MARK else _text(content), 1)
    heading = next(((at, row) for at, row in table if any(cell.strip() for cell in row)), None)
    if heading is None:
        raise AnswersUnreadable("empty", name=name)
    columns = _columns(*heading)
    found: list[Row] = []
    for at, row in table:
        cells = {columns[place]: cell.strip()[:LONGEST] for place, cell in enumerate(row) if place in columns}
        if not any(cell for name_, cell in cells.items() if name_ != "number"):
            continue  # not answered yet
        if len(found) == MOST_ROWS:
            raise AnswersUnreadable("too_many", most=MOST_ROWS)
        found.append(_row(at, cells))
    if not found:
        raise AnswersUnreadable("empty", name=name)
    return found


def _columns(at: int, heading: list[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for place, cell in enumerate(heading):
        field = next((field for field, names in HEADINGS.items() if plain(cell) in names), None)
        if field is None and cell.strip():
            raise AnswersUnreadable("column_unknown", row=at, column=cell.strip()[:60])
        if field is not None:
            if field in columns.values():
                raise AnswersUnreadable("column_twice", row=at, column=cell.strip()[:60])
            columns[place] = field
    for needed in ("number", "answer", "reference"):
        if needed not in columns.values():
            raise AnswersUnreadable("column_missing", row=at, column=needed)
    return columns


def _row(at: int, cells: dict[str, str]) -> Row:
    answer = next((code for code, names in ANSWERS.items() if plain(cells["answer"]) in names), cells["answer"])
    number = NUMBER.fullmatch(cells["number"])
    label = f"{number[1]}-{int(number[2]):05d}" if number else cells["number"]
    return Row(at, label, answer, cells["reference"], cells.get("what_to_do", ""))


def _text(content: bytes) -> Iterator[list[str]]:
    try:
        yield from rows_of_text(content)
    except NoText:
        raise AnswersUnreadable("no_text") from None


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        book = workbooks.opened(content)
    except workbooks.NoWorkbook:
        raise AnswersUnreadable("no_answers") from None
    # The file that was carried comes back: its second sheet has the answers.
    for number, cells in workbooks.rows(workbooks.sheet_of(book, "answers"), 20):
        if number > 2 * MOST_ROWS + 1:
            raise AnswersUnreadable("too_many", most=MOST_ROWS)
        yield cells


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
