"""The readers' part of the demonstration does its work through the desk, and loses nobody."""

import random
from datetime import date

import pytest

from jalon.config import cast
from jalon.config.demo import place, readers, traffic
from jalon.config.demo.travellers import Traveller
from jalon.crossings.models import Inspection, Picture
from jalon.journal.node import this_node
from jalon.readers.tests.samples import CARD, PASSPORT


def test_cards_are_photographed_read_confirmed_and_decided(node):
    if this_node().keys.is_headquarters:
        pytest.skip("The demonstration is a post's.")
    cast.declare_posts()
    cast.enrol(this_node().keys.post, place.PASSWORD, date(2026, 1, 1))
    many = [Traveller("clean", zone, "Awa Traoré", "entry", "foot") for zone in (PASSPORT, CARD)]
    many.append(Traveller("no_document", None, "Awa Traoré", "entry", "foot"))
    counted = readers.some(random.Random(7), date.today(), many, traffic.Officer("amina"))
    assert counted == {"photographed": 2, "read": 2, "pictures": 2, "lost": 0}
    assert set(Inspection.objects.values_list("state", flat=True)) == {"admitted"}
    assert Picture.objects.count() == 2
