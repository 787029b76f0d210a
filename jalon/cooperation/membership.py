"""Sitting in a forum, as seen from a headquarters: joining it, leaving it, and going where it goes.

That a forum moved, or ended, is said by the forum itself; this headquarters then calls it at its new address, or no
more, and writes that down too. What was said in it stays readable.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone

from jalon.cooperation import forums
from jalon.cooperation.models import ORDER, ForumFact
from jalon.cooperation.saying import own_party
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
    """Go where the forums went. Returns how many moved, or ended."""
    today, moved = timezone.localdate(), 0
    for peer in peers.joined():
        known = forums.forum(peer.id, on=today)
        if known is None:
            continue
        if known.dissolved is not None:
            moved += _ended(peer.id, f"the forum ended on {known.dissolved}")
        elif known.address and known.address != peer.address:
            moved += _went(peer, known.address)
    return moved


@act
def _ended(forum: str, why: str) -> int:
    """Written down once, whoever of several workers comes first."""
    if not Peer.objects.filter(id=forum, left_at__isnull=True).exists():
        return 0
    peers.leave(forum, why, FOLLOWER)
    return 1


@act
def _went(peer: Peer, address: str) -> int:
    """A forum that was reached under another name from the beginning has not moved: only what it said since counts."""
    if not Peer.objects.filter(id=peer.id, left_at__isnull=True).exclude(address=address).exists():
        return 0  # another worker wrote it down
    said = ForumFact.objects.filter(forum=peer.id).order_by(*ORDER)
    first, last = said.first(), said.filter(what=ForumFact.What.MOVED).last()
    if first is None or last is None or last.position <= first.position:
        return 0
    record("peer.moved", {"node": peer.id, "address": address}, FOLLOWER)
    return 1
