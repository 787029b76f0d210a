"""Tables whose first row names the columns, in French, English or Arabic, in any order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jalon.watchlists.formats import table
from jalon.watchlists.formats.listing import ListUnreadable
from jalon.watchlists.formats.source import Source
from jalon.watchlists.formats.tally import Tally
from jalon.watchlists.formats.text import clean

# Column → its heading by language.
Columns = Mapping[str, Mapping[str, str]]
Cells = dict[str, str]


def columns_named(headings: Sequence[str], columns: Columns) -> list[str | None]:
    """The column each heading names; None where it names none."""
    known = words_of(columns)
    return [known.get(table.heading(heading)) for heading in headings]


def words_of(columns: Columns) -> dict[str, str]:
    """Heading made plain → its column."""
    return {table.heading(word): column for column, words in columns.items() for word in (column, *words.values())}


def columns_of(source: Source, columns: Columns) -> list[str | None]:
    """What the headings of a file name, from its first bytes."""
    return columns_named(table.first_row(source, words_of(columns).keys()), columns)


def headed_rows(source: Source, tally: Tally, columns: Columns, required: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    """(line, cells by column) of each row that is not empty; a column that is not there reads as empty.

    :raises ListUnreadable: a column of `required` is missing, or one is given twice.
    """
    lines = (
        (row, [clean(cell) for cell in cells]) for row, cells in table.rows(source, tally, words_of(columns).keys())
    )
    filled = ((row, cells) for row, cells in lines if any(cells))
    first, headings = next(filled, (1, []))
    named = columns_named(headings, columns)
    if missing := [column for column in required if column not in named]:
        unread = [heading for heading, column in zip(headings, named, strict=True) if heading and not column]
        code = "missing_columns_unread" if unread else "missing_columns"
        raise ListUnreadable(source.name, code, first, value=", ".join(missing), headings=", ".join(unread))
    check_headings(source.name, first, headings, named, tally)
    for row, cells in filled:
        if any(cells[len(named) :]):
            tally.refuse(source.name, row, None, "wrong_width", value=str(len(cells)), limit=str(len(named)))
            continue
        found = {column: cell for column, cell in zip(named, cells, strict=False) if column}
        yield row, dict.fromkeys(columns, "") | found


def check_headings(file: str, row: int, headings: Sequence[str], named: Sequence[str | None], tally: Tally) -> None:
    """Note the columns that are not read; a column given twice leaves no way to know which holds."""
    for heading, column in zip(headings, named, strict=True):
        if column is None and heading:
            tally.note(file, row, None, "unknown_column", value=heading)
        elif column and named.count(column) > 1:
            raise ListUnreadable(file, "repeated_column", row, value=column)
