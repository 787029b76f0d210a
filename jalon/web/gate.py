"""The mark of roles: a view says to which roles it opens; `config` enforces it, and refuses a view without one."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Role(Enum):
    """What an officer may be, at a post and for a time."""

    FIRST_LINE = "first_line"
    SHIFT_LEADER = "shift_leader"
    GENDARMERIE = "gendarmerie"
    CUSTOMS = "customs"
    HEALTH = "health"
    PROTECTION = "protection"
    NATIONAL_DESK = "national_desk"
    REGIONAL_SECRETARIAT = "regional_secretariat"
    FOCAL_POINT = "focal_point"
    DELEGATE = "delegate"  # speaks for a party at a forum's own machine
    PARTNER = "partner"  # a donor, an agency, an association: sees cooperation and nothing else
    DATA_PROTECTION = "data_protection"
    ADMINISTRATOR = "administrator"


def opens_to(*roles: Role) -> Callable[[View], View]:
    """Mark a view with the roles it opens to. At least one is named."""
    if not roles:
        raise ValueError("a view opens to at least one role")

    def mark(view: View) -> View:
        view.opens_to = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark
