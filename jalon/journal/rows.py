"""Many rows at once: what an `apply` reads and writes for a whole run of entries, in a few statements.

A statement per row is what applying costs most, at a headquarters that follows hundreds of posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Max, Model

from jalon.journal.verbs import AntecedentMissing

Row = TypeVar("Row", bound=Model)
AT_ONCE = 500  # parameters of one statement


def add(rows: Sequence[Row], tables: str) -> None:
    """Write rows that may stand there already: what stands stays."""
    if rows:
        type(rows[0])._default_manager.using(tables).bulk_create(rows, ignore_conflicts=True)


def put(rows: Sequence[Row], tables: str) -> None:
    """Write rows, in place of those of the same key. No two may bear one key."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    assert key is not None
    others = [column.name for column in model._meta.concrete_fields if column is not key]
    model._default_manager.using(tables).bulk_create(
        rows, update_conflicts=True, unique_fields=[key.name], update_fields=others
    )


def change(model: type[Model], facts: Mapping[str, Mapping[str, Any]], tables: str) -> None:
    """Set columns of rows: {key: {column: value}}, the same columns for every key."""
    if not facts:
        return
    names = list(next(iter(facts.values())))
    columns = [model._meta.get_field(name) for name in names]
    key = model._meta.pk
    assert key is not None
    connection = connections[tables]
    quote = connection.ops.quote_name
    table, pk = quote(model._meta.db_table), quote(key.column)
    values = [[column.get_db_prep_save(of[column.name], connection) for column in columns] for of in facts.values()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            types = [str(column.db_type(connection)).partition("(")[0] for column in (key, *columns)]
            arrays = ", ".join(f"%s::{kind}[]" for kind in types)
            given = ", ".join(f"new_{number}" for number in range(len(columns)))
            set_to = ", ".join(f"{quote(column.column)} = new_{number}" for number, column in enumerate(columns))
            cursor.execute(
                f"UPDATE {table} SET {set_to} FROM unnest({arrays}) AS given (of_key, {given}) WHERE {pk} = of_key",
                [list(facts), *map(list, zip(*values, strict=True))],
            )
        else:
            set_to = ", ".join(f"{quote(column.column)} = %s" for column in columns)
            rows = [[*value, of_key] for of_key, value in zip(facts, values, strict=True)]
            cursor.executemany(f"UPDATE {table} SET {set_to} WHERE {pk} = %s", rows)


def found(model: type[Model], keys: Iterable[str], tables: str, *columns: str) -> dict[str, tuple[Any, ...]]:
    """The values of `columns` of the rows with these keys. Raises AntecedentMissing where one is absent."""
    wanted = list(dict.fromkeys(keys))
    rows: dict[str, tuple[Any, ...]] = {}
    for at in range(0, len(wanted), AT_ONCE):
        some = model._default_manager.using(tables).filter(pk__in=wanted[at : at + AT_ONCE])
        rows.update((row[0], row[1:]) for row in some.values_list("pk", *columns))
    absent = next((key for key in wanted if key not in rows), None)
    if absent is not None:
        raise AntecedentMissing(absent)
    return rows


def latest(model: type[Model], column: str, values: Iterable[str], tables: str) -> dict[str, int]:
    """Of each value that a row of `model` bears in `column`, the last arrival position among those rows."""
    wanted = list(values)
    positions: dict[str, int] = {}
    for at in range(0, len(wanted), AT_ONCE):
        some = model._default_manager.using(tables).filter(**{f"{column}__in": wanted[at : at + AT_ONCE]})
        positions.update(some.values_list(column).annotate(Max("position")))
    return positions
