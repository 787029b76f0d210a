"""Published months as one table with HXL tags (hxlstandard.org, 1.1): a number a line, for any tool to turn.

Text that a spreadsheet would take for a formula begins with an apostrophe. A mark of UTF-8 stands first, without
which older spreadsheets show French and Arabic as noise.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.utils.translation import gettext as _

from jalon.statistics import names, publishing
from jalon.statistics.dimensions import TIMES
from jalon.statistics.publishing import Month
from jalon.statistics.suppression import ALL
from jalon.web.spreadsheets import safe

TAGS = (
    "#date+month",
    "#status+provisional",
    "#meta+table+code",
    "#meta+table+name",
    "#meta+row+code",
    "#meta+row+name",
    "#meta+column+code",
    "#meta+column+name",
    "#indicator+value+num",
    "#meta+kept_back",
    "#meta+hours+reported",
    "#meta+hours+expected",
)


def written(months: Sequence[Month]) -> bytes:
    """The file."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(head) for head in heads()])
    writer.writerow(TAGS)
    for line in lines(months):
        writer.writerow([safe(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def heads() -> list[str]:
    return [
        _("Month"),
        _("Provisional"),
        _("Table code"),
        _("Table"),
        _("Row code"),
        _("Row"),
        _("Column code"),
        _("Column"),
        _("Number"),
        _("Kept back"),
        _("Hours reported"),
        _("Hours expected"),
    ]


def lines(months: Iterable[Month]) -> Iterator[list[object]]:
    """Every number of every table; totals bear the code “*”. One that is kept back is empty, and says so."""
    for month in months:
        first = [f"{month.first:%Y-%m}", int(publishing.running(month.first))]
        last = [month.coverage.reported, month.coverage.expected]
        for table in month.tables.values():
            labels = {value: names.row(table.code, value) for value in (*table.rows, ALL)}
            for (row, column), number in table.numbers.items():
                yield [
                    *first,
                    table.code,
                    str(table.title),
                    row,
                    labels[row],
                    column,
                    names.column(table.code, column),
                    "" if number is None else number,
                    int(number is None),
                    *last,
                ]
        for code, (median, p90) in month.times.items():
            for column, label, seconds in (
                ("median", _("Half took at most, s"), median),
                ("p90", _("Nine of ten took at most, s"), p90),
            ):
                yield [*first, "time", _("Times"), code, str(TIMES[code]), column, label, round(seconds), 0, *last]
