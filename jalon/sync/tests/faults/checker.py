"""The one checker of every fault: what a headquarters holds is what was acknowledged, per post, in order.

It reads the files themselves (or PostgreSQL), with nothing of the program in between, and compares

    owed     what a post holds of its own, and what it was ever given a receipt for
    held     what stands at the headquarters, on the epochs themselves and on their branches in quarantine

Nothing owed may be missing once a post has come through; nothing may stand twice; nothing may stand that its node did
not write; each line is a chain without a gap, and arrival positions are 1, 2, 3 … to the counter.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jalon.journal.epoch import Opening
from jalon.journal.header import digest
from jalon.sync.tests.faults.machines import Machine

ENTRIES = "SELECT node, epoch, seq, position, header, hash FROM journal_entry ORDER BY position"
EPOCHS = "SELECT node, epoch, branch_of, base, seq, head, opening FROM journal_epoch"
COUNTER = "SELECT last FROM journal_position"


class Wrong(AssertionError):
    """The checker found what must not be."""


@dataclass(frozen=True)
class Row:
    node: str
    epoch: str
    seq: int
    position: int
    hash: str  # hexadecimal
    prev: str
    key: str  # as its node says it: a branch bears another epoch here
    verb: str


@dataclass
class Verdict:
    """What a check found. `wrong` says in words what must not be."""

    entries: int = 0
    lost: int = 0
    doubled: int = 0
    forks: int = 0
    wrong: list[str] = field(default_factory=list)

    def raised(self) -> Verdict:
        """Itself, where all is well. Raises Wrong."""
        if self.wrong:
            raise Wrong("; ".join(self.wrong[:5]))
        return self


@dataclass
class Seen:
    """What a machine's journal held at one moment, though others write to it."""

    rows: list[Row]
    epochs: list[Any]
    last: int

    @classmethod
    def of(cls, machine: Machine) -> Seen:
        entries, epochs, ((last,),) = asked_together(machine, ENTRIES, EPOCHS, COUNTER)
        return cls([_row(one) for one in entries], epochs, int(last))


class Ledger:
    """What was acknowledged to posts, beside what their files say: a receipt is remembered though the disk is lost."""

    def __init__(self) -> None:
        self.written: set[str] = set()  # every hash that a node ever wrote and lived to say so
        self.receipted: set[str] = set()

    def look(self, posts: Iterable[Machine]) -> None:
        """Note what posts hold, and for what they hold a receipt."""
        for post in posts:
            rows = own_rows(post)
            self.written |= {row.hash for row in rows}
            receipt = receipt_of(post)
            if receipt is None:
                continue
            on_the_way = [row for row in rows if row.hash == receipt.get("hash")]
            if on_the_way:
                last = on_the_way[0]
                self.receipted |= {row.hash for row in rows if row.epoch == last.epoch and row.seq <= last.seq}

    def check(self, headquarters: Machine, posts: Sequence[Machine], *, come_through: bool = True) -> Verdict:
        """Compare. `come_through`: every post has sent all it has; else only what was receipted is owed."""
        self.look(posts)
        owed = set(self.receipted)
        seen = Seen.of(headquarters)
        verdict, held = Verdict(), seen.rows
        self.look(posts)  # what was written meanwhile, where they work on
        ours = node_of(headquarters)
        received = [row for row in held if row.node != ours]
        verdict.entries = len(received)
        counted = Counter(row.hash for row in received)
        if come_through:
            owed |= {row.hash for post in posts for row in own_rows(post)}
        lost = owed - counted.keys()
        verdict.lost = len(lost)
        verdict.doubled = sum(times - 1 for times in counted.values())
        strangers = counted.keys() - self.written
        if lost:
            verdict.wrong.append(f"{len(lost)} entries are lost")
        if verdict.doubled:
            verdict.wrong.append(f"{verdict.doubled} entries stand twice")
        if strangers:
            verdict.wrong.append(f"{len(strangers)} entries were written by nobody")
        verdict.forks = _lines(seen, verdict)
        _positions(seen, verdict)
        return verdict


def _lines(seen: Seen, verdict: Verdict) -> int:
    """Every epoch and branch is a chain from where it begins to its head. How many branches there are."""
    held = seen.rows
    of_line: dict[tuple[str, str], list[Row]] = {}
    for row in held:
        of_line.setdefault((row.node, row.epoch), []).append(row)
    by_place = {(row.node, row.epoch, row.seq): row for row in held}
    forks = 0
    for node, epoch, branch_of, base, seq, head, opening in seen.epochs:
        forks += bool(branch_of)
        before = Opening.from_bytes(bytes(opening)).digest().hex()
        if base:
            left = by_place.get((node, branch_of, base))
            before = left.hash if left else "?"
        rows = sorted(of_line.pop((node, epoch), []), key=lambda row: row.seq)
        for number, row in enumerate(rows, base + 1):
            if row.seq != number:
                verdict.wrong.append(f"entry {number} of {node}.{epoch} is missing")
                break
            if row.prev != before:
                verdict.wrong.append(f"entry {row.seq} of {node}.{epoch} does not follow the one before")
            before = row.hash
        last = rows[-1] if rows else None
        if (last.seq if last else base) != seq or (last and last.hash != bytes(head).hex()):
            verdict.wrong.append(f"the head of {node}.{epoch} is not its last entry")
        if [row.position for row in rows] != sorted(row.position for row in rows):
            verdict.wrong.append(f"{node}.{epoch} did not arrive in order")
    if of_line:
        verdict.wrong.append(f"entries of epochs that were never opened: {sorted(of_line)[:3]}")
    return forks


def _positions(seen: Seen, verdict: Verdict) -> None:
    if [row.position for row in seen.rows] != list(range(1, seen.last + 1)):
        verdict.wrong.append(f"arrival positions are not 1 to {seen.last}")


# ── reading the files ──


def asked(machine: Machine, question: str) -> list[Any]:
    """The rows that a machine's journal answers with, read apart from the program."""
    return asked_together(machine, question)[0]


def asked_together(machine: Machine, *questions: str) -> list[list[Any]]:
    """The answers to several questions as of one moment."""
    if machine.database:
        import psycopg

        with psycopg.connect(machine.database, autocommit=True) as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return [connection.execute(question).fetchall() for question in questions]
    with closing(sqlite3.connect(machine.journal, timeout=20, isolation_level=None)) as lite:
        lite.execute("BEGIN")
        return [lite.execute(question).fetchall() for question in questions]


def rows_of(machine: Machine) -> list[Row]:
    """Every entry that a machine holds, by position."""
    return [_row(one) for one in asked(machine, ENTRIES)]


def _row(found: Any) -> Row:
    """A row of the journal; its hash is made again from the header's bytes. Raises Wrong."""
    node, epoch, seq, position, raw, hashed = found
    made = digest(bytes(raw)).hex()
    if made != bytes(hashed).hex():
        raise Wrong(f"{node}.{epoch}.{seq}: the hash is not the header's")
    said = json.loads(bytes(raw))
    key = f"{said['node']}.{said['epoch']}.{said['seq']}"
    return Row(node, epoch, int(seq), int(position), made, said["prev"], key, said["verb"])


def own_rows(post: Machine) -> list[Row]:
    """What a post wrote itself and still holds."""
    mine = node_of(post)
    return [row for row in rows_of(post) if row.node == mine]


def node_of(machine: Machine) -> str:
    return machine.node().id


def receipt_of(post: Machine) -> dict[str, Any] | None:
    """The last receipt that a post keeps, where it can be read."""
    try:
        return dict(json.loads(Path(post.sidecar.with_name("receipt")).read_bytes()))
    except (OSError, ValueError):
        return None
