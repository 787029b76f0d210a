"""Rebuilding the tables from the journal, beside the live ones, and switching in one step.

The rebuilt tables grow under the database alias "rebuild": another file on a post, another schema on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections, models, transaction

from jalon.journal.applying import CURSOR, TABLES, follow, lock_cursor
from jalon.journal.models import Cursor, Parked
from jalon.journal.node import journal_connection, this_node
from jalon.journal.opening import entry_key

BESIDE = "rebuild"
Rows = dict[str, tuple[Any, ...]]
Compared = dict[str, tuple[Rows, Rows]]  # of each table, the live rows and those beside
OWN: tuple[type[models.Model], ...] = (Parked,)


class RebuildRefused(Exception):
    """Entries that the live tables hold could not be applied again: switching would lose their rows."""


def rebuild(tables: Sequence[type[models.Model]], say: Callable[[str], None] = lambda _: None) -> list[str]:
    """Fill `tables` anew beside the live ones and switch to them. Returns how they differed before, in sentences.

    Raises RebuildRefused, with the live tables as they were, where an entry that was applied before no longer is.
    """
    say("empty tables beside the live ones")
    _empty_beside()
    passed = follow(BESIDE)
    say(f"{passed} entries applied beside")
    with transaction.atomic(using=TABLES):
        lock_cursor(TABLES)
        follow(BESIDE)  # what was recorded meanwhile
        _refuse_parking()
        compared = {model._meta.db_table: (_rows(model, TABLES), _rows(model, BESIDE)) for model in tables}
        _refuse_a_loss(compared)
        found = _differences(compared)
        beside = Cursor.objects.using(BESIDE).get(name=CURSOR)
        Cursor.objects.using(TABLES).update_or_create(name=CURSOR, defaults={"position": beside.position})
        for model in (*tables, *OWN):
            model._default_manager.using(TABLES).all().delete()
            rows = list(model._default_manager.using(BESIDE).all())
            model._default_manager.using(TABLES).bulk_create(rows, batch_size=200)
    _discard()
    say("switched")
    return found


def _refuse_parking() -> None:
    before = set(Parked.objects.using(TABLES).values_list("key", flat=True))
    parked = Parked.objects.using(BESIDE).exclude(key__in=before)
    if parked.exists():
        reasons = "; ".join(f"{entry.key}: {entry.reason}" for entry in parked[:5])
        raise RebuildRefused(f"{parked.count()} entries cannot be applied any more, nothing was changed ({reasons})")


def _refuse_a_loss(compared: Compared) -> None:
    """A live row whose entry stands in the journal, and that the rebuild did not make, could not be read again: the
    key it stands under is gone, or its payload was destroyed. Switching would lose the last copy."""
    recorded = _recorded()
    for name, (live, beside) in compared.items():
        lost = {key for key in live if key in recorded and _less(live[key], beside.get(key))}
        if lost:
            raise RebuildRefused(
                f"{name}: {len(lost)} rows stand in the tables and cannot be read again from the journal, "
                f"nothing was changed ({', '.join(sorted(lost)[:5])})"
            )


def _less(live: tuple[Any, ...], beside: tuple[Any, ...] | None) -> bool:
    """Whether the rebuilt row is absent, or blank where the live one can be read."""
    return beside is None or any(one is not None and other is None for one, other in zip(live, beside, strict=True))


def _recorded() -> set[str]:
    """The key of every entry in the journal."""
    connection, _ = journal_connection()
    rows = connection.execute("SELECT node, epoch, seq FROM journal_entry").fetchall()
    return {entry_key(node, epoch, seq) for node, epoch, seq in rows}


def _differences(compared: Compared) -> list[str]:
    """Where the live tables and those rebuilt beside them do not say the same."""
    found = []
    for name, (live, beside) in compared.items():
        found += [
            f"{name}: {key} is in the tables but not in the journal" for key in sorted(live.keys() - beside.keys())
        ]
        found += [
            f"{name}: {key} is in the journal but not in the tables" for key in sorted(beside.keys() - live.keys())
        ]
        found += [f"{name}: {key} differs" for key in sorted(live.keys() & beside.keys()) if live[key] != beside[key]]
    return found


def _rows(model: type[models.Model], tables: str) -> Rows:
    """Every row by its key. What is kept under a shift key is compared in clear: each writing has its own nonce."""
    keys = this_node().shift_keys
    rows = {}
    for row in model._default_manager.using(tables).all():
        values = []
        for column in model._meta.concrete_fields:
            value = getattr(row, column.attname)
            values.append(keys.take_out_value(value) if isinstance(column, models.BinaryField) else value)
        rows[str(row.pk)] = tuple(values)
    return rows


def _empty_beside() -> None:
    _discard()
    if connections[BESIDE].vendor == "postgresql":
        with connections[TABLES].cursor() as cursor:
            cursor.execute("CREATE SCHEMA rebuild")
    call_command("migrate", database=BESIDE, verbosity=0, interactive=False)


def _discard() -> None:
    if connections[BESIDE].vendor == "postgresql":
        connections[BESIDE].close()
        with connections[TABLES].cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS rebuild CASCADE")
        return
    connections[BESIDE].close()
    name = Path(connections[BESIDE].settings_dict["NAME"])
    for path in (name, Path(f"{name}-wal"), Path(f"{name}-shm")):
        path.unlink(missing_ok=True)
