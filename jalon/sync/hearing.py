"""What a headquarters does when a node calls or sends: receive, answer, and remember how the link stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from jalon.journal import append, nodes
from jalon.journal import receive as receiving
from jalon.journal.arrivals import CALL, Reading
from jalon.journal.down import stream_to
from jalon.journal.models import EnrolledNode
from jalon.journal.node import HEADQUARTERS_STREAM, journal_connection, this_node, wall_clock
from jalon.journal.peers import stream_to_forum
from jalon.journal.receive import Outcome, Received
from jalon.sync import waiting
from jalon.sync.call import Call
from jalon.sync.models import Contact

APART = 600_000  # ms: two contacts this far apart stand on either side of an absence
LINK, STICK = "link", "stick"


class NodeRevoked(Exception):
    """The node was enrolled here and is not trusted any more: its entries are taken, nothing is given to it."""


@dataclass(frozen=True, slots=True)
class NumberUsed(Exception):
    """A call of this number was heard before; `last` is the highest heard of this node."""

    last: int


def take_batch(raw: bytes, carrier: str = LINK) -> tuple[Received, bool]:
    """Receive a batch. Returns what came of it, and whether something waits for its node here.

    Raises BatchUnreadable or SenderUnknown, or the database's error; then nothing was stored.
    """
    received = receiving.receive(raw, nodes.key_of, inbox(), reading_of)
    node = received.head.node
    if received.outcome is Outcome.GAP:
        Contact.objects.filter(node=node).update(gaps=F("gaps") + 1)
        return received, False
    now = wall_clock()
    heard: dict[str, Any] = {"at": now, "entries_at": now, "carrier": carrier}
    if received.outcome is Outcome.STORED:
        heard["gaps"] = 0  # it follows what is held: what was missing has come
    contact, _ = Contact.objects.update_or_create(node=node, defaults=heard)
    return received, waiting.anything(contact)


def inbox() -> str:
    """The only stream of others that is meant for this machine."""
    return stream_to_forum(this_node().id) if settings.JALON_TIER == "forum" else HEADQUARTERS_STREAM


def reading_of(node: str) -> Reading | None:
    """The last reading of a node's clocks."""
    one = Contact.objects.filter(node=node, mono__isnull=False).first()
    if one is None or one.mono is None or one.ahead_least is None:
        return None
    read_at = one.read_at or one.at
    return Reading(one.boot, one.mono, read_at, one.ahead_least, one.ahead_before)


def take_call(call: Call, carrier: str = LINK) -> Contact:
    """Remember what a node says of itself. Raises NodeRevoked, or NumberUsed where the call was heard before."""
    if not EnrolledNode.objects.filter(id=call.node, revoked_at__isnull=True).exists():
        raise NodeRevoked(call.node)
    now = wall_clock()
    with transaction.atomic():
        contact, _ = Contact.objects.select_for_update().get_or_create(node=call.node, defaults={"at": now})
        if call.number <= contact.number:
            raise NumberUsed(contact.number)
        ahead = call.wall - now
        before = contact.ahead_least
        if before is not None and (now - (contact.read_at or 0) > APART or contact.boot != call.boot):
            contact.ahead_before = before
        contact.at, contact.number, contact.waiting, contact.carrier = now, call.number, call.waiting, carrier
        contact.ahead_least, contact.ahead_most = ahead, ahead + CALL
        contact.boot, contact.mono, contact.read_at = call.boot, call.mono, now
        contact.down_epoch, contact.down_seq = call.down_epoch, call.down_seq
        contact.editions, contact.program = call.editions, ".".join(map(str, call.program))
        contact.save()
    _go_on_beyond(call)
    return contact


def _go_on_beyond(call: Call) -> None:
    """Where a node holds more of its stream than this journal, this journal was set back and does not know it: what it
    would write next stands there already. A new epoch opens, once."""
    stream, node = stream_to(call.node), this_node()
    connection, mark = journal_connection()
    noted = f"set back {stream}"
    if not call.down_epoch or append.get_mark(connection, noted, mark) == call.down_epoch:
        return
    if node.holds_of_its_own(call.down_epoch, call.down_seq):
        return
    if append.get_mark(connection, append.current(stream), mark):
        node.open_epoch(f"node {call.node} holds entry {call.down_seq} of epoch {call.down_epoch}", stream)
    append.set_mark(connection, noted, call.down_epoch, mark)
