"""For whom a machine speaks in a forum."""

from __future__ import annotations

from jalon.cooperation.saying import own_party
from jalon.journal.node import this_node


def speaker(forum: str, party: str) -> str:
    """The party as it is said on the forum's own machine ("": the forum itself); anywhere else this machine's own."""
    return party if forum and forum == this_node().id else own_party()
