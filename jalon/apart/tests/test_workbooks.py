"""Workbooks from outside: what their cells say, and that no reader unpacks what is too large."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from jalon.apart import workbooks
from jalon.bureau import answers
from jalon.capacity import sheet
from jalon.cooperation import sheet_reading
from jalon.crossings import manifest

READERS = {
    "a filled checklist": (sheet.cells_of, "no_workbook"),
    "an answer sheet": (sheet_reading.read, "no_workbook"),
    "answers of the bureau": (lambda content: answers.rows_of(content, "a.xlsx"), "no_answers"),
    "a passenger list": (lambda content: manifest.lines_of(content, "a.xlsx"), "no_list"),
}


@pytest.mark.parametrize(
    "value, said",
    [
        (None, ""),
        (datetime(2026, 11, 25, 8, 30), "2026-11-25"),
        (date(2026, 11, 25), "2026-11-25"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (12345678901.5, "12345678901.5"),
        ("Nom", "Nom"),
        (True, "True"),
    ],
)
def test_a_cell_as_it_is_read_on_the_screen(value, said):
    assert workbooks.text_of(value) == said


@pytest.mark.parametrize("read, code", READERS.values(), ids=READERS)
def test_every_reader_measures_a_workbook_before_it_is_opened(read, code, monkeypatch):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, "x" * 3000)
    monkeypatch.setattr(workbooks, "LARGEST_PART", 2000)
    with pytest.raises(ValueError, match=code):
        read(file.getvalue())
