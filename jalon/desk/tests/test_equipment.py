"""Amina's reader breaks: two taps tell it, one tells that it is repaired; Bakary says what the post is and has."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jalon.capacity import equipment, register
from jalon.capacity.models import AssetFact
from jalon.config import cast

PASSWORD = "correct horse battery"
HERE = "ML-GOG"
WORDS = {"fr": ("En panne", "Réparé"), "en": ("Broken", "Repaired"), "ar": ("معطل", "أُصلح")}


@pytest.fixture
def officers(node):
    cast.declare_posts()
    return cast.enrol(HERE, PASSWORD, date(2026, 1, 1))


def signed_in(name, language="en"):
    client = Client()
    client.cookies["django_language"] = language
    assert client.post("/account/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def came():
    return timezone.localdate() - timedelta(days=30)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_fault_is_told_in_two_taps_and_a_repair_in_one(officers, language):
    reader = equipment.register("passport_reader", HERE, "Lecteur 1", came(), "11112222").key
    amina = signed_in("amina", language)
    broken, repaired = WORDS[language]
    first = text(amina.get("/equipment/"))
    assert broken in first and repaired not in first
    assert 'href="/equipment/"' in first  # the door in the menu
    tap = re.search(r'href="(/equipment/[^"]+/broken/)" data-key="1"', first).group(1)
    second = text(amina.get(tap))
    assert re.search(r'<button[^>]+name="trouble" value="dead" data-key="1"', second)
    today = timezone.localdate()
    told = amina.post(tap, {"trouble": "dead", "on": today.isoformat(), "note": ""}, follow=True)
    assert repaired in text(told)
    stands = equipment.standing(post=HERE)[reader]
    assert stands.broken and (stands.trouble, stands.since) == ("dead", today)
    # A day that lies ahead, or no trouble at all, is put right on the page.
    again = amina.post(tap, {"trouble": "dead", "on": (today + timedelta(days=3)).isoformat()})
    assert "errors" in text(again) and AssetFact.objects.count() == 1
    amina.post(f"/equipment/{reader}/told/", {"what": "repaired"})
    assert equipment.standing(post=HERE)[reader].state == equipment.SERVING


def test_what_was_said_in_error_is_taken_back_and_nothing_is_said_twice(officers):
    reader = equipment.register("passport_reader", HERE, "Reader 1", came(), "11112222").key
    elsewhere = equipment.standing()[reader].asset
    amina = signed_in("amina")
    amina.post(f"/equipment/{reader}/broken/", {"trouble": "dead", "on": timezone.localdate().isoformat()})
    (fault,) = AssetFact.objects.all()
    assert "That was a mistake" in text(amina.get("/equipment/"))
    amina.post(f"/equipment/{reader}/told/", {"what": "taken_back", "of": fault.key})
    assert equipment.standing(post=HERE)[reader].state == equipment.SERVING
    for nonsense in ({"what": "repaired"}, {"what": "withdrawn"}, {"what": "moved"}, {}):
        amina.post(f"/equipment/{reader}/told/", nonsense)
    assert AssetFact.objects.count() == 2
    assert amina.get(f"/equipment/{elsewhere.key}9/broken/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_shift_leader_says_what_the_post_is_and_has(officers, language):
    bakary = signed_in("bakary", language)
    assert 'href="/this-post/power/"' in text(bakary.get("/this-post/"))
    today = timezone.localdate()
    form = {"sources": ["solar", "generator"], "hours": "20", "since": today.isoformat()}
    assert bakary.post("/this-post/power/", form).status_code == 302
    assert register.of_post(HERE)["power"].facts == {"sources": ["solar", "generator"], "hours": 20}
    assert "20" in text(bakary.get("/this-post/"))
    wrong = text(bakary.post("/this-post/staff/", {"officers": "4", "women": "5", "since": today.isoformat()}))
    assert "id_women" in wrong and "staff" not in register.of_post(HERE)
    for what in register.MATTERS:
        text(bakary.get(f"/this-post/{what}/"))
    assert bakary.get("/this-post/colour/").status_code == 404
    assert signed_in("amina").get("/this-post/").status_code == 403
