"""A project as a workbook: what it is, its budget with what was spent, its results, its measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jalon.cooperation.texts import in_language
from jalon.secretariat.recs_file import PLAIN

Styles = dict[str, Any]


def written(
    project: Mapping[str, Any], results: Sequence[Mapping[str, Any]], measures: Sequence[Mapping[str, Any]]
) -> bytes:
    """The file. Texts stay texts: nothing in it is a formula or a link."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    book.set_properties({"title": project["title"], "author": "Jalon"})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top", "bg_color": "#EBEAF8"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "money": book.add_format({"num_format": "# ##0.00", "valign": "top"}),
        "total": book.add_format({"num_format": "# ##0.00", "bold": True, "top": 1}),
        "share": book.add_format({"num_format": "0 %", "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
    }
    sheets = [
        _about(book, project, styles),
        _budget(book, project["one"], styles),
        _spent(book, project["one"], styles),
        _results(book, results, styles),
        _measures(book, measures, styles),
    ]
    for sheet in sheets:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if translation.get_language_bidi():
            sheet.right_to_left()
    book.close()
    return out.getvalue()


def _about(book: Any, project: Mapping[str, Any], styles: Styles) -> Any:
    one, sheet = project["one"], book.add_worksheet(_("Project")[:31])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 70)
    sheet.write_string(0, 0, project["title"], styles["title"])
    facts = [
        (_("Code"), one.code),
        (_("Donor"), project["donor"]),
        (_("Who carries it out"), project["implements"]),
        (_("Countries"), ", ".join(project["countries"])),
        (_("Months"), f"{date_format(one.starts, 'j F Y')} – {date_format(one.ends, 'j F Y')} ({one.months})"),
        (_("Currency"), one.currency),
        (_("IATI identifier"), one.iati),
        (_("What it is for"), project["text"]),
    ]
    for at, (label, value) in enumerate(facts, 2):
        sheet.write_string(at, 0, str(label), styles["wrap"])
        sheet.write_string(at, 1, str(value), styles["wrap"])
    return sheet


def _budget(book: Any, one: Any, styles: Styles) -> Any:
    heads = [pgettext("of a budget", "Line"), _("Title"), _("Amount"), _("Spent"), _("Left"), _("Share spent")]
    sheet = _sheet(book, _("Budget"), heads, [10, 50, 18, 18, 18, 12], styles)
    for at, line in enumerate(one.lines, 1):
        sheet.write_string(at, 0, line.number, styles["wrap"])
        sheet.write_string(at, 1, in_language(line.title), styles["wrap"])
        for column, amount in enumerate((line.amount, line.spent, line.left), 2):
            _money(sheet, at, column, amount, styles["money"])
        sheet.write_number(at, 5, line.share, styles["share"])
    last = len(one.lines) + 1
    sheet.write_string(last, 1, _("Together"), styles["total"])
    for column, amount in enumerate((one.amount, one.spent, one.left), 2):
        _money(sheet, last, column, amount, styles["total"])
    return sheet


def _spent(book: Any, one: Any, styles: Styles) -> Any:
    heads = [_("Date"), pgettext("of a budget", "Line"), _("Amount"), _("Note")]
    sheet = _sheet(book, _("Spending"), heads, [12, 10, 18, 60], styles)
    for at, each in enumerate(one.spendings, 1):
        sheet.write_datetime(at, 0, each.on, styles["day"])
        sheet.write_string(at, 1, each.line, styles["wrap"])
        _money(sheet, at, 2, each.amount, styles["money"])
        sheet.write_string(at, 3, each.note, styles["wrap"])
    return sheet


def _results(book: Any, results: Sequence[Mapping[str, Any]], styles: Styles) -> Any:
    heads = [_("Number"), _("Result"), _("Indicator"), _("It stood at"), _("To be reached"), _("Reached"), _("As of")]
    sheet = _sheet(book, _("Results"), heads, [10, 50, 40, 14, 14, 14, 14], styles)
    for at, row in enumerate(results, 1):
        values = (row["one"].number, row["title"], row["indicator"], row["baseline"], row["target"], row["reached"])
        for column, value in enumerate(values):
            sheet.write_string(at, column, str(value), styles["wrap"])
        if isinstance(row["until"], date):
            sheet.write_datetime(at, 6, row["until"], styles["day"])
    return sheet


def _measures(book: Any, measures: Sequence[Mapping[str, Any]], styles: Styles) -> Any:
    heads = [pgettext("of a budget", "Line"), _("Measure"), _("Who does it"), _("Posts")]
    heads += [pgettext("a day", "From"), pgettext("a day", "To"), _("State")]
    sheet = _sheet(book, _("Measures"), heads, [10, 50, 24, 24, 14, 14, 14], styles)
    for at, row in enumerate(measures, 1):
        one = row["one"]
        for column, value in enumerate((one.line, row["title"], row["owner"], " ".join(one.posts))):
            sheet.write_string(at, column, str(value), styles["wrap"])
        for column, day in ((4, one.starts), (5, one.ends)):
            if day is not None:
                sheet.write_datetime(at, column, day, styles["day"])
        sheet.write_string(at, 6, str(row["state"]["word"]), styles["wrap"])
    return sheet


def _sheet(book: Any, name: str, heads: Sequence[Any], widths: Sequence[int], styles: Styles) -> Any:
    sheet = book.add_worksheet(str(name)[:31])
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(head), styles["head"])
    sheet.freeze_panes(1, 0)
    return sheet


def _money(sheet: Any, at: int, column: int, amount: Decimal, style: Any) -> None:
    sheet.write_number(at, column, float(amount), style)
