"""At a shift's closing: its counts are frozen, cards become numbers, herds that wait go to the next shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from jalon.counting import figures
from jalon.counting.models import CardPassage, ClosedCounts, Herd, HerdStep, Holder, Plate
from jalon.crossings.models import Shift
from jalon.crossings.recall import day_of
from jalon.journal.node import this_node
from jalon.journal.record import record, seal_again

WAITING = {"open", "referred"}


def hand_on(shift: Shift, next_key: Callable[[Shift], bytes]) -> None:
    """Freeze what this shift counted, in one entry. Done again after a crash it adds nothing twice."""
    herds = figures.under(shift)
    before = ClosedCounts.objects.filter(shift=shift.key).order_by("-position").first()
    now = figures.live(shift, before.figures if before else None)
    personal = (CardPassage, Holder, Plate)
    left = bool(herds) or any(model.objects.filter(shift=shift.key).exists() for model in personal)  # type: ignore[attr-defined]
    if not left and (before.figures == now if before else not figures.anything(now)):
        return
    headquarters = this_node().keys.is_headquarters
    waiting = [] if headquarters else [herd for herd in herds if herd.state in WAITING]
    target = next_key(shift) if waiting else b""
    for herd in waiting:
        seal_again([herd.key, *_steps(herd)], target)
    body = {
        "shift": shift.key,
        "figures": now,
        "cards": _shown(shift),
        "kept": [[herd.key, target.hex()] for herd in waiting],
        "done": [herd.key for herd in herds if herd.state not in WAITING],
    }
    record("counts.closed", body, shift.officer)


def _steps(herd: Herd) -> list[str]:
    return list(HerdStep.objects.filter(herd=herd.key).values_list("key", flat=True))


def _shown(shift: Shift) -> list[list[Any]]:
    """Each card that this shift counted: last day, direction, means, how often."""
    times: dict[str, int] = defaultdict(int)
    last: dict[str, list[Any]] = {}
    for row in CardPassage.objects.filter(shift=shift.key, taken_back_at=None).order_by("position"):
        times[row.card] += 1
        last[row.card] = [row.card, day_of(row.at), row.direction, row.transport, times[row.card]]
    return sorted(last.values())
