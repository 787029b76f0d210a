"""Every kind of edition. A new one is a file of `kinds` and a line here, or, of a room above this one, a line of the
setting JALON_EDITIONS."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from jalon.sync.editions.kinds import assessments, assets, lists, officers, posts, rules
from jalon.sync.editions.kinds.kind import Kind

OF_A_STATE = (posts.KIND, officers.KIND, rules.KIND, assets.KIND, assessments.KIND, lists.KIND)


@cache
def kinds() -> dict[str, Kind]:
    """By what their names begin with: those that this program understands."""
    return {kind.prefix: kind for kind in (*OF_A_STATE, *map(import_string, settings.JALON_EDITIONS))}


def given_here() -> list[Kind]:
    """The kinds that this machine gives. A forum keeps no posts, officers, rules or lists of a state."""
    return [kind for kind in kinds().values() if settings.JALON_TIER != "forum" or kind not in OF_A_STATE]


def kind_of(name: str) -> Kind | None:
    """The kind of a view by its name; None for one that a later program sends."""
    found = kinds().get(name)
    return found or next((kind for kind in kinds().values() if kind.many and name.startswith(kind.prefix)), None)
