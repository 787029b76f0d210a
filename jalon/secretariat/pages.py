"""Long lists by the page: a hundred rows, and how to get to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

ROWS = 100
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows of a list. `first` and `last`: their numbers from 1; `before`, `after`: the query (?…) of the pages
    beside it, empty where there is none. `rest`: what else is asked, without the page."""

    rows: Sequence[R]
    all: int
    first: int
    last: int
    before: str
    after: str
    rest: str


def paged(request: HttpRequest, rows: Sequence[R]) -> Page[R]:
    """The page that is asked for by ?page=; the nearest there is."""
    asked = request.GET.get("page", "")
    last = max(1, -(-len(rows) // ROWS))
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 9 else 1
    start = (number - 1) * ROWS
    shown = rows[start : start + ROWS]
    query = request.GET.copy()
    query.pop("page", None)

    def to(page: int) -> str:
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    rest = query.urlencode()
    before, after = to(number - 1) if number > 1 else "", to(number + 1) if number < last else ""
    return Page(shown, len(rows), start + 1 if rows else 0, start + len(shown), before, after, rest)
