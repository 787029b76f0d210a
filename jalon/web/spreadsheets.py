"""Workbooks (XLSX) that rooms hand out: the styles they share, set from right to left where the language is read so.

Texts stay texts: nothing in them is a formula or a link, whatever somebody wrote into a field. `safe` does the same for
the cells of a CSV.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31  # of a sheet
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# A spreadsheet would take these for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A3, A4 = 8, 9  # as XlsxWriter numbers paper

Style = Mapping[str, Any]  # of a style, as XlsxWriter calls them
STYLES: dict[str, Style] = {
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "bold": {"bold": True, "text_wrap": True, "valign": "top"},
    "quiet": {"text_wrap": True, "valign": "top", "font_color": "#4d473e"},
    "day": {"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"},
}


class Book:
    """A workbook while it is written. `styles`: those of the house, and those that a room adds or sets otherwise."""

    def __init__(self, title: str, styles: Mapping[str, Style] | None = None, paper: int = A4) -> None:
        self._out = BytesIO()
        self._paper = paper
        self.book = xlsxwriter.Workbook(self._out, PLAIN)
        self.book.set_properties({"title": title, "author": "Jalon"})
        self.styles: dict[str, Any] = {
            name: self.book.add_format(dict(facts)) for name, facts in {**STYLES, **(styles or {})}.items()
        }

    def sheet(self, name: str, widths: Sequence[float] = (), heads: Sequence[Any] = ()) -> Any:
        """A sheet of XlsxWriter, one page wide on paper. `widths`: of its columns; `heads`: its first row, which stays
        in sight."""
        sheet = self.book.add_worksheet(name.translate(NOT_IN_A_NAME)[:LONGEST_NAME].strip())
        sheet.set_landscape()
        sheet.set_paper(self._paper)
        sheet.fit_to_pages(1, 0)
        if translation.get_language_bidi():
            sheet.right_to_left()
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if heads:
            self.heads(sheet, heads)
            sheet.freeze_panes(1, 0)
        return sheet

    def heads(self, sheet: Any, heads: Sequence[Any], row: int = 0) -> None:
        """The headings of a table, in a row counted from 0."""
        for column, head in enumerate(heads):
            sheet.write_string(row, column, str(head), self.styles["head"])

    def written(self) -> bytes:
        """The file. Nothing can be added after it."""
        self.book.close()
        return self._out.getvalue()


def safe(cell: object) -> object:
    """A text of a CSV that no spreadsheet runs; whatever is no text as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
