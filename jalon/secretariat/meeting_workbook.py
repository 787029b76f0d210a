"""A meeting as a workbook: what it is, its agenda, its delegations and how many came. Texts stay texts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from jalon.web.days import date_format
from jalon.web.spreadsheets import Book


def written(said: dict[str, Any]) -> bytes:
    """The file. said: the context of the meeting's page (views.meetings.whole)."""
    book = Book(said["meeting"].name, {"title": {"bold": True, "font_size": 16, "text_wrap": True}})
    _about(book, said)
    _agenda(book, said)
    _delegations(book, said)
    return book.written()


def _about(book: Book, said: dict[str, Any]) -> None:
    sheet, stands = book.sheet(_("Meeting"), (28, 80)), said["meeting"]
    sheet.write_string(0, 0, said["forum"].name, book.styles["bold"])
    sheet.merge_range(1, 0, 1, 1, "", book.styles["title"])
    sheet.write_string(1, 0, stands.name, book.styles["title"])
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
        sheet.write_string(row, 0, label, book.styles["bold"])
        sheet.write_string(row, 1, str(fact), book.styles["wrap"])


def _agenda(book: Book, said: dict[str, Any]) -> None:
    heads = (_("No."), _("Point"), _("What is to be decided"), _("Recommendation"), _("Minutes it takes"))
    sheet = book.sheet(_("Agenda"), (6, 60, 60, 18, 10), heads)
    for row, point in enumerate(said["agenda"], 1):
        sheet.write_number(row, 0, point["number"], book.styles["wrap"])
        about = point["recommendation"]
        texts = (point["title"], point["text"], about["number"] if about and "number" in about else "")
        for column, text in enumerate(texts, 1):
            sheet.write_string(row, column, str(text), book.styles["wrap"])
        if point["minutes"]:
            sheet.write_number(row, 4, point["minutes"], book.styles["wrap"])


def _delegations(book: Book, said: dict[str, Any]) -> None:
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
    sheet = book.sheet(_("Delegations"), (32, 24, 36, 8, *[12] * len(of_days)), heads)
    for row, one in enumerate(said["delegations"], 1):
        for column, text in enumerate((one["name"], one["as_what"], one["head"])):
            sheet.write_string(row, column, str(text), book.styles["wrap"])
        if one["seats"]:
            sheet.write_number(row, 3, one["seats"], book.styles["wrap"])
        for step, day in enumerate(one["days"]):
            if day["row"] is not None:
                sheet.write_number(row, 4 + 2 * step, day["row"].present, book.styles["wrap"])
                sheet.write_number(row, 5 + 2 * step, day["row"].women, book.styles["wrap"])
