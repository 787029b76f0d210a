"""What every act asks before it records: is the shift open, is the case still as the officer saw it."""

from __future__ import annotations

from typing import Any

from jalon.crossings.models import Inspection, Shift
from jalon.journal.node import this_node


class NotAllowed(Exception):
    """What the rules of the desk forbid. `code` names the rule; the doors have the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def on_duty(shift: Shift) -> Shift:
    """The shift as it is now. Raises NotAllowed where it was closed meanwhile, at another window or desk."""
    present = Shift.objects.filter(key=shift.key, closed_at__isnull=True).first()
    if present is None:
        raise NotAllowed("shift_needed")
    return present


def what_was_seen(inspection: Inspection) -> dict[str, Any] | None:
    """All that the first line saw; None once the shift that saw it was handed over."""
    value: dict[str, Any] | None = this_node().shift_keys.take_out_value(inspection.kept) if inspection.kept else None
    return value


def as_it_stands(inspection: Inspection) -> dict[str, Any]:
    """Bring the case up to date, and give what was seen. Raises NotAllowed where its shift was handed over."""
    present = Inspection.objects.filter(key=inspection.key).first()
    seen = what_was_seen(present) if present else None
    if present is None or seen is None:
        raise NotAllowed("beyond_this_shift")
    inspection.state, inspection.direction = present.state, present.direction
    inspection.hits, inspection.level, inspection.kept = present.hits, present.level, present.kept
    return seen
