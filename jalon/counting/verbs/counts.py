"""What a tally means, a tally withdrawn, a plate noted."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.counting.models import Plate, Tally
from jalon.crossings.verbs import shape
from jalon.journal.opening import Opened
from jalon.journal.verbs import own_row


def apply_tallied(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, from and until (ms since 1970), strokes [[direction, means, what, how many]].

    pad, first, last: of strokes of the keypad. late {sheet}: of a number from paper. regime {rule, version, digest,
    category}: where neighbours are among them.
    """
    for entry in entries:
        shape.strokes(entry.body["strokes"])
        shape.moment("from", entry.body["from"])
        shape.moment("until", entry.body["until"])
    Tally.objects.using(tables).bulk_create(
        [
            Tally(
                key=entry.key,
                shift=entry.body["shift"],
                officer=entry.header.actor,
                at=entry.header.wall,
                position=entry.position,
                passed_from=entry.body["from"],
                passed_until=entry.body["until"],
                late="late" in entry.body,
                sheet=entry.body.get("late", {}).get("sheet", ""),
                pad=entry.body.get("pad", ""),
                first=entry.body.get("first", 0),
                last=entry.body.get("last", 0),
                strokes=entry.body["strokes"],
            )
            for entry in entries
        ],
        ignore_conflicts=True,
    )


def apply_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: tally, reason."""
    for entry in entries:
        row = own_row(Tally, entry.body["tally"], entry, tables)
        row.withdrawn_at, row.withdrawn_by = entry.header.wall, entry.header.actor
        row.withdrawn_why = entry.body["reason"]
        row.save(using=tables, update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])


def apply_plate(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, direction, what, plate."""
    for entry in entries:
        Plate.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "shift": entry.body["shift"],
                "at": entry.header.wall,
                "position": entry.position,
                "direction": entry.body["direction"],
                "what": entry.body["what"],
                "kept": entry.keep(entry.body["plate"]),
            },
        )
