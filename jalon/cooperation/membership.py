"""Sitting in a forum, as seen from a headquarters: joining it, leaving it, and going where it goes.

That a forum moved, or ended, is said by the forum itself. This headquarters calls one that ended no more; at a new
address it calls it once an administrator has confirmed it, for a forum in other hands could send all of its members
anywhere. What was said in it stays readable.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone

from jalon.cooperation import forums
from jalon.cooperation.models import ORDER, ForumFact
from jalon.cooperation.saying import NotAllowed, own_party
from jalon.journal import peers
from jalon.journal.acting import act
from jalon.journal.models import Peer
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.sync import enrolment
from jalon.sync.enrolment import Code, EnrolmentRefused
from jalon.sync.link import Link

FOLLOWER = "membership"


def join(address: str, typed: str, actor: str) -> str:
    """This headquarters joins the forum at an address, which gave the code to its state. Returns the forum's id.

    No act of this machine waits while a stranger answers: only what came of it is one.
    Raises EnrolmentRefused, LinkDown, AddressRefused.
    """
    code, keys, mine = Code.read(typed), this_node().keys, own_party()
    if not keys.is_headquarters:
        raise EnrolmentRefused("a post joins no forum: its headquarters does")
    link = Link(address)
    try:
        forum = enrolment.heard(enrolment.asked(link, enrolment.hello(code)), code)
        if forum["post"] != mine:
            raise EnrolmentRefused(f"the code is for {forum['post']}; this headquarters is of {mine}")
        presented = enrolment.presented(keys, code, forum, recall=secrets.token_bytes(32))
        said = enrolment.heard(enrolment.asked(link, presented), code)
        if said["node"] != forum["node"]:
            raise EnrolmentRefused("two forums answered: start again")
    finally:
        link.close()
    facts = {fact: forum[fact] for fact in ("node", "signing", "sealing")}
    _joined(facts | {"address": address.rstrip("/"), "party": mine}, actor)
    return str(forum["node"])


@act
def _joined(facts: dict[str, Any], actor: str) -> None:
    record("peer.joined", facts, actor)


@act
def leave(forum: str, why: str, actor: str) -> Recorded:
    """This state leaves a forum: it says so there, last, and tells it nothing more. Raises NotJoined, ValueError."""
    peer = Peer.objects.filter(id=forum, left_at__isnull=True).first()
    if peer is None:
        raise peers.NotJoined(f"this headquarters sits in no forum {forum}")
    if not why.strip():
        raise ValueError("Say why this forum is left.")
    if forums.is_member(peer.party, forum):
        forums.party_left(forum, peer.party, timezone.localdate(), actor)
    return peers.leave(forum, why, actor)


def follow() -> int:
    """Call forums that ended no more. Returns how many. Where one says that it moved, an administrator confirms."""
    today, ended = timezone.localdate(), 0
    for peer in peers.joined():
        known = forums.forum(peer.id, on=today)
        if known is not None and known.dissolved is not None:
            ended += _ended(peer.id, f"the forum ended on {known.dissolved}")
    return ended


def moved(peer: Peer) -> str:
    """The address to which a forum says it moved, where this headquarters does not call it there; else empty. A forum
    that was reached under another name from the beginning has not moved: only what it said since counts."""
    known = forums.forum(peer.id, on=timezone.localdate())
    if peer.left_at is not None or known is None or known.address in {"", peer.address}:
        return ""
    said = ForumFact.objects.filter(forum=peer.id).order_by(*ORDER)
    first, last = said.first(), said.filter(what=ForumFact.What.MOVED).last()
    return known.address if first and last and last.position > first.position else ""


@act
def go(forum: str, address: str, actor: str) -> None:
    """Call a forum at the address to which it says it moved: an administrator looked at it. Raises NotAllowed."""
    peer = Peer.objects.filter(id=forum, left_at__isnull=True).first()
    if peer is None or not address or moved(peer) != address:
        raise NotAllowed("not_moved_there")
    record("peer.moved", {"node": peer.id, "address": address}, actor)


@act
def _ended(forum: str, why: str) -> int:
    """Written down once, whoever of several workers comes first."""
    if not Peer.objects.filter(id=forum, left_at__isnull=True).exists():
        return 0
    peers.leave(forum, why, FOLLOWER)
    return 1
