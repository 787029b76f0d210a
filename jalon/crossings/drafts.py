"""What an officer was doing when the page was closed: typed fields and swipes that wait, under the shift key."""

from __future__ import annotations

import time
from typing import Any

from jalon.crossings.models import Draft, Shift
from jalon.journal.node import this_node

MOST_WAITING = 20


def kept(shift: Shift) -> dict[str, Any]:
    """The officer's drafts by form name, and the swipes that wait under "waiting"; empty once the key is gone."""
    draft = Draft.objects.filter(officer=shift.officer).first()
    value = this_node().shift_keys.take_out_value(draft.kept) if draft else None
    return dict(value or {})


def keep(shift: Shift, name: str, fields: dict[str, str]) -> None:
    """Keep what stands in a form now."""
    _write(shift, kept(shift) | {name: fields})


def forget(shift: Shift, *names: str) -> None:
    """The form was sent, or left on purpose."""
    present = kept(shift)
    if any(name in present for name in names):
        _write(shift, {name: value for name, value in present.items() if name not in names})


def let_wait(shift: Shift, mrz: str) -> int:
    """Keep a swipe that came while another traveller stands undecided. Returns how many wait."""
    present = kept(shift)
    waiting = [*present.get("waiting", []), mrz][:MOST_WAITING]
    _write(shift, present | {"waiting": waiting})
    return len(waiting)


def next_waiting(shift: Shift) -> str | None:
    """The swipe that waited longest, taken from those that wait."""
    present = kept(shift)
    waiting = present.get("waiting", [])
    if not waiting:
        return None
    _write(shift, present | {"waiting": waiting[1:]})
    return str(waiting[0])


def _write(shift: Shift, value: dict[str, Any]) -> None:
    under = this_node().shift_keys.put_away_value(value, bytes.fromhex(shift.shift_key))
    Draft.objects.update_or_create(officer=shift.officer, defaults={"kept": under, "at": time.time_ns() // 1_000_000})
