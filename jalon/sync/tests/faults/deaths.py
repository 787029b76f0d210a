"""Processes that die at any moment: the post, the headquarters' server, its worker, PostgreSQL itself."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from jalon.journal import batch as batches
from jalon.sync.link import Link, LinkDown, RefusedThere
from jalon.sync.tests.faults.checker import asked, own_rows
from jalon.sync.tests.faults.processes import Nursery, PostgreSQL, free_port
from jalon.sync.tests.faults.trial import Fault, Trial, World

LONGEST = 0.35  # seconds between two deaths


@dataclass
class Running:
    """A headquarters and a post, each part a process."""

    world: World
    port: int = field(default_factory=free_port)
    database: PostgreSQL | None = None
    parts: dict[str, int] = field(default_factory=dict)
    seed: int = 0

    def __post_init__(self) -> None:
        self.there, self.here = Nursery(self.world.headquarters), Nursery(self.world.post)
        self.saved = self.world.post.home / "saved"
        self.world.address = f"http://127.0.0.1:{self.port}"

    def start(self, part: str) -> None:
        if part == "server":
            self.parts[part] = self.there.serve(self.port)
        elif part == "worker":
            self.parts[part] = self.there.start("work")
        elif part == "post":
            self.seed += 1
            self.parts[part] = self.here.start("post", self.seed, self.world.address, str(self.saved))
        elif self.database is not None:
            self.database.start()

    def kill(self, part: str) -> None:
        if part == "postgresql":
            assert self.database is not None
            self.database.kill()
            return
        (self.here if part == "post" else self.there).kill(self.parts.pop(part))

    def said_saved(self) -> set[str]:
        """Keys of the entries of which the post said that they are saved."""
        whole = self.saved.read_text().split("\n")[:-1] if self.saved.exists() else []
        return {key for key in whole if key.count(".") == 2}

    def end(self) -> None:
        self.there.end()
        self.here.end()


def killed(part: str, trial: Trial, *, on_postgresql: bool = False) -> None:
    """Everything runs; one part is killed at random moments and started again."""
    database = trial.templates.postgresql() if on_postgresql else None
    world = trial.world(database=database)
    running = Running(world, database=database)
    try:
        for one in ("server", "worker", "post"):
            running.start(one)
        _until(lambda: running.said_saved())
        while trial.times < trial.tries:
            time.sleep(trial.chance.random() * LONGEST)
            trial.times += 1
            running.kill(part)
            if part == "post":
                _nothing_saved_is_missing(running)
            if trial.times % 10 == 0 and part != "postgresql":
                trial.check(world, come_through=False)
            running.start(part)
        time.sleep(LONGEST)
        running.kill("post")
        _nothing_saved_is_missing(running)
        if "server" not in running.parts:
            running.start("server")
        assert world.post.start() is None, "a process that was killed was taken for a restored backup"
        trial.come_through(world, forks=0)
        _tables_have_followed(world)
    finally:
        running.end()
        world.remove()


def _nothing_saved_is_missing(running: Running) -> None:
    held = {f"{row.node}.{row.epoch}.{row.seq}" for row in own_rows(running.world.post)}
    missing = running.said_saved() - held
    assert not missing, f"{len(missing)} entries that were said to be saved are gone"


def _tables_have_followed(world: World) -> None:
    """The worker comes to the end, and each shift that was opened stands once."""
    headquarters = world.headquarters
    ((last,),) = asked(headquarters, "SELECT last FROM journal_position")
    _until(lambda: asked(headquarters, "SELECT position FROM journal_cursor WHERE name = 'tables'") == [(last,)])
    node = world.post.node().id
    ((opened,),) = asked(
        headquarters, f"SELECT COUNT(*) FROM journal_entry WHERE verb = 'shift.opened' AND node = '{node}'"
    )
    ((shifts,),) = asked(headquarters, "SELECT COUNT(*) FROM crossings_shift")
    ((parked,),) = asked(headquarters, "SELECT COUNT(*) FROM journal_parked")
    assert (shifts, parked) == (opened, 0), f"{opened} shifts were opened, {shifts} stand, {parked} entries are parked"


def _until(true: object, patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.02)


def killed_after_the_receipt(trial: Trial) -> None:
    """PostgreSQL is killed the moment a receipt is read: what was receipted is there when it is back."""
    database = trial.templates.postgresql()
    world = trial.world(database=database)
    running = Running(world, database=database)
    try:
        running.start("server")
        link = Link(world.address, timeout=5)
        with world.post.at_work():
            from jalon.journal import sending
            from jalon.journal.node import this_node
            from jalon.sync.reply import read_receipt

            parent = this_node().keys.parent
            assert parent is not None
        while trial.times < trial.tries:
            world.post.record(trial.chance.randrange(1, 20))
            with world.post.at_work():
                batch = sending.next_batch(this_node().last_receipt())
                assert batch is not None
                with suppress(LinkDown, RefusedThere):
                    raw = link.send(batches.encode(batch))
                    database.kill()
                    trial.times += 1
                    this_node().take_receipt(read_receipt(raw, batch, parent.node).receipt, parent.signing)
            database.start()
            trial.check(world, come_through=False)
        trial.come_through(world, forks=0)
    finally:
        running.end()
        world.remove()


def full_disk_there(trial: Trial) -> None:
    """No file of the headquarters may grow beyond some bytes more: what does not fit has no receipt; once there is room
    again, all of it comes through."""
    _full(trial, "server")


def full_disk_here(trial: Trial) -> None:
    """The same at the post: what does not fit was never said to be saved."""
    _full(trial, "post")


def _full(trial: Trial, part: str) -> None:
    world = trial.world()
    running = Running(world)
    try:
        refused = 0
        while trial.times < trial.tries:
            trial.times += 1
            room = trial.chance.randrange(1, 120_000)
            running.parts["server"] = running.there.serve(running.port, room if part == "server" else 0)
            if part == "post":
                running.parts["post"] = running.here.start("post", trial.times, world.address, str(running.saved), room)
                time.sleep(0.4)
                running.kill("post")
                _nothing_saved_is_missing(running)
            else:
                for _ in range(6):
                    world.post.record(trial.chance.randrange(5, 60))
                    refused += bool(world.post.synchronise(Link(world.address, timeout=5)).trouble)
            running.kill("server")
            trial.check(world, come_through=False)
        running.start("server")
        world.post.start()
        trial.come_through(world, forks=0)
        if part == "server":
            assert refused, "the disk was never full"
            trial.notes.append(f"{refused} batches refused")
    finally:
        running.end()
        world.remove()


FAULTS = (
    Fault("kill -9 of the post", partial(killed, "post"), 100, 3, "syncthing#6335", processes=True),
    Fault("kill -9 of the headquarters' server", partial(killed, "server"), 100, 3, processes=True),
    Fault("kill -9 of the worker that follows", partial(killed, "worker"), 60, 2, processes=True),
    Fault(
        "kill -9 of PostgreSQL at any moment",
        partial(killed, "postgresql", on_postgresql=True),
        20,
        1,
        processes=True,
    ),
    Fault(
        "kill -9 of PostgreSQL right after a receipt",
        killed_after_the_receipt,
        20,
        2,
        "nats-server#7564",
        processes=True,
    ),
    Fault("disk full at the headquarters", full_disk_there, 20, 1, processes=True),
    Fault("disk full at the post", full_disk_here, 20, 1, processes=True),
)
