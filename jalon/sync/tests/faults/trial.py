"""A trial: one fault, tried so many times from one seed, with the checker's tally."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jalon.sync import session
from jalon.sync.link import Link
from jalon.sync.tests.faults.checker import Ledger, Verdict
from jalon.sync.tests.faults.line import Fault as OnTheWay
from jalon.sync.tests.faults.line import Line
from jalon.sync.tests.faults.machines import Headquarters, Post, Templates

if TYPE_CHECKING:
    from jalon.sync.tests.faults.processes import PostgreSQL


class Skipped(Exception):
    """This machine cannot show the fault; why."""


@dataclass
class World:
    """A headquarters and its posts, with what was acknowledged between them."""

    headquarters: Headquarters
    posts: list[Post]
    ledger: Ledger = field(default_factory=Ledger)
    address: str = ""  # of the headquarters' server, where that is a process

    @property
    def post(self) -> Post:
        return self.posts[0]

    def line(self, trial: Trial, *faults: OnTheWay) -> Line:
        """The carrier of a post, in this process."""
        return Line(self.headquarters, trial.chance, *faults)

    def carrier(self, trial: Trial) -> Link:
        """A sound way to the headquarters."""
        return Link(self.address, timeout=10) if self.address else self.line(trial)

    def remove(self) -> None:
        from jalon.sync.tests.faults.processes import release_ports

        release_ports()
        for machine in (*self.posts, self.headquarters):
            machine.forget()


@dataclass
class Trial:
    """`tries` is how often the fault is to strike; `times` how often it did."""

    templates: Templates
    seed: int
    tries: int
    chance: random.Random = field(init=False)
    times: int = 0
    lost: int = 0
    doubled: int = 0
    forks: int = 0
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def world(self, posts: int = 1, ledger: Ledger | None = None, database: PostgreSQL | None = None) -> World:
        headquarters = self.templates.headquarters(database)
        made = [self.templates.post(headquarters, f"ML-{number:03}") for number in range(posts)]
        return World(headquarters, made, ledger or Ledger())

    def check(self, world: World, *, come_through: bool = True) -> Verdict:
        """Ask the checker. Raises Wrong where something is lost, doubled, or not what was written."""
        verdict = world.ledger.check(world.headquarters, world.posts, come_through=come_through)
        self.lost += verdict.lost
        self.doubled += verdict.doubled
        return verdict.raised()

    def come_through(self, world: World, *, forks: int | None = None, sessions: int = 3) -> Verdict:
        """Every post over a clean line, until nothing waits; then the checker. `forks`: how many must stand here."""
        for post in world.posts:
            for _ in range(sessions):
                summary = post.synchronise(world.carrier(self))
                assert summary.whole, summary.trouble
                if not summary.waiting:
                    break
            assert not summary.waiting, f"{summary.waiting} entries of {post.home.name} do not come through"
        verdict = self.check(world)
        if forks is not None:
            assert verdict.forks == forks, f"{verdict.forks} forks in quarantine, not {forks}"
        self.forks += verdict.forks
        return verdict

    def attempt(self, post: Post, line: Line) -> session.Summary:
        """A session that may fail in any way but a traceback."""
        self.times += 1
        return post.synchronise(line)


@dataclass(frozen=True)
class Fault:
    """One line of the table: `full` tries under `make faults`, `short` ones in the tests. `seen_in`: where others were
    struck by it."""

    name: str
    run: Callable[[Trial], None]
    full: int
    short: int
    seen_in: str = ""
    processes: bool = False  # starts real servers, PostgreSQL among them
