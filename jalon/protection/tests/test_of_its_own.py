"""At a headquarters the notices, services and laws of pictures are its own: what posts tell of theirs stays theirs."""

from dataclasses import replace

import pytest

from jalon.crossings import pictures
from jalon.crossings.tests.test_whose_record import told_by_another
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.journal.verbs import table
from jalon.protection import directory, supplied
from jalon.protection.models import Notice

pytestmark = pytest.mark.both

NOTICE = {"language": "hau", "code": "admitted", "extension": "txt", "sha256": "0" * 64, "size": 1}
SERVICE = {"code": "c1", "post": "ML-GOG", "kind": "asylum", "name": "X", "telephones": [], "hours": None}
SERVICE |= {"languages": [], "accept_within": 1, "steps": [], "reference": "r", "since": "2020-01-01"}
LAW = {"legal_reference": "r", "kinds": ["face"], "retention_days": 9, "since": "2020-01-01"}


@pytest.fixture(autouse=True)
def at_headquarters(node):
    if not this_node().keys.is_headquarters:
        pytest.skip("a post is told of nobody else's")


def taken(**facts):
    return {"authority": "A", "reference": "r", "notices": [NOTICE | facts]}


def apply(verb, body):
    table()[verb].apply([told_by_another(verb, body)], "default")


def approve(verb, what):
    """A second person of the same post says yes."""
    entry = told_by_another(verb, {what: told_by_another("", {}).key})
    table()[verb].apply([replace(entry, header=replace(entry.header, actor="issa"))], "default")


def test_a_post_does_not_take_the_place_of_a_notice_of_the_headquarters():
    record("notices.taken", taken(), "amina")
    apply("notices.taken", taken(sha256="f" * 64))
    apply("notices.taken", taken(code="refused"))
    assert Notice.objects.get(code="admitted").sha256 == "0" * 64
    assert [one.code for one in supplied.here()] == ["admitted"]
    record("notices.taken", taken(code="refused", sha256="1" * 64), "amina")
    assert supplied.here().get(code="refused").sha256 == "1" * 64


def test_a_post_declares_no_service_of_the_headquarters():
    apply("service.declared", SERVICE)
    approve("service.approved", "service")
    assert directory.in_force() == [] and directory.by_code("c1") is None and directory.shown() == []


def test_a_post_allows_no_pictures_at_the_headquarters():
    apply("pictures.proposed", LAW)
    approve("pictures.allowed", "rule")
    assert pictures.in_force() is None and pictures.rules() == []
    ours = record("pictures.proposed", LAW, "amina")
    record("pictures.allowed", {"rule": ours.key}, "issa")
    assert pictures.in_force().key == ours.key
