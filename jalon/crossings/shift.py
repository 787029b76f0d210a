"""Opening and closing a shift. Closing wipes the shift's clear past, after its open cases were handed over."""

from __future__ import annotations

from collections import Counter
from typing import Any

from jalon.crossings.models import Confirmation, Decision, Inspection, Shift
from jalon.crossings.recall import day_of
from jalon.journal.applying import follow
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record, seal_again

OUTCOMES = ("admitted", "refused", "referred", "cancelled", "open")


def current(officer: str) -> Shift | None:
    """The officer's open shift on this node."""
    return Shift.objects.filter(officer=officer, closed_at__isnull=True).order_by("-opened_at").first()


def open_shift(officer: str, post: str) -> Shift:
    """Open the officer's shift, or give the one that is open. It takes the key a hand-over left, else a new one."""
    present = current(officer)
    if present is not None:
        return present
    keys = this_node().shift_keys
    key_id = _left_by_hand_over() or keys.create()
    recorded = record("shift.opened", {"post": post, "shift_key": key_id.hex()}, officer)
    return Shift.objects.get(key=recorded.key)


def close_shift(shift: Shift) -> Recorded:
    """Hand over: open cases go under the next shift's key, the figures are frozen, the shift's key is destroyed."""
    follow()
    keys = this_node().shift_keys
    kept = open_cases(shift)
    next_key = _next_key(shift) if kept else b""
    if kept:
        seal_again([*kept, *_entries_of(kept)], next_key)
    body = {
        "shift": shift.key,
        "counts": summary(shift),
        "recall": _tokens(shift),
        "kept": kept,
        "next_key": next_key.hex(),
    }
    recorded = record("shift.closed", body, shift.officer)
    if not Shift.objects.filter(shift_key=shift.shift_key, closed_at__isnull=True).exists():
        keys.destroy(bytes.fromhex(shift.shift_key))
    return recorded


def sweep() -> int:
    """Destroy keys of shifts that were closed and whose key a power cut saved. Returns how many."""
    keys = this_node().shift_keys
    open_keys = set(Shift.objects.filter(closed_at__isnull=True).values_list("shift_key", flat=True))
    waiting = _left_by_hand_over()
    swept = 0
    for path in keys.folder.glob("*.key") if keys.folder.is_dir() else ():
        closed = Shift.objects.filter(shift_key=path.stem, closed_at__isnull=False).exists()
        if closed and path.stem not in open_keys and (waiting is None or path.stem != waiting.hex()):
            keys.destroy(bytes.fromhex(path.stem))
            swept += 1
    return swept


def open_cases(shift: Shift) -> list[str]:
    """Inspections of this shift that still wait: undecided, referred, or refused and awaiting the second person."""
    inspections = Inspection.objects.filter(shift=shift.key)
    waiting = set(inspections.filter(state__in=["open", "referred"]).values_list("key", flat=True))
    refused = Decision.objects.filter(
        inspection__in=inspections.filter(state="refused").values("key"), outcome="refused"
    )
    confirmed = set(Confirmation.objects.filter(decision__in=refused.values("key")).values_list("decision", flat=True))
    waiting |= {decision.inspection for decision in refused if decision.key not in confirmed}
    return sorted(waiting)


def summary(shift: Shift) -> dict[str, Any]:
    """The shift in figures; it names nobody."""
    inspections = list(Inspection.objects.filter(shift=shift.key))
    if shift.closed_at is not None:
        return dict(shift.counts)
    states = Counter(inspection.state for inspection in inspections)
    return {
        "inspected": len(inspections),
        **{state: states.get(state, 0) for state in OUTCOMES},
        "with_hits": sum(1 for inspection in inspections if inspection.hits),
        "entry": sum(1 for inspection in inspections if inspection.direction == "entry"),
        "exit": sum(1 for inspection in inspections if inspection.direction == "exit"),
    }


def _next_key(shift: Shift) -> bytes:
    """The key of another open shift, else one made now for the shift to come."""
    other = Shift.objects.filter(closed_at__isnull=True).exclude(shift_key=shift.shift_key).first()
    if other is not None:
        return bytes.fromhex(other.shift_key)
    return _left_by_hand_over() or this_node().shift_keys.create()


def _left_by_hand_over() -> bytes | None:
    """A key that is held and that no shift has taken yet."""
    keys = this_node().shift_keys
    taken = set(Shift.objects.values_list("shift_key", flat=True))
    if not keys.folder.is_dir():
        return None
    for path in sorted(keys.folder.glob("*.key")):
        if path.stem not in taken:
            return bytes.fromhex(path.stem)
    return None


def _entries_of(inspections: list[str]) -> list[str]:
    """The other entries of these cases."""
    from jalon.crossings.models import Correction

    decisions = list(Decision.objects.filter(inspection__in=inspections).values_list("key", flat=True))
    confirmations = Confirmation.objects.filter(decision__in=decisions).values_list("key", flat=True)
    corrections = Correction.objects.filter(inspection__in=inspections).values_list("key", flat=True)
    return [*decisions, *confirmations, *corrections]


def _tokens(shift: Shift) -> list[list[Any]]:
    """Each token admitted in this shift: last day, direction, means, how many passages."""
    transports = dict(
        Decision.objects.filter(shift=shift.key, outcome="admitted").values_list("inspection", "transport")
    )
    counted: dict[str, list[Any]] = {}
    passages = Inspection.objects.filter(shift=shift.key, state="admitted").exclude(token="").order_by("at")
    for passage in passages:
        count = counted.get(passage.token, [None, None, None, None, 0])[4] + 1
        means = transports.get(passage.key, "")
        counted[passage.token] = [passage.token, day_of(passage.at), passage.direction, means, count]
    return sorted(counted.values())
