"""Published months as a workbook: what it is on the first sheet, then a sheet a table, a block of columns a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.statistics import names, publishing
from jalon.statistics.dimensions import TIMES
from jalon.statistics.publishing import Month
from jalon.statistics.suppression import ALL
from jalon.web.days import date_format
from jalon.web.spreadsheets import Book, Style

KEPT_BACK = "∗"
STYLES: dict[str, Style] = {
    "number": {"num_format": "# ##0"},
    "total": {"num_format": "# ##0", "bold": True, "top": 1},
    "kept": {"align": "right"},
}


def written(months: Sequence[Month]) -> bytes:
    """The file."""
    book = Book(_("Figures of the border"), STYLES)
    _about(book, months)
    for code in dict.fromkeys(code for month in months for code in month.tables):
        _table(book, code, months)
    if any(month.times for month in months):
        _times(book, months)
    return book.written()


def _about(book: Book, months: Sequence[Month]) -> None:
    sheet = book.sheet(_("About"), (34, 18, 18, 18, 18))
    sheet.write_string(0, 0, _("Figures of the border"), book.styles["title"])
    notes = [
        _("Numbers below %(threshold)d are kept back (∗), and with them others, so that none is found by subtracting.")
        % {"threshold": settings.JALON_SMALL_CELL},
        _("Hours that did not report are not zeros: the figures speak for the hours that are named here."),
        _("Each month stands by itself; the months may be corrected later."),
    ]
    for at, note in enumerate(notes):
        sheet.merge_range(2 + at, 0, 2 + at, 4, note, book.styles["wrap"])
    heads = [_("Month"), _("Travellers named at the desk"), _("Hours reported"), _("Hours expected"), _("State")]
    book.heads(sheet, heads, 6)
    for at, month in enumerate(months, 7):
        sheet.write_string(at, 0, date_format(month.first, "F Y"))
        _put(sheet, at, 1, month.passages, book.styles["number"], book.styles["kept"])
        sheet.write_number(at, 2, month.coverage.reported, book.styles["number"])
        sheet.write_number(at, 3, month.coverage.expected, book.styles["number"])
        sheet.write_string(at, 4, _("provisional") if publishing.running(month.first) else "")


def _table(book: Book, code: str, months: Sequence[Month]) -> None:
    there = [month for month in months if code in month.tables]
    tables = [month.tables[code] for month in there]
    sheet = book.sheet(str(tables[0].title), (34,))
    sheet.set_column(1, 200, 11)
    sheet.freeze_panes(2, 1)
    rows = [*dict.fromkeys(row for table in tables for row in table.rows), ALL]
    for at, row in enumerate(rows, 2):
        sheet.write_string(at, 0, names.row(code, row), book.styles["total" if row == ALL else "wrap"])
    left = 1
    for month, table in zip(there, tables, strict=True):
        columns = [*table.columns, ALL] if len(table.columns) > 1 else list(table.columns)
        sheet.write_string(0, left, date_format(month.first, "F Y"), book.styles["head"])
        for step, column in enumerate(columns):
            sheet.write_string(1, left + step, names.column(code, column), book.styles["head"])
            for at, row in enumerate(rows, 2):
                if (row, column) in table.numbers:
                    style = book.styles["total" if row == ALL else "number"]
                    _put(sheet, at, left + step, table.numbers[(row, column)], style, book.styles["kept"])
        left += len(columns)


def _times(book: Book, months: Sequence[Month]) -> None:
    sheet = book.sheet(_("Times"), (34,))
    sheet.set_column(1, 200, 14)
    heads = (_("Half took at most, s"), _("Nine of ten took at most, s"))
    for at, title in enumerate(TIMES.values(), 2):
        sheet.write_string(at, 0, str(title))
    for step, month in enumerate(months):
        sheet.write_string(0, 1 + step * 2, date_format(month.first, "F Y"), book.styles["head"])
        for column, head in enumerate(heads):
            sheet.write_string(1, 1 + step * 2 + column, head, book.styles["head"])
            for at, code in enumerate(TIMES, 2):
                if code in month.times:
                    sheet.write_number(
                        at, 1 + step * 2 + column, round(month.times[code][column]), book.styles["number"]
                    )


def _put(sheet: Any, row: int, column: int, number: int | None, style: Any, kept: Any) -> None:
    if number is None:
        sheet.write_string(row, column, KEPT_BACK, kept)
    else:
        sheet.write_number(row, column, number, style)
