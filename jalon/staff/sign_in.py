"""Signing in: accounts come from an administrator, so the door for newcomers stays shut."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NobodySignsUp(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        # ACCOUNT_RATE_LIMITS: five wrong attempts of a name in five minutes
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The administrator chose it."""
