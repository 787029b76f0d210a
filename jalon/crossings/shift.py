"""Opening and closing a shift. Closing wipes the shift's clear past, after its open cases were handed over."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Q

from jalon.crossings.decision import unconfirmed_refusals
from jalon.crossings.models import Confirmation, Correction, Decision, Inspection, Shift
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
    key = bytes.fromhex(shift.shift_key)
    kept: dict[str, bytes] = {}
    done: list[str] = []
    if not this_node().keys.is_headquarters:
        waiting = open_cases(shift)
        kept, done = _staying(shift, waiting), _adopted_and_done(shift, waiting)
    for inspection, target in kept.items():
        seal_again([inspection, *_entries_of(inspection)], key, target)
    body = {
        "shift": shift.key,
        "counts": summary(shift),
        "recall": _tokens(shift),
        "kept": [[inspection, target.hex()] for inspection, target in sorted(kept.items())],
        "done": done,
    }
    recorded = record("shift.closed", body, shift.officer)
    keys.destroy(key)
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
    """Inspections under this shift's key that still wait, those taken over from earlier shifts among them:
    undecided, referred, or refused and awaiting the second person."""
    refused = unconfirmed_refusals().order_by().values("inspection")
    waiting = Inspection.objects.filter(Q(state__in=["open", "referred"]) | Q(key__in=refused))
    return sorted(row.key for row in waiting if _under(row, shift))


def summary(shift: Shift) -> dict[str, Any]:
    """The shift in figures; it names nobody."""
    if shift.closed_at is not None:
        return dict(shift.counts)
    inspections = list(Inspection.objects.filter(shift=shift.key))
    states = Counter(inspection.state for inspection in inspections)
    return {
        "inspected": len(inspections),
        **{state: states.get(state, 0) for state in OUTCOMES},
        "with_hits": sum(1 for inspection in inspections if inspection.hits),
        "entry": sum(1 for inspection in inspections if inspection.direction == "entry"),
        "exit": sum(1 for inspection in inspections if inspection.direction == "exit"),
    }


def _staying(shift: Shift, cases: list[str]) -> dict[str, bytes]:
    """Inspections that outlive this shift and have an entry under its key, each with the key it goes under: open
    cases under the next shift's, another officer's passages under that officer's."""
    staying = dict.fromkeys(cases, _next_key(shift)) if cases else {}
    ours = Decision.objects.filter(shift=shift.key).values_list("inspection", flat=True)
    corrected = [row.inspection for row in Correction.objects.filter(officer=shift.officer)]
    confirmed = Confirmation.objects.filter(officer=shift.officer).values("decision")
    seconded = Decision.objects.filter(key__in=confirmed).values_list("inspection", flat=True)
    for row in Inspection.objects.filter(key__in={*ours, *corrected, *seconded}):
        if row.key not in staying and not _under(row, shift):
            staying[row.key] = bytes(row.kept)[:8]
    return staying


def _adopted_and_done(shift: Shift, waiting: list[str]) -> list[str]:
    """Cases of earlier shifts that this one took over and that wait no more."""
    earlier = Inspection.objects.exclude(shift=shift.key)
    return sorted(row.key for row in earlier if _under(row, shift) and row.key not in waiting)


def _under(row: Inspection, shift: Shift) -> bool:
    return bytes(row.kept)[:8] == bytes.fromhex(shift.shift_key)


def _next_key(shift: Shift) -> bytes:
    """The key of another open shift, else one made now for the shift to come."""
    other = Shift.objects.filter(closed_at__isnull=True).exclude(key=shift.key).first()
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


def _entries_of(inspection: str) -> list[str]:
    """The other entries of a case."""
    decisions = list(Decision.objects.filter(inspection=inspection).values_list("key", flat=True))
    confirmations = Confirmation.objects.filter(decision__in=decisions).values_list("key", flat=True)
    corrections = Correction.objects.filter(inspection=inspection).values_list("key", flat=True)
    cancelled = (
        Inspection.objects.filter(key=inspection).exclude(cancelled_by="").values_list("cancelled_by", flat=True)
    )
    return [*decisions, *confirmations, *corrections, *cancelled]


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
