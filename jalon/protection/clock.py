"""When a service must have answered, and who is called when nobody does: a pure function of dated rules and times.

Moments are aware datetimes in the post's time zone; days and hours of opening are read in that zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

A_WEEK = 8  # days looked ahead for the next opening


@dataclass(frozen=True, slots=True)
class Step:
    """Whom to call, `after` so many hours past the deadline. `service` is a code, for whom = "service"."""

    after: int
    whom: str
    service: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Within how many hours a service accepts, counted while it may be reached, and the steps when it does not."""

    accept_within: int
    hours: Mapping[str, str] | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is due. `call` is the step to take now, None where none is; `number` its place in the rule, from 0;
    `next_at` when the next one falls due."""

    due: datetime
    late: timedelta
    call: Step | None
    number: int
    next_at: datetime | None


def rule_of(accept_within: int, hours: Mapping[str, str] | None, steps: Sequence[Mapping[str, Any]]) -> Rule:
    """The rule as a service's declaration says it."""
    return Rule(accept_within, hours, tuple(Step(**step) for step in steps))


def standing(rule: Rule, asked: datetime, taken: int, now: datetime) -> Standing:
    """What is due now of a referral that nobody accepted yet. `taken`: how many steps were taken already."""
    due = due_at(rule, asked)
    late = max(timedelta(), now - due)
    times = [due + timedelta(hours=step.after) for step in rule.steps]
    if taken < len(times) and now >= times[taken]:
        return Standing(due, late, rule.steps[taken], taken, None)
    return Standing(due, late, None, taken, times[taken] if taken < len(times) else None)


def due_at(rule: Rule, asked: datetime) -> datetime:
    """The deadline. A service that is closed when it is asked has its hours from its next opening on."""
    return reachable_from(rule.hours, asked) + timedelta(hours=rule.accept_within)


def reachable_from(hours: Mapping[str, str] | None, moment: datetime) -> datetime:
    """The moment itself where the service is open, else its next opening."""
    if hours is None:
        return moment
    opens, closes = time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"])
    for ahead in range(A_WEEK):
        day = moment + timedelta(days=ahead)
        if str(day.isoweekday()) not in hours["days"]:
            continue
        opening = day.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0)
        closing = day.replace(hour=closes.hour, minute=closes.minute, second=0, microsecond=0)
        if ahead == 0 and opening <= moment < closing:
            return moment
        if opening > moment:
            return opening
    return moment


def is_open(hours: Mapping[str, str] | None, moment: datetime) -> bool:
    return reachable_from(hours, moment) == moment
