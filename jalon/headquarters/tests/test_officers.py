"""The pages of the officers, as Issa, Claire and a newcomer use them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from jalon.headquarters.tests.test_lists import officers, signed_in  # noqa: F401
from jalon.staff import first_code, postings
from jalon.staff.models import Account, FirstCode, Posting, ProposedPosting
from jalon.web.gate import Role

CODE = re.compile(r'<p class="code"><bdi dir="ltr">([A-Z0-9-]+)</bdi>')


def enrol(issa, name="Binta Diarra", username="b.diarra"):
    """Enrol on the page; the account, and the code as the sheet shows it."""
    answer = issa.post("/officers/enrol/", {"name": name, "username": username})
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return Account.objects.get(username=username), CODE.search(answer.content.decode())[1]


@pytest.mark.both
def test_from_the_sheet_to_an_open_shift_by_two_people(officers):  # noqa: F811
    issa, claire, binta = signed_in("issa"), signed_in("claire"), Client()
    account, code = enrol(issa)
    assert code not in issa.get(f"/officers/{account.officer}/").content.decode()
    said = {"username": "b.diarra", "code": code, "password": "four words of mine", "repeated": "four words of mine"}
    assert binta.post("/account/first/", said).status_code == 302
    answer = binta.post("/account/login/", {"login": "b.diarra", "password": "four words of mine"})
    assert answer.status_code == 302
    assert binta.get("/shift/").status_code == 403
    posting = {"post": "ML-GOG", "role": "first_line", "since": "2026-01-01", "until": ""}
    assert issa.post(f"/officers/{account.officer}/", posting).status_code == 302
    proposed = ProposedPosting.objects.get()
    where = f"/postings/proposed/{proposed.key}/"
    assert "You proposed" in issa.post(where, {"act": "approve"}, follow=True).content.decode()
    assert binta.get("/shift/").status_code == 403
    assert 'value="approve"' not in issa.get("/postings/proposed/").content.decode()
    assert "Binta Diarra" in claire.get("/postings/proposed/").content.decode()
    claire.post(where, {"act": "approve"})
    binta.post("/shift/", {"act": "open"})
    assert binta.get("/").status_code == 200
    assert "First line · Gogui (Mali)" in issa.get("/officers/").content.decode()


def test_a_posting_is_ended_and_an_officer_suspended(officers):  # noqa: F811
    issa, amina = signed_in("issa"), signed_in("amina")
    posting = Posting.objects.get(officer=officers["amina"])
    issa.post(f"/postings/{posting.key}/end/")
    assert amina.get("/shift/").status_code == 403
    issa.post(f"/officers/{officers['bakary']}/suspension/", {"act": "suspend"})
    assert "suspended" in issa.get(f"/officers/{officers['bakary']}/").content.decode()
    issa.post(f"/officers/{officers['bakary']}/suspension/", {"act": "restore"})
    assert postings.officer_roles(officers["bakary"]) >= {Role.SHIFT_LEADER}


def test_rules_that_stand_in_the_way_are_said(officers):  # noqa: F811
    issa = signed_in("issa")
    own = f"/officers/{officers['issa']}/"
    posting = {"post": "ML-GOG", "role": "national_desk", "since": "2026-01-01", "until": ""}
    assert "Nobody gives himself" in issa.post(own, posting, follow=True).content.decode()
    assert "Nobody gives himself" in issa.post(f"{own}suspension/", follow=True).content.decode()
    assert "Nobody gives himself" in issa.post(f"{own}code/", follow=True).content.decode()
    last = Posting.objects.get(role="administrator")
    assert "Nobody else is an administrator" in issa.post(f"/postings/{last.key}/end/", follow=True).content.decode()
    back = {"post": "ML-GOG", "role": "first_line", "since": "2026-02-01", "until": "2026-01-01"}
    assert "stands before the first" in issa.post(f"/officers/{officers['emile']}/", back).content.decode()


def test_a_new_code_is_shown_once(officers):  # noqa: F811
    issa = signed_in("issa")
    answer = issa.post(f"/officers/{officers['amina']}/code/")
    code = CODE.search(answer.content.decode())[1]
    assert FirstCode.objects.count() == 1
    assert issa.get(f"/officers/{officers['amina']}/code/").status_code == 405
    assert first_code.use("amina", code, "four words of mine")


@pytest.mark.parametrize("username", ["amina", "Upper", "a", "1st", "with space", "../up", "x" * 41])
def test_usernames_that_are_refused(officers, username):  # noqa: F811
    count = Account.objects.count()
    answer = signed_in("issa").post("/officers/enrol/", {"name": "Somebody", "username": username})
    assert answer.status_code == 200 and "errors-title" in answer.content.decode()
    assert Account.objects.count() == count


@pytest.mark.parametrize("name", ["claire", "amina", "bakary", "dalia", "fatou", "hawa", "emile"])
def test_other_roles_do_not_open_the_officers(officers, name):  # noqa: F811
    client = signed_in(name)
    for page in ("/officers/", "/officers/enrol/", f"/officers/{officers['amina']}/"):
        assert client.get(page).status_code == 403
    assert client.post(f"/officers/{officers['amina']}/code/").status_code == 403
    assert client.get("/postings/proposed/").status_code == (200 if name == "claire" else 403)
