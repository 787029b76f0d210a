"""Adding to the tables of counts in bulk, on either database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

A_STATEMENT = 400  # rows, where the database takes them one beside the other
TYPES = {
    "SmallIntegerField": "smallint",
    "PositiveSmallIntegerField": "smallint",
    "PositiveIntegerField": "integer",
    "BigIntegerField": "bigint",
    "CharField": "text",
    "TextField": "text",
    "DateField": "date",
}


def put(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    conflict: Sequence[str],
    then: str,
) -> None:
    """Insert rows; where one of the same `conflict` columns stands, do `then`, in which {table} is the table's name.

    Rows go in the order of their keys, so that two writers cannot wait for one another.
    """
    rows = sorted(rows)
    if not rows:
        return
    table = model._meta.db_table
    into = f'INSERT INTO "{table}" ({", ".join(columns)})'
    end = f" ON CONFLICT ({', '.join(conflict)}) DO UPDATE SET {then.format(table=table)}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One text for all rows: written and read by C on both sides, far faster than as many parameters.
            types = ", ".join(f"{name} {TYPES[_kind(model, name)]}" for name in columns)
            said = json.dumps([dict(zip(columns, row, strict=True)) for row in rows], default=str)
            names = ", ".join(columns)
            cursor.execute(f"{into} SELECT {names} FROM json_to_recordset(%s) AS row({types}){end}", [said])  # noqa: S608
            return
        for at in range(0, len(rows), A_STATEMENT):
            some = rows[at : at + A_STATEMENT]
            marks = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(some))
            cursor.execute(f"{into} VALUES {marks}{end}", [value for row in some for value in row])


def _kind(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.get_internal_type())
