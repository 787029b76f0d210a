"""Where everybody begins who signs in, or comes to “/”: one table, a line a role."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from jalon.staff.postings import roles_of
from jalon.staff.sign_in import NobodySignsUp
from jalon.web.gate import Role

DESK, AGENCY, PROMISES = "desk:desk", "desk:agency", "secretariat:promises"
BORDER, HITS, OFFICERS = "headquarters:border", "headquarters:hits", "headquarters:officers"
NONE = "home"  # a page that says so: nothing here opens to this role
# Tier -> role -> its first page. Of several roles the one that stands first in its table decides.
FIRST_PAGE: dict[str, dict[Role, str]] = {
    "post": {
        Role.FIRST_LINE: DESK,
        Role.SHIFT_LEADER: DESK,
        Role.GENDARMERIE: AGENCY,
        Role.CUSTOMS: AGENCY,
        Role.HEALTH: AGENCY,
        Role.PROTECTION: "desk:referrals",
        Role.NATIONAL_DESK: "headquarters:lists",
        Role.ADMINISTRATOR: OFFICERS,
        Role.REGIONAL_SECRETARIAT: PROMISES,
        Role.DELEGATE: PROMISES,
        Role.PARTNER: PROMISES,
        Role.FOCAL_POINT: NONE,
        Role.DATA_PROTECTION: NONE,
    },
    "headquarters": {
        Role.FIRST_LINE: DESK,
        Role.SHIFT_LEADER: DESK,
        Role.GENDARMERIE: AGENCY,
        Role.CUSTOMS: AGENCY,
        Role.HEALTH: AGENCY,
        Role.NATIONAL_DESK: BORDER,
        Role.ADMINISTRATOR: OFFICERS,
        Role.PROTECTION: HITS,
        Role.REGIONAL_SECRETARIAT: PROMISES,
        Role.DELEGATE: PROMISES,
        Role.PARTNER: PROMISES,
        Role.FOCAL_POINT: NONE,
        Role.DATA_PROTECTION: NONE,
    },
    "forum": {
        Role.REGIONAL_SECRETARIAT: PROMISES,
        Role.DELEGATE: PROMISES,
        Role.NATIONAL_DESK: PROMISES,
        Role.PARTNER: PROMISES,
        Role.ADMINISTRATOR: "headquarters:nodes",
        Role.FIRST_LINE: "secretariat:directory",
        Role.SHIFT_LEADER: "secretariat:directory",
        Role.GENDARMERIE: NONE,
        Role.CUSTOMS: NONE,
        Role.HEALTH: NONE,
        Role.PROTECTION: NONE,
        Role.FOCAL_POINT: NONE,
        Role.DATA_PROTECTION: NONE,
    },
}


def first_page(roles: Collection[Role]) -> str:
    """The name of the first page of whoever holds these roles on this tier; NONE where nothing opens."""
    found = (page for role, page in FIRST_PAGE[settings.JALON_TIER].items() if role in roles and page != NONE)
    return next(found, NONE)


class Arrives(NobodySignsUp):
    """Signing in leads to the first page, where no other was asked for."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse(first_page(roles_of(request.user)))
