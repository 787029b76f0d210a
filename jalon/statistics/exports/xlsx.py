"""Published months as a workbook: what it is on the first sheet, then a sheet a table, a block of columns a month."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jalon.statistics import names, publishing
from jalon.statistics.dimensions import TIMES
from jalon.statistics.publishing import Month
from jalon.statistics.suppression import ALL

KEPT_BACK = "∗"
LONGEST_NAME = 31
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def written(months: Sequence[Month]) -> bytes:
    """The file. Texts stay texts: nothing in it is a formula or a link."""
    out = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, plain)
    book.set_properties({"title": _("Figures of the border"), "author": "Jalon"})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "# ##0"}),
        "total": book.add_format({"num_format": "# ##0", "bold": True, "top": 1}),
        "kept": book.add_format({"align": "right"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheets = [_about(book, months, styles)]
    codes = list(dict.fromkeys(code for month in months for code in month.tables))
    sheets += [_table(book, code, months, styles) for code in codes]
    if any(month.times for month in months):
        sheets.append(_times(book, months, styles))
    for sheet in sheets:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if translation.get_language_bidi():
            sheet.right_to_left()
    book.close()
    return out.getvalue()


def _about(book: Any, months: Sequence[Month], styles: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(_name(_("About")))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 18)
    sheet.write_string(0, 0, _("Figures of the border"), styles["title"])
    notes = [
        _("Numbers below %(threshold)d are kept back (∗), and with them others, so that none is found by subtracting.")
        % {"threshold": settings.JALON_SMALL_CELL},
        _("Hours that did not report are not zeros: the figures speak for the hours that are named here."),
        _("Each month stands by itself; the months may be corrected later."),
    ]
    for at, note in enumerate(notes):
        sheet.merge_range(2 + at, 0, 2 + at, 4, note, styles["wrap"])
    heads = [_("Month"), _("Travellers named at the desk"), _("Hours reported"), _("Hours expected"), _("State")]
    for column, head in enumerate(heads):
        sheet.write_string(6, column, head, styles["head"])
    for at, month in enumerate(months, 7):
        sheet.write_string(at, 0, date_format(month.first, "F Y"))
        _put(sheet, at, 1, month.passages, styles["number"], styles["kept"])
        sheet.write_number(at, 2, month.coverage.reported, styles["number"])
        sheet.write_number(at, 3, month.coverage.expected, styles["number"])
        sheet.write_string(at, 4, _("provisional") if publishing.running(month.first) else "")
    return sheet


def _table(book: Any, code: str, months: Sequence[Month], styles: dict[str, Any]) -> Any:
    there = [month for month in months if code in month.tables]
    tables = [month.tables[code] for month in there]
    sheet = book.add_worksheet(_name(str(tables[0].title)))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 200, 11)
    sheet.freeze_panes(2, 1)
    rows = [*dict.fromkeys(row for table in tables for row in table.rows), ALL]
    for at, row in enumerate(rows, 2):
        sheet.write_string(at, 0, names.row(code, row), styles["total" if row == ALL else "wrap"])
    left = 1
    for month, table in zip(there, tables, strict=True):
        columns = [*table.columns, ALL] if len(table.columns) > 1 else list(table.columns)
        sheet.write_string(0, left, date_format(month.first, "F Y"), styles["head"])
        for step, column in enumerate(columns):
            sheet.write_string(1, left + step, names.column(code, column), styles["head"])
            for at, row in enumerate(rows, 2):
                if (row, column) in table.numbers:
                    style = styles["total" if row == ALL else "number"]
                    _put(sheet, at, left + step, table.numbers[(row, column)], style, styles["kept"])
        left += len(columns)
    return sheet


def _times(book: Any, months: Sequence[Month], styles: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(_name(_("Times")))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 200, 14)
    heads = (_("Half took at most, s"), _("Nine of ten took at most, s"))
    for at, title in enumerate(TIMES.values(), 2):
        sheet.write_string(at, 0, str(title))
    for step, month in enumerate(months):
        sheet.write_string(0, 1 + step * 2, date_format(month.first, "F Y"), styles["head"])
        for column, head in enumerate(heads):
            sheet.write_string(1, 1 + step * 2 + column, head, styles["head"])
            for at, code in enumerate(TIMES, 2):
                if code in month.times:
                    sheet.write_number(at, 1 + step * 2 + column, round(month.times[code][column]), styles["number"])
    return sheet


def _put(sheet: Any, row: int, column: int, number: int | None, style: Any, kept: Any) -> None:
    if number is None:
        sheet.write_string(row, column, KEPT_BACK, kept)
    else:
        sheet.write_number(row, column, number, style)


def _name(title: str) -> str:
    return title.translate(NOT_IN_A_NAME)[:LONGEST_NAME].strip()
