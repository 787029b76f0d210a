"""A headquarters sits in the forum: it joins, hears and tells, and counts what it holds before it gives figures."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from jalon.config.demo.story.promised import WHO
from jalon.cooperation import membership
from jalon.cooperation.models import Recommendation
from jalon.cooperation.saying import own_party
from jalon.journal.applying import follow
from jalon.journal.keys import Parent, adopt
from jalon.journal.models import Peer
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.staff.models import Account
from jalon.sync import above, session

TRIES, PAUSE = 60, 0.5  # s
COUNTS = ("jalon.presence.follow.follow", "jalon.statistics.following.follow")


def sit(address: str, code: str, _country: str, _today: date) -> None:
    """Join by the one-time code, and hear what the forum adopted."""
    if not Peer.objects.exists():
        membership.join(address, code, Account.objects.get(username=WHO[own_party()][0]).officer)
    for _ in range(TRIES):
        exchange()
        if Recommendation.objects.exists():
            return
        time.sleep(PAUSE)  # the forum's other process has not made what it tells its members yet
    raise RuntimeError("the forum does not answer")


def call_at(address: str) -> None:
    """The headquarters of a post, or the forum that a headquarters joined, is called there from now on."""
    keys = this_node().keys
    if keys.parent is not None and keys.parent.address != address:
        parent = Parent(keys.parent.node, keys.parent.signing, address)
        adopt(Path(settings.JALON_HOME) / "keys", keys.post, keys.headquarters.public_bytes_raw(), parent)
    for peer in Peer.objects.exclude(address=address):
        record("peer.moved", {"node": peer.id, "address": address}, membership.FOLLOWER)


def forum_joined() -> str:
    """The id of the forum that this headquarters joined; empty where it sits in none."""
    return Peer.objects.values_list("id", flat=True).first() or ""


def exchange() -> None:
    """Tell the forum what waits, and hear what it has."""
    for one in above.forums():
        session.synchronise(above=one)
        session.synchronise(above=one)
    follow()


def count_all() -> None:
    """Let what follows the tables and makes figures pass everything that stands there."""
    while follow():
        pass
    for name in COUNTS:
        one = import_string(name)
        while one():
            pass
