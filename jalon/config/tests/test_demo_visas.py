"""The demonstration's travellers who need a visa, through the pages."""

from datetime import date
from random import Random

from jalon.config import cast
from jalon.config.demo import place, traffic, visas
from jalon.crossings.models import StaySeen


def test_visas_are_swiped_stays_allowed_and_the_doubtful_referred(node):
    cast.declare_posts()
    cast.enrol("ML-GOG", place.PASSWORD, date(2026, 1, 1))
    counted = visas.some(Random(7), date.today(), traffic.Officer("amina"), 12)
    assert (counted["travellers"], counted["admitted"], counted["referred"], counted["lost"]) == (12, 10, 2, 0)
    assert counted["visas"] == 10 and StaySeen.objects.count() == 12
