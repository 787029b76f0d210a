"""A headquarters and its posts, each a machine with a folder, keys and databases of its own, in one process.

What a process takes for its own machine are a few settings and its database connections. `at_work` puts those of one
machine in place and takes them away again, so that the very code of the desk, of the carriers and of the door runs, a
machine after the other. Where a machine must die while another lives, `processes` starts it as a process instead.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import time_machine
from django.conf import settings
from django.db import connections

from jalon.config.preparing import prepare_node
from jalon.config.settings import JOURNAL_PRAGMAS, WORKING_PRAGMAS, postgresql
from jalon.crossings import pictures  # noqa: F401  its tables are looked at by every session
from jalon.journal import node as node_room
from jalon.journal.applying import follow
from jalon.journal.keys import Parent, adopt
from jalon.journal.node import Node, this_node
from jalon.journal.record import record, record_together
from jalon.sync import session, stick
from jalon.sync.link import Link

if TYPE_CHECKING:
    from jalon.sync.tests.faults.processes import PostgreSQL

ISSA = "installer"
POST, HEADQUARTERS = "post", "headquarters"
FACTS = ("JALON_HOME", "JALON_SIDECAR", "JALON_TIER", "JALON_JOURNAL_DATABASE")
ALIASES = ("default", "journal", "rebuild")


class Machine:
    """A folder that a node lives in. `database` is the address of a headquarters' PostgreSQL."""

    def __init__(self, home: Path, tier: str, database: str = "") -> None:
        self.home, self.tier, self.database = home, tier, database
        self.sidecar = home.with_name(f"{home.name}.beside") / "head"
        self.ahead = 0.0  # seconds by which its clock is ahead of the others'
        self._threads = threading.local()

    @property
    def journal(self) -> Path:
        """The SQLite file that holds the journal."""
        return self.home / ("journal.sqlite3" if self.tier == POST else "headquarters.sqlite3")

    @property
    def databases(self) -> dict[str, Any]:
        def sqlite(name: str, pragmas: Sequence[str]) -> dict[str, Any]:
            options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": ";".join(pragmas)}
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": self.home / name, "OPTIONS": options}

        beside = {"rebuild": sqlite("rebuild.sqlite3", WORKING_PRAGMAS)}
        if self.tier == POST:
            working, journal = sqlite("working.sqlite3", WORKING_PRAGMAS), sqlite("journal.sqlite3", JOURNAL_PRAGMAS)
            return {"default": working, "journal": journal, **beside}
        if self.database:
            return {"default": postgresql(self.database), **beside}
        return {"default": sqlite("headquarters.sqlite3", JOURNAL_PRAGMAS), **beside}

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this machine is started with."""
        facts = {"JALON_HOME": str(self.home), "JALON_SIDECAR": str(self.sidecar), "JALON_TIER": self.tier}
        facts |= {"JALON_STATIC": str(self.home / "static"), "JALON_SECOND_FACTOR": "optional"}
        facts |= {"JALON_DATABASE_URL": self.database} if self.database else {}
        ours = {name for name in os.environ if name.startswith("JALON_") and not name.startswith("JALON_FAULTS_")}
        return {name: value for name, value in os.environ.items() if name not in ours} | facts

    @contextmanager
    def at_work(self) -> Iterator[Machine]:
        """This process is this machine until the block is left."""
        facts = {
            "JALON_HOME": self.home,
            "JALON_SIDECAR": self.sidecar,
            "JALON_TIER": self.tier,
            "JALON_JOURNAL_DATABASE": "journal" if self.tier == POST else "default",
        }
        facts_before = {name: getattr(settings, name) for name in FACTS}
        databases_before, held_before = connections.settings, _lifted()
        for name, value in facts.items():
            setattr(settings, name, value)
        connections.settings = connections.configure_settings(self.databases)
        _put_back(getattr(self._threads, "held", {}))
        try:
            with _clock(self.ahead):
                yield self
        finally:
            self._threads.held = _lifted()
            connections.settings = databases_before
            _put_back(held_before)
            for name, value in facts_before.items():
                setattr(settings, name, value)

    def close(self) -> None:
        """Let go of the databases, as the end of a process does."""
        with self.at_work():
            connections.close_all()
        self._threads.held = {}
        node_room.forget_this_node()

    def forget(self) -> None:
        """Let go of everything of this machine and remove it from the disk."""
        self.close()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.sidecar.parent, ignore_errors=True)

    def node(self) -> Node:
        with self.at_work():
            return this_node()

    def start(self) -> str | None:
        """What a start of the program looks at first. The alarm, or None."""
        with self.at_work():
            alarm = this_node().start()
            follow()
        return alarm


_clocks_differ = False


def let_clocks_differ(differ: bool) -> None:
    """Whether machines may have clocks of their own; it costs some time at each change of machine."""
    global _clocks_differ
    _clocks_differ = differ


@contextmanager
def _clock(ahead: float) -> Iterator[None]:
    if not _clocks_differ:
        yield
        return
    hatch = time_machine.escape_hatch
    now = hatch.time.time() if hatch.is_travelling() else time.time()
    with time_machine.travel(now + ahead, tick=True):
        yield


def _lifted() -> dict[str, Any]:
    """The open connections of this thread, taken out of their places."""
    held = {}
    for alias in ALIASES:
        if hasattr(connections._connections, alias):
            held[alias] = getattr(connections._connections, alias)
            delattr(connections._connections, alias)
    return held


def _put_back(held: dict[str, Any]) -> None:
    for alias, connection in held.items():
        setattr(connections._connections, alias, connection)


class Headquarters(Machine):
    """The machine that posts write to."""

    def enrol(self, post: Post, address: str = "http://127.0.0.1:1") -> None:
        """Enrol a post: what the exchange of a one-time code leaves at both ends."""
        mine, theirs = self.node().keys, post.node().keys
        body = {
            "node": theirs.node,
            "post": theirs.post,
            "signing": theirs.public_key.hex(),
            "sealing": theirs.sealing.public_key().public_bytes_raw().hex(),
            "recall": theirs.recall.hex(),
            "by": ISSA,
            "replaces": "",
        }
        with self.at_work():
            record("node.enrolled", body, ISSA)
        parent = Parent(mine.node, mine.public_key, address)
        adopt(post.home / "keys", theirs.post, mine.sealing.public_key().public_bytes_raw(), parent)
        node_room.forget_this_node()

    def declare(self, code: str, name: str = "Gogui") -> None:
        with self.at_work():
            record("post.declared", {"code": code, "name": name, "country": "MLI", "neighbour": "MRT"}, ISSA)


class Post(Machine):
    """A machine at a border post."""

    code = "ML-GOG"

    def record(self, count: int = 1) -> list[str]:
        """Record so many looks at a person's file, in one transaction. Their keys."""
        with self.at_work():
            shift = self._shift_key()
            acts = [("person.looked_up", {"question": {"primary_identifier": "TRAORE"}, "reason": "asked"})] * count
            return [one.key for one in record_together(acts, "a1b2c3d4", shift)]

    def _shift_key(self) -> bytes:
        if getattr(self, "_shift", None) is None or not this_node().shift_keys.holds(self._shift):
            self._shift = this_node().shift_keys.create()
        return self._shift

    def synchronise(self, line: Link) -> session.Summary:
        with self.at_work():
            return session.synchronise(line)

    def export(self, path: Path) -> stick.Written:
        with self.at_work():
            return stick.write(path)

    def take_stick(self, path: Path) -> stick.Taken:
        with self.at_work():
            return stick.take(path)

    def waiting(self) -> int:
        with self.at_work():
            return session.sending.not_sent()

    def clone(self, home: Path, *, beside: bool = True) -> Post:
        """A raw copy of the whole folder, as somebody makes with a file manager; `beside`: with sidecar and receipt."""
        self.close()
        shutil.copytree(self.home, home)
        other = Post(home, POST)
        if beside and self.sidecar.parent.exists():
            shutil.copytree(self.sidecar.parent, other.sidecar.parent)
        return other

    def set_back(self, copy: Post, *, beside: bool = False) -> None:
        """This machine's databases become those of a copy made earlier; `beside`: sidecar and receipt too."""
        self.close()
        copy.close()
        for name in ("journal.sqlite3", "working.sqlite3"):
            for end in ("", "-wal", "-shm"):
                (self.home / (name + end)).unlink(missing_ok=True)
                if (copy.home / (name + end)).exists():
                    shutil.copy(copy.home / (name + end), self.home / (name + end))
        if beside:
            shutil.rmtree(self.sidecar.parent, ignore_errors=True)
            if copy.sidecar.parent.exists():
                shutil.copytree(copy.sidecar.parent, self.sidecar.parent)


class Templates:
    """Prepared machines, kept aside and copied: to migrate a database takes longer than most faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = iter(range(1_000_000))
        self._server: PostgreSQL | None = None
        self._prepared = Machine(folder / "template", HEADQUARTERS)
        with self._prepared.at_work():
            prepare_node("ML-HQ")
            connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._prepared.close()

    def postgresql(self) -> PostgreSQL:
        """One server for all that need one: to set one up takes longer than most faults. Running."""
        from jalon.sync.tests.faults.processes import PostgreSQL

        if self._server is None:
            self._server = PostgreSQL()
        self._server.start()
        return self._server

    def end(self) -> None:
        if self._server is not None:
            self._server.end()

    def place(self, name: str) -> Path:
        return self.folder / f"{name}{next(self._numbers)}"

    def headquarters(self, database: PostgreSQL | None = None) -> Headquarters:
        home = self.place("headquarters")
        home.mkdir(mode=0o700)
        if database is not None:
            return self._on_postgresql(home, database)
        shutil.copy(self._prepared.home / "headquarters.sqlite3", home)
        made = Headquarters(home, HEADQUARTERS)
        self._keys(made, "ML-HQ", None)
        return made

    def _on_postgresql(self, home: Path, database: PostgreSQL) -> Headquarters:
        """The server's first database is prepared, and copied for those after it."""
        address = database.create("jalon1" if database.made else "template1")
        made = Headquarters(home, HEADQUARTERS, address)
        if database.made == 1:
            with made.at_work():
                prepare_node("ML-HQ")
            made.close()
            address = database.create("jalon1")
            made = Headquarters(home, HEADQUARTERS, address)
        self._keys(made, "ML-HQ", None)
        return made

    def post(self, headquarters: Headquarters, code: str = "ML-GOG") -> Post:
        """A post, enrolled at its headquarters."""
        home = self.place("post")
        home.mkdir(mode=0o700)
        shutil.copy(self._prepared.home / "headquarters.sqlite3", home / "working.sqlite3")
        made = Post(home, POST)
        above = headquarters.node().keys.sealing.public_key().public_bytes_raw()
        self._keys(made, code, above)
        headquarters.enrol(made)
        return made

    def _keys(self, machine: Machine, code: str, above: bytes | None) -> None:
        from jalon.journal import schema
        from jalon.journal.keys import prepare
        from jalon.journal.node import journal_connection

        prepare(machine.home / "keys", code, above)
        with machine.at_work():
            schema.create(journal_connection()[0], postgresql=bool(machine.database))
