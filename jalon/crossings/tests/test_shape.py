"""A body that is none is parked like any other entry that does not fit, and stops nothing that follows the tables."""

from datetime import date

import pytest

from jalon.adjudication.tests.headquarters import traveller
from jalon.config import cast
from jalon.counting.models import Tally
from jalon.crossings import register, shift
from jalon.crossings.inspection import inspected
from jalon.crossings.models import Expected, Hold, Inspection, Sheet
from jalon.journal.models import Parked
from jalon.journal.record import record

pytestmark = pytest.mark.both

FAR = 9_000_000_000_000_000  # ms: no calendar has that year
HIT = {"list": "wanted", "listing": "T-1", "edition": 1, "kind": "person", "score": 0.9, "reasons": []}
HIT |= {"action": "refer", "shows": "", "facts": {"title": "Wanted"}, "algorithm": "names 1"}


@pytest.fixture
def there(node):
    cast.declare_posts()
    officers = cast.enrol("ML-GOG", "correct horse battery", date(2026, 1, 1))
    return shift.open_shift(officers["amina"], "ML-GOG")


STRANGE = {
    "no fields": {"fields": None},
    "fields in a row": {"fields": ["TRAORE"]},
    "a name that is no text": {"fields": {"primary_identifier": 5}},
    "a birth on no day": {"fields": {"birth_date": "yesterday"}},
    "a hit that says nothing": {"hits": [{}]},
    "a hit of one word": {"hits": ["wanted"]},
    "a hit without a title": {"hits": [HIT | {"facts": {}}]},
    "a hit without a score": {"hits": [HIT | {"score": "high"}]},
    "problems by name": {"problems": {}},
    "a list without an edition": {"lists": [{"list": "wanted"}]},
    "a time beyond every calendar": {"late": {"passed_at": FAR}},
    "a time that is none": {"late": {"passed_at": "noon"}},
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_inspection_is_parked_and_the_next_one_counts(there, strange):
    key, body = bytes.fromhex(there.shift_key), inspected(traveller(), "entry", there)
    odd = record("crossing.inspected", body | strange, there.officer, key)
    sound = record("crossing.inspected", body | {"hits": [HIT]}, there.officer, key)
    assert Parked.objects.get().key == odd.key
    assert Inspection.objects.get().key == sound.key


@pytest.mark.parametrize("strange", [{"journey": []}, {"stay": {"to": "soon"}}, {"verdicts": "no"}, {"reason": {}}])
def test_a_strange_decision_is_parked(there, strange):
    key = bytes.fromhex(there.shift_key)
    seen = record("crossing.inspected", inspected(traveller(), "entry", there), there.officer, key)
    body = {"inspection": seen.key, "shift": there.key, "outcome": "admitted", "line": 1, "transport": "car"}
    odd = record("crossing.decided", body | strange, there.officer, key)
    assert Parked.objects.get().key == odd.key
    record("crossing.decided", body, there.officer, key)
    assert Inspection.objects.get().state == "admitted"


@pytest.mark.parametrize("strange", [{"changes": {"sex": "F"}}, {"changes": {"sex": ["M", 5]}}, {"hits": [{}]}])
def test_a_strange_correction_is_parked(there, strange):
    key = bytes.fromhex(there.shift_key)
    seen = record("crossing.inspected", inspected(traveller(), "entry", there), there.officer, key)
    body = {"inspection": seen.key, "changes": {"sex": ["M", "F"]}, "reason": "misread"}
    odd = record("crossing.corrected", body | strange, there.officer, key)
    assert Parked.objects.get().key == odd.key


@pytest.mark.parametrize(
    "strange",
    [
        {"strokes": [5]},
        {"strokes": [["en try", "foot", "man", 1]]},
        {"strokes": [["entry", "foot", "man", "1"]]},
        {"strokes": [["entry", "foot", "man", 10**7]]},
        {"strokes": [["entry", "foot", "man", True]]},
        {"from": FAR},
    ],
)
def test_a_strange_tally_is_parked(there, strange):
    body = {"shift": there.key, "from": 1, "until": 2, "strokes": [["entry", "foot", "man", 3]]}
    odd = record("count.tallied", body | strange, there.officer)
    record("count.tallied", body, there.officer)
    assert Parked.objects.get().key == odd.key
    assert Tally.objects.get().strokes == body["strokes"]


def test_an_entry_made_beyond_every_calendar_is_parked(there, monkeypatch):
    with monkeypatch.context() as changed:
        changed.setattr("jalon.journal.node.wall_clock", lambda: FAR)
        odd = record("count.tallied", {"shift": there.key, "from": 1, "until": 2, "strokes": []}, there.officer)
    assert Parked.objects.get().key == odd.key


@pytest.mark.parametrize("hours", ["x", -1, 721, True, None])
def test_hours_that_are_none_do_not_reach_the_hold_register(there, hours):
    key = bytes.fromhex(there.shift_key)
    seen = record("crossing.inspected", inspected(traveller(), "entry", there), there.officer, key)
    body = {"year": 2026, "number": 1, "inspection": seen.key, "post": "ML-GOG", "ground": "listed", "rule": "r"}
    body |= {"rules": "1", "started_at": 1_790_000_000_000}
    line = record("register.opened", body | {"hours": 24}, there.officer)
    odd = record("register.noted", {"line": line.key, "what": "extended", "hours": hours, "number": "1"}, there.officer)
    other = record("register.opened", body | {"hours": hours}, there.officer)
    late = record("register.opened", body | {"hours": 24, "started_at": FAR}, there.officer)
    assert set(Parked.objects.values_list("key", flat=True)) == {odd.key, other.key, late.key}
    assert register.until(Hold.objects.get()) == body["started_at"] + 24 * 3_600_000


def test_an_extension_that_stands_already_and_says_no_hours_adds_none():
    hold = Hold(started_at=1_000, hours=1, extensions={"a": ["x", "1", "amina", 1], "b": [2, "1", "amina", 1]})
    assert register.until(hold) == 1_000 + 3 * 3_600_000


@pytest.mark.parametrize("count", [0, 2001, 10**9, "9", True])
def test_a_number_in_a_body_does_not_fill_the_disk_with_sheets(there, count):
    body = {"shift": there.key, "kind": "register", "series": "A", "first": 1, "count": count, "origin": ""}
    record("paper.sheets_printed", body, there.officer)
    assert Parked.objects.count() == 1 and not Sheet.objects.exists()


def test_a_passenger_list_without_end_is_parked(there):
    key = bytes.fromhex(there.shift_key)
    said = {"shift": there.key, "direction": "entry", "kind": "bus", "announced": None, "plate": "A"}
    group = record("group.opened", said, there.officer, key)
    body = {"group": group.key, "ticked": {}}
    odd = record("group.listed", body | {"lines": [[n, {}] for n in range(2001)]}, there.officer, key)
    assert Parked.objects.get().key == odd.key
    record("group.listed", body | {"lines": [[1, {}]]}, there.officer, key)
    assert Expected.objects.count() == 1
