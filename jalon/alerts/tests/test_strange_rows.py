"""A strange row, as a captured post may have written it before anything was asked of it, stops no follower."""

from datetime import date

import pytest

from jalon.adjudication import matching
from jalon.adjudication.models import Reading
from jalon.adjudication.tests.headquarters import arrive
from jalon.alerts import sightings
from jalon.alerts.models import Sighting
from jalon.alerts.tests.border import kept
from jalon.config import cast
from jalon.counting.models import Tally
from jalon.crossings.models import Inspection
from jalon.journal.models import NotRead
from jalon.journal.node import this_node
from jalon.presence import follow as presence
from jalon.presence.models import Passage
from jalon.statistics import following
from jalon.statistics.models import DayCount

pytestmark = pytest.mark.both


@pytest.fixture
def officers(node):
    if not this_node().keys.is_headquarters:
        pytest.skip("headquarters follows what posts send")
    cast.declare_posts()
    return cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))


def spoilt(inspection, **facts):
    Inspection.objects.filter(key=inspection.key).update(**facts)
    return inspection.key


def finish(follow):
    for _ in range(40):
        if not follow():
            return
    raise AssertionError("it never comes to an end")


def left_out(follower):
    return set(NotRead.objects.filter(follower__startswith=follower).values_list("key", flat=True))


def test_the_lists_are_asked_about_everybody_else(officers):
    first, strange, last, end = arrive(officers), arrive(officers), arrive(officers), arrive(officers)
    odd = spoilt(strange, kept=kept({"source": "typed"})), spoilt(end, kept=kept({"fields": {}, "hits": [{}]}))
    finish(matching.follow)
    assert left_out("adjudication") == set(odd)
    assert set(Reading.objects.values_list("key", flat=True)) == {first.key, last.key}
    assert matching.lag() == 0


def test_everybody_else_is_paired(officers):
    first, strange, last = arrive(officers), arrive(officers), arrive(officers)
    odd = spoilt(strange, kept=kept({"source": "typed"}))
    finish(presence.follow)
    assert left_out("presence") == {odd}
    assert set(Passage.objects.values_list("key", flat=True)) == {first.key, last.key}


def test_everybody_else_is_counted(officers):
    _first, strange, _last = arrive(officers), arrive(officers), arrive(officers)
    odd = spoilt(strange, passed_at=9_000_000_000_000_000)
    finish(following.follow)
    assert odd in left_out("statistics")
    outcomes = DayCount.objects.filter(dimension="outcome", side=following.live().number)
    assert sum(outcomes.values_list("number", flat=True)) == 2


def test_everybody_else_is_seen_by_the_alerts(officers):
    _first, strange, last = arrive(officers), arrive(officers), arrive(officers)
    odd = spoilt(strange, passed_at=9_000_000_000_000_000)
    facts = {"shift": last.shift, "officer": "amina", "at": last.at, "passed_from": last.at, "passed_until": last.at}
    Tally.objects.create(key=f"{this_node().id}.e.9", position=10**6, strokes=[5], **facts)
    finish(sightings.follow)
    assert left_out("alerts") == {odd, f"{this_node().id}.e.9"}
    assert Sighting.objects.count() == 2
