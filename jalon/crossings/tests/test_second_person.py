"""The second person at the first officer's screen: proved by password and second factor, recorded as their own act."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import RequestFactory

from jalon.config import cast
from jalon.crossings import decision, second_person, shift
from jalon.crossings.models import Confirmation, Decision
from jalon.crossings.tests.test_passage import FOREIGN, NO, swipe
from jalon.staff import postings
from jalon.staff.models import Account

pytestmark = [pytest.mark.both]

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def staff(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


@pytest.fixture
def amina(staff):
    return shift.open_shift(staff["amina"], "ML-GOG")


@pytest.fixture
def refused(amina):
    return Decision.objects.get(key=decision.refuse(swipe(FOREIGN, amina), amina, "no_visa", NO).key)


def confirm(refused, username="bakary", password=PASSWORD, code=""):
    request = RequestFactory().post("/")
    return second_person.confirm_here(request, refused, refused.officer, username, password, code)


def test_the_confirmation_is_the_second_officers_own_act(refused, staff):
    confirm(refused)
    assert Confirmation.objects.get(decision=refused.key).officer == staff["bakary"]


# Who, with what, and the rule that stands in the way. A wrong name and a wrong password are told apart by nothing.
STAND_IN_THE_WAY = [
    ("bakary", "another password", "not_known"),
    ("nobody", PASSWORD, "not_known"),
    ("amina", PASSWORD, "second_person_is_another"),
    ("claire", PASSWORD, "second_person_without_role"),
    ("emile", PASSWORD, "second_person_without_role"),
]


@pytest.mark.parametrize(("username", "password", "rule"), STAND_IN_THE_WAY)
def test_who_cannot_confirm(refused, username, password, rule):
    with pytest.raises(decision.NotAllowed, match=rule):
        confirm(refused, username, password)
    assert not Confirmation.objects.exists()


def test_a_posting_that_has_ended_confirms_nothing(refused, staff):
    for posting in postings.Posting.objects.filter(officer=staff["bakary"]):
        postings.end_posting(posting.key, date(2026, 1, 2), "installer")
    with pytest.raises(decision.NotAllowed, match="second_person_without_role"):
        confirm(refused)


@pytest.mark.parametrize("guessed", ["bakary", "nobody at all", "\u0628\u0643\u0627\u0631\u064a"])
def test_attempts_are_limited_for_the_account_and_for_the_desk(refused, guessed):
    for _ in range(second_person.MOST_ATTEMPTS):
        with pytest.raises(decision.NotAllowed, match="not_known"):
            confirm(refused, guessed, "a guess")
    with pytest.raises(decision.NotAllowed, match="too_many_attempts"):
        confirm(refused)
    assert not Confirmation.objects.exists()


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def test_an_account_with_a_code_gives_it(refused):
    TOTP.activate(Account.objects.get(username="bakary"), SECRET)
    for wrong in ("", "000000"):
        with pytest.raises(decision.NotAllowed, match="not_known"):
            confirm(refused, code=wrong)
    confirm(refused, code=code_now())
    assert Confirmation.objects.exists()


def test_an_account_with_a_security_key_alone_confirms_at_its_own_desk(refused):
    Authenticator.objects.create(
        user=Account.objects.get(username="bakary"), type=Authenticator.Type.WEBAUTHN, data={"name": "key"}
    )
    with pytest.raises(decision.NotAllowed, match="confirm_at_own_desk"):
        confirm(refused)
