"""The walk of a verification: every entry in the order of arrival, as far as the first fault. It needs no key.

Each epoch is a chain: its opening names the epoch before it, the first header names the opening, every header names
the one before, and hashes are signed (Ed25519) with the key that the opening states and of which the node's id is a
digest. Entries that another node wrote bear a signature where a batch ended; the epoch's signed head covers the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jalon.journal import sidecar as sidecars
from jalon.journal.append import head_statement
from jalon.journal.epoch import Opening, branch_id
from jalon.journal.faults import Fault, Place, Report, shown
from jalon.journal.header import Header, digest
from jalon.journal.keys import node_id

EPOCHS = "SELECT node, epoch, opening, branch_of, base, received, seq, head, signature FROM journal_epoch"
ENTRIES = "SELECT node, epoch, seq, verb, position, header, hash, sealed, signature FROM journal_entry"
COLUMNS = ("node", "epoch", "seq", "verb")


class Source(Protocol):
    """Where a journal stands: a file, or a database. Values come as stored, whatever their type."""

    def absent(self) -> str | None:
        """The table that is missing, where one is."""

    def epochs(self) -> Iterable[tuple[Any, ...]]:
        """Rows of EPOCHS."""

    def entries(self) -> Iterable[tuple[Any, ...]]:
        """Rows of ENTRIES in the order of arrival."""

    def holds(self, place: Place) -> bool:
        """Whether an entry stands anywhere in the journal."""

    def last_position(self) -> Any:
        """The arrival counter."""


@dataclass
class Epoch:
    """An epoch's row, and how far the walk has come in it."""

    node: str
    name: str
    opening: Opening | None  # None where its bytes are no opening of this epoch
    key: Ed25519PublicKey | None  # None where it is not the node's
    signed_as: str  # the epoch that headers and signatures name; a branch in quarantine has a name of its own
    branch_of: str  # the epoch or branch that a branch leaves; else empty
    base: int  # and after which entry
    received: bool
    head_seq: Any
    head: Any
    signature: Any
    seq: int
    hash: bytes | None

    @property
    def last(self) -> Place:
        return Place(self.node, self.name, self.seq)

    def signs(self, seq: Any, head: Any, signature: Any) -> bool:
        """Whether the node signed this head of the epoch."""
        if self.key is None or type(seq) is not int or not isinstance(head, bytes) or not isinstance(signature, bytes):
            return False
        try:
            self.key.verify(signature, head_statement(self.node, self.signed_as, seq, head))
        except InvalidSignature:
            return False
        return True


class Walk:
    """One pass over the journal."""

    def __init__(self, known: sidecars.Head | None) -> None:
        self.known = known
        self.known_as: tuple[str, int] | None = None  # hash and position of the entry that the sidecar knows
        self.epochs: dict[tuple[str, str], Epoch] = {}
        self.named: dict[Place, bytes | None] = {}  # entries that openings and branches name: hash once walked over
        self.entries = 0
        self.last_good: Place | None = None
        self.fault: Fault | None = None
        self.holds: Callable[[Place], bool] = lambda _: False

    def read(self, source: Source) -> None:
        """Walk. What the source raises where it gives way passes through; what was found until then is kept."""
        absent = source.absent()
        if absent is not None:
            self.fault = Fault("not_a_journal", parameters={"words": absent})
            return
        self.holds = source.holds
        for row in source.epochs():
            self._read_epoch(*row)
        for row in source.entries():
            self.fault = self._check(row)
            if self.fault is not None:
                return
        self.fault = self._heads() or self._followed() or self._counter(source.last_position())

    def _read_epoch(
        self,
        node: Any,
        name: Any,
        raw: Any,
        branch_of: Any,
        base: Any,
        received: Any,
        seq: Any,
        head: Any,
        signature: Any,
    ) -> None:
        leaves = branch_of if isinstance(branch_of, str) else ""
        opening = _opening(raw, node, None if leaves else name)
        start = base if leaves and type(base) is int else 0
        self.epochs[(node, name)] = Epoch(
            node=node,
            name=name,
            opening=opening,
            key=_key_of(opening),
            signed_as=opening.epoch if opening else name,
            branch_of=leaves,
            base=start,
            received=received == 1,
            head_seq=seq,
            head=head,
            signature=signature,
            seq=start,
            hash=opening.digest() if opening is not None and start == 0 else None,
        )
        if opening is not None and opening.follows is not None and opening.follows.seq > 0:
            self.named[Place(node, opening.follows.epoch, opening.follows.seq)] = None
        if start:
            self.named[Place(node, leaves, start)] = None

    def _check(self, row: tuple[Any, ...]) -> Fault | None:
        *columns, position, raw, hashed, sealed, signature = row
        header = _header(raw)
        place = self._place(columns, header, raw, signature)
        epoch = self.epochs.get((place.node, place.epoch))
        if header is None:
            return Fault("header_altered", place)
        if epoch is None:
            return Fault("epoch_unknown", place)
        if epoch.opening is None:
            return Fault("opening_altered", Place(place.node, place.epoch, 0))
        if epoch.key is None:
            return Fault("epoch_key", place)
        found = digest(raw)
        # What another node wrote is signed where a batch ended: the chain carries that signature back.
        signed = epoch.signs(place.seq, found, signature) or (epoch.received and signature is None)
        if found != hashed:
            return Fault("hash_altered" if signed else "header_altered", place)
        says = (header.node, epoch.name if header.epoch == epoch.signed_as else None, header.seq, header.verb)
        for name, value, said in zip(COLUMNS, columns, says, strict=True):
            if value != said:
                return Fault("column_altered", place, {"column": name}) if signed else Fault("header_altered", place)
        if place.seq != epoch.seq + 1:
            expected = Place(place.node, place.epoch, epoch.seq + 1)
            return Fault("moved" if self.holds(expected) else "missing", expected)
        if not self._follows(epoch, header, found):
            first = epoch.seq == 0 and not epoch.branch_of
            return Fault("opening_altered", Place(epoch.node, epoch.name, 0)) if first else Fault("link_broken", place)
        if sealed is None:
            return Fault("sealed_removed", place)
        if not _sealed_as(header, sealed):
            return Fault("sealed_altered", place)
        if not signed:
            return Fault("signature_bad", place)
        if position != self.entries + 1:
            return self._gap(place)
        self._pass(place, epoch, found)
        return None

    def _follows(self, epoch: Epoch, header: Header, found: bytes) -> bool:
        """Whether a header names what comes before it: the entry before, the opening, or what its branch leaves."""
        if epoch.branch_of and epoch.seq == epoch.base:
            if branch_id(epoch.node, epoch.signed_as, header.seq, found) != epoch.name:
                return False
            if epoch.base:
                epoch.hash = self.named.get(Place(epoch.node, epoch.branch_of, epoch.base))
        return epoch.hash is not None and header.prev == epoch.hash.hex()

    def _pass(self, place: Place, epoch: Epoch, found: bytes) -> None:
        epoch.seq, epoch.hash = place.seq, found
        self.entries += 1
        self.last_good = place
        if place in self.named:
            self.named[place] = found
        if self.known and place == Place(self.known.node, self.known.epoch, self.known.seq):
            self.known_as = (found.hex(), self.entries)

    def _place(self, columns: list[Any], header: Header | None, raw: Any, signature: Any) -> Place:
        """Which entry a row is, though its columns or its header may be altered: what the chain expects decides."""
        by_column = _as_place(*columns[:3])
        by_header = _as_place(header.node, header.epoch, header.seq) if header else None
        if by_header is None or by_header == by_column:
            return by_column or self.expected() or Place("", "", 0)
        if by_column is None:
            return by_header
        branch = self.epochs.get((by_column.node, by_column.epoch))
        if branch and branch.branch_of and branch.signed_as == by_header.epoch:
            return by_column
        epoch = self.epochs.get((by_header.node, by_header.epoch))
        return by_header if epoch and epoch.signs(by_header.seq, digest(raw), signature) else by_column

    def expected(self) -> Place | None:
        """The entry after the last good one, or the first; None where the epoch's head says there is none."""
        if self.last_good is None:
            return next((Place(*key, 1) for key, epoch in self.epochs.items() if epoch.head_seq), None)
        epoch = self.epochs[(self.last_good.node, self.last_good.epoch)]
        following = Place(epoch.node, epoch.name, self.last_good.seq + 1)
        return following if isinstance(epoch.head_seq, int) and self.last_good.seq < epoch.head_seq else None

    def _gap(self, place: Place) -> Fault:
        """A position that leaves a gap: the end of another epoch may be what is missing."""
        for epoch in self.epochs.values():
            following = Place(epoch.node, epoch.name, epoch.seq + 1)
            if isinstance(epoch.head_seq, int) and epoch.seq < epoch.head_seq and not self.holds(following):
                return Fault("missing", following)
        return Fault("position_altered", place, {"expected": self.entries + 1})

    def _heads(self) -> Fault | None:
        """Each epoch's signed head against its last entry."""
        for epoch in self.epochs.values():
            if epoch.opening is None:
                return Fault("opening_altered", Place(epoch.node, epoch.name, 0))
            if epoch.key is None:
                return Fault("epoch_key", epoch.last)
            signed = epoch.signs(epoch.head_seq, epoch.head, epoch.signature)
            if signed and (epoch.head_seq, epoch.head) == (epoch.seq, epoch.hash):
                continue
            if signed and epoch.head_seq > epoch.seq:
                return Fault("missing", Place(epoch.node, epoch.name, epoch.seq + 1))
            return Fault("head_altered", epoch.last)
        return None

    def _followed(self) -> Fault | None:
        """What each epoch says it follows must stand here: an epoch removed whole is missed by the next.

        Of another node's epochs some may not have been received yet: that is a gap, not a fault.
        """
        for epoch in self.epochs.values():
            before = epoch.opening.follows if epoch.opening else None
            if before is None or epoch.received:
                continue
            known = self.epochs.get((epoch.node, before.epoch))
            there = Place(epoch.node, before.epoch, before.seq)
            if known is None:
                return Fault("epoch_missing", there, {"by": shown(epoch.name)})
            opened = known.opening.digest() if known.opening else None
            found = self.named[there] if before.seq else opened
            if found is None or found.hex() != before.head:
                return Fault("missing" if found is None else "head_altered", there)
        return None

    def _counter(self, last: Any) -> Fault | None:
        if last == self.entries:
            return None
        place = self.last_good or next((Place(*key, 0) for key in self.epochs), Place("", "", 0))
        return Fault("counter_ahead", place, {"last": last if isinstance(last, int) else 0, "entries": self.entries})

    def damaged(self, words: str) -> Fault:
        """The file gave way; the entry named is the one that was expected next."""
        return Fault("file_damaged", self.expected(), {"words": words})

    def against_sidecar(self) -> Fault | None:
        """What the sidecar knows must stand in the journal; the journal may be further on."""
        known = self.known
        if known is None:
            return None
        if all(node != known.node for node, _ in self.epochs):
            return Fault("other_node", parameters={"node": shown(known.node)})
        epoch = self.epochs.get((known.node, known.epoch))
        seq = epoch.seq if epoch else -1
        if seq < known.seq:
            return Fault("tail_lost", Place(known.node, known.epoch, seq + 1), {"known": known.seq})
        if known.seq and self.known_as != (known.hash, known.position):
            return Fault("sidecar_differs", Place(known.node, known.epoch, known.seq))
        return None

    def report(self, fault: Fault | None, damage: tuple[str, ...] = ()) -> Report:
        seen = self.known is not None
        return Report(fault is None, self.entries, len(self.epochs), fault, self.last_good, seen, damage)


def _header(raw: Any) -> Header | None:
    try:
        return Header.from_bytes(raw) if isinstance(raw, bytes) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _opening(raw: Any, node: Any, epoch: Any) -> Opening | None:
    """The opening that an epoch's row holds, where it is one of this node and, unless that is None, this epoch."""
    try:
        opening = Opening.from_bytes(raw) if isinstance(raw, bytes) else None
    except ValueError:
        return None
    return opening if opening and opening.node == node and epoch in (None, opening.epoch) else None


def _key_of(opening: Opening | None) -> Ed25519PublicKey | None:
    """The node's key as an opening states it, where the node's id is its digest."""
    if opening is None:
        return None
    raw = bytes.fromhex(opening.public_key)
    if node_id(raw) != opening.node:
        return None
    try:
        return Ed25519PublicKey.from_public_bytes(raw)
    except ValueError:
        return None


def _as_place(node: Any, epoch: Any, seq: Any) -> Place | None:
    fits = isinstance(node, str) and isinstance(epoch, str) and type(seq) is int
    return Place(node, epoch, seq) if fits else None


def _sealed_as(header: Header, sealed: Any) -> bool:
    return isinstance(sealed, bytes) and hashlib.sha256(sealed).hexdigest() == header.sealed
