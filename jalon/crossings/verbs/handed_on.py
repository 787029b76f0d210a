"""What rooms above keep beside a traveller, at a hand-over: it goes along with an open case, or with the shift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jalon.journal.opening import Opened


def hand_on_rows(entry: Opened, rows: Iterable[Any], tables: str) -> None:
    """body: shift_key (id of the key that goes), kept [[row, key id]]. Rows that are kept go under their next key; the
    others under the key that goes are forgotten with the shift. A headquarters keeps what it may read."""
    if entry.node.keys.is_headquarters:
        return
    old, kept = bytes.fromhex(entry.body["shift_key"]), dict(entry.body["kept"])
    for row in rows:
        target = kept.get(row.key)
        if target is None and bytes(row.kept)[:8] == old:
            row.delete(using=tables)
        elif target is not None and bytes(row.kept)[:8] != bytes.fromhex(target):
            entry.put_under([row], target, tables)
