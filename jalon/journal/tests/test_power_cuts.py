"""Power cuts under the very append of the desk, with the very pragmas of the desk.

An APSW VFS keeps two disks in memory: what the program believes it wrote, and what a cut would leave. A write, a
truncation or a new file is only promised until xSync returns. At a random operation the power goes: each promise is
then kept, dropped or torn in 512-byte sectors, in any order, as a disk with a cache may do. What is left is put in
real files, opened by another SQLite, verified, and compared with what had been acknowledged.

The VFS has no shared memory, so the connection locks the file exclusively: SQLite then keeps its index of the WAL on
its own heap. What is written to the files, and when it is synced, is the same.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import pytest

from jalon.journal import sidecar
from jalon.journal.append import Appended, append
from jalon.journal.keys import NodeKeys
from jalon.journal.schema import JOURNAL_PRAGMAS
from jalon.journal.tests.chain import EPOCH, begin, fresh_keys, head_of, plain_draft
from jalon.journal.verify import verify

pytestmark = pytest.mark.power

CUTS = 1_000
LIFE = 10  # cuts that one journal goes through, each on what the one before left
SECTOR = 512
JOURNAL = "/journal.sqlite3"
# Cuts fall among this many operations: a dozen of appends, and with so small a WAL several checkpoints.
OPERATIONS = 160
SMALL_WAL = "PRAGMA wal_autocheckpoint=12"
POWERSAFE_OVERWRITE = 0x1000  # a torn write spoils nothing outside itself: SQLite's default for a desk's file, too


class PowerCut(Exception):
    """Nothing is written after this."""


@dataclass
class Promise:
    """An operation that was answered but not synced: bytes at an offset, or a new size where there are none."""

    at: int
    content: bytes | None


@dataclass
class Stored:
    """One file: what stands on the platter, what the program sees, and the promises between the two."""

    platter: bytearray = field(default_factory=bytearray)
    seen: bytearray = field(default_factory=bytearray)
    promises: list[Promise] = field(default_factory=list)
    named: bool = False  # whether the directory entry is on the platter

    def write(self, at: int, content: bytes) -> None:
        self.promises.append(Promise(at, content))
        _put(self.seen, at, content)

    def truncate(self, size: int) -> None:
        self.promises.append(Promise(size, None))
        _resize(self.seen, size)

    def sync(self) -> None:
        self.platter = bytearray(self.seen)
        self.promises.clear()
        self.named = True

    def after_cut(self, chance: random.Random) -> bytes | None:
        """What the platter holds once the power is back; None where not even the name is left."""
        if not self.named and chance.random() < 0.5:
            return None
        left = bytearray(self.platter)
        kept = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        in_order = chance.random() < 0.3
        for promise in self.promises[: chance.randrange(len(self.promises) + 1)] if in_order else self.promises:
            if promise.content is None:
                if chance.random() < kept:
                    _resize(left, promise.at)
                continue
            for at, piece in _sectors(promise.at, promise.content):
                if in_order or chance.random() < kept:
                    _put(left, at, piece)
                elif chance.random() < 0.1 and len(left) < at + len(piece):
                    _resize(left, at + len(piece))  # the size was journalled, the data was not
        return bytes(left)


def _put(content: bytearray, at: int, piece: bytes) -> None:
    if len(content) < at:
        _resize(content, at)
    content[at : at + len(piece)] = piece


def _resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


def _sectors(at: int, content: bytes) -> Iterator[tuple[int, bytes]]:
    """A write in the pieces that a sector takes whole."""
    start = 0
    while start < len(content):
        end = min(len(content), start + SECTOR - (at + start) % SECTOR)
        yield at + start, content[start:end]
        start = end


class Disk:
    """Files by name, and the operation at which the power goes (None: never)."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {name: Stored(bytearray(raw), bytearray(raw), named=True) for name, raw in files.items()}
        self.deleted: dict[str, Stored] = {}  # removed, and the directory not synced
        self.until_cut: int | None = None
        self.off = False

    def operation(self) -> None:
        if self.until_cut is not None:
            self.until_cut -= 1
            self.off = self.off or self.until_cut <= 0
        if self.off:
            raise PowerCut

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        back = {name: stored for name, stored in self.deleted.items() if chance.random() < 0.5}
        left = {name: stored.after_cut(chance) for name, stored in {**back, **self.files}.items()}
        return {name: raw for name, raw in left.items() if raw is not None}


class DiskVFS(apsw.VFS):
    """SQLite's view of the disk."""

    def __init__(self, name: str) -> None:
        self.disk = Disk({})
        super().__init__(name, base="")

    def xFullPathname(self, name: str) -> str:
        return name

    def xAccess(self, path: str, flags: int) -> bool:
        return path in self.disk.files

    def xDelete(self, name: str, sync_directory: bool) -> None:
        self.disk.operation()
        removed = self.disk.files.pop(name, None)
        if removed is not None and not sync_directory:
            self.disk.deleted[name] = removed

    def xOpen(self, name: Any, flags: list[int]) -> DiskFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:
            return DiskFile(self.disk, Stored())
        if path not in self.disk.files:
            self.disk.operation()
            self.disk.files[path] = Stored()
        return DiskFile(self.disk, self.disk.files[path])


class DiskFile:
    """One open file."""

    def __init__(self, disk: Disk, stored: Stored) -> None:
        self.disk, self.stored = disk, stored

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self.stored.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.operation()
        self.stored.write(offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:
        self.disk.operation()
        self.stored.truncate(newsize)

    def xSync(self, flags: int) -> None:
        self.disk.operation()
        self.stored.sync()

    def xFileSize(self) -> int:
        return len(self.stored.seen)

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        return POWERSAFE_OVERWRITE

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xCheckReservedLock(self) -> bool:
        return False

    def xLock(self, level: int) -> None: ...

    def xUnlock(self, level: int) -> None: ...

    def xClose(self) -> None: ...


@pytest.fixture(scope="module")
def vfs() -> Iterator[DiskVFS]:
    made = DiskVFS("power-cuts")
    yield made
    made.unregister()


@contextmanager
def powered(vfs: DiskVFS, files: dict[str, bytes], pragmas: tuple[str, ...]) -> Iterator[apsw.Connection]:
    """A connection of a desk that was just switched on, over what the disk holds."""
    vfs.disk = Disk(files)
    connection = apsw.Connection(JOURNAL, vfs="power-cuts")
    try:
        for pragma in ("PRAGMA locking_mode=EXCLUSIVE", *pragmas, SMALL_WAL):
            connection.execute(pragma).fetchall()
        yield connection
    finally:
        connection.close(True)


def new_journal(vfs: DiskVFS, keys: NodeKeys, pragmas: tuple[str, ...]) -> dict[str, bytes]:
    with powered(vfs, {}, pragmas) as connection:
        begin(connection, keys)
    return {name: bytes(stored.seen) for name, stored in vfs.disk.files.items()}


def work_until_cut(
    vfs: DiskVFS, keys: NodeKeys, files: dict[str, bytes], pragmas: tuple[str, ...], chance: random.Random
) -> tuple[list[Appended], dict[str, bytes]]:
    """Append until the power goes. The entries acknowledged, and the files that are left."""
    acknowledged: list[Appended] = []
    with suppress(PowerCut, apsw.Error), powered(vfs, files, pragmas) as connection:
        vfs.disk.until_cut = chance.randrange(1, OPERATIONS)
        while True:
            drafts = [plain_draft(number) for number in range(chance.choice((1, 1, 1, 3)))]
            acknowledged += append(connection, (keys.node, EPOCH), drafts, keys.sign)
    assert vfs.disk.off, "the append failed before the power did"
    return acknowledged, vfs.disk.after_cut(chance)


def put_in(folder: Path, files: dict[str, bytes]) -> Path:
    for old in folder.iterdir():
        old.unlink()
    for name, raw in files.items():
        (folder / name[1:]).write_bytes(raw)
    return folder / JOURNAL[1:]


def hashes(path: Path) -> set[bytes]:
    connection = sqlite3.connect(path)
    found = {bytes(row[0]) for row in connection.execute("SELECT hash FROM journal_entry")}
    connection.close()
    return found


@dataclass
class Outcome:
    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    cuts_that_lost: int = 0
    torn_off: int = (
        0  # cuts that left an unacknowledged entry behind: allowed, and a sign that cuts fall inside commits
    )


def cut_power(vfs: DiskVFS, folder: Path, pragmas: tuple[str, ...], cuts: int, seed: int) -> Outcome:
    """Cut the power `cuts` times; what is left must always be a whole chain."""
    chance = random.Random(seed)
    keys = fresh_keys()
    born = new_journal(vfs, keys, pragmas)
    outcome = Outcome()
    files, standing = born, set[bytes]()
    for number in range(cuts):
        if number % LIFE == 0:
            files, standing = born, set()
        appended, files = work_until_cut(vfs, keys, files, pragmas, chance)
        path = put_in(folder, files)
        report = verify(path)
        assert report.ok, f"seed {seed}, cut {number}: {report.as_json()}"
        left = hashes(path)
        owed = standing | {entry.hash for entry in appended}
        missing = owed - left
        outcome.cuts += 1
        outcome.acknowledged += len(appended)
        outcome.lost += len(missing)
        outcome.cuts_that_lost += bool(missing)
        outcome.torn_off += bool(left - owed)
        standing = left
        if missing and appended:
            remembered_by_sidecar(path, folder, appended[-1])
    print(f"seed {seed}: {outcome}")
    return outcome


def remembered_by_sidecar(path: Path, folder: Path, last: Appended) -> None:
    """An entry that was acknowledged and is gone does not go unseen."""
    sidecar.write(folder / "head", head_of(last))
    report = verify(path, folder / "head")
    assert report.first_fault is not None and report.first_fault.code == "tail_lost"


@pytest.fixture
def seed() -> int:
    """A new one at each run, printed when a test fails; JALON_SEED repeats a run."""
    return int(os.environ.get("JALON_SEED", 0)) or random.SystemRandom().randrange(1, 1 << 32)


def test_no_acknowledged_entry_is_lost(vfs: DiskVFS, tmp_path: Path, seed: int) -> None:
    outcome = cut_power(vfs, tmp_path, JOURNAL_PRAGMAS, CUTS, seed)
    assert (outcome.cuts, outcome.lost) == (CUTS, 0)
    assert outcome.acknowledged > CUTS
    assert outcome.torn_off > 0


def test_a_commit_that_is_not_synced_loses_entries(vfs: DiskVFS, tmp_path: Path, seed: int) -> None:
    """The same cuts can find a loss: with synchronous=NORMAL, SQLite does not sync at each commit."""
    weaker = tuple(pragma.replace("synchronous=FULL", "synchronous=NORMAL") for pragma in JOURNAL_PRAGMAS)
    assert weaker != JOURNAL_PRAGMAS
    outcome = cut_power(vfs, tmp_path, weaker, CUTS // 10, seed)
    assert outcome.lost > 0
