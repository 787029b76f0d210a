"""A meeting as a workbook: what it is, its agenda, its delegations and how many came. Texts stay texts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def written(said: dict[str, Any]) -> bytes:
    """The file. said: the context of the meeting's page (views.meetings.whole)."""
    out = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, plain)
    stands = said["meeting"]
    book.set_properties({"title": stands.name, "author": "Jalon"})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16, "text_wrap": True}),
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "valign": "top"}),
    }
    sheets = [_about(book, said, styles), _agenda(book, said, styles), _delegations(book, said, styles)]
    for sheet in sheets:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if translation.get_language_bidi():
            sheet.right_to_left()
    book.close()
    return out.getvalue()


def _about(book: Any, said: dict[str, Any], styles: dict[str, Any]) -> Any:
    sheet, stands = _sheet(book, _("Meeting")), said["meeting"]
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, said["forum"].name, styles["bold"])
    sheet.merge_range(1, 0, 1, 1, "", styles["title"])
    sheet.write_string(1, 0, stands.name, styles["title"])
    facts = [
        (_("State"), said["state"]),
        (_("Level"), said["level"]),
        (_("First day"), date_format(stands.starts, "j F Y")),
        (_("Last day"), date_format(stands.ends, "j F Y")),
        (_("Hours"), f"{stands.opens_at} – {stands.closes_at} {stands.zone}".strip(" –")),
        (_("Place"), stands.place),
        (_("Host"), said["host"]),
        (_("Working languages"), ", ".join(said["languages"])),
    ]
    for row, (label, fact) in enumerate(facts, 3):
        sheet.write_string(row, 0, label, styles["bold"])
        sheet.write_string(row, 1, str(fact), styles["wrap"])
    return sheet


def _agenda(book: Any, said: dict[str, Any], styles: dict[str, Any]) -> Any:
    heads = (_("No."), _("Point"), _("What is to be decided"), _("Recommendation"), _("Minutes it takes"))
    sheet = _sheet(book, _("Agenda"), heads, (6, 60, 60, 18, 10), styles)
    for row, point in enumerate(said["agenda"], 1):
        sheet.write_number(row, 0, point["number"], styles["wrap"])
        about = point["recommendation"]
        texts = (point["title"], point["text"], about["number"] if about and "number" in about else "")
        for column, text in enumerate(texts, 1):
            sheet.write_string(row, column, str(text), styles["wrap"])
        if point["minutes"]:
            sheet.write_number(row, 4, point["minutes"], styles["wrap"])
    return sheet


def _delegations(book: Any, said: dict[str, Any], styles: dict[str, Any]) -> Any:
    days = said["meeting"].days
    of_days = [
        text
        for day in days
        for text in (
            _("Present, %(day)s") % {"day": date_format(day, "j F")},
            _("of them women, %(day)s") % {"day": date_format(day, "j F")},
        )
    ]
    heads = (_("Delegation"), _("As"), _("Led by"), _("Seats"), *of_days)
    sheet = _sheet(book, _("Delegations"), heads, (32, 24, 36, 8, *[12] * len(of_days)), styles)
    for row, one in enumerate(said["delegations"], 1):
        for column, text in enumerate((one["name"], one["as_what"], one["head"])):
            sheet.write_string(row, column, str(text), styles["wrap"])
        if one["seats"]:
            sheet.write_number(row, 3, one["seats"], styles["wrap"])
        for step, day in enumerate(one["days"]):
            if day["row"] is not None:
                sheet.write_number(row, 4 + 2 * step, day["row"].present, styles["wrap"])
                sheet.write_number(row, 5 + 2 * step, day["row"].women, styles["wrap"])
    return sheet


def _sheet(
    book: Any, name: str, heads: Sequence[str] = (), widths: Sequence[int] = (), styles: dict[str, Any] | None = None
) -> Any:
    sheet = book.add_worksheet(name.translate(NOT_IN_A_NAME).strip()[:31])
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, (styles or {})["head"])
    if heads:
        sheet.freeze_panes(1, 0)
    return sheet
