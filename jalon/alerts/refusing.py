"""The rule that stood in the way of an act."""

from __future__ import annotations

from jalon.staff.postings import officer_roles
from jalon.web.gate import Role


class NotAllowed(ValueError):
    """A rule of this room stands in the way; `code` names it. Nothing was recorded."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def ask_role(officer: str, *roles: Role) -> None:
    """Raises NotAllowed where the officer holds none of these roles today."""
    if not officer_roles(officer) & set(roles):
        raise NotAllowed("not_yours")
