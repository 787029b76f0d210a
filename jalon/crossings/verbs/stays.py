"""What an entry about a traveller's visa, permit or entry stamp means."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.crossings.models import Inspection, StaySeen
from jalon.crossings.verbs.passages import said_of_a_case
from jalon.journal import rows
from jalon.journal.opening import Opened
from jalon.journal.verbs import own_keys


def apply_stay_seen(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, level (the traveller's, with what was seen); visa {…}, entered (ISO day), differences [code],
    source: `jalon.crossings.stay`."""
    inspections = rows.found(Inspection, own_keys(entries, "inspection"), tables)
    # Applied again, what was seen first does not undo what was seen later.
    later = rows.later(StaySeen, "inspection", inspections, entries[0].position, tables)
    rows.put(
        StaySeen,
        [said_of_a_case(entry) for entry in entries],
        tables,
    )
    levels = {
        entry.body["inspection"]: {"level": entry.body["level"]}
        for entry in entries
        if later.get(entry.body["inspection"], 0) <= entry.position
    }
    rows.change(Inspection, levels, tables)
