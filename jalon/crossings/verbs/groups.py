"""What the entries about a vehicle and the company of its passengers mean."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.crossings.models import Company, Expected, Group, Inspection
from jalon.crossings.verbs import shape
from jalon.crossings.verbs.passages import said_of_a_case, shift_of
from jalon.journal import rows
from jalon.journal.opening import Blank, Opened, entry_key
from jalon.journal.verbs import own_keys, own_row

MOST_LISTED = 2000  # lines of a passenger list; its reader stops at half of that
MOST_HEADS = 10_000


def apply_group_opened(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, direction, kind, announced (or null), plate, company, driver, origin, destination; load, if said."""
    for entry in entries:
        Group.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "shift": entry.body["shift"],
                "officer": entry.header.actor,
                "opened_at": entry.header.wall,
                "position": entry.position,
                "direction": entry.body["direction"],
                "kind": entry.body["kind"],
                "announced": entry.body["announced"],
                "kept": entry.keep(entry.body),
            },
        )


def blank_group_opened(entries: Sequence[Blank], tables: str) -> None:
    """A vehicle of a shift that was handed over: a rebuild needs the row for what names nobody, and removes it where it
    comes to the closing of that shift."""
    for entry in entries:
        Group.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "shift": shift_of(entry, tables),
                "officer": entry.header.actor,
                "opened_at": entry.header.wall,
                "position": entry.position,
                "direction": "",
                "kind": "",
                "kept": b"",
            },
        )


def apply_group_amended(entries: Sequence[Opened], tables: str) -> None:
    """body: group, and all that `group.opened` says, as it should have been said."""
    for entry in entries:
        group = own_row(Group, entry.body["group"], entry, tables)
        group.kind, group.direction = entry.body["kind"], entry.body["direction"]
        group.announced, group.kept, group.amended = entry.body["announced"], entry.keep(entry.body), entry.key
        group.save(using=tables, update_fields=["kind", "direction", "announced", "kept", "amended"])


def apply_group_counted(entries: Sequence[Opened], tables: str) -> None:
    """body: group, counted (heads)."""
    for entry in entries:
        group = own_row(Group, entry.body["group"], entry, tables)
        shape.number("counted", entry.body["counted"], 0, MOST_HEADS)
        group.counted = entry.body["counted"]
        group.save(using=tables, update_fields=["counted"])


def apply_group_listed(entries: Sequence[Opened], tables: str) -> None:
    """body: group, lines [[number, fields]], ticked {line: inspection}: a passenger list, in place of any before."""
    for entry in entries:
        group, body = own_row(Group, entry.body["group"], entry, tables), entry.body
        if len(body["lines"]) > MOST_LISTED:
            raise ValueError("no passenger list is so long")
        Expected.objects.using(tables).filter(group=group.key).delete()
        place = (entry.header.node, entry.epoch, entry.header.seq)
        Expected.objects.using(tables).bulk_create(
            Expected(
                key=entry_key(*place, index),
                group=group.key,
                line=number,
                inspection=body["ticked"].get(str(number), ""),
                kept=entry.keep(fields),
            )
            for index, (number, fields) in enumerate(body["lines"])
        )


def apply_group_ticked(entries: Sequence[Opened], tables: str) -> None:
    """body: group, line, inspection (empty: nobody answers to it after all)."""
    for entry in entries:
        group = own_row(Group, entry.body["group"], entry, tables)
        lines = Expected.objects.using(tables).filter(group=group.key, line=entry.body["line"])
        lines.update(inspection=entry.body["inspection"])


def apply_group_closed(entries: Sequence[Opened], tables: str) -> None:
    """body: group, shift, announced, counted, listed, why."""
    for entry in entries:
        group = own_row(Group, entry.body["group"], entry, tables)
        group.closed_at = entry.header.wall
        group.save(using=tables, update_fields=["closed_at"])


def apply_accompanied(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, with, adult (inspection, or empty), consent_seen."""
    rows.found(Inspection, own_keys(entries, "inspection"), tables)
    rows.put(
        Company,
        [said_of_a_case(entry) for entry in entries],
        tables,
    )
