"""What agencies checked, at a hand-over: forgotten with the shift, but for cases that stay open and vehicles that stand
here still."""

from __future__ import annotations

from collections.abc import Callable

from jalon.agencies.models import Check, Consulted
from jalon.crossings.group import under_way
from jalon.crossings.models import Shift
from jalon.crossings.shift import open_cases
from jalon.journal.record import record, seal_again


def hand_on(shift: Shift, next_key: Callable[[Shift], bytes]) -> None:
    """See `crossings.shift.HandOn`."""
    old = bytes.fromhex(shift.shift_key)
    rows: list[Check | Consulted] = [*Check.objects.all(), *Consulted.objects.all()]
    ours = [row for row in rows if bytes(row.kept)[:8] == old]
    if not ours:
        return
    staying = {*open_cases(shift), *(group.key for group in under_way())}
    goes = {row.key: row.subject for row in ours if row.subject in staying}
    target = next_key(shift) if goes else b""
    answers = [row.answer for row in ours if row.key in goes and isinstance(row, Check) and row.answer]
    seal_again([*goes, *answers], target)
    kept = [[key, target.hex()] for key in sorted(goes)]
    record("agency.handed_on", {"shift_key": old.hex(), "kept": kept}, shift.officer)
