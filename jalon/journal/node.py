"""This machine as a writer of journals: its keys, its database, its sidecar and its shift keys in one place."""

from __future__ import annotations

import logging
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

from jalon.journal import append, receipts, sidecar
from jalon.journal.append import Appended, Draft
from jalon.journal.epoch import Follows, Opening
from jalon.journal.keys import NodeKeys, load
from jalon.journal.shiftkey import ShiftKeys
from jalon.journal.sidecar import Head

log = logging.getLogger(__name__)
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

    @property
    def authorities(self) -> frozenset[str]:
        """The nodes whose word counts here on what belongs to a headquarters: its own, and its parent's."""
        return frozenset({self.id, self.keys.parent.node} if self.keys.parent else {self.id})

    def append(self, drafts: list[Draft], stream: str = HEADQUARTERS_STREAM) -> list[Appended]:
        """Append to a stream of this node and move the sidecar: when it returns, the entries are on the disk."""
        with self.lock:
            connection, mark = journal_connection()
            epoch = self.current_epoch(stream)
            appended = append.append(connection, (self.id, epoch), drafts, self.keys.sign, mark)
            last = appended[-1]
            head = Head(last.node, last.epoch, last.seq, last.position, last.hash.hex(), last.signature.hex())
            try:
                sidecar.write(self.sidecar, head)
            except OSError:
                # The entries are on the disk, and saying otherwise would have them made twice. A sidecar may lag.
                log.exception("the sidecar could not be written: %s", self.sidecar)
        return appended

    def current_epoch(self, stream: str = HEADQUARTERS_STREAM) -> str:
        """The epoch to append to; the first is opened here. Later ones are opened by `start`."""
        connection, mark = journal_connection()
        epoch = append.get_mark(connection, append.current(stream), mark)
        return epoch or self.open_epoch("first use of this stream", stream)

    def open_epochs(self, reason: str) -> None:
        """A new epoch in every stream this node writes: its journal is not the one that others know."""
        for stream in self.streams():
            self.open_epoch(reason, stream)

    def streams(self) -> list[str]:
        """The streams this node has begun, its own first."""
        connection, mark = journal_connection()
        rows = connection.execute(
            f"SELECT DISTINCT stream FROM journal_epoch WHERE node = {mark} AND received = 0", (self.id,)
        ).fetchall()
        others = sorted(str(stream) for (stream,) in rows if stream != HEADQUARTERS_STREAM)
        return [HEADQUARTERS_STREAM, *others]

    def open_epoch(self, reason: str, stream: str = HEADQUARTERS_STREAM) -> str:
        """Open a new epoch with a random id; its opening says why, and which head it follows."""
        epoch = secrets.token_hex(8)
        connection, mark = journal_connection()
        with append.transaction(connection, mark):
            opening = Opening(
                node=self.id,
                epoch=epoch,
                stream=stream,
                public_key=self.keys.public_key.hex(),
                reason=reason,
                wall=wall_clock(),
                follows=self._head_before(connection, stream, mark),
            )
            append.open_epoch(connection, opening, self.keys.sign, mark)
            append.set_mark(connection, "copied by a backup", "", mark)
            (position,) = connection.execute("SELECT last FROM journal_position").fetchone()
        head = opening.digest()
        signature = self.keys.sign(append.head_statement(self.id, epoch, 0, head))
        # Both slots: one that still knew the epoch before might stand higher than a journal that lost its end.
        for slot in (int(position), int(position) + 1):
            sidecar.write(self.sidecar, Head(self.id, epoch, 0, slot, head.hex(), signature.hex()))
        return epoch

    def _head_before(self, connection: Any, stream: str, mark: str) -> Follows | None:
        before = append.get_mark(connection, append.current(stream), mark)
        if before is None:
            return None
        where = f"WHERE node = {mark} AND epoch = {mark}"
        row = connection.execute(f"SELECT seq, head, opening FROM journal_epoch {where}", (self.id, before)).fetchone()
        if row is not None and not row[0]:
            # Nobody ever hears of an epoch without an entry: what follows it follows the one before it.
            earlier = Opening.from_bytes(bytes(row[2])).follows
            if earlier is not None:
                return earlier
        return None if row is None else Follows(before, int(row[0]), bytes(row[1]).hex())

    def start(self) -> str | None:
        """Look whether this journal is whole before writing to it; where it is not, a new epoch opens.

        Returns the reason of the new epoch, or None where the journal goes on as it was.
        """
        reason = self._why_a_new_epoch()
        if reason is not None:
            self.open_epochs(reason)
        return reason

    def _why_a_new_epoch(self) -> str | None:
        connection, mark = journal_connection()
        if append.get_mark(connection, "copied by a backup", mark):
            return "this journal was restored from a backup"
        empty = append.get_mark(connection, append.current(HEADQUARTERS_STREAM), mark) is None
        known, receipt = sidecar.read(self.sidecar), self.last_receipt()
        if known is None and not empty:
            return "the sidecar is gone: whether entries are missing cannot be told"
        if known is not None and known.node == self.id and (fault := self._missing(known, "the sidecar knows")):
            return fault
        if receipt is not None and receipt.node == self.id:
            return self._missing(receipt, "the headquarters holds")
        return None

    def _missing(self, known: Head | receipts.Receipt, who: str) -> str | None:
        """Why this journal is not the one that others know, in words; None where it holds what they know."""
        found = self.hash_of(known.epoch, known.seq)
        if found is None:
            return f"entries are missing: {who} entry {known.seq} of epoch {known.epoch}"
        if found.hex() != known.hash:
            return f"entry {known.seq} of epoch {known.epoch} is not the one that {who}"
        return None

    def hash_of(self, epoch: str, seq: int) -> bytes | None:
        """The hash of this node's own entry, or of an epoch's opening at seq 0."""
        connection, mark = journal_connection()
        if seq == 0:
            row = connection.execute(
                f"SELECT opening FROM journal_epoch WHERE node = {mark} AND epoch = {mark}", (self.id, epoch)
            ).fetchone()
            return None if row is None else Opening.from_bytes(bytes(row[0])).digest()
        row = connection.execute(
            f"SELECT hash FROM journal_entry WHERE node = {mark} AND epoch = {mark} AND seq = {mark}",
            (self.id, epoch, seq),
        ).fetchone()
        return None if row is None else bytes(row[0])

    def _stream_of(self, epoch: str) -> str:
        """The stream of this node to which an epoch belongs; empty where it wrote no such epoch."""
        connection, mark = journal_connection()
        where = f"WHERE node = {mark} AND epoch = {mark}"
        row = connection.execute(f"SELECT stream FROM journal_epoch {where}", (self.id, epoch)).fetchone()
        return str(row[0]) if row else ""

    def holds_of_its_own(self, epoch: str, seq: int) -> bool:
        """Whether this journal holds an epoch of this node up to `seq`."""
        connection, mark = journal_connection()
        where = f"WHERE node = {mark} AND epoch = {mark} AND seq >= {mark}"
        return connection.execute(f"SELECT 1 FROM journal_epoch {where}", (self.id, epoch, seq)).fetchone() is not None

    @property
    def receipt(self) -> Path:
        """Where the last receipt of the headquarters stands, beside the sidecar."""
        return self.receipt_of("")

    def receipt_of(self, forum: str) -> Path:
        """Where the last receipt of a forum stands; of the headquarters, where `forum` is empty."""
        return self.sidecar.with_name(f"receipt-{forum}" if forum else "receipt")

    def last_receipt(self, forum: str = "", by: tuple[str, bytes] | None = None) -> receipts.Receipt | None:
        """The last receipt kept, of the headquarters or of a forum; None where there is none, or where it is not as its
        giver (its id and public key) signed it."""
        kept = receipts.last(self.receipt_of(forum))
        if by is None and not forum and self.keys.parent is not None:
            by = (self.keys.parent.node, self.keys.parent.signing)
        if kept is None or by is None:
            return kept
        return kept if kept.by == by[0] and kept.is_signed_by(by[1]) else None

    def _says_more(self, receipt: receipts.Receipt, forum: str) -> bool:
        """Whether a receipt says more than the one that is kept: an old stick's does not. One that was signed later and
        goes less far does: the headquarters was set back, and what it lacks is sent again."""
        kept = self.last_receipt(forum)
        return kept is None or receipt.wall > kept.wall or self._position(receipt) >= self._position(kept)

    def _position(self, receipt: receipts.Receipt) -> int:
        connection, mark = journal_connection()
        row = connection.execute(
            f"SELECT position FROM journal_entry WHERE node = {mark} AND epoch = {mark} AND seq = {mark}",
            (self.id, receipt.epoch, receipt.seq),
        ).fetchone()
        return int(row[0]) if row else 0

    def take_receipt(
        self, receipt: receipts.Receipt, parent: bytes, forum: str = "", stream: str = HEADQUARTERS_STREAM
    ) -> None:
        """Keep a receipt that the holder of the key `parent` signed for an entry of ours, in a stream of ours.

        Where it tells of a fork, a new epoch opens at once and work goes on. Raises ReceiptRefused.
        """
        if receipt.node != self.id or not receipt.is_signed_by(parent):
            raise receipts.ReceiptRefused("this receipt is not signed by the headquarters for this node")
        found = self.hash_of(receipt.epoch, receipt.seq)
        if found is None or found.hex() != receipt.hash or self._stream_of(receipt.epoch) != stream:
            raise receipts.ReceiptRefused(f"this node wrote no such entry {receipt.seq} of epoch {receipt.epoch}")
        if self._says_more(receipt, forum):
            receipts.keep(receipt, self.receipt_of(forum))
        # A fork lies between entries: of an epoch that holds none nobody knows another history.
        if receipt.branch and receipt.seq and receipt.epoch == self.current_epoch(stream):
            self.open_epoch(f"the receiver holds another history of epoch {receipt.epoch}", stream)


def journal_connection() -> tuple[Any, str]:
    """The bare database connection that holds the journal, and how it marks parameters."""
    wrapper = connections[settings.JALON_JOURNAL_DATABASE]
    wrapper.ensure_connection()
    mark = append.POSTGRESQL if wrapper.vendor == "postgresql" else append.SQLITE
    return wrapper.connection, mark


def public_key_of(node: str) -> bytes | None:
    """The public signing key of a node whose entries this journal holds, as it stands in an opening of its own."""
    connection, mark = journal_connection()
    row = connection.execute(f"SELECT opening FROM journal_epoch WHERE node = {mark}", (node,)).fetchone()
    return bytes.fromhex(Opening.from_bytes(bytes(row[0])).public_key) if row else None


def this_node() -> Node:
    """This machine's node. Raises NodeNotPrepared where `jalon node prepare` was not run."""
    return _node(Path(settings.JALON_HOME), Path(settings.JALON_SIDECAR))


@lru_cache(maxsize=4)
def _node(home: Path, sidecar_path: Path) -> Node:
    return Node(load(home / "keys"), sidecar_path, ShiftKeys(home / "keys" / "shifts"))


def forget_this_node() -> None:
    """Read this machine's keys again at the next use: they have changed on the disk."""
    _node.cache_clear()


@lru_cache(maxsize=1)
def boot_id() -> str:
    """Which start of the machine the monotonic clock counts from."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return str(uuid.uuid4())


def wall_clock() -> int:
    """This machine's clock, ms since 1970."""
    return time.time_ns() // 1_000_000


def stamp(actor: str) -> append.Stamp:
    """When, on this machine's clocks and by the parent's last signed time, and by whom."""
    receipt = this_node().last_receipt()
    parent = receipt.wall if receipt else 0
    return append.Stamp(wall_clock(), boot_id(), time.monotonic_ns() // 1_000_000, parent, actor)
