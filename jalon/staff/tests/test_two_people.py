"""Roles need two people, whatever a payload claims; a code is single, soon over, and ends what was before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jalon.config import cast
from jalon.config.command import main
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.journal.models import Parked
from jalon.journal.rebuild import rebuild
from jalon.journal.record import record
from jalon.staff import first_code, postings
from jalon.staff.models import Account, FirstCode, Officer, Posting, ProposedPosting
from jalon.web.gate import Role

PASSWORD = "correct horse battery"
TODAY = timezone.localdate()


@pytest.fixture
def officers(node):
    cast.declare_posts()
    return cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))


@pytest.fixture
def binta(officers):
    """A newcomer with a code and no role."""
    account, code = first_code.enrol("Binta Diarra", "b.diarra", officers["issa"])
    return account, code


def propose(officers, whom, by="issa", role=Role.FIRST_LINE, since=TODAY, until=None):
    return postings.propose(whom, "ML-GOG", role, officers[by], since, until).key


@pytest.mark.both
def test_a_posting_counts_once_another_person_approves_it(officers, binta):
    whom = binta[0].officer
    proposal = propose(officers, whom)
    assert postings.officer_roles(whom) == frozenset()
    postings.approve(proposal, officers["claire"])
    assert postings.officer_roles(whom) == {Role.FIRST_LINE}
    assert ProposedPosting.objects.get().state == "approved"


# The same rules, at the door of the act and again where an entry is applied: (what, who, refused for).
@pytest.mark.both
@pytest.mark.parametrize("who", ["issa", "amina", "bakary", "hawa", "emile", "the newcomer"])
def test_who_may_not_approve(officers, binta, who):
    whom = binta[0].officer
    proposal = propose(officers, whom)
    actor = whom if who == "the newcomer" else officers[who]
    with pytest.raises(postings.NotAllowed):
        postings.approve(proposal, actor)
    record("officer.posting_approved", {"proposal": proposal}, actor)
    assert postings.officer_roles(whom) == frozenset()
    assert "approved" in Parked.objects.get().reason
    postings.approve(proposal, officers["claire"])
    assert postings.officer_roles(whom) == {Role.FIRST_LINE}


@pytest.mark.both
@pytest.mark.parametrize("who", ["claire", "amina", "emile"])
def test_who_may_not_propose(officers, binta, who):
    body = {"officer": binta[0].officer, "post": "ML-GOG", "role": "first_line", "since": str(TODAY), "until": None}
    with pytest.raises(postings.NotAllowed):
        propose(officers, binta[0].officer, by=who)
    record("officer.posting_proposed", body, officers[who])
    assert not ProposedPosting.objects.exists()


def test_nobody_gives_himself_a_role(officers):
    with pytest.raises(postings.NotAllowed, match="not_oneself"):
        propose(officers, officers["issa"], role=Role.NATIONAL_DESK)
    body = {"officer": officers["issa"], "post": "ML-GOG", "role": "national_desk", "since": str(TODAY)}
    record("officer.posting_proposed", body, officers["issa"])
    assert not ProposedPosting.objects.exists()
    second = first_code.enrol("Oumar", "oumar", officers["issa"])[0].officer
    postings.approve(propose(officers, second, role=Role.ADMINISTRATOR), officers["claire"])
    proposal = postings.propose(officers["issa"], "ML-GOG", Role.NATIONAL_DESK, second, TODAY).key
    with pytest.raises(postings.NotAllowed, match="not_oneself"):
        postings.approve(proposal, officers["issa"])


def test_the_installers_way_is_shut_once_there_is_an_administrator(officers, binta):
    postings.post(binta[0].officer, "ML-GOG", Role.ADMINISTRATOR, officers["issa"], TODAY)
    assert postings.officer_roles(binta[0].officer) == frozenset()
    assert "proposed by one person" in Parked.objects.get().reason


def test_the_installers_way_before_there_is_one(node):
    officer = postings.enrol("Oumar", "somebody")
    postings.post(officer, "ML-GOG", Role.FIRST_LINE, "somebody", TODAY)
    assert postings.officer_roles(officer) == {Role.FIRST_LINE}


def test_a_proposal_is_decided_once(officers, binta):
    proposal = propose(officers, binta[0].officer)
    postings.decline(proposal, officers["issa"])
    with pytest.raises(postings.NotAllowed, match="already_decided"):
        postings.approve(proposal, officers["claire"])
    record("officer.posting_approved", {"proposal": proposal}, officers["claire"])
    assert postings.officer_roles(binta[0].officer) == frozenset()


def test_the_last_administrator_stays(officers):
    posting = Posting.objects.get(role="administrator")
    with pytest.raises(postings.NotAllowed, match="last_administrator"):
        postings.end_posting(posting.key, TODAY, officers["issa"])
    with pytest.raises(postings.NotAllowed, match="last_administrator"):
        postings.suspend(officers["issa"], officers["claire"])


def test_a_suspended_officer_is_signed_out_and_holds_no_role(officers):
    client = signed_in("amina")
    assert client.get("/shift/").status_code == 200
    postings.suspend(officers["amina"], officers["issa"])
    assert client.get("/shift/").status_code == 302
    assert postings.officer_roles(officers["amina"]) == frozenset()
    assert Client().post("/account/login/", {"login": "amina", "password": PASSWORD}).status_code == 200
    postings.restore(officers["amina"], officers["issa"])
    assert signed_in("amina").get("/shift/").status_code == 200


@pytest.mark.both
def test_a_rebuild_gives_the_same_roster(officers, binta):
    postings.approve(propose(officers, binta[0].officer), officers["claire"])
    propose(officers, binta[0].officer, role=Role.SHIFT_LEADER)
    postings.suspend(officers["bakary"], officers["issa"])
    assert rebuild(FOLLOW_ENTRIES, lambda _: None) == []
    assert Officer.objects.get(id=officers["bakary"]).suspended
    assert postings.officer_roles(binta[0].officer) == {Role.FIRST_LINE}


def signed_in(name, password=PASSWORD):
    client = Client()
    answer = client.post("/account/login/", {"login": name, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_a_code_is_used_once_and_no_trace_of_it_is_kept(officers, binta, node):
    _, code = binta
    kept = FirstCode.objects.get()
    assert code.replace("-", "").encode() not in bytes(kept.hash) + bytes(kept.salt) and len(kept.hash) == 32
    assert all(code.encode() not in path.read_bytes() for path in node.rglob("*.sqlite3*"))
    assert first_code.use("b.diarra", code.lower().replace("-", " "), "another horse battery")
    assert not first_code.use("b.diarra", code, "a third horse battery")
    signed_in("b.diarra", "another horse battery")


@pytest.mark.parametrize("letter", "O0I1LS5B8Z2GVQ")
def test_letters_that_are_confused_are_not_used(letter):
    assert letter not in first_code.LETTERS


def test_a_code_is_over_after_seven_days(officers, binta):
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert not first_code.use("b.diarra", binta[1], "another horse battery")
    assert first_code.use("b.diarra", binta[1], "another horse battery")


def test_a_new_code_ends_password_sessions_and_the_code_before(officers, binta):
    amina = signed_in("amina")
    account = Account.objects.get(username="amina")
    first = first_code.give(account, officers["issa"])
    assert amina.get("/shift/").status_code == 302
    assert Client().post("/account/login/", {"login": "amina", "password": PASSWORD}).status_code == 200
    second = first_code.give(account, officers["issa"])
    assert not first_code.use("amina", first, "another horse battery")
    assert first_code.use("amina", second, "another horse battery")
    given = Officer.objects.get(id=officers["amina"])
    assert given.code_given_by == officers["issa"] and given.code_given_at


def knock(client, **fields):
    asked = {"username": "b.diarra", "password": "another horse battery", "repeated": "another horse battery"}
    return client.post("/account/first/", asked | fields)


def test_a_wrong_name_and_a_wrong_code_get_the_same_answer(officers, binta):
    def said(answer):
        page = answer.content.decode()
        return page[page.index("<main") : page.index("<form class=")]

    wrong = [knock(Client(), code="AAAA-CCCC-DDDD"), knock(Client(), username="nobody", code=binta[1])]
    assert said(wrong[0]) == said(wrong[1]) and wrong[0].status_code == wrong[1].status_code == 200
    assert knock(Client(), code=binta[1])["Location"] == "/account/login/"


def test_attempts_are_limited(officers, binta):
    answers = [knock(Client(), code="AAAA-CCCC-DDDD").status_code for _ in range(10)]
    assert answers == [200] * 8 + [429] * 2
    assert knock(Client(), code=binta[1]).status_code == 429
    assert FirstCode.objects.exists()


@pytest.mark.parametrize("password", ["short", "1234567890", "password123"])
def test_a_weak_password_leaves_the_code_as_it_was(officers, binta, password):
    assert knock(Client(), code=binta[1], password=password, repeated=password).status_code == 200
    assert FirstCode.objects.exists()


def node_officer(username, capsys, name="Oumar Keita"):
    status = main(["node", "officer", "--name", name, "--username", username, "--role", "administrator"])
    return status, *capsys.readouterr()


def test_the_machine_makes_two_administrators_and_no_third(node, capsys):
    for username in ("oumar", "salif"):
        status, out, _ = node_officer(username, capsys)
        assert status == 0
        code = out.split("one-time code ")[1].split(",")[0]
        assert first_code.use(username, code, "another horse battery")
        assert signed_in(username, "another horse battery").get("/officers/").status_code == 200
    status, out, err = node_officer("third", capsys)
    assert (status, out) == (2, "") and "two administrators" in err
    assert not Account.objects.filter(username="third").exists()


@pytest.mark.parametrize(("username", "said"), [("oumar", "already"), ("Upper", "small letters"), ("", "--username")])
def test_the_machine_says_what_is_wrong(node, capsys, username, said):
    node_officer("oumar", capsys)
    status, out, err = node_officer(username, capsys)
    assert (status, out) == (2, "") and said in err


def test_prepare_declares_the_posts(node, capsys):
    from jalon.posts.models import Post

    assert main(["node", "prepare", "--post", "ML-GOG"]) == 0
    count = Post.objects.count()
    assert count > 40 and "node" in capsys.readouterr().out
    main(["node", "prepare", "--post", "ML-GOG"])
    assert Post.objects.count() == count
