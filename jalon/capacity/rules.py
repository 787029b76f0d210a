"""A rule of this room that stands in the way of an act."""

from __future__ import annotations


class CannotSay(ValueError):
    """What is said of a post, its equipment or a training cannot stand. `code` names why (see `words.RULES`), `field`
    the fact that it is about. Nothing was recorded."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code} {field}".strip())
        self.code, self.field = code, field
