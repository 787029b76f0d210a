"""What the rooms below the link may know of it: when each node called last, and what it still had to send."""

from __future__ import annotations

from collections.abc import Mapping

from jalon.sync.models import Contact


def heard() -> Mapping[str, tuple[int, int]]:
    """node -> (ms of its last call, entries it still had to send)."""
    return {node: (at, waiting) for node, at, waiting in Contact.objects.values_list("node", "at", "waiting")}
