"""Officers of a forum's machine, and their browsers."""

from __future__ import annotations

from datetime import date

from django.test import Client

from jalon.config import cast
from jalon.staff import postings
from jalon.staff.models import Account
from jalon.web.gate import Role

SINCE = date(2026, 1, 1)
DALIA, DELEGATE, PARTNER = Role.REGIONAL_SECRETARIAT, Role.DELEGATE, Role.PARTNER


def browser_of(name: str, role: Role, posted: str = "ML-GOG") -> Client:
    """A browser in which an officer with this role, posted there, is signed in. The officer's id stands in `.officer`;
    a name that signed in before is signed in again."""
    account = Account.objects.filter(username=name).first()
    if account is None:
        officer = postings.enrol(name.title(), cast.ADMINISTRATOR)
        postings.post(officer, posted, role, cast.ADMINISTRATOR, SINCE)
        account = Account.objects.create_account(name, None, officer)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.officer = account.officer
    return client


def in_language(client: Client, language: str) -> Client:
    """The same browser, in another language."""
    client.cookies["django_language"] = language
    return client
