"""The carrier that is a file: the same batches, receipts and editions, sealed to whom they are carried.

A stick may be lost, copied, swapped or replayed: nobody else reads it, and taking it in twice changes nothing.
The file:

    magic (8 bytes), length of the head (4), head (JSON), pieces, SHA-256 of all before it (32), Ed25519 signature (64)

The head says who carries to whom. A piece is its length (4 bytes) and HPKE ciphertext of at most 4 MiB of content,
bound to the file's random number, the piece's number, and whether it is the last: none can be dropped, moved or mixed.
The content is a row of items: kind (1 byte), length (4 bytes), bytes. It is read a piece at a time, under caps.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings

from jalon.journal import batch as batches
from jalon.journal import nodes, receive, seal, sending
from jalon.journal.applying import entries_in_journal, follow
from jalon.journal.batch import BatchUnreadable
from jalon.journal.down import stream_to
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.journal.nodes import NodeUnknown
from jalon.journal.receipts import Receipt, ReceiptRefused
from jalon.journal.receive import Outcome, SenderUnknown
from jalon.sync import above, hearing, session, state, waiting
from jalon.sync import call as calls
from jalon.sync.above import Above, NotEnrolled
from jalon.sync.editions import shelf, taking
from jalon.sync.editions.parcel import ParcelRefused
from jalon.sync.models import Contact
from jalon.sync.session import key_of_parent

MAGIC = b"JALON-S1"
PIECE = 4 << 20
LARGEST_HEAD = 4096
LARGEST_ITEM = 1 << 30
LARGEST = 4 << 30
MANY = 1000  # entries of a batch
CALL, BATCH, RECEIPT, EDITION, MEANT = b"C", b"B", b"R", b"E", b"M"
# Of the items that are read whole into memory; an edition is read a line at a time.
MOST_BYTES = {CALL: 4096, RECEIPT: 4096, MEANT: 1 << 20, BATCH: batches.LARGEST}


class StickRefused(ValueError):
    """The file is not one for this machine, or was cut or altered. Nothing of it was taken in but whole items."""


@dataclass
class Written:
    entries: int = 0
    editions: int = 0
    size: int = 0


@dataclass
class Taken:
    """What came of a stick. `node`: who carried."""

    node: str = ""
    entries: int = 0
    known: int = 0
    gaps: int = 0
    forks: int = 0
    receipts: int = 0
    editions: int = 0
    older: bool = False  # than what came before: what is meant for this post is known better
    problems: list[str] = field(default_factory=list)


# ── writing ──


def write(path: Path, node: str | None = None) -> Written:
    """Write a stick's file: at a post for its headquarters; at a headquarters for a node, or for a forum it joined. It
    has its name once whole.

    Raises StickRefused, NodeUnknown, or OSError.
    """
    if this_node().keys.parent is not None:
        return _write_up(path, above.the_parent())
    if not node:
        raise StickRefused("say for which node with --node: jalon node status lists them.")
    forum = above.by_node(node)
    return _write_down(path, node) if forum is None else _write_up(path, forum)


def _write_up(path: Path, to: Above) -> Written:
    written = Written()
    with _Writer(path, to.node, X25519PublicKey.from_public_bytes(to.sealing)) as out:
        standing = state.read(to.name)
        out.put(CALL, session.signed_call(standing, to).encode())
        after = to.last_receipt()
        while (batch := sending.next_batch(after, MANY, stream=to.stream)) is not None:
            out.put(BATCH, batches.encode(batch))
            written.entries += len(batch.entries)
            after = Receipt("", batch.node, batch.epoch, batch.last.header.seq, "", 0, "")
    written.size = path.stat().st_size
    return written


def _write_down(path: Path, node: str) -> Written:
    known = EnrolledNode.objects.filter(id=node, revoked_at__isnull=True).first()
    if known is None:
        raise NodeUnknown(f"no node {node} is enrolled and trusted here")
    written = Written()
    contact = Contact.objects.filter(node=node).first() or Contact(node=node, at=0)
    shelf.publish()
    with _Writer(path, node, X25519PublicKey.from_public_bytes(bytes.fromhex(known.sealing))) as out:
        meant = {"at": entries_in_journal(), "names": [one.name for one in shelf.meant_for(known.post)]}
        out.put(MEANT, json.dumps(meant).encode())
        for receipt in receive.receipts_for(node):
            out.put(RECEIPT, receipt.to_bytes())
        held = {one.name: one for one in shelf.held_by(node)}
        for edition in shelf.meant_for(known.post):
            mine = held.get(edition.name)
            if mine is None or (mine.number, mine.root) != (edition.number, edition.root):
                parcel = shelf.parcel_for(known.post, edition.name, mine.number if mine else 0, edition.number)
                out.put_file(EDITION, parcel)
                written.editions += 1
        while (batch := waiting.next_down(contact, MANY)) is not None:
            out.put(BATCH, batches.encode(batch))
            written.entries += len(batch.entries)
            contact.down_epoch, contact.down_seq = batch.epoch, batch.last.header.seq
    written.size = path.stat().st_size
    return written


class _Writer:
    """Seals pieces as they fill, in a file beside, which takes its name when it is whole and on the disk."""

    def __init__(self, path: Path, to: str, reader: X25519PublicKey) -> None:
        self.path, self.reader, self.to = path, reader, to
        self.growing = path.with_name(f".{path.name}.part")
        self.number, self.pieces = secrets.token_hex(16), 0
        self.rest = bytearray()
        self.digest = hashlib.sha256()

    def __enter__(self) -> _Writer:
        self.file = self.growing.open("wb")
        head = json.dumps({"from": this_node().id, "to": self.to, "number": self.number}).encode()
        self._write(MAGIC + struct.pack(">I", len(head)) + head)
        return self

    def put(self, kind: bytes, content: bytes) -> None:
        self._add(kind + struct.pack(">I", len(content)))
        self._add(content)

    def put_file(self, kind: bytes, path: Path) -> None:
        self._add(kind + struct.pack(">I", path.stat().st_size))
        with path.open("rb") as file:
            while some := file.read(PIECE):
                self._add(some)

    def _add(self, some: bytes) -> None:
        self.rest += some
        while len(self.rest) > PIECE:
            self._seal(bytes(self.rest[:PIECE]), last=False)
            del self.rest[:PIECE]

    def _seal(self, clear: bytes, *, last: bool) -> None:
        sealed = seal.SUITE.encrypt(clear, self.reader, info=_bound(self.number, self.pieces, last=last))
        self.pieces += 1
        self._write(struct.pack(">I", len(sealed)) + sealed)

    def _write(self, some: bytes) -> None:
        self.digest.update(some)
        self.file.write(some)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.file.close()
            self.growing.unlink(missing_ok=True)
            return
        self._seal(bytes(self.rest), last=True)
        whole = self.digest.digest()
        self.file.write(whole + this_node().keys.sign(_statement(whole)))
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.growing.replace(self.path)


# ── taking in ──


def take(path: Path, say: Callable[[str], None] = lambda _: None) -> Taken:
    """Take in a stick's file. Raises StickRefused where it is not for us, or not whole: then nothing was taken."""
    with path.open("rb") as file:
        head = _proven(file, path.stat().st_size)
        taken = Taken(node=head["from"])
        for kind, content in _items(file, head):
            _take_item(kind, content, taken)
            say(f"{taken.entries} entries, {taken.editions} editions")
            content.unlink(missing_ok=True)
    follow()
    return taken


def _proven(file: IO[bytes], size: int) -> dict[str, str]:
    """The head, once the signature over the whole file is its carrier's. The file then stands at the first piece."""
    if size > LARGEST:
        raise StickRefused("this file is larger than a stick's file may be.")
    start = file.read(len(MAGIC) + 4)
    if len(start) < len(MAGIC) + 4 or not start.startswith(MAGIC):
        raise StickRefused("this is no file of a stick: look for the one that was exported.")
    (length,) = struct.unpack(">I", start[len(MAGIC) :])
    try:
        head = {name: str(value) for name, value in json.loads(file.read(min(length, LARGEST_HEAD))).items()}
        key = _key_of(head["from"])
        addressed = head["to"] == this_node().id
        int(head["number"], 16)
    except (ValueError, KeyError, AttributeError):
        raise StickRefused("this file was cut or altered: export it again.") from None
    if key is None:
        raise StickRefused(f"this file comes from the node {head['from']}, which is not known here.")
    if not addressed:
        raise StickRefused(f"this file is for the node {head['to']}, not for this machine.")
    first = file.tell()
    _check_whole(file, size, key)
    file.seek(first)
    return head


def _check_whole(file: IO[bytes], size: int, key: bytes) -> None:
    digest, left = hashlib.sha256(), size - 32 - 64
    file.seek(0)
    while left > 0 and (some := file.read(min(PIECE, left))):
        digest.update(some)
        left -= len(some)
    whole, signature = file.read(32), file.read(64)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _statement(whole))
    except InvalidSignature:
        raise StickRefused("this file was cut or altered: export it again.") from None
    if digest.digest() != whole:
        raise StickRefused("this file was cut or altered: export it again.")


def _items(file: IO[bytes], head: dict[str, str]) -> Iterator[tuple[bytes, Path]]:
    """Kind and content of each item; the content in a file of its own, for it may be large."""
    arriving = Path(settings.JALON_HOME) / "editions" / "arriving"
    arriving.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = arriving / f"stick-{secrets.token_hex(8)}"
    stream = _Stream(file, head["number"])
    while start := stream.read(5):
        if len(start) < 5:
            raise StickRefused("this file was cut or altered: export it again.")
        kind, (length,) = start[:1], struct.unpack(">I", start[1:])
        if length > MOST_BYTES.get(kind, LARGEST_ITEM):
            raise StickRefused("an item of this file is too large.")
        with place.open("wb") as out:
            while length:
                some = stream.read(min(length, PIECE))
                if not some:
                    raise StickRefused("this file was cut or altered: export it again.")
                out.write(some)
                length -= len(some)
        yield kind, place
    place.unlink(missing_ok=True)


class _Stream:
    """The clear content of the pieces, one after the other."""

    def __init__(self, file: IO[bytes], number: str) -> None:
        self.file, self.number, self.piece, self.last = file, number, 0, False
        self.rest = b""

    def read(self, count: int) -> bytes:
        while len(self.rest) < count and not self.last:
            self.rest += self._next()
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def _next(self) -> bytes:
        size = self.file.read(4)
        if len(size) < 4:
            raise StickRefused("this file was cut or altered: export it again.")
        (length,) = struct.unpack(">I", size)
        sealed = self.file.read(min(length, PIECE + 1024))
        for last in (False, True):
            with suppress(InvalidTag, ValueError):
                bound = _bound(self.number, self.piece, last=last)
                clear = seal.SUITE.decrypt(sealed, this_node().keys.sealing, info=bound)
                self.piece, self.last = self.piece + 1, last
                return bytes(clear)
        raise StickRefused("this file is not sealed to this machine, or was altered.")


def _take_item(kind: bytes, content: Path, taken: Taken) -> None:
    """One item. What this program does not know (a later one's) is passed over."""
    try:
        if kind == CALL:
            _take_call(content.read_text(), taken)
        elif kind == BATCH:
            _take_batch(content.read_bytes(), taken)
        elif kind == RECEIPT:
            giver = _above(taken)
            receipt = Receipt.from_bytes(content.read_bytes())
            this_node().take_receipt(receipt, giver.signing, giver.name, giver.stream)
            taken.receipts += 1
        elif kind == EDITION:
            if not (taken.older and taking.name_of(content) not in taking.held()):
                taken.editions += taking.take(content) is not None
        elif kind == MEANT:
            _take_meant(json.loads(content.read_text()), _above(taken), taken)
    except taking.EditionOlder:
        return  # an older stick: what serves is newer
    except (ReceiptRefused, ParcelRefused, BatchUnreadable, SenderUnknown, NotEnrolled) as refused:
        taken.problems.append(str(refused))
    except (ValueError, TypeError, KeyError) as strange:
        taken.problems.append(f"an item of this file cannot be read: {strange}")


def _above(taken: Taken) -> Above:
    """Whoever carried, where it stands above. Raises NotEnrolled."""
    giver = above.by_node(taken.node)
    if giver is None:
        raise NotEnrolled(f"node {taken.node} is not above this machine: it gives no receipt and no edition here")
    return giver


def _take_meant(said: dict[str, Any], giver: Above, taken: Taken) -> None:
    """End the views that are not meant for this post any more, unless an older stick says so: it would end what came
    since, and bring back what was ended since. It comes first on a stick."""
    standing = state.read(giver.name)
    taken.older = int(said["at"]) < standing.meant
    if taken.older:
        return
    standing.meant = int(said["at"])
    standing.write()
    taking.withdraw(set(map(str, said["names"])), giver)


def _take_call(text: str, taken: Taken) -> None:
    try:
        hearing.take_call(calls.read(text, nodes.key_of), hearing.STICK)
    except (hearing.NumberUsed, hearing.NodeRevoked):
        return  # an old stick says nothing new of the link; of a revoked node only the entries are taken
    except calls.CallUnreadable as wrong:
        taken.problems.append(str(wrong))


def _take_batch(raw: bytes, taken: Taken) -> None:
    if this_node().keys.parent is None:
        received, _ = hearing.take_batch(raw, hearing.STICK)
    else:
        received = receive.receive(raw, key_of_parent, stream_to(this_node().id))
    taken.entries += received.stored
    taken.known += received.outcome is Outcome.KNOWN
    taken.forks += received.outcome is Outcome.FORKED
    if received.outcome is Outcome.GAP:
        taken.gaps += 1
        taken.problems.append("a stick that came before this one is missing: take it in, then this one again.")


def _key_of(node: str) -> bytes | None:
    """Whose sticks are taken in here: of the headquarters at a post; of enrolled nodes (revoked ones are held back) and
    of the forums it joined at a headquarters."""
    giver = above.by_node(node)
    if giver is not None:
        return giver.signing
    return None if this_node().keys.parent is not None else nodes.key_of(node)


def _bound(number: str, piece: int, *, last: bool) -> bytes:
    return f"jalon stick 1\n{number}\n{piece}\n{int(last)}".encode()


def _statement(whole: bytes) -> bytes:
    return b"jalon stick 1\n" + whole
