"""Backing up and restoring a node, post or headquarters: one file, sealed with a passphrase, proven as it is read.

It holds the journal, the tables, and the files they name (lists, rules, editions, pictures); never this machine's keys,
its sidecar, its receipts or its shift keys, which are what tells a copy from the original. What is restored was born
dirty: the node opens new epochs before it writes again. A headquarters' keys are backed up apart (`keys_of`): without
them what was sealed to it stays closed for ever.

The file: magic (8 bytes), salt (16), pieces of at most 1 MiB under ChaCha20-Poly1305, each with its length (4 bytes);
the nonce is the piece's number, and the last piece is marked in what its tag covers, so that none can be cut off,
moved or changed. Inside is a tar of zstd: `manifest.json` first, then databases and files.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import struct
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, BinaryIO

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from jalon.journal.append import set_mark
from jalon.journal.keys import flush_folder, write_private
from jalon.journal.node import this_node, wall_clock

MAGIC = b"JALON-B1"
PIECE = 1 << 20
FILES = ("lists", "rules", "editions", "pictures", "notices")
SECRETS = ("node.json", "signing.key", "sealing.key", "recall.key")
JOURNAL_TABLES = ("journal_epoch", "journal_entry", "journal_arrival", "journal_position", "journal_mark")
NEVER = {"django_session", "cache"}  # who is signed in, and attempts: they begin anew
DIRTY = "copied by a backup"

Say = Callable[[str], None]


class BackupRefused(ValueError):
    """The file cannot be written here, is no backup of this node, or the passphrase is wrong. Nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is of. `migrations` are the last of each app; `counts` the rows of each table or file's bytes."""

    node: str
    post: str
    tier: str
    engine: str
    program: str
    wall: int
    entries: int
    migrations: dict[str, str]


# ── backing up ──


def back_up(path: Path, passphrase: str, say: Say = lambda _: None) -> Manifest:
    """Write a backup of this node while it works. The file has its name once it is whole and on the disk."""
    if path.exists():
        raise BackupRefused(f"{path} is there already: name another file.")
    if len(passphrase) < 12:
        raise BackupRefused("the passphrase is shorter than 12 signs: whoever finds the file would soon have it.")
    growing = path.with_name(f".{path.name}.part")
    try:
        with (
            _sealed_for_writing(growing, passphrase) as out,
            zstandard.ZstdCompressor(level=9).stream_writer(out, closefd=False) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            manifest = _fill(tar, say)
        growing.replace(path)
        flush_folder(path.parent)
    finally:
        growing.unlink(missing_ok=True)
    return manifest


def _fill(tar: tarfile.TarFile, say: Say) -> Manifest:
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.JALON_HOME) as folder:
        postgresql = connections["default"].vendor == "postgresql"
        copied = _copy_postgresql(Path(folder), say) if postgresql else _copy_sqlite(Path(folder), say)
        manifest = _manifest(copied)
        _add(tar, "manifest.json", json.dumps(asdict(manifest), indent=1).encode())
        for part in sorted(Path(folder).iterdir()):
            tar.add(part, f"data/{part.name}")
            part.unlink()
    home = Path(settings.JALON_HOME)
    for name in FILES:
        for part in sorted((home / name).rglob("*")) if (home / name).is_dir() else ():
            if part.is_file() and not part.name.startswith(".") and part.suffix not in {".seen", ".new", ".part"}:
                tar.add(part, str(part.relative_to(home)))
        say(f"files of {name}")
    return manifest


def _manifest(entries: int) -> Manifest:
    node = this_node()
    applied = _last_migrations()
    engine = connections["default"].vendor
    return Manifest(
        node.id, node.keys.post, settings.JALON_TIER, engine, version("jalon"), wall_clock(), entries, applied
    )


def _last_migrations() -> dict[str, str]:
    applied: dict[str, str] = {}
    for app, name in MigrationRecorder(connections["default"]).applied_migrations():
        applied[app] = max(applied.get(app, ""), name)
    return applied


def _copy_sqlite(folder: Path, say: Say) -> int:
    """Each database with SQLite's own backup, while others write. The journal goes last: tables that lack its last
    entries take them up; a journal that lacked entries of its tables would not be one."""
    names = sorted({alias for alias in connections if alias != "rebuild"}, key=lambda alias: alias == "journal")
    entries = 0
    for alias in names:
        source = Path(connections[alias].settings_dict["NAME"])
        copy = folder / source.name
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as target:
            live.backup(target, pages=256)
            if alias == settings.JALON_JOURNAL_DATABASE:
                set_mark(target, DIRTY, "yes")
                (entries,) = target.execute("SELECT COUNT(*) FROM journal_entry").fetchone()
            target.commit()
            target.execute("PRAGMA journal_mode=DELETE")
        say(f"{source.name}: {copy.stat().st_size // 1024} kB")
    return int(entries)


def _copy_postgresql(folder: Path, say: Say) -> int:
    """Every table as COPY gives it, all of one instant."""
    entries = 0
    with connections["default"].cursor() as cursor:
        raw = cursor.connection
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            for table in _tables():
                count = 0
                with (folder / f"{table}.copy").open("wb") as out, raw.cursor() as bare:
                    with bare.copy(f'COPY "{table}" ({_columns(bare, table)}) TO STDOUT (FORMAT BINARY)') as copy:
                        for some in copy:
                            out.write(some)
                    count = bare.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608
                entries = count if table == "journal_entry" else entries
                say(f"{table}: {count} rows")
        finally:
            cursor.execute("ROLLBACK")
    return entries


def _tables() -> list[str]:
    """The journal's tables and those of the rooms, in an order in which foreign keys find what they name."""
    models = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    known = set(connections["default"].introspection.table_names())
    return [*JOURNAL_TABLES, *(name for name in dict.fromkeys(models) if name in known and name not in NEVER)]


def _columns(cursor: Any, table: str) -> str:
    rows = cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
        " ORDER BY column_name",
        (table,),
    ).fetchall()
    return ", ".join(f'"{name}"' for (name,) in rows)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


# ── restoring ──


def restore(path: Path, passphrase: str, say: Say = lambda _: None) -> Manifest:
    """Put a backup in the place of an empty node's databases and files. This machine has the node's keys already.

    Raises BackupRefused; where the databases held anything, or the file is another node's, nothing was changed.
    """
    with _opened(path, passphrase) as tar:
        manifest = _read_manifest(tar)
        _refuse_what_does_not_fit(manifest)
        if connections["default"].vendor == "postgresql":
            _migrate_to(manifest)
        with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.JALON_HOME) as folder:
            _extract(tar, Path(folder), say)
            _put_back(Path(folder), say)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return manifest


def verify(path: Path, passphrase: str) -> Manifest:
    """Read a backup to its end. Raises BackupRefused where a byte of it is not what was written."""
    with _opened(path, passphrase) as tar:
        manifest = _read_manifest(tar)
        for member in _rest(tar):
            file = tar.extractfile(member)
            while file is not None and file.read(PIECE):
                pass
    return manifest


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == "manifest.json" else None
    if file is None:
        raise BackupRefused("this is no backup of Jalon.")
    return Manifest(**json.loads(file.read()))


def _rest(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """What follows the manifest: a stream is never read backwards."""
    return (member for member in tar if member.name != "manifest.json")


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    node = this_node()
    if manifest.node != node.id:
        raise BackupRefused(
            f"this is a backup of the node {manifest.node}, and this machine is {node.id}: restore its keys first"
            " (jalon restore --keys FILE), or enrol this machine as a new one."
        )
    if (manifest.tier, manifest.engine) != (settings.JALON_TIER, connections["default"].vendor):
        raise BackupRefused(
            f"this is a backup of a {manifest.tier} on {manifest.engine}; this is a {settings.JALON_TIER} on"
            f" {connections['default'].vendor}."
        )
    if "journal_entry" in connections[settings.JALON_JOURNAL_DATABASE].introspection.table_names():
        with connections[settings.JALON_JOURNAL_DATABASE].cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM journal_entry")
            if cursor.fetchone()[0]:
                raise BackupRefused("this node's journal holds entries: a backup is restored into an empty one.")


def _migrate_to(manifest: Manifest) -> None:
    """The tables as they were when the backup was made; newer migrations follow once the rows are there."""
    now = _last_migrations()
    for app, name in sorted(manifest.migrations.items()):
        if now.get(app) == name:
            continue
        try:
            call_command("migrate", app, name, verbosity=0, interactive=False)
        except Exception as unknown:
            raise BackupRefused(
                f"this backup was made by a newer program ({manifest.program}): upgrade this one first ({unknown})."
            ) from None


def _extract(tar: tarfile.TarFile, folder: Path, say: Say) -> None:
    """Files alone, below the folder; by hand, for Debian 12's Python is 3.11.2 and tarfile's filters are of 3.11.4."""
    root = folder.resolve()
    for member in _rest(tar):
        place = (root / member.name).resolve()
        content = tar.extractfile(member) if member.isreg() else None
        if content is None or not place.is_relative_to(root):
            raise BackupRefused(f"this backup holds what no backup holds: {member.name}.")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with place.open("xb") as file:
            shutil.copyfileobj(content, file)
        say(member.name)


def _put_back(folder: Path, say: Say) -> None:
    home, data = Path(settings.JALON_HOME), folder / "data"
    if connections["default"].vendor == "postgresql":
        _load_postgresql(data, say)
    else:
        connections.close_all()
        for part in data.iterdir():
            for old in home.glob(f"{part.name}*"):
                old.unlink()
            part.replace(home / part.name)
    for name in FILES:
        if (folder / name).is_dir():
            for part in (folder / name).rglob("*"):
                if part.is_file():
                    place = home / part.relative_to(folder)
                    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    part.replace(place)


def _load_postgresql(data: Path, say: Say) -> None:
    """All tables or none, in one transaction; then the counters of keys stand beyond the highest."""
    with connections["default"].cursor() as cursor:
        raw = cursor.connection
        with raw.transaction(), raw.cursor() as bare:
            bare.execute("SET CONSTRAINTS ALL DEFERRED")
            tables = [table for table in _tables() if (data / f"{table}.copy").exists()]
            for table in reversed([table for table in tables if table not in JOURNAL_TABLES]):
                bare.execute(f'DELETE FROM "{table}"')  # noqa: S608
            bare.execute("DELETE FROM journal_position")
            for table in tables:
                with (
                    (data / f"{table}.copy").open("rb") as file,
                    bare.copy(f'COPY "{table}" ({_columns(bare, table)}) FROM STDIN (FORMAT BINARY)') as copy,
                ):
                    while some := file.read(PIECE):
                        copy.write(some)
                say(table)
            set_mark(bare, DIRTY, "yes", "%s")
        for statement in connections["default"].ops.sequence_reset_sql(_no_style(), apps.get_models()):
            cursor.execute(statement)


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()


# ── keys ──


def back_up_keys(path: Path, passphrase: str) -> str:
    """This machine's keys in a file of their own, sealed. Returns the node. Two places, never beside the backups."""
    if path.exists():
        raise BackupRefused(f"{path} is there already: name another file.")
    if len(passphrase) < 12:
        raise BackupRefused("the passphrase is shorter than 12 signs: whoever finds the file would soon have it.")
    folder = Path(settings.JALON_HOME) / "keys"
    kept = {name: (folder / name).read_bytes().hex() for name in SECRETS}
    with _sealed_for_writing(path, passphrase) as out:
        out.write(json.dumps(kept).encode())
    return this_node().id


def restore_keys(path: Path, passphrase: str) -> None:
    """Keys from their file, on a machine that has none. Raises BackupRefused."""
    folder = Path(settings.JALON_HOME) / "keys"
    if (folder / "node.json").exists():
        raise BackupRefused("this machine has keys already: a node's keys stand on one machine alone.")
    with path.open("rb") as file:
        raw = b"".join(_pieces(file, passphrase))
    kept = json.loads(raw)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (*SECRETS[1:], SECRETS[0]):  # node.json last: a machine has its keys once that is there
        write_private(folder / name, bytes.fromhex(kept[name]))


# ── the sealed file ──


class _Sealing(io.RawIOBase, BinaryIO):
    """Seals what is written, a piece at a time."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        salt = secrets.token_bytes(16)
        self.file, self.cipher, self.number = file, ChaCha20Poly1305(_key(passphrase, salt)), 0
        self.rest = bytearray()
        file.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self.rest += some
        while len(self.rest) > PIECE:
            self._put(bytes(self.rest[:PIECE]), last=False)
            del self.rest[:PIECE]
        return len(some)

    def finish(self) -> None:
        self._put(bytes(self.rest), last=True)

    def _put(self, clear: bytes, *, last: bool) -> None:
        sealed = self.cipher.encrypt(struct.pack(">IQ", 0, self.number), clear, bytes([last]))
        self.number += 1
        self.file.write(struct.pack(">I", len(sealed)) + sealed)


@contextmanager
def _sealed_for_writing(path: Path, passphrase: str) -> Iterator[_Sealing]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        out = _Sealing(file, passphrase)
        yield out
        out.finish()
        file.flush()
        os.fsync(file.fileno())


class _Reading(io.RawIOBase):
    """What was sealed, in clear, proven piece by piece."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = piece
        count = min(len(buffer), len(self.rest))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count


@contextmanager
def _opened(path: Path, passphrase: str) -> Iterator[tarfile.TarFile]:
    with path.open("rb") as file:
        clear = io.BufferedReader(_Reading(_pieces(file, passphrase)), PIECE)
        try:
            with (
                zstandard.ZstdDecompressor().stream_reader(clear) as unpacked,
                tarfile.open(fileobj=unpacked, mode="r|") as tar,
            ):
                yield tar
        except (tarfile.TarError, zstandard.ZstdError, EOFError) as cut:
            raise BackupRefused(f"this backup was cut or altered: {cut}") from None


def _pieces(file: IO[bytes], passphrase: str) -> Iterator[bytes]:
    start = file.read(len(MAGIC) + 16)
    if len(start) < len(MAGIC) + 16 or not start.startswith(MAGIC):
        raise BackupRefused("this is no backup of Jalon.")
    cipher, number, last = ChaCha20Poly1305(_key(passphrase, start[len(MAGIC) :])), 0, False
    while not last:
        size = file.read(4)
        sealed = file.read(min(struct.unpack(">I", size)[0], PIECE + 64)) if len(size) == 4 else b""
        for mark in (False, True):
            try:
                clear = cipher.decrypt(struct.pack(">IQ", 0, number), sealed, bytes([mark]))
            except (InvalidTag, ValueError):
                continue
            last = mark
            break
        else:
            what = "the passphrase is wrong, or the file was altered." if not number else "it was cut or altered."
            raise BackupRefused(f"this backup cannot be read: {what}")
        number += 1
        yield clear


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=1 << 26, dklen=32)
