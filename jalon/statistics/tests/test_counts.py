"""The counts: kept as entries arrive, the same when made anew, moved by whatever corrects, never doubled."""

import random
from collections import Counter
from datetime import date

import pytest

from jalon.config import cast
from jalon.crossings.models import Decision, Inspection
from jalon.crossings.particulars import as_corrected
from jalon.journal.models import Cursor, Parked
from jalon.journal.node import this_node
from jalon.statistics import following
from jalon.statistics.models import Counted, DayCount, Heard, MonthCount, OpenHours, Overlooked, Side
from jalon.statistics.tests.border import Border, counts

pytestmark = [pytest.mark.both, pytest.mark.smoke]

KEPT = (DayCount, MonthCount)


@pytest.fixture
def border(node):
    if not this_node().keys.is_headquarters:
        pytest.skip("a post's rows leave with their shift: counts are kept at a headquarters")
    cast.declare_posts()
    officers = cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))
    return lambda seed=1: Border(officers, seed)


def all_counts():
    side = following.live().number
    hours = Counter({(row.post, row.day): row.hours for row in OpenHours.objects.filter(side=side)})
    heard = {(row.node, row.post, row.first, row.last) for row in Heard.objects.filter(side=side)}
    return [*(counts(model, side) for model in KEPT), hours, heard]


def catch_up(batch=following.BATCH):
    while following.follow(batch):
        pass


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_made_anew_the_counts_are_what_they_became_as_entries_arrived(border, seed):
    story, chance = border(seed), random.Random(seed)
    told = Counter(story.step() for _ in range(30))
    catch_up()
    for _ in range(80):
        told[story.step()] += 1
        if chance.random() < 0.4:
            following.follow(chance.choice([1, 2, 7, 500]))
    catch_up()
    assert {"admit", "correct", "cancel", "second_line", "tally"} <= set(told), told
    became = all_counts()
    assert following.lag() == 0
    following.rebuild()
    assert all_counts() == became
    assert Side.objects.get().live
    assert not Counted.objects.extra(where=["slot %% 2 <> %s"], params=[following.live().number]).exists()
    # What an independent look at the tables gives.
    there = list(Inspection.objects.exclude(state="cancelled"))
    days = became[0]
    for dimension, of in (
        ("outcome", lambda row: row.state),
        ("nationality", lambda row: as_corrected(row)["nationality"] or "?"),
        ("sex", lambda row: as_corrected(row)["sex"] or "?"),
    ):
        expected = Counter((row.direction, of(row)) for row in there)
        found = Counter()
        for (name, _day, _post, direction, value), number in days.items():
            if name == dimension:
                found[(direction, value)] += number
        assert found == expected
    assert all(number > 0 for number in days.values())


def test_a_correction_moves_a_traveller_and_a_second_decision_replaces_the_first(border):
    story = border()
    while "correct" not in {story.step() for _ in range(4)}:
        pass
    catch_up()
    before = all_counts()[0]
    total = sum(number for (name, *_), number in before.items() if name == "outcome")
    assert total == Inspection.objects.exclude(state="cancelled").count()
    for row in Inspection.objects.filter(state="referred"):
        assert Decision.objects.filter(inspection=row.key, outcome="referred").exists()
    at = Counter({key: number for key, number in before.items() if key[0] == "second_line"})
    assert (
        sum(at.values())
        == Decision.objects.filter(outcome="referred")
        .exclude(inspection__in=Inspection.objects.filter(state="cancelled").values("key"))
        .values("inspection")
        .distinct()
        .count()
    )


def test_passing_the_same_entries_again_changes_nothing(border):
    story = border()
    for _ in range(40):
        story.step()
    catch_up()
    before = all_counts()
    Cursor.objects.filter(name__startswith="statistics").update(position=0)
    catch_up(7)
    assert all_counts() == before


def test_a_process_killed_in_a_batch_leaves_what_the_next_takes_up(border, monkeypatch):
    story = border()
    for _ in range(40):
        story.step()
    following.follow(10)
    monkeypatch.setattr(following, "_note_heard", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        following.follow(10)
    monkeypatch.undo()
    catch_up(10)
    before = all_counts()
    following.rebuild(afresh=True)
    assert all_counts() == before


def test_a_rebuild_that_was_interrupted_goes_on_and_the_live_counts_stand_meanwhile(border):
    story = border()
    for _ in range(60):
        story.step()
    catch_up()
    before = all_counts()
    side = following._begin(False)
    assert following.follow_side(side, 20) == 20
    assert all_counts() == before
    said = []
    following.rebuild(lambda passed, of: said.append((passed, of)))
    assert following.live().number == side and all_counts() == before
    assert said and said[-1][0] == said[-1][1]


def test_another_time_zone_has_the_counts_made_anew_by_the_follower_itself(border, settings):
    story = border()
    for _ in range(40):
        story.step()
    catch_up()
    hours = sum(number for (name, *_), number in all_counts()[0].items() if name == "hour")
    settings.TIME_ZONE = "Asia/Tokyo"
    catch_up()
    assert following.live().rules == following.rules()
    moved = {key for key in all_counts()[0] if key[0] == "hour"}
    assert sum(all_counts()[0][key] for key in moved) == hours


def test_an_entry_that_waited_is_counted_once_it_is_applied(border):
    story = border()
    for _ in range(30):
        story.step()
    catch_up()
    before = all_counts()[0]
    made = Decision.objects.filter(outcome="admitted").first()
    seen = Inspection.objects.get(key=made.inspection)
    # As if the decision had been parked when the counts came by: then it is applied.
    Decision.objects.filter(key=made.key).delete()
    Inspection.objects.filter(key=seen.key).update(state="open")
    Parked.objects.create(key=made.key, position=made.position, kind=Parked.WAITS, waits_for="x", reason="")
    following.rebuild(afresh=True)
    assert all_counts()[0] != before and Overlooked.objects.count() == 1
    made.save(force_insert=True)
    Inspection.objects.filter(key=seen.key).update(state=seen.state)
    Parked.objects.all().delete()
    catch_up()
    assert all_counts()[0] == before and not Overlooked.objects.exists()
