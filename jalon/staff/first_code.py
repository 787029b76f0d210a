"""The one-time code with which an officer chooses a password: given by an administrator, used once, soon over.

Passwords, authenticators and codes are no entries. That a code was given, to whom and by whom, is one: whoever holds
a code can take an account over, and that must be seen.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from jalon.journal.acting import act
from jalon.journal.record import record
from jalon.staff import postings
from jalon.staff.models import Account, FirstCode

# Letters and digits that nobody takes for one another, on paper or read aloud: no O and 0, I and 1, S and 5, B and 8 …
LETTERS = "ACDEFHJKMNPRTUWXY34679"
GROUPS, OF = 3, 4  # ABCD-EFGH-JKMN: some 53 bits
LASTS = timedelta(days=7)


class UsernameTaken(ValueError):
    """Somebody else signs in under this name."""


@act
def enrol(name: str, username: str, actor: str) -> tuple[Account, str]:
    """Enrol an officer with an account. Returns it and the code, which is kept nowhere. Raises UsernameTaken."""
    if Account.objects.filter(username=username).exists():
        raise UsernameTaken(username)
    account = Account.objects.create_account(username, None, postings.enrol(name, actor))
    return account, give(account, actor)


@act
def give(account: Account, actor: str) -> str:
    """A new code. The password, the second factor and every session of the account are over. Returns the code.

    Raises postings.NotAllowed: nobody gives himself one, or whoever finds a session open would have the account.
    """
    if account.officer == actor:
        raise postings.NotAllowed("not_oneself")
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(OF)) for _ in range(GROUPS))
    salt = secrets.token_bytes(16)
    record("officer.code_given", {"officer": account.officer}, actor)
    replace(account, salt, _hash(code, salt), timezone.now() + LASTS)
    return code


def replace(account: Account, salt: bytes, hashed: bytes, until: datetime) -> None:
    """The account's next password is chosen with the code of this hash; whatever opened it before is over."""
    with transaction.atomic():
        account.set_unusable_password()  # a session holds a digest of the password: none fits any more
        account.save()
        Authenticator.objects.filter(user=account).delete()
        FirstCode.objects.update_or_create(
            account=account, defaults={"salt": salt, "hash": hashed, "expires_at": until}
        )


def use(username: str, code: str, password: str) -> bool:
    """Set the password of an account by its code, which is then over. False for a wrong name and a wrong code alike,
    after the same time."""
    kept = FirstCode.objects.select_related("account").filter(account__username=username).first()
    # The slow part stands outside the transaction: the desk must not wait for whoever tries codes.
    hashed = _hash(code, bytes(kept.salt) if kept else b"nobody is there.")
    if kept is None or kept.expires_at <= timezone.now() or not kept.account.is_active:
        return False
    if not hmac.compare_digest(hashed, bytes(kept.hash)):
        return False
    with transaction.atomic():
        if not FirstCode.objects.filter(account=kept.account, hash=kept.hash).delete()[0]:
            return False  # somebody used it in the meantime
        kept.account.set_password(password)
        kept.account.save()
    return True


def _hash(code: str, salt: bytes) -> bytes:
    """scrypt of the code as it may be typed: capitals, hyphens and spaces do not matter."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.scrypt(typed.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
