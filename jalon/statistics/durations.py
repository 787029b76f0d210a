"""How long something took, counted in steps of a tenth, from which a median and a ninetieth percentile are read.

A step begins where the one before ends and is a tenth longer. What is read is therefore within 5 % of the true figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

RATIO = 1.1
LONGEST = 14 * 24 * 3600  # seconds: what took longer counts as this
STEPS = math.ceil(math.log(LONGEST) / math.log(RATIO))


def step_of(milliseconds: int) -> str:
    """The step a duration falls into, as three digits: "000" is one second and less."""
    seconds = min(max(milliseconds / 1000, 0), LONGEST)
    return f"{0 if seconds <= 1 else math.ceil(math.log(seconds) / math.log(RATIO)):03d}"


def bounds(step: str) -> tuple[float, float]:
    """Where a step begins and ends, in seconds."""
    number = int(step)
    return (0.0, 1.0) if number == 0 else (RATIO ** (number - 1), RATIO**number)


def quantile(steps: Mapping[str, int], share: float) -> float | None:
    """The duration, in seconds, that a share of all did not exceed; None where there were none."""
    total = sum(steps.values())
    if total <= 0:
        return None
    wanted, passed = share * total, 0
    for step in sorted(steps):
        if passed + steps[step] >= wanted and steps[step] > 0:
            begins, ends = bounds(step)
            return begins + (ends - begins) * (wanted - passed) / steps[step]
        passed += steps[step]
    return bounds(max(steps))[1]
