"""Disks that fail under a journal in SQLite: power cuts under a headquarters that receives, full disks and errors of
reading and writing under a post that records and a headquarters that receives.

The disk is that of `journal/tests/test_power_cuts`: in memory, with promises that a cut keeps, drops or tears.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from jalon.journal import receive
from jalon.journal.append import append
from jalon.journal.schema import create
from jalon.journal.tests.chain import EPOCH, begin, fresh_keys, plain_draft
from jalon.journal.tests.test_power_cuts import JOURNAL, Disk, DiskVFS, PowerCut, hashes, put_in
from jalon.journal.verify import verify
from jalon.sync.tests.faults.trial import Fault, Trial

OPERATIONS = 120  # among which the power goes, or the error falls
LIFE = 8
LOCKED = ("PRAGMA locking_mode=EXCLUSIVE",)
SMALL_WAL = ("PRAGMA wal_autocheckpoint=12",)


class Failing(Disk):
    """A disk that answers some writes with an error, or is full, and goes on working."""

    def __init__(self, files: dict[str, bytes], chance: random.Random, error: type[Exception], share: float) -> None:
        super().__init__(files)
        self.chance, self.error, self.share, self.failed = chance, error, share, 0

    def operation(self) -> None:
        super().operation()
        if self.chance.random() < self.share:
            self.failed += 1
            raise self.error("a trial")


def _pragmas() -> tuple[str, ...]:
    """As the journal's room says, at the time of asking: a mutant says otherwise."""
    from jalon.journal import schema

    return (*LOCKED, *schema.JOURNAL_PRAGMAS, *SMALL_WAL)


@contextmanager
def _vfs() -> Iterator[DiskVFS]:
    made = DiskVFS("power-cuts")
    try:
        yield made
    finally:
        made.unregister()


@contextmanager
def _opened(vfs: DiskVFS, disk: Disk) -> Iterator[apsw.Connection]:
    vfs.disk = disk
    connection = apsw.Connection(JOURNAL, vfs="power-cuts")
    try:
        for pragma in _pragmas():
            connection.execute(pragma).fetchall()
        yield connection
    finally:
        with suppress(Exception):
            connection.close(True)


def _files(disk: Disk) -> dict[str, bytes]:
    return {name: bytes(stored.seen) for name, stored in disk.files.items()}


def power_cut_there(trial: Trial) -> None:
    """The power goes while a headquarters on SQLite receives: every entry it gave a receipt for is on the platter."""
    world = trial.world()
    raw = _batches(world, trial)
    lost = 0
    with _vfs() as vfs, world.headquarters.at_work(), tempfile.TemporaryDirectory() as folder:
        with _opened(vfs, Disk({})) as connection:
            connection.execute("BEGIN")
            create(connection)
            connection.execute("COMMIT")
        born = _files(vfs.disk)
        while trial.times < trial.tries:
            files, owed = born, set[str]()
            for _ in range(LIFE):
                trial.times += 1
                disk = Disk(files)
                disk.until_cut = trial.chance.randrange(1, OPERATIONS)
                with suppress(PowerCut, apsw.Error), _opened(vfs, disk) as connection:
                    for one in raw:
                        owed |= _receipted(connection, one, world)
                files = disk.after_cut(trial.chance)
                path = put_in(Path(folder), files)
                report = verify(path)
                assert report.ok, report.as_json()
                lost += len(owed - {one.hex() for one in hashes(path)})
    trial.lost += lost
    assert not lost, f"{lost} entries that were receipted are gone"
    world.remove()


def _batches(world: Any, trial: Trial) -> list[bytes]:
    """What a post sends, batch by batch."""
    from jalon.journal import batch as batches
    from jalon.journal import sending
    from jalon.journal.receipts import Receipt

    world.post.record(40)
    raw, after = [], None
    with world.post.at_work():
        while (batch := sending.next_batch(after, trial.chance.randrange(1, 6))) is not None:
            raw.append(batches.encode(batch))
            after = Receipt("", batch.node, batch.epoch, batch.last.header.seq, "", 0, "")
    return raw


def _receipted(connection: apsw.Connection, raw: bytes, world: Any) -> set[str]:
    """The entries of a batch, once `receive` gave a receipt for them over this connection."""
    from jalon.journal import batch as batches
    from jalon.journal.nodes import key_of

    usual = receive.journal_connection
    receive.journal_connection = lambda: (connection, "?")
    try:
        received = receive.receive(raw, key_of)
    finally:
        receive.journal_connection = usual
    return {entry.hash.hex() for entry in batches.decode(raw).entries} if received.receipt else set()


def errors_there(trial: Trial) -> None:
    """A full disk, and errors of the disk, while a headquarters receives: never a receipt for what is not held."""
    world = trial.world()
    raw = _batches(world, trial)
    refused = 0
    with _vfs() as vfs, world.headquarters.at_work(), tempfile.TemporaryDirectory() as folder:
        with _opened(vfs, Disk({})) as connection:
            connection.execute("BEGIN")
            create(connection)
            connection.execute("COMMIT")
        born = _files(vfs.disk)
        while trial.times < trial.tries:
            trial.times += 1
            owed = set[str]()
            error = trial.chance.choice((apsw.FullError, apsw.IOError))
            disk = Failing(born, trial.chance, error, trial.chance.choice((0.02, 0.1, 0.4)))
            with suppress(apsw.Error), _opened(vfs, disk) as connection:
                for one in raw:
                    try:
                        owed |= _receipted(connection, one, world)
                    except apsw.Error:
                        refused += 1
            refused += disk.failed > 0
            path = put_in(Path(folder), _files(disk))
            assert verify(path).ok
            missing = owed - {one.hex() for one in hashes(path)}
            trial.lost += len(missing)
            assert not missing, f"{len(missing)} entries that were receipted are not held"
    assert refused, "the disk never failed"
    world.remove()


def errors_here(trial: Trial) -> None:
    """The same while a post records: what was said to be saved is held, and what failed is not held in part."""
    keys = fresh_keys()
    failed = 0
    with _vfs() as vfs, tempfile.TemporaryDirectory() as folder:
        with _opened(vfs, Disk({})) as connection:
            begin(connection, keys)
        born = _files(vfs.disk)
        while trial.times < trial.tries:
            trial.times += 1
            error = trial.chance.choice((apsw.FullError, apsw.IOError))
            disk = Failing(born, trial.chance, error, trial.chance.choice((0.02, 0.1, 0.4)))
            saved: set[bytes] = set()
            with suppress(apsw.Error), _opened(vfs, disk) as connection:
                for number in range(20):
                    drafts = [plain_draft(number * 3 + one) for one in range(trial.chance.choice((1, 3)))]
                    try:
                        saved |= {one.hash for one in append(connection, (keys.node, EPOCH), drafts, keys.sign)}
                    except apsw.Error:
                        failed += 1
            failed += disk.failed > 0
            path = put_in(Path(folder), _files(disk))
            assert verify(path).ok
            trial.lost += len(saved - hashes(path))
            assert saved <= hashes(path), "entries that were said to be saved are gone"
    assert failed, "the disk never failed"


FAULTS = (
    Fault("power cut under a headquarters that receives (SQLite)", power_cut_there, 2_000, 40, "nats-server#7564"),
    Fault("full disk and disk errors under a headquarters that receives", errors_there, 400, 12),
    Fault("full disk and disk errors under a post that records", errors_here, 1_000, 40),
)
