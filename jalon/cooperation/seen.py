"""Which rows of a forum a party may see."""

from __future__ import annotations

from collections.abc import Iterable

from jalon.cooperation.models import Evidence, Progress, Released, Row


def seen_by(model: type[Row], forum: str, party: str) -> Iterable[Row]:
    """The rows of a table that a party may see, in the order of their arrival."""
    rows = model._default_manager.filter(forum=forum).order_by("position", "key")
    if model is Progress:
        return [row for row in rows if row.party == party or is_released(row.key)]
    if model is Evidence:
        evidence = Evidence.objects.filter(forum=forum).order_by("position", "key")
        return [one for one in evidence if one.party == party or is_released(one.progress)]
    return rows


def is_released(about: str) -> bool:
    """Whether a state shows a report to its forum: what it said last of it counts."""
    last = Released.objects.filter(about=about).order_by("position", "key").last()
    return last is not None and last.shown
