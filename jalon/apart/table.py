"""What a table read from outside is: bytes in whatever form became rows of text."""

from __future__ import annotations

from dataclasses import dataclass

MOST_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class TableRow:
    """number: its place in the sheet or the table, from 1. `title`: one cell alone goes across the whole row."""

    number: int
    cells: list[str]
    title: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """name: of the sheet, or the words before the table; may be empty."""

    name: str
    rows: list[TableRow]
