"""Who is paired with whom: named cases, and the law that the order of arrival changes nothing."""

from __future__ import annotations

import random

import pytest

from jalon.journal.models import Cursor, Parked
from jalon.presence import follow, judging
from jalon.presence.models import Awaited, Holder, HolderLink, Passage, Stay
from jalon.presence.tests.world import AWA, World, moment

pytestmark = [pytest.mark.both]


@pytest.fixture
def world(node, monkeypatch):
    return World(monkeypatch)


def everything():
    while follow.follow():
        pass


def stays():
    """What the tables say, in short: (letters of entry and exit, ended, link, doubts), in time's order."""
    everything()
    rows = Stay.objects.order_by("person", "number")
    return [(row.entered, row.left, row.ended, row.link, tuple(row.doubts)) for row in rows]


TWIN = AWA | {"secondary_identifier": "ADJOUA", "document_number": "AA0999999"}
RENEWED = {"document_number": "BB0777777"}
NO_PAPER = {"document_number": None, "issuing_state": None, "birth_date": "1990"}
UNSURE = ("order_unknown",)

# name → passages (letter, post, way, when, more), and the stays that must be found.
CASES = {
    "in and out by the same post": (
        [("a", "ML-GOG", "entry", "2026-03-01 08:00", {}), ("b", "ML-GOG", "exit", "2026-03-05 08:00", {})],
        [("a", "b", "exit", "document", ())],
    ),
    "in by one post and out by another": (
        [("a", "ML-GOG", "entry", "2026-03-01 08:00", {}), ("b", "ML-KDB", "exit", "2026-03-05 08:00", {})],
        [("a", "b", "exit", "document", ())],
    ),
    "an exit that came before the entry is not its exit": (
        [("a", "ML-GOG", "entry", "2026-03-05 08:00", {}), ("b", "ML-KDB", "exit", "2026-03-01 08:00", {})],
        [("", "b", "exit", "", ()), ("a", "", "", "", ())],
    ),
    "two entries: the exit between was not seen": (
        [("a", "ML-GOG", "entry", "2026-03-01 08:00", {}), ("b", "ML-KDB", "entry", "2026-03-05 08:00", {})],
        [("a", "", "unseen", "", ()), ("b", "", "", "", ())],
    ),
    "times that overlap at two posts have no order": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {"half": 3_600_000}),
            ("b", "ML-KDB", "exit", "2026-03-01 08:30", {"half": 3_600_000}),
        ],
        [("a", "b", "exit", "document", UNSURE)],
    ),
    "times that overlap at one post have the order of its chain": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {"half": 3_600_000}),
            ("b", "ML-GOG", "exit", "2026-03-01 08:30", {"half": 3_600_000}),
        ],
        [("a", "b", "exit", "document", ())],
    ),
    "the chain decides against the middle of wide times": (
        [
            ("a", "ML-GOG", "exit", "2026-03-01 09:00", {"half": 7_200_000}),
            ("b", "ML-GOG", "entry", "2026-03-01 08:00", {"half": 7_200_000}),
        ],
        [("", "a", "exit", "", ()), ("b", "", "", "", ())],
    ),
    "one document at two places in one span of time": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {"half": 3_600_000}),
            ("b", "ML-KDB", "entry", "2026-03-01 08:30", {"half": 3_600_000}),
        ],
        [("a", "", "unseen", "", ("two_places",)), ("b", "", "", "", ("two_places",))],
    ),
    "the name spelled otherwise on the same document": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {}),
            (
                "b",
                "ML-GOG",
                "exit",
                "2026-03-05 08:00",
                {"primary_identifier": "HOUNSSOU", "secondary_identifier": "HAWA"},
            ),
        ],
        [("a", "b", "exit", "document", ())],
    ),
    "the passport was renewed": (
        [("a", "ML-GOG", "entry", "2026-03-01 08:00", {}), ("b", "ML-GOG", "exit", "2026-03-05 08:00", RENEWED)],
        [("a", "b", "exit", "person", ())],
    ),
    "a dual national leaves with the other passport": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {}),
            (
                "b",
                "ML-GOG",
                "exit",
                "2026-03-05 08:00",
                {"document_number": "22FV12345", "issuing_state": "FRA", "nationality": "FRA"},
            ),
        ],
        [("a", "b", "exit", "other_nationality", ())],
    ),
    "twins are two people": (
        [("a", "ML-GOG", "entry", "2026-03-01 08:00", {}), ("b", "ML-GOG", "exit", "2026-03-05 08:00", TWIN)],
        [("a", "", "", "", ()), ("", "b", "exit", "", ())],
    ),
    "two of one name and one birth who passed together are two people": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {}),
            ("b", "ML-GOG", "entry", "2026-03-01 08:05", RENEWED),
            ("c", "ML-GOG", "exit", "2026-03-05 08:00", RENEWED),
        ],
        [("a", "", "", "", ()), ("b", "c", "exit", "document", ())],
    ),
    "a namesake of another year is nobody's exit": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {}),
            ("b", "ML-GOG", "exit", "2026-03-05 08:00", RENEWED | {"birth_date": "1961-02-14"}),
        ],
        [("a", "", "", "", ()), ("", "b", "exit", "", ())],
    ),
    "the same number of another state is another document": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {}),
            (
                "b",
                "ML-GOG",
                "exit",
                "2026-03-05 08:00",
                {
                    "issuing_state": "TGO",
                    "primary_identifier": "AGBEKO",
                    "nationality": "TGO",
                    "birth_date": "1971-01-09",
                },
            ),
        ],
        [("a", "", "", "", ()), ("", "b", "exit", "", ())],
    ),
    "no paper and a year alone prove nobody": (
        [("a", "ML-GOG", "entry", "2026-03-01 08:00", NO_PAPER), ("b", "ML-GOG", "exit", "2026-03-05 08:00", NO_PAPER)],
        [("a", "", "", "", ()), ("", "b", "exit", "", ())],
    ),
    "no paper, but the same vehicle": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", NO_PAPER | {"plate": "RB 1234"}),
            ("b", "ML-GOG", "exit", "2026-03-05 08:00", NO_PAPER | {"plate": "RB-1234"}),
        ],
        [("a", "b", "exit", "vehicle", ())],
    ),
    "a clock off by ten years, corrected": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {"late": None}),
            ("b", "ML-KDB", "exit", "2026-03-05 08:00", {"half": 600_000}),
        ],
        [("a", "b", "exit", "document", ())],
    ),
    "refused and handed over are no passages": (
        [
            ("a", "ML-GOG", "entry", "2026-03-01 08:00", {"state": "refused"}),
            ("b", "ML-GOG", "entry", "2026-03-02 08:00", {"state": "entrusted"}),
            ("c", "ML-GOG", "entry", "2026-03-03 08:00", {}),
        ],
        [("c", "", "", "", ())],
    ),
    "a paper line of a day is wide": (
        [
            (
                "a",
                "ML-GOG",
                "entry",
                "2026-03-09 08:00",
                {"late": {"passed_at": moment("2026-03-01 12:00"), "known": "day", "sheet": "s", "line": 1}},
            ),
            ("b", "ML-KDB", "exit", "2026-03-01 18:00", {}),
        ],
        [("a", "b", "exit", "document", UNSURE)],
    ),
    "lines of one sheet have its order": (
        [
            (
                letter,
                "ML-GOG",
                way,
                "2026-03-09 08:00",
                {"late": {"passed_at": moment("2026-03-01 12:00"), "known": "day", "sheet": "s", "line": line}},
            )
            for letter, way, line in (("a", "entry", 2), ("b", "exit", 1))
        ],
        [("", "b", "exit", "", ()), ("a", "", "", "", ())],
    ),
}


def told(world, passages, order=None):
    """Put them into the tables in an order; gives letter → key. Keys follow the order told, as their chains do."""
    keys = {}
    for letter, post, *_ in passages:
        keys[letter] = world.key(post)
    for letter, post, way, when, more in order or passages:
        world.passage(post, way, when, key=keys[letter], **more)
    return keys


def named(rows, keys):
    letters = {key: letter for letter, key in keys.items()} | {"": ""}
    return sorted((letters[entered], letters[left], *rest) for entered, left, *rest in rows)


@pytest.mark.parametrize("case", CASES)
def test_cases(world, case):
    passages, expected = CASES[case]
    keys = told(world, passages)
    assert named(stays(), keys) == sorted(expected)


def test_children_go_with_their_adults(world):
    """A child on its mother's paper, whose own particulars prove nobody, leaves when she does, with her renewed one."""
    child = {"document_number": None, "issuing_state": None, "secondary_identifier": "KOSSI", "kind": "no_document"}
    mother = world.passage("ML-GOG", "entry", "2026-03-01 08:00")
    first = world.passage("ML-GOG", "entry", "2026-03-01 08:02", adult=mother, **child | {"birth_date": None})
    back = world.passage("ML-KDB", "exit", "2026-03-05 08:00", **RENEWED)
    second = world.passage("ML-KDB", "exit", "2026-03-05 08:02", adult=back, **child | {"birth_date": "2019"})
    alone = world.passage("ML-KDB", "exit", "2026-03-06 08:02", **child | {"birth_date": "2019"})
    assert (first, second, "exit", "child", ()) in stays()
    assert ("", alone, "exit", "", ()) in stays()


def test_adults_that_come_later_join_their_children(world):
    child = NO_PAPER | {"secondary_identifier": "KOSSI", "birth_date": "2019", "kind": "no_document"}
    mother, back = world.key("ML-GOG", 90), world.key("ML-KDB", 90)
    first = world.passage("ML-GOG", "entry", "2026-03-01 08:02", adult=mother, **child)
    second = world.passage("ML-KDB", "exit", "2026-03-05 08:02", adult=back, **child)
    assert (first, "", "", "", ()) in stays()
    world.passage("ML-GOG", "entry", "2026-03-01 08:00", key=mother, **RENEWED)
    assert (first, "", "", "", ()) in stays()
    world.passage("ML-KDB", "exit", "2026-03-05 08:00", key=back)
    assert (first, second, "exit", "child", ()) in stays()


def test_a_correction_and_a_cancellation_pair_anew(world):
    entry = world.passage("ML-GOG", "entry", "2026-03-01 08:00", document_number="AA0123465")  # two digits exchanged
    exit_ = world.passage("ML-GOG", "exit", "2026-03-05 08:00", birth_date="1990-05-13")
    assert (entry, "", "", "", ()) in stays()
    world.put_right(entry, document_number="AA0123456")
    assert stays() == [(entry, exit_, "exit", "document", ())]
    assert Holder.objects.count() == 2
    world.put_right(exit_, direction="entry")
    assert stays() == [(entry, "", "unseen", "", ()), (exit_, "", "", "", ())]
    world.cancel(exit_)
    assert stays() == [(entry, "", "", "", ())]
    assert (Holder.objects.count(), HolderLink.objects.count()) == (1, 0)


def test_a_person_confirms_a_weak_link_and_takes_it_back(world):
    entry = world.passage("ML-GOG", "entry", "2026-03-01 08:00", **NO_PAPER)
    exit_ = world.passage("ML-GOG", "exit", "2026-03-05 08:00", **NO_PAPER)
    assert (entry, "", "", "", ()) in stays()
    world.judge(entry, exit_, True)
    assert stays() == [(entry, exit_, "exit", "confirmed", ())]
    world.judge(exit_, entry, False)
    assert (entry, "", "", "", ()) in stays()
    with pytest.raises(judging.NotAllowed, match="said_already"):
        judging.judge(entry, exit_, False, "again", "claire")
    with pytest.raises(judging.NotAllowed, match="say_why"):
        judging.judge(entry, exit_, True, " ", "claire")


def test_a_person_parts_what_a_name_had_joined(world):
    entry = world.passage("ML-GOG", "entry", "2026-03-01 08:00")
    exit_ = world.passage("ML-GOG", "exit", "2026-03-05 08:00", **RENEWED)
    assert stays() == [(entry, exit_, "exit", "person", ())]
    world.judge(entry, exit_, False)
    assert (entry, "", "", "", ()) in stays()


def test_a_doubt_that_goes_joins_those_it_kept_apart(world):
    """Two of one name passed together, so that the name joins nobody; one of them was recorded by mistake."""
    mistake = world.passage("ML-GOG", "entry", "2026-03-01 08:00")
    entry = world.passage("ML-GOG", "entry", "2026-03-01 08:05", **RENEWED)
    exit_ = world.passage("ML-KDB", "exit", "2026-03-05 08:00", document_number="CC0000001")
    assert ("", exit_, "exit", "", ()) in stays()
    world.cancel(mistake)
    assert stays() == [(entry, exit_, "exit", "person", ())]


def test_only_what_is_touched_is_paired_anew(world, monkeypatch):
    for number in range(5):
        world.passage(
            "ML-GOG",
            "entry",
            f"2026-03-0{number + 1} 08:00",
            document_number=f"AA000000{number}",
            birth_date=f"19{60 + number}-02-1{number}",
        )
    stays()
    written = []
    write = follow._write
    monkeypatch.setattr(follow, "_write", lambda people, gone: (written.extend(people), write(people, gone)))
    late = world.passage("ML-KDB", "exit", "2026-03-20 08:00", document_number="AA0000003", birth_date="1963-02-13")
    everything()
    assert [len(one.passages) for one in written] == [2]
    assert Stay.objects.get(left=late).ended == "exit"


def test_an_entry_that_was_parked_is_read_when_it_takes(world):
    world.position += 1
    Parked.objects.create(key="x.y.1", position=world.position, kind=Parked.WAITS, reason="")
    late = world.position
    entry = world.passage("ML-GOG", "entry", "2026-03-01 08:00")
    assert stays() == [(entry, "", "", "", ())]
    assert Awaited.objects.count() == 1
    Parked.objects.all().delete()
    exit_ = world.passage("ML-GOG", "exit", "2026-03-02 08:00")
    from jalon.crossings.models import Decision, Inspection

    world.intervals[late] = world.intervals[world.position - 1]
    Inspection.objects.filter(key=exit_).update(position=late)
    Decision.objects.filter(inspection=exit_).update(position=late)
    Cursor.objects.filter(name="presence").update(position=world.position)
    assert stays() == [(entry, exit_, "exit", "document", ())]
    assert (Awaited.objects.count(), follow.lag()) == (0, 0)


PEOPLE = (
    AWA,
    AWA | RENEWED,
    AWA | {"primary_identifier": "HOUNSSOU", "secondary_identifier": "HAWA"},
    TWIN,
    AWA | NO_PAPER,
    AWA | {"document_number": "22FV12345", "issuing_state": "FRA", "nationality": "FRA"},
    AWA | {"document_number": "CC0000001", "birth_date": "1990-01-01"},
)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_order_of_arrival_the_pairs_are_the_same(world, seed):
    """Sixty passages of seven alike papers, corrected, cancelled and judged, in three orders of arrival and in batches
    of different sizes: the same stays, persons and links."""
    draw = random.Random(seed)
    base = moment("2026-03-01 08:00")
    passages = []
    for _ in range(60):
        post = draw.choice(("ML-GOG", "ML-KDB", "ML-HRK"))
        more = dict(draw.choice(PEOPLE)) | {"half": draw.choice((60_000, 7_200_000, 5 * 86_400_000))}
        if draw.random() < 0.3:
            more["plate"] = draw.choice(("RB1234", "AK5678"))
        when = _told(base + draw.randrange(0, 30 * 24) * 3_600_000)
        passages.append((world.key(post), post, draw.choice(("entry", "exit")), when, more))
    for at in draw.sample(range(60), 12):
        passages[at][4]["adult"] = passages[draw.randrange(60)][0]
    found = []
    for _ in range(3):
        _empty()
        world.position = 0
        order = passages[:]
        draw.shuffle(order)
        everything_in_bits(world, order, draw)
        found.append(_all_there())
    assert found[0] == found[1] == found[2]
    follow.start_anew()
    everything()
    assert _all_there() == found[0]


def everything_in_bits(world, order, draw):
    for at, (key, post, way, when, more) in enumerate(order):
        world.passage(post, way, when, key=key, **more)
        if draw.random() < 0.2:
            follow.follow(batch=draw.choice((1, 7, 4000)))
        if at % 20 == 19:
            everything()
    keys = sorted(key for key, *_ in order)
    world.put_right(keys[3], birth_date="1990-05-03")
    everything()
    world.put_right(keys[8], direction="exit")
    world.cancel(keys[12])
    everything()


def _all_there():
    stays_ = sorted(Stay.objects.values_list(*[c.attname for c in Stay._meta.concrete_fields]), key=str)
    persons = sorted(Passage.objects.values_list("key", "who", "person"))
    links = sorted(HolderLink.objects.values_list("one", "other", "kind", "decides"))
    return stays_, persons, links


def _told(milliseconds):
    from jalon.presence.times import local

    return local(milliseconds).strftime("%Y-%m-%d %H:%M")


def _empty():
    from jalon.crossings.models import Company, Correction, Decision, Inspection

    for model in (Inspection, Decision, Correction, Company):
        model.objects.all().delete()
    follow.start_anew()
