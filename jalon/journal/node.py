"""This machine as a writer of journals: its keys, its database, its sidecar and its shift keys in one place."""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from jalon.journal import append, sidecar
from jalon.journal.append import Appended, Draft
from jalon.journal.keys import NodeKeys, load
from jalon.journal.shiftkey import ShiftKeys

HEADQUARTERS_STREAM = "headquarters"


@dataclass
class Node:
    """One machine's identity and the places where it writes."""

    keys: NodeKeys
    sidecar: Path
    shift_keys: ShiftKeys
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def id(self) -> str:
        return self.keys.node

    def append(self, drafts: list[Draft]) -> list[Appended]:
        """Append to this node's stream and move the sidecar: when it returns, the entries are on the disk."""
        with self.lock:
            connection, mark = journal_connection()
            append.refuse_outer_transaction(connection, mark)
            appended = append.append(connection, (self.id, self.current_epoch()), drafts, self.keys.sign, mark)
            last = appended[-1]
            head = sidecar.Head(last.node, last.epoch, last.seq, last.position, last.hash.hex(), last.signature.hex())
            sidecar.write(self.sidecar, head)
        return appended

    def current_epoch(self) -> str:
        """The epoch to append to; the first is opened here. Later ones are opened by `start`."""
        connection, mark = journal_connection()
        epoch = append.get_mark(connection, f"current {HEADQUARTERS_STREAM}", mark)
        return epoch or self.open_epoch("first use of this node")

    def open_epoch(self, reason: str) -> str:
        """Open a new epoch with a random id and say why."""
        epoch = secrets.token_hex(8)
        connection, mark = journal_connection()
        append.refuse_outer_transaction(connection, mark)
        connection.execute("BEGIN" if mark == append.POSTGRESQL else "BEGIN IMMEDIATE")
        try:
            append.open_epoch(
                connection,
                (self.id, epoch),
                HEADQUARTERS_STREAM,
                self.keys.public_key,
                reason,
                self.keys.sign,
                mark,
            )
            append.set_mark(connection, "copied by a backup", "", mark)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        return epoch

    def start(self) -> str | None:
        """Look whether this journal is whole before writing to it; where it is not, a new epoch opens.

        Returns the reason of the new epoch, or None where the journal goes on as it was.
        """
        reason = self._why_a_new_epoch()
        if reason is not None:
            self.open_epoch(reason)
        return reason

    def _why_a_new_epoch(self) -> str | None:
        connection, mark = journal_connection()
        if append.get_mark(connection, "copied by a backup", mark):
            return "this journal was restored from a backup"
        known = sidecar.read(self.sidecar)
        if known is None or known.node != self.id:
            return None
        row = connection.execute(
            f"SELECT hash FROM journal_entry WHERE node = {mark} AND epoch = {mark} AND seq = {mark}",
            (known.node, known.epoch, known.seq),
        ).fetchone()
        if row is None:
            return f"entries are missing: the sidecar knows entry {known.seq} of epoch {known.epoch}"
        if bytes(row[0]).hex() != known.hash:
            return f"entry {known.seq} of epoch {known.epoch} is not the one the sidecar knows"
        return None


def journal_connection() -> tuple[Any, str]:
    """The bare database connection that holds the journal, and how it marks parameters."""
    wrapper = connections[settings.JALON_JOURNAL_DATABASE]
    wrapper.ensure_connection()
    mark = append.POSTGRESQL if wrapper.vendor == "postgresql" else append.SQLITE
    return wrapper.connection, mark


def this_node() -> Node:
    """This machine's node. Raises NodeNotPrepared where `jalon node prepare` was not run."""
    return _node(Path(settings.JALON_HOME), Path(settings.JALON_SIDECAR))


@lru_cache(maxsize=4)
def _node(home: Path, sidecar_path: Path) -> Node:
    return Node(load(home / "keys"), sidecar_path, ShiftKeys(home / "keys" / "shifts"))


@lru_cache(maxsize=1)
def boot_id() -> str:
    """Which start of the machine the monotonic clock counts from."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return str(uuid.uuid4())


def wall_clock() -> int:
    """This machine's clock, ms since 1970."""
    return time.time_ns() // 1_000_000


def stamp(actor: str, parent: int = 0) -> append.Stamp:
    """When, on this machine's clocks, and by whom."""
    return append.Stamp(wall_clock(), boot_id(), time.monotonic_ns() // 1_000_000, parent, actor)
