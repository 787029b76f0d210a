"""Many rows at once: what an `apply` reads and writes for a whole run of entries, in a few statements.

A statement a row is what applying costs most, at a headquarters that follows hundreds of posts. On PostgreSQL rows come
by COPY, which takes no ON CONFLICT: they go through a temporary table of the same columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField, Max, Model

from jalon.journal.verbs import AntecedentMissing

AT_ONCE = 500  # parameters of one statement
Facts = Mapping[str, Any]  # column -> value; a column that is not named takes the model's default


def add(model: type[Model], rows: Sequence[Facts], tables: str) -> None:
    """Write rows that may stand there already: what stands stays."""
    if not rows:
        return
    if connections[tables].vendor == "postgresql":
        _copy(model, rows, tables, "DO NOTHING")
    else:
        model._default_manager.using(tables).bulk_create([model(**facts) for facts in rows], ignore_conflicts=True)


def put(model: type[Model], rows: Sequence[Facts], tables: str) -> None:
    """Write rows, in place of those of the same key. No two may bear one key."""
    if not rows:
        return
    key = _key(model)
    others = [column for column in model._meta.concrete_fields if column is not key]
    connection = connections[tables]
    if connection.vendor == "postgresql":
        quoted = [_quoted(column, connection) for column in others]
        set_to = ", ".join(f"{name} = EXCLUDED.{name}" for name in quoted)
        _copy(model, rows, tables, f"({_quoted(key, connection)}) DO UPDATE SET {set_to}")
    else:
        model._default_manager.using(tables).bulk_create(
            [model(**facts) for facts in rows],
            update_conflicts=True,
            unique_fields=[key.name],
            update_fields=[column.name for column in others],
        )


def change(model: type[Model], facts: Mapping[str, Facts], tables: str) -> None:
    """Set columns of rows: {key: {column: value}}, the same columns for every key."""
    if not facts:
        return
    key, connection = _key(model), connections[tables]
    columns: list[Any] = [model._meta.get_field(name) for name in next(iter(facts.values()))]
    quote = connection.ops.quote_name
    table, of_key = quote(model._meta.db_table), _quoted(key, connection)
    values = [[column.get_db_prep_save(of[column.name], connection) for column in columns] for of in facts.values()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{_type(column, connection)}[]" for column in (key, *columns))
            names = ", ".join(f"new_{number}" for number in range(len(columns)))
            set_to = ", ".join(f"{_quoted(column, connection)} = new_{number}" for number, column in enumerate(columns))
            cursor.execute(
                f"UPDATE {table} SET {set_to} FROM unnest({arrays}) AS given (given_key, {names})"
                f" WHERE {of_key} = given_key",
                [list(facts), *map(list, zip(*values, strict=True))],
            )
        else:
            set_to = ", ".join(f"{_quoted(column, connection)} = %s" for column in columns)
            one_by_one = [[*value, name] for name, value in zip(facts, values, strict=True)]
            cursor.executemany(f"UPDATE {table} SET {set_to} WHERE {of_key} = %s", one_by_one)


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


def _copy(model: type[Model], rows: Sequence[Facts], tables: str, on_conflict: str) -> None:
    """COPY to a temporary table, and from there to the model's."""
    connection, columns = connections[tables], list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    table, beside = quote(model._meta.db_table), quote(f"given_{model._meta.db_table}")
    names = ", ".join(_quoted(column, connection) for column in columns)
    readings = [_reading(column, connection) for column in columns]
    defaults = {column.name: column.get_default for column in columns}
    with transaction.atomic(using=tables, savepoint=False), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {beside} (LIKE {table}) ON COMMIT DELETE ROWS")
        with cursor.copy(f"COPY {beside} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types([_type(column, connection) for column in columns])
            for facts in rows:
                copy.write_row(
                    [
                        read(facts[name] if name in facts else default())
                        for read, (name, default) in zip(readings, defaults.items(), strict=True)
                    ]
                )
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {beside} ON CONFLICT {on_conflict}")
        cursor.execute(f"TRUNCATE {beside}")


def _quoted(column: Field[Any, Any], connection: BaseDatabaseWrapper) -> str:
    return connection.ops.quote_name(str(column.column))


def _reading(column: Field[Any, Any], connection: BaseDatabaseWrapper) -> Any:
    """What turns a value into the database's. All but JSON need no more than the type that the field reads."""
    if isinstance(column, JSONField):
        return lambda value: column.get_db_prep_save(value, connection)
    return column.get_prep_value


def _type(column: Field[Any, Any], connection: BaseDatabaseWrapper) -> str:
    return str(column.db_type(connection)).partition("(")[0]


def _key(model: type[Model]) -> Field[Any, Any]:
    key = model._meta.pk
    assert key is not None
    return key
