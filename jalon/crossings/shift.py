"""Opening and closing a shift. Closing wipes the shift's clear past, after its open cases were handed over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from jalon.crossings import drafts, late, times
from jalon.crossings.decision import unconfirmed
from jalon.crossings.group import under_way
from jalon.crossings.models import (
    OF_A_CASE,
    Confirmation,
    Decision,
    Expected,
    Group,
    Inspection,
    RegisterFile,
    Shift,
)
from jalon.crossings.recall import day_of, local_time
from jalon.crossings.register import still_here
from jalon.crossings.rules import on_duty
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, forget_working, keys_under, record, seal_again
from jalon.journal.shiftkey import CLEAR
from jalon.staff.postings import officer_roles
from jalon.web.gate import Role

# Given the shift that closes, and what gives the key its open cases go under: seals the room's own open cases again to
# it, with `seal_again`, and records what makes their rows follow. Done again after a crash, it changes nothing more.
HandOn = Callable[[Shift, Callable[[Shift], bytes]], None]

OUTCOMES = ("admitted", "refused", "referred", "handed_over", "held", "entrusted", "cancelled", "open")


def current(officer: str) -> Shift | None:
    """The officer's open shift on this node."""
    ours = f"{this_node().id}."
    return Shift.objects.filter(officer=officer, key__startswith=ours, closed_at__isnull=True).first()


@act
def open_shift(officer: str, post: str) -> Shift:
    """Open the officer's shift, or give the one that is open. It takes the key a hand-over left, else a new one."""
    present = current(officer)
    if present is not None:
        return present
    keys = this_node().shift_keys
    key_id = _left_by_hand_over() or keys.create()
    recorded = record("shift.opened", {"post": post, "shift_key": key_id.hex()}, officer)
    return Shift.objects.get(key=recorded.key)


@act
def close_shift(shift: Shift) -> Recorded:
    """Hand over: open cases go under the next shift's key, the figures are frozen, the shift's key is destroyed.

    Killed at any point it can be done again: what was sealed again to another key is found where it is. Raises
    NotAllowed where the shift is closed already.
    """
    shift = on_duty(shift)
    node = this_node()
    key = bytes.fromhex(shift.shift_key)
    kept: dict[str, bytes] = {}
    done: list[str] = []
    vehicles: dict[str, bytes] = {}
    if not node.keys.is_headquarters:
        waiting = open_cases(shift)
        kept, done = _staying(shift, waiting), _adopted_and_done(shift, waiting)
        for inspection, target in kept.items():
            seal_again([inspection, *_entries_of(inspection)], target)
        vehicles = {group.key: _next_key(shift) for group in under_way() if bytes(group.kept)[:8] == key}
        for vehicle, target in vehicles.items():
            seal_again([vehicle, *_lists_of(vehicle)], target)
        drafts.hand_on(shift, _next_key(shift))
        for hand_on in handed_on():
            hand_on(shift, _next_key)
    body = {
        "shift": shift.key,
        "counts": summary(shift),
        "credited": {} if node.keys.is_headquarters else _credited(shift, kept),
        "recall": _tokens(shift),
        "kept": [[inspection, target.hex()] for inspection, target in sorted(kept.items())],
        "done": done,
        "vehicles": [[vehicle, target.hex()] for vehicle, target in sorted(vehicles.items())],
    }
    recorded = record("shift.closed", body, shift.officer)
    RegisterFile.objects.filter(shift=shift.key).delete()
    if not Shift.objects.filter(shift_key=shift.shift_key, closed_at__isnull=True).exists():
        node.shift_keys.destroy(key)
        forget_working(key)
    return recorded


@act
def sweep() -> int:
    """Destroy keys of shifts that were closed and whose key a power cut saved. Returns how many."""
    keys = this_node().shift_keys
    keys.finish_destroying()
    open_keys = set(Shift.objects.filter(closed_at__isnull=True).values_list("shift_key", flat=True))
    closed_keys = set(Shift.objects.filter(closed_at__isnull=False).values_list("shift_key", flat=True))
    held = {path.stem for path in keys.folder.glob("*.key")} if keys.folder.is_dir() else set()
    for stem in held & (closed_keys - open_keys):
        keys.destroy(bytes.fromhex(stem))
        forget_working(bytes.fromhex(stem))
    return len(held & (closed_keys - open_keys))


def open_cases(shift: Shift) -> list[str]:
    """Inspections under this shift's key that still wait, those taken over from earlier shifts among them:
    undecided, referred, held, decided against the traveller and awaiting the second person, handed over and not
    received, passed on paper while a list asks for them, or held open by a room above."""
    against = unconfirmed().order_by().values("inspection")
    above = [key for held_open in map(import_string, settings.JALON_HELD_OPEN) for key in held_open()]
    here = Q(state__in=["open", "referred", "held"]) | Q(key__in=still_here()) | Q(key__in=above)
    passed = [row.key for row in late.passed_with_hits()]
    waiting = Inspection.objects.filter(here | Q(key__in=against) | Q(key__in=passed))
    return sorted(row.key for row in waiting if _under(row, shift))


def handed_on() -> list[HandOn]:
    """What rooms above this one do before a shift's key is destroyed: the table that JALON_HANDED_ON names."""
    return [import_string(name) for name in settings.JALON_HANDED_ON]


def others_on_duty(shift: Shift) -> bool:
    """Whether another officer's shift is open on this node: somebody may be the second person."""
    return Shift.objects.filter(closed_at__isnull=True).exclude(officer=shift.officer).exists()


def summary(shift: Shift) -> dict[str, Any]:
    """The shift in figures; it names nobody.

    `inspected`, `open` and `cancelled` are of those whom this shift saw; the outcomes, entries, exits and `transports`
    {means: [entries, exits]} of those whose standing decision this shift made, whoever saw them: each is in the
    figures of one shift. `decided_here` counts every decision made, those that stand no more among them.
    """
    if shift.closed_at is not None:
        return dict(shift.counts)
    inspections = list(Inspection.objects.filter(shift=shift.key))
    seen = Counter(inspection.state for inspection in inspections)
    made = list(Decision.objects.filter(shift=shift.key).order_by("position"))
    states: Counter[str] = Counter()
    transports: dict[str, list[int]] = {}
    for outcome, direction, transport, count in [*_outcomes(_standing(made)), *shift.credited]:
        states[outcome] += count
        if outcome == "admitted":
            transports.setdefault(transport, [0, 0])[direction == "exit"] += count
    return {
        "inspected": len(inspections),
        **{outcome: states.get(outcome, 0) for outcome in OUTCOMES},
        **{state: seen.get(state, 0) for state in ("open", "cancelled")},
        "vehicles": Group.objects.filter(shift=shift.key, closed_at__isnull=False).count(),
        "with_hits": sum(1 for inspection in inspections if inspection.hits),
        "entry": sum(entries for entries, _ in transports.values()),
        "exit": sum(exits for _, exits in transports.values()),
        "transports": transports,
        "decided_here": dict(sorted(Counter(one.outcome for one in made).items())),
        "late": sum(1 for inspection in inspections if inspection.late),
        "late_by_hour": _by_hour_passed(inspections),
        "times": times.figures(times.of_shift(shift.key)),
    }


def _outcomes(standing: list[tuple[Inspection, Decision]]) -> list[list[Any]]:
    """Standing decisions, counted: [outcome, direction, means, how many]."""
    counted = Counter((row.state, row.direction, made.transport) for row, made in standing)
    return [[*facts, count] for facts, count in sorted(counted.items())]


def _credited(shift: Shift, kept: dict[str, bytes]) -> dict[str, list[list[Any]]]:
    """What other open shifts decided of travellers who leave with this one: it stays in their figures."""
    leaving = Inspection.objects.filter(shift=shift.key).exclude(key__in=kept)
    others = Shift.objects.filter(closed_at__isnull=True).exclude(key=shift.key)
    found = {}
    for other in others:
        made = Decision.objects.filter(shift=other.key, inspection__in=leaving.values("key")).order_by("position")
        if counted := _outcomes(_standing(list(made))):
            found[other.key] = counted
    return found


def _standing(made: list[Decision]) -> list[tuple[Inspection, Decision]]:
    """The decisions among these that stand: the last of their case, and not cancelled since."""
    cases = {one.inspection for one in made}
    last = dict(Decision.objects.filter(inspection__in=cases).order_by("position").values_list("inspection", "key"))
    rows = Inspection.objects.in_bulk(cases)
    return [
        (rows[one.inspection], one)
        for one in made
        if last[one.inspection] == one.key and rows[one.inspection].state == one.outcome
    ]


def _by_hour_passed(inspections: list[Inspection]) -> list[list[Any]]:
    """Those who stood on paper first, by the local hour in which they passed: ["2026-11-25 14", entries, exits, others]
    (others: not admitted)."""
    hours: dict[str, list[int]] = {}
    for row in inspections:
        if row.late:
            hour = hours.setdefault(local_time(row.passed_at).strftime("%Y-%m-%d %H"), [0, 0, 0])
            hour[2 if row.state != "admitted" else 1 if row.direction == "exit" else 0] += 1
    return [[hour, *counts] for hour, counts in sorted(hours.items())]


def _staying(shift: Shift, cases: list[str]) -> dict[str, bytes]:
    """Inspections that outlive this shift and have an entry under its key, each with the key it goes under: open
    cases under the next shift's, another officer's passages under that officer's. Passages of this shift under another
    key were sealed again by an earlier closing that was interrupted."""
    staying = dict.fromkeys(cases, _next_key(shift)) if cases else {}
    touched = _cases_of(set(keys_under(bytes.fromhex(shift.shift_key))))
    for row in Inspection.objects.all():
        concerned = row.shift == shift.key or row.key in touched
        if concerned and row.key not in staying and not _under(row, shift):
            staying[row.key] = bytes(row.kept)[:8]
    return staying


def _cases_of(entries: set[str]) -> set[str]:
    """The inspections to which entries belong."""
    decided = dict(Decision.objects.values_list("key", "inspection"))
    confirmed = {key: decided.get(made, "") for key, made in Confirmation.objects.values_list("key", "decision")}
    others = [pair for model in OF_A_CASE for pair in model._default_manager.values_list("key", "inspection")]
    belongs = {**decided, **confirmed, **dict(others)}
    return entries | {belongs[key] for key in entries & belongs.keys()}


def _adopted_and_done(shift: Shift, waiting: list[str]) -> list[str]:
    """Cases of earlier shifts that this one took over and that wait no more."""
    earlier = Inspection.objects.exclude(shift=shift.key).exclude(key__in=waiting)
    return sorted(row.key for row in earlier if _under(row, shift))


def _under(row: Inspection, shift: Shift) -> bool:
    """Whether a traveller's particulars stand under this shift's key; at a headquarters, whether it saw them."""
    key = bytes(row.kept)[:8]
    return row.shift == shift.key if key == CLEAR else key == bytes.fromhex(shift.shift_key)


def _next_key(shift: Shift) -> bytes:
    """The key of another open shift, a shift leader's before others; else one made now for the shift to come."""
    others = Shift.objects.filter(closed_at__isnull=True).exclude(key=shift.key).order_by("key")
    first = sorted(others, key=lambda other: Role.SHIFT_LEADER not in officer_roles(other.officer))[:1]
    if first and first[0].shift_key != shift.shift_key:
        return bytes.fromhex(first[0].shift_key)
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
    others = [model._default_manager.filter(inspection=inspection).values_list("key", flat=True) for model in OF_A_CASE]
    return [*decisions, *confirmations, *(key for keys in others for key in keys)]


def _lists_of(vehicle: str) -> list[str]:
    """The entries that say more of a vehicle: its passenger list, its particulars put right."""
    lines = Expected.objects.filter(group=vehicle).values_list("key", flat=True)
    amended = Group.objects.filter(key=vehicle).exclude(amended="").values_list("amended", flat=True)
    return sorted({*amended, *(line.rpartition(".")[0] for line in lines)})


def _tokens(shift: Shift) -> list[list[Any]]:
    """Each token that this shift admitted, whoever saw it first: last day, direction, means, how many passages."""
    counted: dict[str, list[Any]] = {}
    times: dict[str, int] = defaultdict(int)
    admitted = Decision.objects.filter(shift=shift.key, outcome="admitted").order_by("position")
    passed = Inspection.objects.filter(key__in=admitted.values("inspection"), state="admitted").exclude(token="")
    passages = passed.in_bulk()
    for made in admitted:
        passage = passages.get(made.inspection)
        if passage is not None:
            times[passage.token] += 1
            facts = [passage.token, day_of(passage.passed_at if passage.late else made.at)]
            facts += [passage.direction, made.transport]
            before = counted.get(passage.token)
            # What was on paper first is recorded last, and was not the last passage for that.
            if before is not None and before[1] > facts[1]:
                facts = before[:4]
            counted[passage.token] = [*facts, times[passage.token]]
    return sorted(counted.values())
