"""The register of recommendations as a workbook, in the language that is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jalon.cooperation.texts import LANGUAGES
from jalon.web.days import date_format
from jalon.web.spreadsheets import A3, Book, Style

FIRST_ROW = 4
STYLES: dict[str, Style] = {
    "head": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top", "bg_color": "#EBEAF8"},
    "rtl": {"text_wrap": True, "valign": "top", "reading_order": 2, "align": "right"},
}


def written(title: str, rows: Sequence[Mapping[str, Any]], on: date) -> bytes:
    """The file."""
    book, columns = Book(_("Register of recommendations"), STYLES, A3), _columns()
    sheet = book.sheet(_("Recommendations"), [width for _head, width, _of in columns])
    sheet.write_string(0, 0, title, book.styles["title"])
    sheet.write_string(1, 0, _("Register of recommendations, as of %(day)s") % {"day": date_format(on, "j F Y")})
    book.heads(sheet, [head for head, _width, _of in columns], FIRST_ROW - 1)
    for line, row in enumerate(rows, FIRST_ROW):
        for at, (_head, _width, of) in enumerate(columns):
            value = of(row)
            if isinstance(value, date):
                sheet.write_datetime(line, at, value, book.styles["day"])
            else:
                sheet.write_string(line, at, str(value), book.styles["rtl" if at == ARABIC else "wrap"])
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.autofilter(FIRST_ROW - 1, 0, max(FIRST_ROW - 1 + len(rows), FIRST_ROW), len(columns) - 1)
    sheet.repeat_rows(FIRST_ROW - 1)
    return book.written()


ARABIC = 1 + list(LANGUAGES).index("ar")


def _columns() -> list[tuple[Any, int, Any]]:
    """Head, width, and what stands there of a row."""
    texts = [(name, 44, lambda row, code=code: row["one"].texts.get(code, "")) for code, name in LANGUAGES.items()]
    return [
        (_("Number"), 9, lambda row: row["one"].number),
        *texts,
        (_("Level"), 14, lambda row: row["level"]),
        (_("Theme"), 20, lambda row: row["theme"]),
        (_("Binds"), 24, lambda row: ", ".join(row["binds"])),
        (_("Until"), 12, lambda row: row["one"].due or ""),
        (_("Late"), 8, lambda row: pgettext("past its date", "late") if row["one"].late else ""),
        (_("How we will know"), 36, lambda row: row["proof"]["sentence"]),
        (_("State"), 14, _state),
        (_("Judgement"), 16, lambda row: row["judgement"]["said"]["word"] if row["judgement"] else ""),
        (_("Who judged, and why"), 36, _why),
        (_("Measures"), 10, lambda row: f"{row['measures_done']}/{row['measures']}" if row["measures"] else ""),
    ]


def _state(row: Mapping[str, Any]) -> str:
    word = str(row["state"]["word"])
    return f"{word} → {row['leads_to']}" if row["leads_to"] else word


def _why(row: Mapping[str, Any]) -> str:
    return f"{row['judgement']['who']}: {row['judgement']['why']}" if row["judgement"] else ""
