"""Signing in: accounts come from an administrator, so the door for newcomers stays shut."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalon.staff.postings import roles_of
from jalon.web.gate import Role

# Where an officer's work begins: the first line of this table that one of the roles of today opens.
FIRST_PAGES = (
    ("/", frozenset({Role.FIRST_LINE, Role.SHIFT_LEADER})),
    ("/protection/", frozenset({Role.PROTECTION})),
    ("/agency/", frozenset({Role.GENDARMERIE, Role.CUSTOMS, Role.HEALTH})),
    ("/border/" if settings.JALON_TIER == "headquarters" else "/lists/", frozenset({Role.NATIONAL_DESK})),
    ("/officers/", frozenset({Role.ADMINISTRATOR})),
    ("/promises/", frozenset({Role.REGIONAL_SECRETARIAT, Role.DELEGATE, Role.PARTNER})),
)


class NobodySignsUp(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        # ACCOUNT_RATE_LIMITS: five wrong attempts of a name in five minutes
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        roles = roles_of(request.user)
        return next((page for page, opens in FIRST_PAGES if roles & opens), "/")

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The administrator chose it."""
