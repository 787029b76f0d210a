"""The order in which rows count. Those of one edition share its position: among them their own chain decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any, TypeVar

from django.db.models import QuerySet

from jalon.cooperation.models import Row

R = TypeVar("R", bound=Row)
IN_SQL = ("position", "rank", "at")
FEW = 4000  # keys that a query names; of more the whole table is read


def in_order(rows: Iterable[R]) -> list[R]:
    """As they came to be true here: by position, then by clock and chain of the machine that wrote them."""
    return sorted(rows, key=_place)


def until(model: type[R], at: int | None) -> QuerySet[R]:
    """The rows of a table up to an arrival position; None: all."""
    rows = model._default_manager.all()
    return rows if at is None else rows.filter(position__lte=at)


def columns_of(rows: QuerySet[R], *columns: str) -> list[Any]:
    """Some columns of rows, in order, as tuples with names: a tenth of what whole rows cost."""
    found = list(rows.order_by(*IN_SQL).values_list("key", *IN_SQL, *columns, named=True))
    if any(one[1:4] == after[1:4] for one, after in pairwise(found)):
        found.sort(key=_place)  # a database does not know which of two numbers in a key is the larger
    return found


def those_about(rows: QuerySet[R], column: str, keys: Collection[str]) -> QuerySet[R]:
    """Those rows alone whose column holds one of some keys; of many keys all of them, and others besides."""
    return rows.filter(**{f"{column}__in": keys}) if len(keys) <= FEW else rows


def _place(row: Any) -> tuple[int, int, int, str, tuple[int, ...]]:
    node, _, rest = row.key.partition(".")
    epoch, _, numbers = rest.partition(".")
    return (
        row.position,
        row.rank,
        row.at,
        f"{node}.{epoch}",
        tuple(int(part) for part in numbers.split(".") if part.isdecimal()),
    )
