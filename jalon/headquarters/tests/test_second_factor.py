"""Where a second factor is required, no page with a role opens before one is set up; and it is asked at sign-in."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from jalon.config.gate import BEFORE_SECOND_FACTOR, OWN_ACCOUNT, PUBLIC, ROOT
from jalon.config.tests.test_roles import routes
from jalon.headquarters.tests.test_lists import PASSWORD, officers, signed_in  # noqa: F401

FACTORS = "/account/factors/"


@pytest.fixture
def required(settings):
    settings.JALON_SECOND_FACTOR = "required"


def code_of(secret: str) -> str:
    """What the telephone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(client: Client) -> str:
    """Set up a telephone as the pages ask. Returns its secret."""
    client.post("/account/again/", {"password": PASSWORD})
    page = client.get(f"{FACTORS}totp/activate/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    assert 'src="data:image/svg+xml;base64,' in page
    answer = client.post(f"{FACTORS}totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


@pytest.mark.both
@pytest.mark.parametrize("name", ["amina", "claire", "issa"])
def test_no_page_with_a_role_opens_before_one_is_set_up(officers, required, name):  # noqa: F811
    client = signed_in(name)
    page = {"amina": "/shift/", "claire": "/lists/", "issa": "/officers/"}[name]
    assert client.get(page)["Location"] == FACTORS
    assert "before you begin" in client.get(FACTORS).content.decode()
    set_up(client)
    assert client.get(page).status_code == 200
    assert "before you begin" not in client.get(FACTORS).content.decode()


def test_every_marked_route_sends_whoever_has_none_away(officers, required):  # noqa: F811
    clients = {name: signed_in(name) for name in ("bakary", "claire", "issa", "emile")}
    for name, address, _ in routes():
        if name in PUBLIC | OWN_ACCOUNT | BEFORE_SECOND_FACTOR:
            continue
        assert clients["emile"].get(address).status_code == (302 if name == ROOT else 403), name
        for who in ("bakary", "claire", "issa"):
            for method in ("get", "post"):
                answer = getattr(clients[who], method)(address)
                leads_on = "/home/" if name == ROOT else FACTORS
                sent_away = answer.status_code == 302 and answer["Location"] in {leads_on, FACTORS}
                assert sent_away or answer.status_code == 403, (name, who, method)


def test_it_is_asked_at_sign_in(officers, required):  # noqa: F811
    secret = set_up(signed_in("issa"))
    client = Client()
    answer = client.post("/account/login/", {"login": "issa", "password": PASSWORD})
    assert answer["Location"] == f"{FACTORS}authenticate/"
    assert client.get("/officers/").status_code == 302
    assert client.post(f"{FACTORS}authenticate/", {"code": "000000"}).status_code == 200
    from django.core.cache import cache

    cache.clear()  # the code was used a moment ago to set it up, and each is taken once
    assert client.post(f"{FACTORS}authenticate/", {"code": code_of(secret)})["Location"] == "/officers/"
    assert client.get("/officers/").status_code == 200


def test_a_recovery_code_opens_once(officers, required):  # noqa: F811
    client = signed_in("issa")
    set_up(client)
    page = client.get(f"{FACTORS}recovery-codes/").content.decode()
    code = re.findall(r"<li>([^<]+)</li>", page.split('class="panel secrets"')[1])[0]
    for expected in (302, 200):
        other = Client()
        other.post("/account/login/", {"login": "issa", "password": PASSWORD})
        assert other.post(f"{FACTORS}authenticate/", {"code": code}).status_code == expected


def test_whoever_removes_it_is_sent_back(officers, required):  # noqa: F811
    client = signed_in("issa")
    set_up(client)
    client.post(f"{FACTORS}totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/officers/")["Location"] == FACTORS


def test_a_new_code_ends_it(officers, required):  # noqa: F811
    issa, amina = signed_in("issa"), signed_in("amina")
    set_up(issa)
    set_up(amina)
    issa.post(f"/officers/{officers['amina']}/code/")
    assert Authenticator.objects.exclude(user__username="issa").count() == 0


def test_where_it_is_optional_pages_open_without(officers):  # noqa: F811
    client = signed_in("issa")
    assert client.get("/officers/").status_code == 200
    assert "before you begin" not in client.get(FACTORS).content.decode()


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_menu_leads_to_it_in_every_language(officers, language):  # noqa: F811
    page = signed_in("amina", language).get("/shift/").content.decode()
    assert f'href="{FACTORS}"' in page and 'href="/account/password/"' in page


def test_too_many_attempts_wear_the_look(officers):  # noqa: F811
    client = signed_in("issa", "fr")
    answers = [client.post("/account/again/", {"password": "wrong"}) for _ in range(12)]
    assert answers[-1].status_code == 429 and "Trop d’essais" in answers[-1].content.decode()
