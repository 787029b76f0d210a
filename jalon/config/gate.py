"""The gate: a route answers to a mark of roles, or stands in the short table of public doors; else nobody passes.

Where JALON_SECOND_FACTOR requires it, whoever has set up none is sent to do so before a page with a role opens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve

from jalon.staff.postings import roles_of
from jalon.web.templatetags.house import typed

ROOT = "desk:desk"  # stands at “/”
# Doors that open before anybody has signed in.
PUBLIC = {"account_login", "account_first", "set_language", "health"}
# Warnings to the public, once two people published them: for anybody, and for programs that have no account.
PUBLIC |= {"headquarters:warning_feed", "headquarters:warning_message"}
# An officer's own account: opens to whoever is signed in and acts on nobody else's.
OWN_ACCOUNT = {
    "home",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_reauthenticate_webauthn",
}
BEFORE_SECOND_FACTOR = {"mfa_authenticate"}
# Recovery codes alone are none: they come with one of these.
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


# A forum keeps no post, no list and nobody who crossed: of the other doors only these are there.
AT_A_FORUM = {
    *("headquarters:" + name for name in ("nodes", "invite", "node", "revoke", "replace", "accept_held")),
    *("headquarters:" + name for name in ("nodes_waiting", "try_again", "accept_fork")),
    *("headquarters:" + name for name in ("sticks", "sticks_taken", "stick_for")),
    *("headquarters:" + name for name in ("officers", "enrol", "officer", "code", "suspension", "end_posting")),
    *("headquarters:" + name for name in ("proposals", "decide")),
}


def is_there(name: str) -> bool:
    """Whether a door is one of this tier's."""
    return settings.JALON_TIER != "forum" or name.startswith("secretariat:") or name in AT_A_FORUM


class Gate:
    """Middleware: asks the mark of the resolved view before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        name = resolve(request.path_info).view_name
        if name in PUBLIC or name in BEFORE_SECOND_FACTOR:
            return None
        if not request.user.is_authenticated:
            if typed(request):  # signed out in another window: what was typed stays on the page
                return render(request, "403.html", status=403)
            return redirect_to_login(request.get_full_path())
        if name in OWN_ACCOUNT:
            return None
        opens = bool(roles_of(request.user) & getattr(view, "opens_to", frozenset()))
        if name == ROOT and request.method in {"GET", "HEAD"} and not (opens and is_there(name)):
            return redirect("home")  # “/” is everybody's: it leads to the first page of each
        if not is_there(name):
            raise Http404
        if not opens:
            raise PermissionDenied
        if settings.JALON_SECOND_FACTOR == "required" and not is_mfa_enabled(request.user, SECOND_FACTORS):
            return redirect("mfa_index")
        return None
