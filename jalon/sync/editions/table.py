"""Every kind of edition. A new one is a file of `kinds` and a line here."""

from __future__ import annotations

from jalon.sync.editions.kinds import assets, lists, officers, posts, rules
from jalon.sync.editions.kinds.kind import Kind

ALL = (posts.KIND, officers.KIND, rules.KIND, assets.KIND, lists.KIND)
KINDS: dict[str, Kind] = {kind.prefix: kind for kind in ALL}


def kind_of(name: str) -> Kind | None:
    """The kind of a view by its name; None for one that a later program sends."""
    return KINDS.get(lists.PREFIX if name.startswith(lists.PREFIX) else name)
