"""Signing in: accounts come from an administrator, so the door for newcomers stays shut."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NobodySignsUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The administrator chose it."""
