"""The second person at the first officer's screen: who they are is proved there, and the act is theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from jalon.crossings.decision import NotAllowed, confirm
from jalon.crossings.models import Decision
from jalon.journal.record import Recorded
from jalon.staff.models import Account
from jalon.staff.postings import roles_of
from jalon.web.gate import Role

MAY_CONFIRM = frozenset({Role.FIRST_LINE, Role.SHIFT_LEADER})
# Wrong attempts, each for the account that is named and for the desk that asks; then a wait.
MOST_ATTEMPTS = 5
WAIT_SECONDS = 300
# As at the gate: recovery codes alone are none, they come with one of these.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
WITH_A_CODE = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def confirm_here(
    request: HttpRequest, decision: Decision, at_the_desk: str, username: str, password: str, code: str = ""
) -> Recorded:
    """Confirm a refusal as the officer whose password this is. See `as_second_person`."""
    said = {"username": username, "password": password, "code": code}
    return as_second_person(request, at_the_desk, lambda officer: confirm(decision, officer), **said)


def as_second_person(
    request: HttpRequest,
    at_the_desk: str,
    its_act: Callable[[str], Recorded],
    username: str,
    password: str,
    code: str = "",
) -> Recorded:
    """Do an act as the officer whose password this is. `at_the_desk`: the officer whose session asks.

    Nobody is signed in or out. Raises NotAllowed, whose code says what stands in the way; it does not say which of
    name, password and code was wrong.
    """
    counted = [f"second person {at_the_desk}", f"second person at {username.strip().casefold()[:60]}"]
    if any(cache.get(name, 0) >= MOST_ATTEMPTS for name in map(_cached, counted)):
        raise NotAllowed("too_many_attempts")
    account = authenticate(request, username=username.strip(), password=password)
    if not isinstance(account, Account) or not _second_factor(account, code):
        for name in map(_cached, counted):
            cache.set(name, cache.get(name, 0) + 1, WAIT_SECONDS)
        raise NotAllowed("not_known")
    if not roles_of(account) & MAY_CONFIRM:
        raise NotAllowed("second_person_without_role")
    recorded = its_act(account.officer)
    cache.delete_many([_cached(name) for name in counted])
    return recorded


def _cached(name: str) -> str:
    """A cache key takes no space, no letter beyond ASCII, and no more than 250 signs."""
    return hashlib.sha256(name.encode()).hexdigest()


def _second_factor(account: Account, code: str) -> bool:
    """Whether the code is one of the account's; True where it has no second factor and none is required here.

    A security key signs for the address and session of its own officer: such an account confirms at its own desk.
    """
    held = list(Authenticator.objects.filter(user=account))
    if settings.JALON_SECOND_FACTOR == "required" and not any(one.type in SECOND_FACTORS for one in held):
        raise NotAllowed("second_factor_missing")
    if not held:
        return True
    with_a_code = [one for one in held if one.type in WITH_A_CODE]
    if not with_a_code:
        raise NotAllowed("confirm_at_own_desk")
    with transaction.atomic():  # a recovery code is read and marked as used under a lock
        return bool(code.strip()) and any(one.wrap().validate_code(code.strip()) for one in with_a_code)
