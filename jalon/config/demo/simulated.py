"""A post simulated whole: its keys, its chain, its shifts and travellers, with no desk and no database of its own.

What it sends is what a real post sends: bodies as the desk records them, sealed to a headquarters, chained, under
signed heads. The same seed, number, day and headquarters give the same keys, officers, travellers, times and hits;
salts and seals are random, as they must be, so that the bytes differ each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from jalon.config.demo import bodies
from jalon.config.demo.travellers import Traveller, travellers
from jalon.journal import batch as wire
from jalon.journal import payload, seal
from jalon.journal.append import head_statement
from jalon.journal.batch import Batch, Entry
from jalon.journal.epoch import Follows, Opening
from jalon.journal.header import Header, digest
from jalon.journal.keys import NodeKeys, node_id
from jalon.journal.opening import entry_key
from jalon.journal.verbs import Body, Readers, table

A_SHIFT = 400  # travellers
A_DAY = 86_400_000  # ms
EACH = 40_000  # ms from one traveller to the next: some 2,000 a day
LOOKS = (5_000, 25_000)  # ms from the first look to the decision
CALLED = (20_000, 60_000)  # ms until the second line opens a case
USUAL = 100  # entries of a batch
REFUSED = {"no_visa": "no_visa"}
DOUBTED = {"wrong_digit": "document_doubt"}


class Place(Protocol):
    """Where in a chain: a receipt, or the head that a 409 brings."""

    @property
    def epoch(self) -> str: ...

    @property
    def seq(self) -> int: ...


@dataclass
class Shift:
    """A shift that is open: its key, its officer, and what it saw."""

    key: str
    officer: str
    shift_key: str
    cases: dict[str, tuple[Body, Body]] = field(default_factory=dict)  # inspection -> (seen, last decision)


class SimulatedPost:
    """One machine at one post. `headquarters` is the public sealing key (32 bytes) that it writes to."""

    settles_hits = False  # whether the second line finds whom a list stopped to be another

    def __init__(
        self,
        headquarters: bytes,
        number: int = 1,
        seed: int = 1,
        *,
        post: str = "",
        day: date | None = None,
        only: str = "",
    ) -> None:
        """`day`: of its first traveller (yesterday where none is said); `only` travellers of one kind, where said."""
        self.day = day or date.today() - timedelta(days=1)
        self.post = post or f"SIM-{number:04}"
        self.keys = _keys(f"{seed}/{number}", self.post, headquarters)
        self.looks, self.called = LOOKS, CALLED
        self._random = Random(f"simulated/{seed}/{number}/{self.day}")
        everyone = travellers(10**9, self._random.randrange(10**9), self.day)
        self._travellers = (one for one in everyone if only in {"", one.kind})
        self._wall = self._day_starts()
        self._boot = f"{self._random.getrandbits(128):032x}"
        self._officers = [f"{self._random.getrandbits(32):08x}" for _ in range(3)]
        self._epochs: dict[str, Epoch] = {}
        self._epoch = ""
        self._shift: Shift | None = None
        self._leader: Shift | None = None
        self._seen = 0
        self.open_epoch("first use of this stream")

    @property
    def node(self) -> str:
        return self.keys.node

    @property
    def epoch(self) -> str:
        """The one that it writes to."""
        return self._epoch

    def held(self) -> list[Entry]:
        """Every entry that was not forgotten, in order."""
        return [entry for epoch in self._epochs.values() for entry in epoch.entries]

    def key_of(self, node: str) -> bytes | None:
        """The public key of this node: what a headquarters was told at its enrolment."""
        return self.keys.public_key if node == self.node else None

    def enrolment(self, by: str) -> Body:
        """The body of `node.enrolled` for this machine."""
        return {
            "node": self.node,
            "post": self.post,
            "signing": self.keys.public_key.hex(),
            "sealing": self.keys.sealing.public_key().public_bytes_raw().hex(),
            "recall": self.keys.recall.hex(),
            "by": by,
            "replaces": "",
        }

    def open_epoch(self, reason: str) -> str:
        """Begin another epoch, as after a restored backup. Its id."""
        before = self._epochs[self._epoch] if self._epochs else None
        follows = Follows(before.opening.epoch, before.seq, before.head.hex()) if before else None
        self._epoch = f"{self._random.getrandbits(64):016x}"
        key = self.keys.public_key.hex()
        opening = Opening(self.node, self._epoch, "headquarters", key, reason, self._wall, follows)
        self._epochs[self._epoch] = Epoch(opening)
        self._shift = self._leader = None  # what is still open of them stays open in the epoch before
        return self._epoch

    def entries(self, least: int) -> list[Entry]:
        """Write at least so many entries more (travellers are not cut in two). Those that were written."""
        epoch, before = self._epochs[self._epoch], self._epochs[self._epoch].seq
        while epoch.seq < before + least:
            self._traveller(next(self._travellers))
        return epoch.entries[before - epoch.forgotten :]

    def crossings(self, count: int) -> int:
        """Let so many travellers cross, and close the shift after them. How many entries that wrote."""
        before = self.written
        for _ in range(count):
            self._traveller(next(self._travellers))
        self._close_shift()
        return self.written - before

    @property
    def written(self) -> int:
        """Entries of all epochs."""
        return sum(epoch.seq for epoch in self._epochs.values())

    def batches(self, after: Place | None = None, most: int = USUAL) -> Iterator[bytes]:
        """The batches that follow `after` (a receipt, or the head of a 409; None: from the beginning), as bytes."""
        for batch in self.unencoded(after, most):
            yield wire.encode(batch)

    def unencoded(self, after: Place | None = None, most: int = USUAL) -> Iterator[Batch]:
        """As `batches`, before they are put on the wire. An `after` of another's epoch starts from the beginning."""
        names = list(self._epochs)
        start = names.index(after.epoch) if after is not None and after.epoch in names else 0
        held = after.seq if after is not None and after.epoch in names else 0
        for name in names[start:]:
            epoch = self._epochs[name]
            while held < epoch.seq:
                batch = epoch.batch(held, most, self.keys)
                held = batch.last.header.seq
                yield batch
            held = 0

    def forget(self, receipt: Place) -> None:
        """Drop what was receipted, for the memory of a machine that simulates many posts. A real post keeps it."""
        self._epochs[receipt.epoch].forget(receipt.seq)

    def _traveller(self, traveller: Traveller) -> None:
        """One traveller from the first look to the decision, and the second line's where one is asked for."""
        if self._shift is None or self._seen % A_SHIFT == 0:
            self._next_shift()
        assert self._shift is not None
        self._seen += 1
        self._pass_time(EACH // 2, EACH)
        shift = self._shift
        seen = bodies.inspected(traveller, shift.key, self.day, self.keys.recall, self._random)
        inspection = self._write("crossing.inspected", seen, shift.officer)
        self._pass_time(*self.looks)
        if traveller.kind in REFUSED:
            decision = self._refuse(inspection, shift, REFUSED[traveller.kind])
        elif seen["hits"] or traveller.kind in DOUBTED:
            reason = DOUBTED.get(traveller.kind, "possible_match")
            decision = bodies.not_admitted(inspection, shift.key, "referred", reason)
            self._write("crossing.decided", decision, shift.officer)
            if self.settles_hits or not seen["hits"]:
                decision = self._second_line(inspection, seen, traveller)
        else:
            if bodies.is_child(seen):
                self._write("crossing.accompanied", bodies.accompanied(inspection), shift.officer)
            decision = bodies.admitted(seen, inspection, shift.key, traveller.transport)
            self._write("crossing.decided", decision, shift.officer)
        shift.cases[inspection] = seen, decision

    def _refuse(self, inspection: str, shift: Shift, reason: str) -> Body:
        """Refused, once the protective questions were asked; the leader of the shift confirms."""
        self._write("crossing.asked", bodies.asked(inspection), shift.officer)
        decision = bodies.not_admitted(inspection, shift.key, "refused", reason)
        made = self._write("crossing.decided", decision, shift.officer)
        leader = self._take_over(inspection)
        self._write("crossing.confirmed", {"decision": made}, leader.officer)
        return decision

    def _second_line(self, inspection: str, seen: Body, traveller: Traveller) -> Body:
        """What was doubted is looked at again, and the traveller goes on."""
        leader = self._take_over(inspection)
        self._pass_time(60_000, 300_000)
        decision = bodies.admitted(seen, inspection, leader.key, traveller.transport, line=2)
        if seen["hits"]:
            decision |= {"verdicts": ["another"] * len(seen["hits"])}
        self._write("crossing.decided", decision, leader.officer)
        return decision

    def _take_over(self, inspection: str) -> Shift:
        assert self._leader is not None
        self._pass_time(*self.called)
        self._write("case.taken_over", {"inspection": inspection, "shift": self._leader.key}, self._leader.officer)
        return self._leader

    def _next_shift(self) -> None:
        """The officers take turns; the leader's shift stays open."""
        if self._leader is None:
            self._leader = self._open_shift(self._officers[2])
        following = self._officers[(self._seen // A_SHIFT) % 2]
        before, self._shift = self._shift, self._open_shift(following)
        if before is not None:
            self._close(before)

    def _open_shift(self, officer: str) -> Shift:
        self._pass_time(1_000, 5_000)
        shift_key = f"{self._random.getrandbits(64):016x}"
        key = self._write("shift.opened", {"post": self.post, "shift_key": shift_key}, officer)
        return Shift(key, officer, shift_key)

    def leave_off(self) -> None:
        """Close the shift that is open and its leader's: nobody serves until the next traveller."""
        self._close_shift()
        if self._leader is not None:
            self._close(self._leader)
            self._leader = None

    def _close_shift(self) -> None:
        if self._shift is not None:
            self._close(self._shift)
            self._shift = None

    def _close(self, shift: Shift) -> None:
        assert self._leader is not None
        waiting = [key for key, (_, decision) in shift.cases.items() if decision["outcome"] == "referred"]
        body = bodies.closed(shift.key, shift.cases.values(), waiting, self._leader.shift_key, self.day)
        self._write("shift.closed", body, shift.officer)

    def _write(self, verb: str, body: Body, actor: str) -> str:
        """Seal an entry to its readers at the end of the chain. Its key."""
        line, epoch = table()[verb], self._epochs[self._epoch]
        readers = [self.keys.headquarters]
        if line.readers is Readers.OPERATIONAL:
            readers.append(self.keys.sealing.public_key())
        stamp = (self._wall, self._boot, self._wall - self._day_starts() + 600_000, actor)
        seq = epoch.add(verb, payload.write(line.version, body), readers, stamp)
        return entry_key(self.node, self._epoch, seq)

    def _pass_time(self, least: int, most: int) -> None:
        self._wall += self._random.randrange(least, most)

    def _day_starts(self) -> int:
        return int(datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC).timestamp() * 1000)


class Epoch:
    """A chain that grows in memory."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.entries: list[Entry] = []
        self.forgotten = 0
        self.head = opening.digest()

    @property
    def seq(self) -> int:
        return self.forgotten + len(self.entries)

    def add(
        self,
        verb: str,
        content: payload.Payload,
        readers: Sequence[X25519PublicKey],
        stamp: tuple[int, str, int, str],
    ) -> int:
        """`stamp`: wall and monotonic time in ms around the boot, and the actor. Returns the entry's seq."""
        (wall, boot, mono, actor), seq = stamp, self.seq + 1
        node, epoch = self.opening.node, self.opening.epoch
        sealed = seal.seal(content.clear(node, epoch), readers, seal.info(node, epoch, seq, verb))
        header = Header(
            node=node,
            epoch=epoch,
            seq=seq,
            prev=self.head.hex(),
            verb=verb,
            wall=wall,
            boot=boot,
            mono=mono,
            parent=0,
            actor=actor,
            commitment=content.commitment,
            sealed=hashlib.sha256(sealed).hexdigest(),
        )
        raw = header.to_bytes()
        self.head = digest(raw)
        self.entries.append(Entry(header, raw, self.head, sealed))
        return seq

    def batch(self, held: int, most: int, keys: NodeKeys) -> Batch:
        """The entries after `held`, under a signature over the head they end with."""
        if held < self.forgotten:
            raise ValueError(f"entries up to {self.forgotten} were forgotten; {held} cannot be followed any more")
        entries = self.entries[held - self.forgotten : held - self.forgotten + most]
        last, node, epoch = entries[-1], self.opening.node, self.opening.epoch
        signature = keys.sign(head_statement(node, epoch, last.header.seq, last.hash))
        before = bytes.fromhex(entries[0].header.prev)
        return Batch(node, epoch, before, entries, signature, self.opening if held == 0 else None)

    def forget(self, seq: int) -> None:
        going = max(0, seq - self.forgotten)
        del self.entries[:going]
        self.forgotten += going


def _keys(seed: str, post: str, headquarters: bytes) -> NodeKeys:
    """Keys that anybody can make again from the seed: of a machine that does not exist."""

    def made(purpose: str) -> bytes:
        return hashlib.sha256(f"simulated {purpose} {seed}".encode()).digest()

    signing = Ed25519PrivateKey.from_private_bytes(made("signing"))
    return NodeKeys(
        node_id(signing.public_key().public_bytes_raw()),
        post,
        signing,
        X25519PrivateKey.from_private_bytes(made("sealing")),
        X25519PublicKey.from_public_bytes(headquarters),
        made("recall"),
    )
