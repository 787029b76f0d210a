"""A post that a headquarters enrolled does not decide what belongs to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from jalon.config import cast
from jalon.headquarters.tests.test_lists import officers, signed_in  # noqa: F401
from jalon.journal.keys import Parent, adopt, load
from jalon.journal.node import forget_this_node
from jalon.journal.record import BelongsToHeadquarters, record
from jalon.posts.models import Post
from jalon.staff.models import Account, Officer


@pytest.fixture
def enrolled(node: Path, officers):  # noqa: F811
    """The test's post once a headquarters has enrolled it."""
    keys = load(node / "keys")
    adopt(node / "keys", keys.post, keys.headquarters.public_bytes_raw(), Parent("aaaabbbbccccdddd", bytes(32), ""))
    forget_this_node()
    yield officers
    forget_this_node()


def test_an_act_of_the_headquarters_is_not_recorded(enrolled):
    before = Post.objects.count()
    with pytest.raises(BelongsToHeadquarters, match="is decided at the headquarters"):
        record("post.declared", {"code": "ML-NEW", "name": "New", "country": "MLI"}, cast.ADMINISTRATOR)
    assert Post.objects.count() == before
    side = {"post": "ML-GOG", "side": "ours", "state": "open", "since": 1, "by": "post"}
    record("post.side_said", side, enrolled["bakary"])  # its own record: it says so


PAGES = {
    "enrolling an officer": ("/officers/enrol/", {"name": "Somebody", "username": "some.body"}),
    "suspending one": ("/officers/{bakary}/suspension/", {"act": "suspend"}),
    "giving a code": ("/officers/{amina}/code/", {}),
    "a posting": (
        "/officers/{amina}/",
        {"post": "ML-GOG", "role": "shift_leader", "since": "2026-01-01", "until": ""},
    ),
}


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_a_page_says_where_it_is_decided(enrolled, case):
    address, said = PAGES[case]
    issa: Client = signed_in("issa")
    counts = Officer.objects.count(), Account.objects.filter(is_active=True).count()
    answer = issa.post(address.format(**enrolled), said)
    assert answer.status_code == 409 and "decided at the headquarters" in answer.content.decode()
    assert (Officer.objects.count(), Account.objects.filter(is_active=True).count()) == counts
    assert Account.objects.get(username="amina").has_usable_password()
