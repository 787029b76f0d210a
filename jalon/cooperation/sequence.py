"""The order in which rows count. Those of one edition share its position: among them their own chain decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from jalon.cooperation.models import Row

R = TypeVar("R", bound=Row)


def in_order(rows: Iterable[R]) -> list[R]:
    """As they came to be true here: by position, then by clock and chain of the machine that wrote them."""
    return sorted(rows, key=_place)


def until(model: type[R], at: int | None) -> QuerySet[R]:
    """The rows of a table up to an arrival position; None: all."""
    rows = model._default_manager.all()
    return rows if at is None else rows.filter(position__lte=at)


def _place(row: Row) -> tuple[int, int, int, str, tuple[int, ...]]:
    node, _, rest = row.key.partition(".")
    epoch, _, numbers = rest.partition(".")
    return (
        row.position,
        row.rank,
        row.at,
        f"{node}.{epoch}",
        tuple(int(part) for part in numbers.split(".") if part.isdecimal()),
    )
