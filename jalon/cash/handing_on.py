"""Who paid, at a hand-over: forgotten with the shift, but for travellers whose case stays open."""

from __future__ import annotations

from collections.abc import Callable

from jalon.cash.models import Payer
from jalon.crossings.models import Shift
from jalon.crossings.shift import open_cases
from jalon.journal.record import record, seal_again


def hand_on(shift: Shift, next_key: Callable[[Shift], bytes]) -> None:
    """See `crossings.shift.HandOn`."""
    old = bytes.fromhex(shift.shift_key)
    ours = [row for row in Payer.objects.all() if bytes(row.kept)[:8] == old]
    if not ours:
        return
    cases = set(open_cases(shift))
    staying = [row.key for row in ours if row.inspection in cases]
    target = next_key(shift) if staying else b""
    seal_again(staying, target)
    kept = [[key, target.hex()] for key in sorted(staying)]
    record("cash.payers_handed_on", {"shift_key": old.hex(), "kept": kept}, shift.officer)
