"""Who is in, and who is beyond the rule for certain, perhaps, or not at all: each reason with its own case."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from jalon.crossings.models import Sheet, Shift
from jalon.journal.models import EnrolledNode, Parked
from jalon.posts.models import Post
from jalon.presence import follow
from jalon.presence.missed import AT_A_POST, OF_A_STAY, missed
from jalon.presence.models import Stay
from jalon.presence.standing import beyond, likely_exits, perhaps_left, standing, standings
from jalon.presence.tests.test_pairing import NO_PAPER, RENEWED, everything
from jalon.presence.tests.world import EPOCH, NODES, World, moment
from jalon.sync.models import Contact

pytestmark = [pytest.mark.both]

NOW = "2026-07-01 12:00"
OTHER = {"document_number": "ZZ0000001", "birth_date": "1961-02-14", "secondary_identifier": "KOSSI"}
VISA = "visa_required ml-visa 00000000 30"


@pytest.fixture
def world(node, monkeypatch):
    made = World(monkeypatch)
    made.all_seen("2026-01-01 00:00", NOW)
    return made


def now():
    return datetime.fromisoformat(NOW).replace(tzinfo=timezone.get_current_timezone())


def of(key):
    everything()
    return standing(Stay.objects.get(key=key), now())


# What makes the same stay, ninety-one days after the end of its thirty, only perhaps beyond its rule; each by itself.
def _silent(world, key):
    Contact.objects.filter(node=NODES["ML-KDB"]).update(at=moment("2026-06-20 08:00"))


def _silent_from_the_start(world, key):
    Contact.objects.filter(node=NODES["ML-KDB"]).delete()


def _waiting(world, key):
    Contact.objects.filter(node=NODES["ML-GOG"]).update(waiting=12)


def _no_machine(world, key):
    EnrolledNode.objects.filter(post="ML-HRK").delete()


def _unattended(world, key):
    rows = Shift.objects.filter(post="ML-HRK")
    rows.update(closed_at=moment("2026-04-02 18:00"))
    Shift.objects.create(
        key="later", officer="o", post="ML-HRK", shift_key="", opened_at=moment("2026-04-03 06:00"), closed_at=None
    )


def _closed(world, key):
    Shift.objects.filter(post="ML-HRK").update(closed_at=moment("2026-04-02 18:00"))


def _parked(world, key):
    Parked.objects.create(key=f"{NODES['ML-KDB']}.{EPOCH}.77", position=9999, kind=Parked.UNKNOWN, reason="")


def _revoked(world, key):
    EnrolledNode.objects.filter(id=NODES["ML-KDB"]).update(
        revoked_at=moment("2026-06-02 08:00"), revoked_since=moment("2026-06-01 08:00")
    )


def _local(world, key):
    Post.objects.filter(code="ML-HRK").update(category="local")


def _paper(world, key):
    Sheet.objects.create(
        key="s",
        node=NODES["ML-GOG"],
        kind="register",
        series="x",
        number=1,
        printed_by="o",
        printed_at=0,
        batch="s",
        state="given",
    )


REASONS = {
    "silent": [_silent, _silent_from_the_start],
    "waiting": [_waiting],
    "no_machine": [_no_machine],
    "unattended": [_unattended, _closed],
    "parked": [_parked],
    "revoked": [_revoked],
    "local": [_local],
    "paper": [_paper],
}
OF_ITSELF = {
    "free_movement": {"regime": "free ecowas-90 00000000 30"},
    "local_regime": {"regime": "local_regime local-neighbour 00000000 l 30"},
    "perhaps_left": {},
    "papers": NO_PAPER | {"kind": "no_document"},
    "day_unsure": {},
    "earlier_exit": {},
}


def test_every_reason_has_its_case():
    assert set(REASONS) == set(AT_A_POST)
    assert set(OF_ITSELF) == set(OF_A_STAY)


def test_beyond_for_certain_where_every_post_saw_everything(world):
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    found = of(entry)
    assert (found.state, found.reasons, found.spans) == ("beyond", (), ())
    assert (found.stay.last_kind, found.stay.rule, found.was_beyond) == (date(2026, 3, 31), "ml-visa", True)
    assert [row.key for row in beyond(now())] == [entry]


@pytest.mark.parametrize(("code", "happens"), [(code, one) for code, many in REASONS.items() for one in many])
def test_an_exit_that_could_have_been_missed_makes_it_perhaps(world, code, happens):
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    happens(world, entry)
    found = of(entry)
    assert (found.state, {span.code for span in found.spans}, found.reasons) == ("perhaps_beyond", {code}, ())


def test_what_was_missed_before_the_entry_or_at_a_post_far_away_says_nothing(world):
    Post.objects.create(code="ML-FAR", name="far", country="MLI", neighbour="GIN", declared="x")
    Shift.objects.filter(post="ML-HRK").update(opened_at=moment("2026-03-01 08:00"))
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    assert of(entry).state == "beyond"
    assert likely_exits([Stay.objects.get()]) == {entry: ["ML-GOG", "ML-HRK", "ML-KDB"]}


def test_a_hole_weighs_on_those_alone_who_were_in_then(world):
    before = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    after = world.passage("ML-GOG", "entry", "2026-05-02 08:00", regime=VISA, **OTHER)
    _unattended(world, before)  # on 2 and 3 April
    everything()
    found = {one.stay.key: one.state for one in standings(Stay.objects.all(), now())}
    assert found == {before: "perhaps_beyond", after: "beyond"}


def test_silence_after_the_last_day_leaves_it_seen_beyond(world):
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    _silent(world, entry)
    assert of(entry).was_beyond
    Contact.objects.filter(node=NODES["ML-KDB"]).update(at=moment("2026-03-20 08:00"))
    assert not of(entry).was_beyond


@pytest.mark.parametrize("code", ["free_movement", "local_regime", "papers"])
def test_reasons_of_the_traveller(world, code):
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", **{"regime": VISA} | OF_ITSELF[code])
    found = of(entry)
    assert (found.state, found.reasons) == ("perhaps_beyond", (code,))


def test_a_weak_link_to_an_exit_proposes_and_never_decides(world):
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    exit_ = world.passage("ML-KDB", "exit", "2026-03-20 08:00", **RENEWED | {"birth_date": "1990-01-01"})
    found = of(entry)
    assert (found.state, found.reasons) == ("perhaps_beyond", ("perhaps_left",))
    (proposed,) = perhaps_left([found.stay])[entry]
    assert (proposed.exit, proposed.score < 0.955) == (exit_, True)
    world.judge(entry, exit_, False)
    assert of(entry).state == "beyond"
    world.judge(entry, exit_, True)
    assert (of(entry).state, Stay.objects.get().confidence) == ("out", 1.0)


def test_an_exit_before_the_entry_proposes_nothing(world):
    world.passage("ML-KDB", "exit", "2026-03-01 08:00", **RENEWED | {"birth_date": "1990-01-01"})
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    assert of(entry).state == "beyond"


def test_an_entry_between_two_days_is_beyond_the_kind_one(world):
    wide = 3 * 86_400_000
    entry = world.passage("ML-GOG", "entry", "2026-06-02 08:00", regime=VISA, half=wide)
    found = of(entry)  # the harsh last day is 28 June, the kind one 4 July
    assert (found.state, found.reasons) == ("perhaps_beyond", ("day_unsure",))


def test_an_earlier_exit_that_nobody_saw(world):
    world.passage("ML-GOG", "entry", "2026-01-05 08:00", regime=VISA)
    entry = world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    found = of(entry)
    assert (found.state, found.reasons) == ("perhaps_beyond", ("earlier_exit",))


# name → passages of one traveller (way, when, rule, more), then state and last day of the last stay
LENGTHS = {
    "within": ([("entry", "2026-06-10 08:00", VISA, {})], "within", date(2026, 7, 9)),
    "on the last day": ([("entry", "2026-06-02 08:00", VISA, {})], "within", date(2026, 7, 1)),
    "the day after": ([("entry", "2026-06-01 08:00", VISA, {})], "beyond", date(2026, 6, 30)),
    "the officer gave less": (
        [("entry", "2026-06-10 08:00", VISA, {"stay_to": "2026-06-20"})],
        "beyond",
        date(2026, 6, 20),
    ),
    "no limit in the text": ([("entry", "2026-01-10 08:00", "free ml-mauritania 00000000", {})], "no_limit", None),
    "thirty days in ninety, twenty used": (
        [
            ("entry", "2026-05-01 08:00", "visa_required w 00000000 30/90", {}),
            ("exit", "2026-05-20 08:00", "", {}),
            ("entry", "2026-06-10 08:00", "visa_required w 00000000 30/90", {}),
        ],
        "beyond",
        date(2026, 6, 19),
    ),
    "thirty for each entry, twenty used": (
        [
            ("entry", "2026-05-01 08:00", VISA, {}),
            ("exit", "2026-05-20 08:00", "", {}),
            ("entry", "2026-06-10 08:00", VISA, {}),
        ],
        "within",
        date(2026, 7, 9),
    ),
    "out": ([("entry", "2026-03-01 08:00", VISA, {}), ("exit", "2026-06-20 08:00", "", {})], "out", date(2026, 3, 30)),
    "order unknown": (
        [
            ("entry", "2026-03-01 08:00", VISA, {"half": 7_200_000}),
            ("exit", "2026-03-01 09:00", "", {"half": 7_200_000, "post": "ML-KDB"}),
        ],
        "unknown",
        date(2026, 3, 30),
    ),
    "a national at home": (
        [("entry", "2026-01-01 08:00", VISA, {"nationality": "MLI"})],
        "within",
        date(2026, 1, 30),
    ),
}


@pytest.mark.parametrize("case", LENGTHS)
def test_states_and_last_days(world, case):
    passages, state, last = LENGTHS[case]
    for way, when, rule, more in passages:
        key = world.passage(more.pop("post", "ML-GOG") if "post" in more else "ML-GOG", way, when, regime=rule, **more)
    everything()
    stay = Stay.objects.filter(entered=key).first() or Stay.objects.get(left=key)
    found = standing(stay, now())
    assert (found.state, found.stay.last_kind) == (state, last)


def test_days_over_of_who_left(world):
    world.passage("ML-GOG", "entry", "2026-03-01 08:00", regime=VISA)
    world.passage("ML-GOG", "exit", "2026-04-04 08:00")
    everything()
    assert standing(Stay.objects.get(), now()).days_over == 5


def test_two_posts_offline_in_turn_and_back(world):
    """The exit by a post that was silent comes three weeks later: the stay that was perhaps beyond is out."""
    entry = world.passage("ML-GOG", "entry", "2026-05-20 08:00", regime=VISA)
    Contact.objects.filter(node=NODES["ML-KDB"]).update(at=moment("2026-06-10 08:00"))
    Contact.objects.filter(node=NODES["ML-HRK"]).update(at=moment("2026-06-25 08:00"))
    found = of(entry)
    assert found.state == "perhaps_beyond"
    assert {(span.post, span.code) for span in found.spans} == {("ML-KDB", "silent"), ("ML-HRK", "silent")}
    world.passage("ML-KDB", "exit", "2026-06-12 08:00")
    world.all_seen("2026-01-01 00:00", NOW)
    assert of(entry).state == "out"


def test_nothing_was_missed_where_all_was_seen(world):
    found = missed(NODES, moment("2026-01-02 00:00"), moment(NOW))
    assert found == {post: [] for post in NODES}


def test_the_follower_tells_its_lag(world):
    world.passage("ML-GOG", "entry", "2026-03-02 08:00", regime=VISA)
    assert follow.lag() == 2
    assert (follow.follow(batch=1), follow.lag(), follow.follow(), follow.follow()) == (1, 1, 1, 0)
