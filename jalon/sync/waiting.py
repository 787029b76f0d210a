"""What waits at a headquarters for a node: entries of its own stream, and editions it does not hold yet."""

from __future__ import annotations

from typing import Any

from jalon.journal.applying import entries_in_journal
from jalon.journal.batch import Batch
from jalon.journal.down import stream_to
from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.journal.receipts import Receipt
from jalon.journal.receive import holds
from jalon.journal.sending import left_after, next_batch
from jalon.sync.call import Call
from jalon.sync.editions import shelf
from jalon.sync.models import Contact


def anything(contact: Contact) -> bool:
    """Whether anything waits for a node, by what it said at its last call."""
    return entries_waiting(contact) > 0 or shelf.recent_digest_for(contact.node) != contact.editions


def entries_waiting(contact: Contact) -> int:
    """How many entries of its own stream a node does not hold yet."""
    return left_after(stream_to(contact.node), _held(contact))


def next_down(contact: Contact, most: int) -> Batch | None:
    """The entries of its own stream that follow what a node holds; None where it holds them all."""
    return next_batch(_held(contact), most, stream=stream_to(contact.node))


def news(contact: Contact) -> dict[str, Any]:
    """What to tell a node that called, as JSON values; empty where nothing waits."""
    found: dict[str, Any] = {}
    if waiting := entries_waiting(contact):
        found["entries"] = waiting
    if shelf.digest_for(contact.node) != contact.editions:
        found["editions"] = [[one.name, one.number, one.root] for one in shelf.meant_for(post_of(contact))]
        found["at"] = entries_in_journal()
    return found


def lacking(call: Call) -> dict[str, Any]:
    """Where a node holds a receipt for an entry that this journal lacks (it was set back), that is told too: the node
    sends again from where this journal stands."""
    if not call.sent_epoch or holds(call.node, call.sent_epoch, call.sent_seq):
        return {}
    return {"lacking": True}


def post_of(contact: Contact) -> str:
    """The code of the place where a node stands."""
    return EnrolledNode.objects.get(id=contact.node).post


def _held(contact: Contact) -> Receipt | None:
    """How far a node holds its stream, in the form in which sending asks for it."""
    if not contact.down_epoch:
        return None
    return Receipt("", this_node().id, contact.down_epoch, contact.down_seq, "", 0, "")
