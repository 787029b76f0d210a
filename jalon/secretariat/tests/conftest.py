"""The node under test as a forum's machine, founded, with two states and an agency."""

from __future__ import annotations

from datetime import date

import pytest

from jalon.cooperation import forums
from jalon.journal.node import this_node
from jalon.secretariat.tests.signing_in import DALIA, browser_of

FOUNDED = date(2026, 1, 5)


@pytest.fixture
def forum(node, settings):
    """Its id."""
    settings.JALON_TIER = "forum"
    names = {"fr": "Forum des frontières", "en": "Border forum", "ar": "منتدى الحدود"}
    forums.found(names, "regional", FOUNDED, "d0", host="MRT")
    forums.add_party(this_node().id, "MLI", "state", {}, FOUNDED, "d0", node="aa" * 8)
    forums.add_party(this_node().id, "NER", "state", {}, FOUNDED, "d0")
    forums.add_party(this_node().id, "iom", "agency", {"fr": "OIM", "en": "IOM", "ar": "المنظمة"}, FOUNDED, "d0")
    return this_node().id


@pytest.fixture
def dalia(forum):
    """The browser of the forum's secretary."""
    return browser_of("dalia", DALIA)
