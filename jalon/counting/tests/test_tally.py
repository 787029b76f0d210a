"""Counting by keypad: nothing twice, nothing lost, what is taken back is seen; figures frozen at the closing."""

import pytest

from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.counting import figures, regime, tally
from jalon.counting.models import ClosedCounts, Plate, Tally
from jalon.counting.tally import Stroke
from jalon.crossings import shift
from jalon.crossings.recall import local_time
from jalon.crossings.rules import NotAllowed
from jalon.crossings.tests.test_passage import amina, bakary, staff  # noqa: F401
from jalon.journal.applying import entries_in_journal
from jalon.journal.models import Parked
from jalon.journal.node import wall_clock
from jalon.journal.rebuild import rebuild

pytestmark = [pytest.mark.both]

PAD = "0123456789abcdef"
MAN, WOMAN = Stroke("entry", "foot", "man"), Stroke("entry", "foot", "woman")
TRUCK = Stroke("exit", "truck", "truck_sealed")
BACK = Stroke("entry", "foot", "woman", back=True)


def rows(of):
    return figures.of_shift(of)["counted"]["rows"]


def test_strokes_sent_again_count_once(amina):  # noqa: F811
    assert tally.count(amina, PAD, 1, [MAN, WOMAN, WOMAN]).last == 3
    before = entries_in_journal()
    assert tally.count(amina, PAD, 1, [MAN, WOMAN, WOMAN]).last == 3
    assert entries_in_journal() == before
    assert tally.count(amina, PAD, 2, [WOMAN, WOMAN, MAN, MAN]).last == 5
    assert rows(amina) == [["entry", "foot", "man", 3], ["entry", "foot", "woman", 2]]
    assert tally.count(amina, "f" * 16, 1, [MAN]).last == 1
    assert figures.of_shift(amina)["counted"]["entry"] == 6


def test_some_strokes_are_one_entry(amina):  # noqa: F811
    before = entries_in_journal()
    tally.count(amina, PAD, 1, [WOMAN] * 50)
    assert entries_in_journal() == before + 1
    assert Tally.objects.get().strokes == [["entry", "foot", "woman", 50]]


def test_what_is_taken_back_is_seen_and_no_count_falls_below_nothing(amina):  # noqa: F811
    done = tally.count(amina, PAD, 1, [WOMAN, BACK, BACK, MAN])
    assert (done.last, done.nothing_to_take_back) == (4, 1)
    counted = figures.of_shift(amina)["counted"]
    assert (counted["rows"], counted["taken_back"]) == ([["entry", "foot", "man", 1]], 1)
    assert tally.last_strokes(amina) == [MAN.cell]
    tally.take_back_last(amina, "e" * 16, 1)
    assert figures.of_shift(amina)["counted"]["entry"] == 0
    with pytest.raises(NotAllowed, match="nothing_to_take_back"):
        tally.take_back_last(amina, "d" * 16, 1)


@pytest.mark.parametrize(
    "stroke",
    [
        Stroke("across", "foot", "man"),
        Stroke("entry", "plane", "man"),
        Stroke("entry", "foot", "camel"),
        Stroke("entry", "foot", "truck_sealed"),
    ],
)
def test_what_is_no_count_is_not_recorded(amina, stroke):  # noqa: F811
    before = entries_in_journal()
    with pytest.raises(NotAllowed, match="not_a_count"):
        tally.count(amina, PAD, 1, [MAN, stroke])
    assert entries_in_journal() == before


def test_without_a_local_regime_neighbours_are_not_counted_and_trucks_are(amina, monkeypatch):  # noqa: F811
    monkeypatch.setattr(regime, "of_post", lambda *_: None)
    with pytest.raises(NotAllowed, match="no_local_regime"):
        tally.count(amina, PAD, 1, [MAN])
    tally.count(amina, PAD, 1, [TRUCK])
    assert figures.of_shift(amina)["vehicles"] == [["exit", "truck_sealed", 1]]


def test_the_count_says_under_which_rule(amina):  # noqa: F811
    day = local_time(wall_clock()).date()
    local = regime.of_post("ML-GOG", day)
    assert local is not None
    assert (local.answer.answer, local.category) == ("local_regime", "local")
    assert regime.of_post("NE-AYO", day) is None


def test_a_number_from_paper_is_late_and_keeps_its_hour(amina):  # noqa: F811
    now = wall_clock()
    since = now - 7_200_000
    tally.from_paper(amina, since, since + 3_600_000, {WOMAN.cell: 40, MAN.cell: 0}, "Sheet 3")
    row = Tally.objects.get()
    assert (row.late, row.passed_from, row.sheet, row.strokes) == (True, since, "Sheet 3", [[*WOMAN.cell, 40]])
    assert figures.of_shift(amina)["counted"]["late"] == 40
    assert tally.last_strokes(amina) == []  # Backspace does not reach paper
    with pytest.raises(NotAllowed, match="late_is_before_now"):
        tally.from_paper(amina, now, now + 3_600_000, {MAN.cell: 1})
    tally.withdraw(amina, row.key, "twice")
    assert figures.of_shift(amina)["counted"]["entry"] == 0
    with pytest.raises(NotAllowed, match="already_withdrawn"):
        tally.withdraw(amina, row.key, "twice")


def test_a_plate_belongs_to_the_last_vehicle(amina):  # noqa: F811
    with pytest.raises(NotAllowed, match="count_the_vehicle_first"):
        tally.note_plate(amina, "AB 1234 MD")
    tally.count(amina, PAD, 1, [TRUCK, MAN])
    tally.note_plate(amina, " ab  1234 md")
    noted = Plate.objects.get()
    assert (noted.what, noted.direction) == ("truck_sealed", "exit")
    assert b"1234" not in bytes(noted.kept)


def test_a_closing_freezes_the_figures_and_a_rebuild_comes_to_the_same(amina):  # noqa: F811
    tally.count(amina, PAD, 1, [MAN, WOMAN, BACK, TRUCK])
    tally.note_plate(amina, "AB 1234 MD")
    before = figures.of_shift(amina)
    shift.close_shift(amina)
    amina.refresh_from_db()
    assert figures.of_shift(amina) == before
    assert ClosedCounts.objects.get().figures["vehicles"] == [["exit", "truck_sealed", 1]]
    assert rebuild(FOLLOW_ENTRIES) == []
    assert not Parked.objects.exists()


def test_a_shift_that_counted_nothing_leaves_no_entry(amina):  # noqa: F811
    before = entries_in_journal()
    shift.close_shift(amina)
    assert entries_in_journal() == before + 1
