"""A situation: what a rule finds, under a name that stays the same while it lasts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jalon.web.gate import Role

NOTE, SERIOUS, GRAVE = 1, 2, 3
SEVERITIES = {NOTE: _("To be looked at"), SERIOUS: _("Serious"), GRAVE: _("Grave")}
REFERENCE = 12  # hexadecimal signs


@dataclass(frozen=True, slots=True)
class Situation:
    """`subject` names what it is about and never changes while it lasts; `began`, ms since 1970, tells one occurrence
    from the next (None: when it is found). `count`: of how many things; twice as many are worse. `facts`: plain values
    for the rule's sentence, with nobody's name in them."""

    rule: str
    subject: str
    severity: int
    count: int = 1
    began: int | None = None
    post: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        return hashlib.sha256(f"{self.rule}|{self.subject}".encode()).hexdigest()[:REFERENCE]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table: one module of `rules`. `told`: on whose page it stands; `act_at`: the named page where
    something is done about it, empty where that is at the post or on the telephone."""

    name: str
    title: str | Promise
    severity: int
    told: tuple[Role, ...]
    situations: Callable[[str, int], Iterator[Situation]]
    sentence: Callable[[dict[str, Any]], str]
    act_at: str = ""


def worse(severity: int, count: int, than_severity: int, than_count: int) -> bool:
    """Whether a situation is worse than it was: graver, or twice as much of it."""
    return severity > than_severity or count >= 2 * max(1, than_count)
