"""What a herd's certificate means: opened, counted, taken over, decided."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.counting.models import Herd, HerdStep
from jalon.crossings.verbs import shape
from jalon.journal.opening import Opened
from jalon.journal.verbs import own_row


def apply_opened(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, direction, and all that the certificate says and the calendars answered."""
    for entry in entries:
        shape.direction(entry.body["direction"])
        shape.animals(entry.body.get("counted", {}))
        Herd.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "shift": entry.body["shift"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "position": entry.position,
                "direction": entry.body["direction"],
                "kept": entry.keep(entry.body),
            },
        )


def apply_step(entries: Sequence[Opened], tables: str) -> None:
    """body: herd, shift, and what was counted. The step is named by the second half of the verb."""
    for entry in entries:
        own_row(Herd, entry.body["herd"], entry, tables)
        _step(entry, tables)


def apply_decided(entries: Sequence[Opened], tables: str) -> None:
    """body: herd, shift, outcome (passed | turned_back | referred), reason, to."""
    for entry in entries:
        herd = own_row(Herd, entry.body["herd"], entry, tables)
        _step(entry, tables)
        later = HerdStep.objects.using(tables).filter(herd=herd.key, kind="decided", position__gt=entry.position)
        if not later.exists():
            herd.state = entry.body["outcome"]
            herd.save(using=tables, update_fields=["state"])


def _step(entry: Opened, tables: str) -> None:
    shape.animals(entry.body.get("counted", {}))
    HerdStep.objects.using(tables).update_or_create(
        key=entry.key,
        defaults={
            "herd": entry.body["herd"],
            "shift": entry.body["shift"],
            "kind": entry.header.verb.partition(".")[2],
            "officer": entry.header.actor,
            "at": entry.header.wall,
            "position": entry.position,
            "kept": entry.keep(entry.body),
        },
    )
