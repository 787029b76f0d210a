"""The clock that everybody on duty sees: how many are held, and how much is left of the hold that ends first."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.utils.translation import gettext as _

from jalon.crossings.holding import Clock, clocks
from jalon.desk import durations
from jalon.journal.node import wall_clock
from jalon.web.gate import Role

# A shape beside the colour, and a class of the sheet.
SHAPES = {"running": "■", "soon": "▲", "over": "●"}


def first(roles: Set[Role]) -> dict[str, Any] | None:
    """For the bar of every page at the desk; None where nobody is held. It never says who."""
    now = wall_clock()
    running = clocks(now)
    if not running:
        return None
    next_one = running[0]
    return {
        "count": len(running),
        "over": sum(1 for one in running if one.state == "over"),
        "leads": Role.SHIFT_LEADER in roles,
        "now": now,
        **shown(next_one),
    }


def shown(clock: Clock) -> dict[str, Any]:
    """One clock in words: until (ms), state, shape, sentence."""
    return {"until": clock.until, "state": clock.state, "shape": SHAPES[clock.state], "sentence": sentence(clock)}


def sentence(clock: Clock) -> str:
    """“2 h 14 left”, “over by 20 min”."""
    time = durations.said(clock.left)
    return _("over by %(time)s") % {"time": time} if clock.left <= 0 else _("%(time)s left") % {"time": time}
