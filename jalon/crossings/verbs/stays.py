"""What an entry about a traveller's visa, permit or entry stamp means."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.crossings.models import StaySeen
from jalon.crossings.verbs.passages import inspection_of
from jalon.journal.opening import Opened


def apply_stay_seen(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, level (the traveller's, with what was seen); visa {…}, entered (ISO day), differences [code],
    source: `jalon.crossings.stay`."""
    for entry in entries:
        inspection = inspection_of(entry, tables)
        facts = {"officer": entry.header.actor, "at": entry.header.wall, "position": entry.position}
        StaySeen.objects.using(tables).update_or_create(
            key=entry.key, defaults={"inspection": inspection.key, "kept": entry.keep(entry.body), **facts}
        )
        # Applied again, what was seen first does not undo what was seen later.
        later = StaySeen.objects.using(tables).filter(inspection=inspection.key, position__gt=entry.position)
        if not later.exists():
            inspection.level = entry.body["level"]
            inspection.save(using=tables, update_fields=["level"])
