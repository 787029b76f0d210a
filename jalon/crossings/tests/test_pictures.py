"""Pictures outside the entries: sealed, bounded, on a lane that waits for the entries; what became of each is named."""

import hashlib
import io
from datetime import date

import pytest
from PIL import Image

from jalon.config import cast
from jalon.config.rebuilding import FOLLOW_ENTRIES
from jalon.crossings import decision, pictures, shift
from jalon.crossings.inspection import inspect, latest_open, shown_by_mrz
from jalon.crossings.models import Picture, PictureLeft, PictureRule
from jalon.crossings.rules import NotAllowed
from jalon.journal import seal, sending
from jalon.journal.node import this_node
from jalon.journal.rebuild import rebuild
from jalon.readers.tests.samples import PASSPORT, jpeg

pytestmark = [pytest.mark.both]


@pytest.fixture
def officers(node):
    return cast.enrol(this_node().keys.post, "correct horse battery", date(2026, 1, 1))


@pytest.fixture
def amina(officers):
    return shift.open_shift(officers["amina"], this_node().keys.post)


@pytest.fixture
def law(officers):
    proposed = pictures.propose("Loi 2026-014, article 7", ["face", "document"], 90, date(2026, 1, 1), officers["issa"])
    pictures.allow(proposed.key, officers["claire"])
    return proposed.key


@pytest.fixture
def traveller(amina):
    inspect(shown_by_mrz(PASSPORT), "entry", amina)
    return latest_open(amina)


def forbidden(code, function, *arguments):
    with pytest.raises(NotAllowed) as refused:
        function(*arguments)
    assert refused.value.code == code


def portrait(shade=120):
    image = Image.effect_mandelbrot((400, 300), (-2, -1.2, 1, 1.2), shade)
    return jpeg(image, 95)


def take(traveller, amina, count=1):
    for number in range(count):
        pictures.take(traveller, amina, "face", portrait(20 + number))
    return list(Picture.objects.order_by("at", "key"))


@pytest.mark.parametrize(
    ("law_named", "kinds", "days", "who", "code"),
    [
        ("Loi", ["face"], 90, "issa", "pictures_need_a_law"),
        ("Loi 2026-014", [], 90, "issa", "pictures_need_a_law"),
        ("Loi 2026-014", ["fingerprint"], 90, "issa", "pictures_need_a_law"),
        ("Loi 2026-014", ["face"], 0, "issa", "pictures_need_an_end"),
        ("Loi 2026-014", ["face"], 3651, "issa", "pictures_need_an_end"),
        ("Loi 2026-014", ["face"], 90, "amina", "pictures_not_yours_to_propose"),
        ("Loi 2026-014", ["face"], 90, "claire", "pictures_not_yours_to_propose"),
    ],
)
def test_a_law_is_named_bounded_and_proposed_by_an_administrator(officers, law_named, kinds, days, who, code):
    forbidden(code, pictures.propose, law_named, kinds, days, date(2026, 1, 1), officers[who])
    assert not PictureRule.objects.exists()


def test_a_law_takes_two_people_and_one_may_stop_it(officers):
    rule = pictures.propose("Loi 2026-014", ["face"], 90, date(2026, 1, 1), officers["issa"]).key
    assert pictures.in_force() is None
    forbidden("pictures_second_person", pictures.allow, rule, officers["issa"])
    forbidden("pictures_not_yours_to_allow", pictures.allow, rule, officers["bakary"])
    pictures.allow(rule, officers["claire"])
    assert pictures.in_force().key == rule
    forbidden("pictures_nothing_waits", pictures.allow, rule, officers["claire"])
    forbidden("pictures_not_yours_to_allow", pictures.stop, rule, "x", officers["amina"])
    pictures.stop(rule, "repealed", officers["claire"])
    assert pictures.in_force() is None
    forbidden("pictures_nothing_waits", pictures.stop, rule, "again", officers["issa"])


def test_the_later_law_counts(officers, law):
    later = pictures.propose("Décret 2026-200", ["document"], 30, date(2026, 1, 1), officers["issa"]).key
    pictures.allow(later, officers["claire"])
    assert pictures.kinds_allowed() == ("document",)
    pictures.stop(later, "annulled", officers["claire"])
    assert pictures.in_force().key == law


def test_without_a_law_nothing_is_even_read(traveller, amina):
    forbidden("pictures_off", pictures.take, traveller, amina, "face", portrait())
    forbidden("pictures_off", pictures.take, traveller, amina, "anything", portrait())
    assert pictures.waiting() == []


@pytest.mark.parametrize("content", [b"", b"no picture", portrait()[:300]])
def test_what_is_no_picture_is_not_kept(traveller, amina, law, content):
    forbidden("picture_unreadable", pictures.take, traveller, amina, "face", content)
    assert pictures.waiting() == []
    assert not Picture.objects.exists()


def test_headquarters_opens_what_the_entry_has_the_digest_of(traveller, amina, law):
    (taken,) = take(traveller, amina)
    (kept,) = pictures.waiting()
    sealed = kept.path.read_bytes()
    assert hashlib.sha256(sealed).hexdigest() == taken.digest
    assert len(sealed) == taken.size
    if this_node().keys.is_headquarters:
        bound = pictures.bound(this_node().id, traveller.key, "face")
        clear = seal.open_sealed(sealed, this_node().keys.sealing, bound)
        assert Image.open(io.BytesIO(clear)).format == "WEBP"
        with pytest.raises(ValueError):
            seal.open_sealed(sealed, this_node().keys.sealing, pictures.bound(this_node().id, "another", "face"))
    assert Image.open(io.BytesIO(pictures.seen(taken))).format == "WEBP"


def test_no_picture_goes_while_an_entry_waits(traveller, amina, law, monkeypatch):
    one, two, three = take(traveller, amina, 3)
    assert pictures.next_pictures(1_000_000) == []
    monkeypatch.setattr(sending, "not_sent", lambda: 0)
    assert [going.digest for going in pictures.next_pictures(1_000_000)] == [one.digest, two.digest, three.digest]
    assert [going.digest for going in pictures.next_pictures(1)] == [one.digest], "one goes however large it is"
    assert [going.digest for going in pictures.next_pictures(one.size + two.size)] == [one.digest, two.digest]
    assert hashlib.sha256(pictures.next_pictures(1)[0].content).hexdigest() == one.digest


def test_what_headquarters_received_leaves_and_is_recorded(traveller, amina, law, officers):
    one, two = take(traveller, amina, 2)
    assert pictures.received([one.digest, "0" * 64], officers["issa"]) == 1
    assert [kept.digest for kept in pictures.waiting()] == [two.digest]
    assert PictureLeft.objects.get().why == "received"
    assert [pictures.what_became_of(taken) for taken in (one, two)] == ["received", "here"]
    assert pictures.received([one.digest], officers["issa"]) == 0


def test_a_picture_goes_when_its_days_are_over(traveller, amina, law, officers, monkeypatch):
    (taken,) = take(traveller, amina)
    now = pictures.wall_clock()
    monkeypatch.setattr(pictures, "wall_clock", lambda: now + 89 * pictures.DAY)
    assert pictures.expire(officers["issa"]) == 0
    monkeypatch.setattr(pictures, "wall_clock", lambda: now + 91 * pictures.DAY)
    assert pictures.expire(officers["issa"]) == 1
    assert pictures.what_became_of(taken) == "retention"


def test_where_there_is_no_more_room_the_oldest_goes_and_it_is_recorded(traveller, amina, law, settings):
    take(traveller, amina, 2)
    settings.JALON_PICTURES_MEGABYTES = sum(kept.size for kept in pictures.waiting()) / 1_000_000
    one, two, three = take(traveller, amina, 1)
    assert [kept.digest for kept in pictures.waiting()] == [two.digest, three.digest]
    assert [pictures.what_became_of(taken) for taken in (one, two, three)] == ["full", "here", "here"]


def test_a_full_disk_keeps_no_picture(traveller, amina, law, monkeypatch):
    monkeypatch.setattr(pictures, "LEAST_FREE", 1 << 60)
    forbidden("pictures_disk_full", pictures.take, traveller, amina, "face", portrait())
    assert pictures.waiting() == []


def test_a_picture_that_is_not_there_is_a_named_fault_and_the_entry_stands(traveller, amina, law):
    (taken,) = take(traveller, amina)
    pictures.waiting()[0].path.unlink()
    assert pictures.what_became_of(taken) == "missing"
    assert Picture.objects.count() == 1


def test_a_rebuild_comes_to_the_same(traveller, amina, law, officers):
    one, _ = take(traveller, amina, 2)
    pictures.received([one.digest], officers["issa"])
    assert rebuild(FOLLOW_ENTRIES) == []


def test_a_rebuild_after_the_hand_over_comes_to_the_same(traveller, amina, law):
    take(traveller, amina)
    decision.refer(traveller, amina, "document_doubt", "")
    shift.close_shift(amina)
    assert Picture.objects.count() == 1, "the case is open: it keeps its picture"
    assert rebuild(FOLLOW_ENTRIES) == []
