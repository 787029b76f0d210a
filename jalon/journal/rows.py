"""Many rows at once: what an `apply` reads and writes for a whole run of entries, in a few statements.

A statement a row is what applying costs most, at a headquarters that follows hundreds of posts. On PostgreSQL rows come
by COPY, which takes no ON CONFLICT: they go through a temporary table of the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, BinaryField, CharField, Field, JSONField, Model

from jalon.journal.verbs import AntecedentMissing

PLAIN: dict[type[Field[Any, Any]], type[Any]] = {CharField: str, BigIntegerField: int, BinaryField: bytes}
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
    names = ", ".join(_quoted(column, connections[tables]) for column in (_key(model), *map(_named(model), columns)))
    rows = {row[0]: tuple(row[1:]) for row in _where(model, names, _key(model), wanted, tables)}
    absent = next((key for key in wanted if key not in rows), None)
    if absent is not None:
        raise AntecedentMissing(absent)
    return rows


def later(model: type[Model], column: str, values: Iterable[str], after: int, tables: str) -> dict[str, int]:
    """Of each value that rows of `model` bear in `column`, the last arrival position of them, where it is beyond
    `after`: what came later than an entry that is applied once more."""
    field = model._meta.get_field(column)
    assert isinstance(field, Field)
    name = _quoted(field, connections[tables])
    rows = _where(model, f"{name}, position", field, list(dict.fromkeys(values)), tables, "AND position > %s", after)
    positions: dict[str, int] = {}
    for value, position in rows:
        positions[value] = max(position, positions.get(value, position))
    return positions


def _where(
    model: type[Model], select: str, field: Field[Any, Any], values: list[str], tables: str, also: str = "", *more: Any
) -> list[tuple[Any, ...]]:
    """Columns of the rows that bear one of these values; PostgreSQL takes the values as one array."""
    connection = connections[tables]
    table, name = connection.ops.quote_name(model._meta.db_table), _quoted(field, connection)
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {select} FROM {table} WHERE {name} = ANY(%s) {also}", [values, *more])
            return cursor.fetchall()
        for at in range(0, len(values), AT_ONCE):
            some = values[at : at + AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT {select} FROM {table} WHERE {name} IN ({marks}) {also}", [*some, *more])
            rows += cursor.fetchall()
    return rows


def _copy(model: type[Model], rows: Sequence[Facts], tables: str, on_conflict: str) -> None:
    """COPY to a temporary table, and from there to the model's."""
    connection, columns = connections[tables], list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    table, beside = quote(model._meta.db_table), quote(f"given_{model._meta.db_table}")
    names = ", ".join(_quoted(column, connection) for column in columns)
    shape = [(column.name, _plain(column), _reading(column, connection), column.get_default) for column in columns]
    with transaction.atomic(using=tables, savepoint=False), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {beside} (LIKE {table}) ON COMMIT DELETE ROWS")
        with cursor.copy(f"COPY {beside} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types([_type(column, connection) for column in columns])
            for facts in rows:
                values = [facts[name] if name in facts else default() for name, _, _, default in shape]
                copy.write_row(
                    [
                        value if type(value) is plain else read(value)
                        for value, (_, plain, read, _) in zip(values, shape, strict=True)
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


def _plain(column: Field[Any, Any]) -> type[Any] | None:
    """The type of values that need no reading."""
    return next((kind for field, kind in PLAIN.items() if isinstance(column, field)), None)


def _type(column: Field[Any, Any], connection: BaseDatabaseWrapper) -> str:
    return str(column.db_type(connection)).partition("(")[0]


def _named(model: type[Model]) -> Callable[[str], Field[Any, Any]]:
    return {field.name: field for field in model._meta.concrete_fields}.__getitem__


def _key(model: type[Model]) -> Field[Any, Any]:
    key = model._meta.pk
    assert key is not None
    return key
