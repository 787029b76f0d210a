"""What the entries about paper mean: sheets numbered, marked and keyed in, a late hit answered, a register made."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.crossings.models import Answered, Register, Sheet, SheetLine
from jalon.crossings.verbs import shape
from jalon.crossings.verbs.passages import inspection_of
from jalon.journal.opening import Opened, entry_key
from jalon.journal.verbs import AntecedentMissing, own, own_row

MOST_SHEETS = 2000  # in one printing


def apply_sheets_printed(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, kind (register | count), series, first, count, origin. A sheet's key derives from its place."""
    for entry in entries:
        body, header = entry.body, entry.header
        shape.number("count", body["count"], 1, MOST_SHEETS)
        shape.number("first", body["first"], 1, 2**31 - 1 - MOST_SHEETS)
        Sheet.objects.using(tables).bulk_create(
            [
                Sheet(
                    key=entry_key(header.node, entry.epoch, header.seq, index),
                    node=header.node,
                    kind=body["kind"],
                    series=body["series"],
                    number=body["first"] + index,
                    printed_by=header.actor,
                    printed_at=header.wall,
                    batch=entry.key,
                    origin=body["origin"],
                )
                for index in range(body["count"])
            ],
            ignore_conflicts=True,
        )


def apply_sheets_marked(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, sheets [key], state (unused | given | keyed | void | missing), why, holder."""
    for entry in entries:
        for key in entry.body["sheets"]:
            _mark(entry, key, entry.body["state"], entry.body["why"], entry.body["holder"], tables)


def apply_lines_keyed(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, sheet (key), lines [number], whole (nothing more is written on the sheet).

    The first to key a line keyed it; the act refuses the second.
    """
    for entry in entries:
        body, header = entry.body, entry.header
        if not Sheet.objects.using(tables).filter(key=own(body["sheet"], entry)).exists():
            raise AntecedentMissing(body["sheet"])
        if len(body["lines"]) > MOST_SHEETS:
            raise ValueError("no sheet has so many lines")
        for index, line in enumerate(body["lines"]):
            key = entry_key(header.node, entry.epoch, header.seq, index)
            who = {"key": key, "officer": header.actor, "at": header.wall}
            SheetLine.objects.using(tables).get_or_create(sheet=body["sheet"], line=line, defaults=who)
        if body["whole"]:
            _mark(entry, body["sheet"], "keyed", "", None, tables)


def apply_answered(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, shift, finding, to, remark."""
    for entry in entries:
        inspection = inspection_of(entry, tables)
        Answered.objects.using(tables).get_or_create(
            inspection=inspection.key,
            defaults={
                "key": entry.key,
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "kept": entry.keep(entry.body),
            },
        )


def apply_register_made(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, rows (how many), digest (SHA-256, hexadecimal), head (epoch seq hash), why."""
    for entry in entries:
        body = entry.body
        Register.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "shift": body["shift"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "rows": body["rows"],
                "digest": body["digest"],
                "head": body["head"],
            },
        )


def _mark(entry: Opened, key: str, state: str, why: str, holder: str | None, tables: str) -> None:
    """`holder` None: as it was."""
    sheet = own_row(Sheet, key, entry, tables)
    sheet.state, sheet.why = state, why
    sheet.holder = sheet.holder if holder is None else holder
    sheet.marked_by, sheet.marked_at = entry.header.actor, entry.header.wall
    sheet.save(using=tables)
