"""What the rooms below the link may know of it: when each node called last, and what it still had to send."""

from __future__ import annotations

from collections.abc import Mapping

from jalon.sync import hearing
from jalon.sync.models import Contact


def heard() -> Mapping[str, tuple[int, int]]:
    """node -> (ms of its last call, entries it still had to send). A stick was filled before it arrived: what its machine
    recorded since is still there."""
    calls = Contact.objects.values_list("node", "at", "waiting", "carrier")
    return {node: (at, waiting or int(carrier == hearing.STICK)) for node, at, waiting, carrier in calls}
