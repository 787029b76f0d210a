"""The tables follow the journal: by cursor, in bulk, under a savepoint; what fails is parked and blocks nobody.

The cursor moves in the same transaction as the rows, so a process killed at any point leaves tables that the next one
takes up where they stand.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError, connections, transaction
from django.utils.module_loading import import_string

from jalon.journal.ahead import Journal, Read, Row, opened
from jalon.journal.header import Header
from jalon.journal.models import AcceptedBranch, Cursor, EnrolledNode, Parked
from jalon.journal.node import Node, journal_connection, this_node
from jalon.journal.opening import COLUMNS, LAST_TIME, Blank, Opened, branch_key, entry_key
from jalon.journal.stages import in_stages
from jalon.journal.verbs import AntecedentMissing, Body, Owner, Verb, VerbUnknown, table, understood

BATCH = 1000
TABLES = "default"
CURSOR = "tables"
LONGEST_KEY = 80
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”")


def follow(tables: str = TABLES, batch: int = BATCH, journal: Journal | None = None, most: int | None = None) -> int:
    """Apply what the journal held beyond the cursor when this began, or about `most` entries of it. Returns how many
    entries were passed. What arrives meanwhile is left to the next call: whoever waits for this one does not wait for
    three hundred posts.

    `journal`: of whoever follows for long, so that the next entries are opened while those before them are applied.
    """
    journal = journal or Journal(this_node())
    passed, position, until = 0, 0, entries_in_journal()
    while position < until and (most is None or passed < most):
        count, position = _follow_once(tables, batch, journal)
        if not count:
            break
        passed += count
    return passed


def _follow_once(tables: str, batch: int, journal: Journal) -> tuple[int, int]:
    """How many entries were passed, and up to which position."""
    node = this_node()
    with transaction.atomic(using=tables):
        cursor = lock_cursor(tables)
        read = journal.after(cursor.position, batch)
        if not read:
            return 0, cursor.position
        applied = _apply_all(read, node, tables)
        _take_up_the_waiting(applied, node, tables)
        cursor.position = int(read[-1][0][0])
        cursor.save(using=tables)
    return len(read), cursor.position


def lock_cursor(tables: str) -> Cursor:
    cursors = Cursor.objects.using(tables)
    cursors.get_or_create(name=CURSOR)
    if connections[tables].vendor == "postgresql":
        cursors = cursors.select_for_update()
    return cursors.get(name=CURSOR)


def _apply_all(read: Sequence[Read], node: Node, tables: str) -> set[str]:
    """Apply entries, in an order that changes nothing of what comes of them; the keys of those that took."""
    applied: set[str] = set()
    for verb, entries in in_stages(_readable(read, node, tables)):
        if isinstance(entries[0], Blank):
            assert verb.blank is not None
            applied |= _apply_run(verb.blank, entries, tables)
        else:
            applied |= _apply_run(verb.apply, entries, tables)
            applied.update(key for entry in entries if entry.key in applied for key in _released(verb, entry.body))
    return applied


def _released(verb: Verb, body: Body) -> list[str]:
    """What parked entries may wait for besides the entry itself; a strange body releases nothing."""
    try:
        return [key for key in verb.releases(body) if isinstance(key, str)]
    except (TypeError, LookupError, ValueError):
        return []


def _readable(read: Sequence[Read], node: Node, tables: str) -> Iterator[tuple[Verb, Any]]:
    """The verb and the entry (Opened, or Blank where the verb has use for it) of each row that is not parked."""
    accepted: set[str] | None = None
    held, refused = _held_back(tables), _inbound()
    for row, entry in read:
        try:
            if isinstance(entry, ValueError):
                raise entry
            if not 0 <= entry.header.wall <= LAST_TIME:
                raise ValueError("its clock stood beyond every calendar")
            if entry.epoch != entry.header.epoch:
                accepted = _accepted_branches(tables) if accepted is None else accepted
                branch = branch_key(entry.header.node, entry.epoch)
                if branch not in accepted:
                    _park(row, Parked.WAITS, "a branch in quarantine: a named person accepts it first", tables, branch)
                    continue
            if entry.header.node in held and held[entry.header.node](entry.position):
                reason = "its node is revoked: a named person looks at what it still sends"
                _park(row, Parked.WAITS, reason, tables, held_key(entry.header.node))
                continue
            if isinstance(entry, Blank):
                known = table().get(entry.header.verb)
                if known is not None and known.blank is not None:
                    yield known, entry
                continue
            verb, body = understood(entry.header.verb, entry.version, entry.body)
            if verb.owner is Owner.HEADQUARTERS and entry.header.node not in node.authorities:
                # A captured post must not enrol officers or switch lists at its headquarters.
                _park(row, Parked.REFUSED, f"{verb.name} belongs to the headquarters, not to another node", tables)
                continue
            if entry.header.node not in node.authorities and (why := refused(verb.name, body)):
                _park(row, Parked.REFUSED, why, tables)
                continue
            yield verb, entry if entry.version == verb.version else replace(entry, version=verb.version, body=body)
        except VerbUnknown as unknown:
            _park(row, Parked.UNKNOWN, str(unknown), tables)
        except (ValueError, TypeError, LookupError, ArithmeticError) as unreadable:
            _park(row, Parked.FAILED, said(unreadable), tables)


def _inbound() -> Callable[[str, Body], str]:
    """Says why an entry (verb, body) of another node is not applied here; empty where it may be."""
    if not settings.JALON_ARRIVING:
        return lambda verb, body: ""
    rule: Callable[[str, Body], str] = import_string(settings.JALON_ARRIVING)
    return rule


def _held_back(tables: str) -> dict[str, Callable[[int], bool]]:
    """Of each revoked node, whether what arrived at a position is held back."""
    nodes = EnrolledNode.objects.using(tables).filter(held_from__isnull=False)
    bounds = nodes.values_list("id", "held_from", "accepted_to")
    return {node: partial(_beyond, max(since or 0, accepted or 0)) for node, since, accepted in bounds}


def _beyond(last: int, position: int) -> bool:
    return position > last


def held_key(node: str) -> str:
    """What the entries of a revoked node wait for."""
    return f"held.{node}"


def _accepted_branches(tables: str) -> set[str]:
    return set(AcceptedBranch.objects.using(tables).values_list("key", flat=True))


def _apply_run(apply: Callable[[Sequence[Any], str], None], entries: list[Any], tables: str) -> set[str]:
    """Apply entries of one verb together; on failure by halves, until the culprit stands alone and is parked."""
    try:
        with transaction.atomic(using=tables):
            apply(entries, tables)
        return {entry.key for entry in entries}
    except Exception as error:
        if is_of_the_machine(error):
            raise
        if len(entries) == 1:
            _park_entry(entries[0], error, tables)
            return set()
    middle = len(entries) // 2
    return _apply_run(apply, entries[:middle], tables) | _apply_run(apply, entries[middle:], tables)


# What is wrong with the machine and not with an entry: SQLite's codes, and the classes of PostgreSQL's (connection,
# transaction rolled back, resources, operator, system).
SQLITE_OWN = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY}
SQLITE_OWN |= {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT}
POSTGRESQL_OWN = {"08", "40", "53", "57", "58"}


def is_of_the_machine(error: BaseException) -> bool:
    """Whether an error is a full disk, a lost connection and the like: nothing is parked for it, all is tried again."""
    cause = error.__cause__ or error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return (code & 0xFF) in SQLITE_OWN
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return state[:2] in POSTGRESQL_OWN
    return isinstance(error, OperationalError) and not isinstance(cause, sqlite3.Error)


def _park_entry(entry: Opened | Blank, error: Exception, tables: str) -> None:
    waits_for = str(error.key) if isinstance(error, AntecedentMissing) else ""
    if len(waits_for) > LONGEST_KEY or plain(waits_for) != waits_for:
        waits_for = ""  # no entry will ever bear such a key
    Parked.objects.using(tables).update_or_create(
        key=entry.key,
        defaults={
            "position": entry.position,
            "kind": Parked.WAITS if waits_for else Parked.FAILED,
            "waits_for": waits_for,
            "reason": said(error),
        },
    )


def said(error: Exception) -> str:
    """What is kept of an error: no value of a payload, which may name somebody."""
    state = getattr(error.__cause__, "sqlstate", None)
    if isinstance(error, DatabaseError):
        return f"{type(error).__name__} {state or ''}".strip()
    return plain(QUOTED.sub("…", f"{type(error).__name__}: {error}"))[:300]


def plain(text: str) -> str:
    """A text that every database takes."""
    return text.encode("utf-8", "replace").decode().replace("\0", "�")


def _park(row: Row, kind: str, reason: str, tables: str, waits_for: str = "") -> None:
    position, epoch, raw = row[:3]
    header = Header.from_bytes(bytes(raw))
    Parked.objects.using(tables).update_or_create(
        key=entry_key(header.node, str(epoch), header.seq),
        defaults={"position": position, "kind": kind, "waits_for": waits_for, "reason": reason[:500]},
    )


def _take_up_the_waiting(applied: set[str], node: Node, tables: str) -> None:
    """Apply parked entries whose antecedent has just come, and those that waited for these in turn."""
    while applied:
        keys = sorted(applied)
        pieces = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
        parked = Parked.objects.using(tables).filter(kind=Parked.WAITS)
        waiting = [one for some in pieces for one in parked.filter(waits_for__in=some)]
        applied = _apply_parked(waiting, node, tables)


def retry_parked(tables: str = TABLES) -> int:
    """Try every parked entry again, as after an upgrade. Returns how many took."""
    with transaction.atomic(using=tables):
        lock_cursor(tables)
        return len(_apply_parked(list(Parked.objects.using(tables).all()), this_node(), tables))


def _apply_parked(parked: Sequence[Parked], node: Node, tables: str) -> set[str]:
    connection, mark = journal_connection()
    positions, applied = sorted(entry.position for entry in parked), set[str]()
    for start in range(0, len(positions), BATCH):  # a database takes so many parameters and no more
        some = positions[start : start + BATCH]
        marks = ", ".join([mark] * len(some))
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM journal_entry WHERE position IN ({marks}) ORDER BY position", tuple(some)
        ).fetchall()
        took = _apply_all(opened(rows, node), node, tables)
        Parked.objects.using(tables).filter(key__in=took).delete()
        applied |= took
    return applied


def entries_in_journal() -> int:
    """How many entries this journal holds: the last arrival position, for positions have no gap. Every page asks it."""
    connection, _ = journal_connection()
    return int(connection.execute("SELECT last FROM journal_position").fetchone()[0])


def journal_alias() -> str:
    return str(settings.JALON_JOURNAL_DATABASE)
