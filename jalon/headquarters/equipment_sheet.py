"""Equipment as a workbook: a line a thing, as it stands on a day, and a line an outage. Texts stay texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jalon.capacity import equipment, uptime, words
from jalon.capacity.kinds import kind_name, trouble_name
from jalon.headquarters.capacity import names
from jalon.web.spreadsheets import Book, Style

STYLES: dict[str, Style] = {"day": {"num_format": "yyyy-mm-dd", "align": "left"}, "amount": {"num_format": "# ##0.00"}}


def written(since: date, until: date) -> bytes:
    """The file: how things stand on the last day of a period, and the outages that touch it."""
    book = Book(_("Equipment of the posts"), STYLES)
    _sheet(book, _("Equipment"), _things(since, until))
    _sheet(book, _("Outages"), _outages(since, until))
    return book.written()


def _things(since: date, until: date) -> Iterable[Sequence[Any]]:
    yield (
        _("Post"),
        _("Name of the post"),
        _("Kind"),
        _("What it is called at the post"),
        _("Serial number"),
        _("State"),
        _("Since"),
        _("What is wrong"),
        _("Days in service in the period"),
        _("Days broken in the period"),
        _("Project"),
        _("Budget line"),
        _("Cost"),
        _("Currency"),
        _("At the post since"),
        _("Entry"),
    )
    called = names()
    served = _served(since, until)
    for one in sorted(equipment.standing(until).values(), key=lambda one: (one.post, one.asset.kind, one.asset.label)):
        thing, days = one.asset, served.get(one.asset.key, uptime.Uptime())
        yield (
            one.post,
            called.get(one.post, ""),
            kind_name(thing.kind),
            thing.label,
            thing.serial,
            str(words.STATES[one.state]["word"]),
            one.since,
            trouble_name(one.trouble) if one.broken else "",
            days.served,
            days.broken,
            thing.project,
            thing.line,
            thing.cost,
            thing.currency,
            thing.on,
            one.key,
        )


def _served(since: date, until: date) -> dict[str, uptime.Uptime]:
    found: dict[str, uptime.Uptime] = {}
    for spell in equipment.spells():
        found.setdefault(spell.asset.key, uptime.Uptime()).add(spell, since, until)
    return found


def _outages(since: date, until: date) -> Iterable[Sequence[Any]]:
    yield (
        _("Post"),
        _("Name of the post"),
        _("Kind"),
        _("What it is called at the post"),
        _("Serial number"),
        _("Broken since"),
        _("Repaired"),
        _("Days"),
        _("What is wrong"),
        _("Entries"),
    )
    called = names()
    whole = uptime.of_all(since, until, equipment.spells())
    for one in sorted(whole.outages, key=lambda one: (one.post, one.since, one.asset.key)):
        yield (
            one.post,
            called.get(one.post, ""),
            kind_name(one.asset.kind),
            one.asset.label,
            one.asset.serial,
            one.since,
            one.until,
            uptime.length(one, until),
            trouble_name(one.trouble),
            " ".join(one.keys),
        )


def _sheet(book: Book, title: str, rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.sheet(title)
    widths: dict[int, int] = {}
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            widths[column] = max(widths.get(column, 8), min(36, len(str(value or "")) + 2 if at else 12))
            if value is None:
                continue
            if isinstance(value, date):
                sheet.write_datetime(at, column, datetime.combine(value, datetime.min.time()), book.styles["day"])
            elif isinstance(value, str):
                sheet.write_string(at, column, value, book.styles["head"] if at == 0 else None)
            elif isinstance(value, int):
                sheet.write_number(at, column, value)
            else:
                sheet.write_number(at, column, float(value), book.styles["amount"])
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
