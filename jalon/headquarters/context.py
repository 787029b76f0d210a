"""What every page knows of the national desk: its doors that open to this officer, and a list that must not be used."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalon.journal.keys import NodeNotPrepared
from jalon.staff.postings import roles_of
from jalon.watchlists import lookup
from jalon.web.gate import Role

# Address, name on the menu, roles it opens to.
NATIONAL = frozenset({Role.NATIONAL_DESK, Role.ADMINISTRATOR})
DOORS = (
    ("headquarters:statistics", _("Figures"), frozenset({Role.NATIONAL_DESK})),
    ("headquarters:lists", _("Lists"), NATIONAL),
    ("headquarters:rules", _("Rules of travel"), NATIONAL),
    ("headquarters:pictures", _("Pictures of travellers"), NATIONAL),
    ("desk:services", _("Services that protect"), NATIONAL | {Role.PROTECTION}),
)


def national_desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: nothing for whoever has not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    roles = roles_of(request.user)
    try:
        altered = [edition.rules["title"] for edition in lookup.altered_lists()]
    except NodeNotPrepared:
        altered = []
    return {
        "doors": [(reverse(name), label) for name, label, opens in DOORS if roles & opens],
        "altered_lists": altered,
        "second_factor_required": settings.JALON_SECOND_FACTOR == "required",
        "at_the_desk": bool(roles & {Role.FIRST_LINE, Role.SHIFT_LEADER}),
    }
