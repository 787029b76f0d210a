"""A project as a workbook: what it is, its budget with what was spent, its results, its measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jalon.cooperation.texts import in_language
from jalon.web.days import date_format
from jalon.web.spreadsheets import Book, Style

STYLES: dict[str, Style] = {
    "head": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top", "bg_color": "#EBEAF8"},
    "money": {"num_format": "# ##0.00", "valign": "top"},
    "total": {"num_format": "# ##0.00", "bold": True, "top": 1},
    "share": {"num_format": "0 %", "valign": "top"},
}


def written(
    project: Mapping[str, Any], results: Sequence[Mapping[str, Any]], measures: Sequence[Mapping[str, Any]]
) -> bytes:
    """The file."""
    book = Book(project["title"], STYLES)
    _about(book, project)
    _budget(book, project["one"])
    _spent(book, project["one"])
    _results(book, results)
    _measures(book, measures)
    return book.written()


def _about(book: Book, project: Mapping[str, Any]) -> None:
    one, sheet = project["one"], book.sheet(_("Project"), (28, 70))
    sheet.write_string(0, 0, project["title"], book.styles["title"])
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
        sheet.write_string(at, 0, str(label), book.styles["wrap"])
        sheet.write_string(at, 1, str(value), book.styles["wrap"])


def _budget(book: Book, one: Any) -> None:
    heads = [pgettext("of a budget", "Line"), _("Title"), _("Amount"), _("Spent"), _("Left"), _("Share spent")]
    sheet = book.sheet(_("Budget"), [10, 50, 18, 18, 18, 12], heads)
    for at, line in enumerate(one.lines, 1):
        sheet.write_string(at, 0, line.number, book.styles["wrap"])
        sheet.write_string(at, 1, in_language(line.title), book.styles["wrap"])
        for column, amount in enumerate((line.amount, line.spent, line.left), 2):
            _money(sheet, at, column, amount, book.styles["money"])
        sheet.write_number(at, 5, line.share, book.styles["share"])
    last = len(one.lines) + 1
    sheet.write_string(last, 1, _("Together"), book.styles["total"])
    for column, amount in enumerate((one.amount, one.spent, one.left), 2):
        _money(sheet, last, column, amount, book.styles["total"])


def _spent(book: Book, one: Any) -> None:
    heads = [_("Date"), pgettext("of a budget", "Line"), _("Amount"), _("Note")]
    sheet = book.sheet(_("Spending"), [12, 10, 18, 60], heads)
    for at, each in enumerate(one.spendings, 1):
        sheet.write_datetime(at, 0, each.on, book.styles["day"])
        sheet.write_string(at, 1, each.line, book.styles["wrap"])
        _money(sheet, at, 2, each.amount, book.styles["money"])
        sheet.write_string(at, 3, each.note, book.styles["wrap"])


def _results(book: Book, results: Sequence[Mapping[str, Any]]) -> None:
    heads = [_("Number"), _("Result"), _("Indicator"), _("It stood at"), _("To be reached"), _("Reached"), _("As of")]
    sheet = book.sheet(_("Results"), [10, 50, 40, 14, 14, 14, 14], heads)
    for at, row in enumerate(results, 1):
        values = (row["one"].number, row["title"], row["indicator"], row["baseline"], row["target"], row["reached"])
        for column, value in enumerate(values):
            sheet.write_string(at, column, str(value), book.styles["wrap"])
        if isinstance(row["until"], date):
            sheet.write_datetime(at, 6, row["until"], book.styles["day"])


def _measures(book: Book, measures: Sequence[Mapping[str, Any]]) -> None:
    heads = [pgettext("of a budget", "Line"), _("Measure"), _("Who does it"), _("Posts")]
    heads += [pgettext("a day", "From"), pgettext("a day", "To"), _("State")]
    sheet = book.sheet(_("Measures"), [10, 50, 24, 24, 14, 14, 14], heads)
    for at, row in enumerate(measures, 1):
        one = row["one"]
        for column, value in enumerate((one.line, row["title"], row["owner"], " ".join(one.posts))):
            sheet.write_string(at, column, str(value), book.styles["wrap"])
        for column, day in ((4, one.starts), (5, one.ends)):
            if day is not None:
                sheet.write_datetime(at, column, day, book.styles["day"])
        sheet.write_string(at, 6, str(row["state"]["word"]), book.styles["wrap"])


def _money(sheet: Any, at: int, column: int, amount: Decimal, style: Any) -> None:
    sheet.write_number(at, column, float(amount), style)
