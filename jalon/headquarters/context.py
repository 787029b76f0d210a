"""What every page knows of the national desk: its doors that open to this officer, and a list that must not be used."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from jalon.headquarters.views.alerts import strip_for
from jalon.journal import pulse
from jalon.journal.keys import NodeNotPrepared
from jalon.journal.node import this_node
from jalon.staff.postings import roles_of
from jalon.watchlists import lookup
from jalon.web.gate import Role

# Address, name on the menu, roles it opens to.
NATIONAL = frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR})
DESK = frozenset({Role.NATIONAL_DESK})
# In the order of a day's work.
AT_HEADQUARTERS = (
    ("headquarters:border", _("The border"), NATIONAL),
    ("headquarters:alerts", _("Alerts"), NATIONAL),
    ("headquarters:hits", _("Hits to decide"), DESK | {Role.PROTECTION}),
    ("headquarters:search", _("Search those who passed"), DESK),
    ("headquarters:presence", _("Who is in"), DESK),
    ("headquarters:bureau", _("Questions to the bureau"), DESK),
    ("headquarters:statistics", _("Figures"), DESK),
    ("headquarters:capacity", _("Posts and equipment"), NATIONAL),
    ("headquarters:assessments", _("Assessments and gaps"), DESK),
    ("headquarters:warnings", _("Public warnings"), NATIONAL),
    ("headquarters:sticks", _("Sticks"), NATIONAL),
    ("headquarters:nodes", _("Machines"), NATIONAL),
)
# Cooperation, at a headquarters and at a forum.
PROMISES = frozenset({Role.NATIONAL_DESK, Role.REGIONAL_SECRETARIAT, Role.DELEGATE, Role.PARTNER})
COOPERATION = (
    ("secretariat:promises", _("Promises"), PROMISES),
    ("secretariat:mine", _("Your promises"), frozenset({Role.NATIONAL_DESK, Role.DELEGATE})),
)
JOINED = ("secretariat:joined", _("Forums joined"), NATIONAL)
# A forum keeps no posts, no lists and nobody who crossed.
AT_A_FORUM = (
    *COOPERATION,
    ("headquarters:nodes", _("Machines"), frozenset({Role.ADMINISTRATOR})),
    ("headquarters:officers", _("Officers"), frozenset({Role.ADMINISTRATOR})),
    ("headquarters:proposals", _("Postings to approve"), frozenset({Role.ADMINISTRATOR})),
)
ANYWHERE = (
    ("headquarters:officers", _("Officers"), frozenset({Role.ADMINISTRATOR})),
    ("headquarters:proposals", _("Postings to approve"), NATIONAL),
    ("headquarters:lists", _("Lists"), NATIONAL),
    ("headquarters:rules", _("Rules of travel"), NATIONAL),
    ("headquarters:pictures", _("Pictures of travellers"), NATIONAL),
    ("desk:services", _("Services that protect"), NATIONAL | {Role.PROTECTION}),
)


DOORS = {
    "post": ANYWHERE,
    "headquarters": (*AT_HEADQUARTERS, *COOPERATION, JOINED, *ANYWHERE),
    "forum": AT_A_FORUM,
}


def doors(roles: frozenset[Role]) -> list[tuple[str, Any]]:
    """Address and name of each page of the national desk that opens to these roles on this tier, in order."""
    return [(reverse(name), label) for name, label, opens in DOORS[settings.JALON_TIER] if roles & opens]


def _nothing_follows() -> str | None:
    """Since when nothing follows what arrives here, as a time of the day; empty where none ever did."""
    if settings.JALON_TIER != "headquarters" or (since := pulse.silent_since()) is None:
        return None
    return f"{datetime.fromtimestamp(since / 1000, UTC).astimezone():%d/%m %H:%M}" if since else ""


def national_desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: nothing for whoever has not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    roles = roles_of(request.user)
    try:
        altered = [edition.rules["title"] for edition in lookup.altered_lists()]
        above = this_node().keys.parent is not None
    except NodeNotPrepared:
        altered, above = [], False
    return {
        "doors": doors(roles),
        "altered_lists": altered,
        "decided_above": above,
        "nothing_follows": _nothing_follows(),
        # Asked where a page shows it, and of no other page.
        "strip": SimpleLazyObject(lambda: strip_for(roles)) if roles & NATIONAL else None,
        "second_factor_required": settings.JALON_SECOND_FACTOR == "required",
        "at_the_desk": bool(roles & {Role.FIRST_LINE, Role.SHIFT_LEADER}),
    }
