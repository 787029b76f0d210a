"""Sitting in a forum, as seen from a headquarters: leaving it, and going where it goes.

That a forum moved, or ended, is said by the forum itself; this headquarters then calls it at its new address, or no
more, and writes that down too. What was said in it stays readable.
"""

from __future__ import annotations

from django.utils import timezone

from jalon.cooperation import forums
from jalon.cooperation.models import ORDER, ForumFact
from jalon.journal import peers
from jalon.journal.acting import act
from jalon.journal.models import Peer
from jalon.journal.record import Recorded, record

FOLLOWER = "membership"


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
            peers.leave(peer.id, f"the forum ended on {known.dissolved}", FOLLOWER)
            moved += 1
        elif known.address and known.address != peer.address:
            moved += _went(peer, known.address)
    return moved


@act
def _went(peer: Peer, address: str) -> int:
    """A forum that was reached under another name from the beginning has not moved: only what it said since counts."""
    said = ForumFact.objects.filter(forum=peer.id).order_by(*ORDER)
    first, last = said.first(), said.filter(what=ForumFact.What.MOVED).last()
    if first is None or last is None or last.position <= first.position:
        return 0
    record("peer.moved", {"node": peer.id, "address": address}, FOLLOWER)
    return 1
