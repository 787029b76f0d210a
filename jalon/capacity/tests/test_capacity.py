"""The register of posts, equipment and training: what may be said, how it stood on any day, and what is measured."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from jalon.capacity import broken, equipment, gaps, register, training, uptime
from jalon.capacity.indicators import INDICATORS
from jalon.capacity.kinds import KINDS
from jalon.capacity.models import Asset, AssetFact, RegisterFact, What
from jalon.capacity.rules import CannotSay
from jalon.capacity.training import People
from jalon.capacity.verbs import VERBS
from jalon.config import cast
from jalon.cooperation import measures
from jalon.cooperation.library import LIBRARY
from jalon.cooperation.themes import THEMES
from jalon.journal.applying import entries_in_journal
from jalon.journal.node import this_node
from jalon.posts.models import Post
from jalon.sync.editions.changes import write_rows
from jalon.sync.editions.kinds import assets as edition

BAKARY = "11112222"
GOGUI, DIBOLI = "ML-GOG", "ML-DIB"
TODAY = date(2026, 7, 31)
FIRST = date(2026, 1, 1)


@pytest.fixture
def posts(node, monkeypatch):
    cast.declare_posts()
    Post.objects.exclude(code__in=[GOGUI, DIBOLI]).delete()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    standing_at(monkeypatch, headquarters=True)


def standing_at(monkeypatch, headquarters):
    """The acts take this machine for a headquarters, or for the machine of Gogui, whatever the tests run as."""
    here = SimpleNamespace(id=this_node().id, keys=SimpleNamespace(is_headquarters=headquarters, post=GOGUI))
    for room in (register, equipment):
        monkeypatch.setattr(room, "this_node", lambda: here)


def reader(post=GOGUI, on=FIRST, kind="passport_reader", **more):
    return equipment.register(kind, post, "Reader of the booth", on, BAKARY, **more).key


def day(month, number):
    return date(2026, month, number)


CANNOT_BE_SAID_OF_A_POST = {
    "no such matter": ("colour", {}, FIRST, "not_known", ""),
    "from tomorrow on": ("kind", {"ways": ["road"]}, TODAY + timedelta(days=1), "not_yet", "since"),
    "nothing answered": ("power", {}, FIRST, "needed", "sources"),
    "what nobody asks": ("kind", {"ways": ["road"], "colour": "red"}, FIRST, "not_asked", "colour"),
    "what is not offered": ("kind", {"ways": ["camel"]}, FIRST, "not_offered", "ways"),
    "more than a day has": ("power", {"sources": ["grid"], "hours": 25}, FIRST, "too_many", "hours"),
    "none, and some": ("water", {"sources": ["none", "tanker"]}, FIRST, "none_alone", "sources"),
    "more women than officers": ("staff", {"officers": 4, "women": 5}, FIRST, "more_than_all", "women"),
    "a word for a number": ("staff", {"officers": "4", "women": 0}, FIRST, "not_so", "officers"),
    "no hour of the clock": ("hours", {"opens": "25:00", "closes": "18:00"}, FIRST, "not_so", "opens"),
    "an end and no beginning": ("hours", {"closes": "18:00"}, FIRST, "hours_needed", "opens"),
}


@pytest.mark.parametrize("case", CANNOT_BE_SAID_OF_A_POST, ids=str)
def test_what_cannot_be_said_of_a_post(posts, case):
    what, facts, since, code, field = CANNOT_BE_SAID_OF_A_POST[case]
    with pytest.raises(CannotSay) as refused:
        register.say(GOGUI, what, facts, since, BAKARY)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not RegisterFact.objects.exists()


@pytest.mark.both
def test_the_register_is_asked_at_any_day_and_position(posts):
    register.say(GOGUI, "power", {"sources": ["generator"], "hours": 6}, day(1, 1), BAKARY)
    before = entries_in_journal()
    register.say(GOGUI, "power", {"sources": ["solar", "generator"], "hours": 20}, day(5, 1), BAKARY)
    register.say(GOGUI, "staff", {"officers": 12, "women": 3, "languages": ["fr", "bm"]}, day(3, 1), BAKARY)

    def hours(on=None, at=None):
        return register.of_post(GOGUI, on, at)["power"].facts["hours"]

    assert (hours(), hours(day(4, 30)), hours(day(5, 1)), hours(at=before)) == (20, 6, 20, 6)
    assert set(register.of_post(GOGUI, day(2, 1))) == {"power"}
    # Said later of an earlier day: it corrects the past, and the newer day goes on counting.
    register.say(GOGUI, "power", {"sources": ["generator"], "hours": 8}, day(1, 1), BAKARY)
    assert (hours(), hours(day(4, 30)), hours(day(4, 30), before)) == (20, 8, 6)
    assert [one.facts["hours"] for one in register.history(GOGUI, "power")] == [20, 8, 6]


CANNOT_BE_TOLD = {
    "no such thing": (lambda key: ("0.0.0", What.BROKEN, TODAY, {"trouble": "dead"}), "not_known"),
    "broken, and no word of how": (lambda key: (key, What.BROKEN, TODAY, {}), "needed"),
    "repaired, and was not broken": (lambda key: (key, What.REPAIRED, TODAY, {}), "not_broken"),
    "in service, and was": (lambda key: (key, What.IN_SERVICE, TODAY, {}), "so_already"),
    "tomorrow": (lambda key: (key, What.SPARE, TODAY + timedelta(days=1), {}), "not_yet"),
    "before it came": (lambda key: (key, What.SPARE, FIRST - timedelta(days=1), {}), "before_it_came"),
    "moved to where it stands": (lambda key: (key, What.MOVED, TODAY, {"post": GOGUI}), "moved_where"),
    "moved nowhere": (lambda key: (key, What.MOVED, TODAY, {"post": "ML-NOWHERE"}), "moved_where"),
    "a fact that nobody said is taken back": (lambda key: (key, What.TAKEN_BACK, TODAY, {"of": "1.1.1"}), "not_known"),
}


@pytest.mark.parametrize("case", CANNOT_BE_TOLD, ids=str)
def test_what_cannot_be_told_of_a_thing(posts, case):
    asset, what, on, more = CANNOT_BE_TOLD[case][0](reader())
    with pytest.raises(CannotSay) as refused:
        equipment.tell(asset, what, on, BAKARY, **more)
    assert refused.value.code == CANNOT_BE_TOLD[case][1]
    assert not AssetFact.objects.exists()


def test_a_post_tells_of_what_stands_there_and_moves_or_withdraws_nothing(posts, monkeypatch):
    ours, theirs = reader(), reader(DIBOLI)
    standing_at(monkeypatch, headquarters=False)
    for asset, what, more in (
        (theirs, What.BROKEN, {"trouble": "dead"}),
        (ours, What.MOVED, {"post": DIBOLI}),
        (ours, What.WITHDRAWN, {}),
    ):
        with pytest.raises(CannotSay) as refused:
            equipment.tell(asset, what, TODAY, BAKARY, **more)
        assert refused.value.code == "of_this_post_alone"
    equipment.tell(ours, What.BROKEN, TODAY, BAKARY, trouble="dead")
    assert equipment.standing(post=GOGUI)[ours].broken


@pytest.mark.both
def test_forty_one_days_broken(posts):
    """The reader broke on 10 February and was repaired on 23 March; a spare one stands in the cupboard throughout."""
    key = reader()
    reader(what=What.SPARE)
    register_position = entries_in_journal()
    fault = equipment.tell(key, What.BROKEN, day(2, 10), BAKARY, trouble="dead").key
    broken_position = entries_in_journal()
    equipment.tell(key, What.REPAIRED, day(3, 23), BAKARY, note="New power supply")
    found = uptime.by_post_and_kind(day(1, 1), day(3, 31))[GOGUI, "passport_reader"]
    assert (found.served, found.broken, len(found.assets)) == (49, 41, 1)
    (outage,) = found.outages
    assert (outage.trouble, uptime.length(outage, day(3, 31)), outage.keys[0]) == ("dead", 41, fault)
    # Asked at the position before the repair came, it lasts; asked before the fault, there is none.
    (lasting,) = uptime.of_all(day(1, 1), day(3, 31), equipment.spells(broken_position)).outages
    assert lasting.until is None and uptime.length(lasting, day(3, 31)) == 50
    assert not uptime.of_all(day(1, 1), day(3, 31), equipment.spells(register_position)).outages
    assert equipment.standing(day(3, 1))[key].state == equipment.BROKEN
    assert equipment.standing()[key].state == equipment.SERVING


def test_a_thing_that_moves_takes_its_state_along_and_its_days_stay_where_they_were(posts):
    key = reader()
    equipment.tell(key, What.BROKEN, day(1, 11), BAKARY, trouble="part")
    equipment.tell(key, What.MOVED, day(1, 21), BAKARY, post=DIBOLI)
    equipment.tell(key, What.REPAIRED, day(1, 26), BAKARY)
    equipment.tell(key, What.WITHDRAWN, day(1, 29), BAKARY)
    found = uptime.by_post_and_kind(day(1, 1), day(1, 31))
    assert [(at.served, at.broken) for at in found.values()] == [(10, 10), (3, 5)]
    assert equipment.standing(day(1, 22), post=DIBOLI)[key].trouble == "part"
    assert not equipment.standing(post=DIBOLI) and not equipment.standing(post=GOGUI)


def test_a_fault_reported_by_mistake_is_taken_back(posts):
    key = reader()
    fault = equipment.tell(key, What.BROKEN, day(2, 1), BAKARY, trouble="dead").key
    equipment.tell(key, What.TAKEN_BACK, day(2, 1), BAKARY, of=fault)
    assert equipment.standing()[key].state == equipment.SERVING
    assert not uptime.of_all(FIRST, TODAY, equipment.spells()).outages
    with pytest.raises(CannotSay):
        equipment.tell(key, What.TAKEN_BACK, day(2, 1), BAKARY, of=fault)


def told(verb, body, sender="feedfeedfeedfeed", at_headquarters=True):
    """An entry of another machine, applied here."""
    here = this_node().id
    keys = SimpleNamespace(is_headquarters=at_headquarters)
    entry = SimpleNamespace(
        body=body,
        key=f"{sender}.aaaa.1",
        epoch="aaaa",
        position=10**6,
        header=SimpleNamespace(node=sender, seq=1, wall=1, actor=BAKARY),
        node=SimpleNamespace(id=here, authorities=frozenset({here}), keys=keys),
    )
    next(one for one in VERBS if one.name == verb).apply([entry], "default")


FAULT = {"what": "broken", "on": "2026-02-01", "trouble": "dead"}
REFUSED_ENTRIES = {
    "of another post's register": (
        "post.described",
        {"post": DIBOLI, "what": "kind", "facts": {}, "since": "2026-01-01"},
    ),
    "with facts of no shape": (
        "post.described",
        {"post": GOGUI, "what": "power", "facts": {"hours": "all"}, "since": "2026-01-01"},
    ),
    "of another post's thing": ("asset.told", {"asset": "theirs"} | FAULT),
    "that moves a thing away": ("asset.told", {"asset": "ours", "what": "moved", "on": "2026-02-01", "post": DIBOLI}),
    "that takes back another's word": (
        "asset.told",
        {"asset": "ours", "what": "taken_back", "on": "2026-02-01", "of": "0123.bbbb.1"},
    ),
    "that says nothing known": ("asset.told", {"asset": "ours", "what": "vanished", "on": "2026-02-01"}),
}


@pytest.mark.parametrize("case", REFUSED_ENTRIES, ids=str)
def test_an_entry_of_a_post_is_refused(posts, case, monkeypatch):
    from jalon.journal.models import EnrolledNode

    keys = {"ours": reader(), "theirs": reader(DIBOLI)}
    EnrolledNode.objects.create(
        id="feedfeedfeedfeed", post=GOGUI, signing=b"", sealing=b"", enrolled="x", enrolled_at=1
    )
    verb, body = REFUSED_ENTRIES[case]
    body = body | ({"asset": keys[body["asset"]]} if "asset" in body else {})
    with pytest.raises(ValueError):
        told(verb, body)
    told("asset.told", {"asset": keys["ours"]} | FAULT)
    assert AssetFact.objects.get().asset == keys["ours"]


def test_what_stands_at_a_post_travels_there_and_nowhere_else(posts, tmp_path, monkeypatch):
    key, other = reader(cost=None), reader(DIBOLI)
    equipment.tell(key, What.BROKEN, day(2, 1), BAKARY, trouble="dead")
    register.say(GOGUI, "kind", {"ways": ["road"]}, FIRST, BAKARY)
    (offer,) = edition.offers(GOGUI)
    file = tmp_path / "1.jsonl"
    write_rows(edition.rows(offer), file)
    before = [list(model.objects.order_by("key").values_list("key")) for model in (AssetFact, RegisterFact)]
    for model in (Asset, AssetFact, RegisterFact):
        model.objects.all().delete()
    Asset.objects.create(key="gone", position=1, at=1, kind="radio", post=GOGUI, label="Old", on=FIRST)
    entry = SimpleNamespace(body={"audience": GOGUI}, position=77)
    edition.apply(entry, file, "default")
    entry.position = 99
    edition.apply(entry, file, "default")
    assert [one.key for one in Asset.objects.all()] == [key] and other != key
    assert [list(model.objects.order_by("key").values_list("key")) for model in (AssetFact, RegisterFact)] == before
    assert {one.position for model in (Asset, AssetFact, RegisterFact) for one in model.objects.all()} == {77}
    assert equipment.standing(post=GOGUI)[key].broken
    assert not edition.offers("ML-FAR")


BROKE = day(7, 20)
IS_A_GAP = {
    # What is told of the reader and its neighbours -> the posts of the gap, its lack, since when.
    "broken for eleven days": ([("ours", What.BROKEN, BROKE, {"trouble": "dead"})], (GOGUI, 1.0, BROKE)),
    "for two days, which a reader may": ([("ours", What.BROKEN, day(7, 29), {"trouble": "dead"})], None),
    "for three": ([("ours", What.BROKEN, day(7, 28), {"trouble": "dead"})], (GOGUI, 1.0, day(7, 28))),
    "works badly": ([("ours", What.BROKEN, BROKE, {"trouble": "reads_badly"})], (GOGUI, 0.5, BROKE)),
    "repaired": ([("ours", What.BROKEN, BROKE, {"trouble": "dead"}), ("ours", What.REPAIRED, TODAY, {})], None),
    "told in error": ([("ours", What.BROKEN, BROKE, {"trouble": "dead"}), ("ours", What.TAKEN_BACK, TODAY, {})], None),
    "withdrawn": ([("ours", What.BROKEN, BROKE, {"trouble": "dead"}), ("ours", What.WITHDRAWN, TODAY, {})], None),
    "replaced from the cupboard": (
        [("ours", What.BROKEN, BROKE, {"trouble": "dead"}), ("spare", What.IN_SERVICE, TODAY, {})],
        None,
    ),
    "another was repaired, which replaces nothing": (
        [
            ("beside", What.BROKEN, BROKE, {"trouble": "dead"}),
            ("ours", What.BROKEN, BROKE, {"trouble": "dead"}),
            ("beside", What.REPAIRED, TODAY, {}),
        ],
        (GOGUI, 1.0, BROKE),
    ),
    "moved, still broken": (
        [("ours", What.BROKEN, BROKE, {"trouble": "dead"}), ("ours", What.MOVED, TODAY, {"post": DIBOLI})],
        (DIBOLI, 1.0, BROKE),
    ),
}


@pytest.mark.parametrize("case", IS_A_GAP, ids=str)
def test_what_stays_broken_is_a_gap(posts, case):
    told_of, expected = IS_A_GAP[case]
    keys = {"ours": reader(), "beside": reader(), "spare": reader(what=What.SPARE)}
    fault = ""
    for name, what, on, more in told_of:
        of = {"of": fault} if what == What.TAKEN_BACK else {}
        fault = equipment.tell(keys[name], what, on, BAKARY, **more, **of).key
    ref = f"asset:{keys['ours']}"
    found = gaps.gap(ref)
    assert (found and (*found.posts, found.lack, found.since)) == expected
    assert gaps.named(ref).library == "reader" and gaps.named(ref).name["fr"].startswith("Lecteur de passeports")
    if found:
        assert (found.promises, found.level, found.library, found.weight) == ("equipment", "post", "reader", 3)
        assert gaps.gap(ref, at=1) is None and not gaps.gaps(until=day(7, 19), today=day(7, 19))
        assert [one.ref for one in gaps.gaps(list(found.posts))] == [ref] and found.rank == pytest.approx(
            3 * found.lack * (1 + (TODAY - found.since).days / 365.25), abs=0.001
        )


def test_every_kind_says_how_long_it_may_be_broken_and_what_helps():
    assert broken.PATIENCE.keys() == KINDS.keys()
    assert {one.library for one in broken.PATIENCE.values()} <= LIBRARY.keys()
    assert gaps.named("asset:nothing") is None and broken.asset_of("general-1:EQ-01@ML-GOG") == ""


def test_a_measure_planned_from_what_is_broken_touches_it(posts, monkeypatch):
    key = reader()
    equipment.tell(key, What.BROKEN, BROKE, BAKARY, trouble="dead")
    made = measures.plan({"gap": f"asset:{key}", "library": "reader"}, BAKARY)
    assert (measures.one(made).assets, measures.one(made).gap) == ((key,), f"asset:{key}")


CANNOT_BE_HELD = {
    "nobody": ([], {}, "nobody_trained"),
    "a post twice": ([People(GOGUI, 2), People(GOGUI, 3)], {}, "place_twice"),
    "no such post": ([People("ML-NOWHERE", 2)], {}, "not_known"),
    "more women than people": ([People(GOGUI, 2, 3)], {}, "more_than_all"),
    "counts no more before it was held": ([People(GOGUI, 2)], {"until": FIRST}, "ends_before_it_begins"),
}


@pytest.mark.parametrize("case", CANNOT_BE_HELD, ids=str)
def test_what_training_cannot_be_recorded(posts, case):
    trained, more, code = CANNOT_BE_HELD[case]
    with pytest.raises(CannotSay) as refused:
        training.record_training("documents", day(2, 1), trained, BAKARY, **more)
    assert refused.value.code == code


@pytest.mark.both
def test_training_counts_until_it_runs_out(posts):
    some = [People(GOGUI, 6, 2), People(training.HEADQUARTERS, 1)]
    documents = training.record_training("documents", day(2, 1), some, BAKARY, until=day(8, 31)).key
    wrong = training.record_training("documents", day(2, 2), [People(DIBOLI, 50)], BAKARY).key
    before = entries_in_journal()
    training.withdraw(wrong, "Entered twice", BAKARY)
    assert training.valid(day(3, 1)) == {(GOGUI, "documents"): (6, 2), ("", "documents"): (1, 0)}
    assert (DIBOLI, "documents") in training.valid(day(3, 1), before)
    assert training.valid(day(9, 1)) == {} and training.valid(day(1, 31)) == {}
    assert [one.key for one in training.running_out(TODAY)] == [documents]
    assert training.running_out(day(3, 1)) == []


@pytest.mark.both
def test_the_indicators_say_their_value_coverage_and_entries(posts):
    """Two posts; one of them says something of each matter."""
    nothing = {code: one.measure(FIRST, TODAY, None, None) for code, one in INDICATORS.items()}
    assert {(one.value, one.coverage, one.entries) for one in nothing.values()} == {(None, 0.0, ())}
    key, radio = reader(), reader(kind="radio")
    fault = equipment.tell(key, What.BROKEN, day(2, 10), BAKARY, trouble="dead").key
    repaired = equipment.tell(key, What.REPAIRED, day(3, 23), BAKARY).key
    power = register.say(GOGUI, "power", {"sources": ["solar"], "hours": 20}, FIRST, BAKARY).key
    link = register.say(GOGUI, "link", {"links": ["radio"], "hours": 24}, FIRST, BAKARY).key
    water = register.say(GOGUI, "water", {"sources": ["borehole"], "drinkable": True}, FIRST, BAKARY).key
    staff = register.say(GOGUI, "staff", {"officers": 12, "women": 3}, FIRST, BAKARY).key
    held = training.record_training("documents", day(2, 1), [People(GOGUI, 6, 2)], BAKARY).key
    then = entries_in_journal()
    equipment.tell(radio, What.BROKEN, day(1, 1), BAKARY, trouble="dead")
    register.say(DIBOLI, "power", {"sources": ["none"], "hours": 0}, FIRST, BAKARY)
    expected = {
        "equipment_in_service": ((49 + 90) / 180, {key, radio, fault, repaired}),
        "readers_in_service": (49 / 90, {key, fault, repaired}),
        "posts_with_reader": (1.0, {repaired}),
        "outage_days_median": (41.0, {fault, repaired}),
        "posts_with_power": (1.0, {power}),
        "posts_with_link": (0.0, {link}),
        "posts_with_water": (1.0, {water}),
        "people_trained": (6.0, {held}),
        "women_among_trained": (2 / 6, {held}),
        "posts_with_trained_person": (0.5, {held}),
        "women_among_staff": (0.25, {staff}),
    }
    for code, (value, keys) in expected.items():
        found = INDICATORS[code].measure(day(1, 1), day(3, 31), None, then)
        assert (code, found.value, found.coverage, set(found.entries)) == (code, value, 0.5, keys)
        assert INDICATORS[code].measure(day(1, 1), day(3, 31), [GOGUI], then).coverage == 1.0
        assert INDICATORS[code].theme in THEMES
    assert expected.keys() == INDICATORS.keys()
    assert INDICATORS["posts_with_power"].measure(FIRST, TODAY, None, None).value == 0.5
    # A post that was declared later is not missing before.
    Post.objects.create(code="ML-NEW", name="New", country="MLI", declared="x", position=then + 1)
    assert INDICATORS["people_trained"].measure(FIRST, TODAY, None, then).coverage == 0.5
