from dataclasses import replace

import pytest

from jalon.watchlists.formats import FORMATS, Edition, Listing
from jalon.watchlists.formats.difference import compare, digests
from jalon.watchlists.formats.guards import SUGGESTED, Guards, reasons
from jalon.watchlists.formats.sentences import SENTENCES
from jalon.watchlists.tests.samples import edition, national


def some(count):
    return edition("national", national(*({"id": f"A-{number}"} for number in range(count))))


@pytest.mark.parametrize(
    ("guards", "codes"),
    [
        (Guards(), []),
        (Guards(minimum_persons=3, maximum_persons=3, minimum_names=3, maximum_names=3), []),
        (Guards(minimum_persons=4), ["too_few"]),
        (Guards(maximum_persons=2), ["too_many"]),
        (Guards(minimum_names=4), ["too_few"]),
        (Guards(maximum_names=2), ["too_many"]),
        (Guards(minimum_documents=1), ["too_few"]),
    ],
)
def test_counts_outside_the_guards_refuse_the_edition(guards, codes):
    assert [reason.code for reason in reasons(some(3), guards)] == codes


def test_an_empty_edition_is_always_refused():
    assert [reason.code for reason in reasons(Edition("ftm", ()), Guards())] == ["empty_edition"]


@pytest.mark.parametrize(("limit", "codes"), [(50, []), (49, ["too_many_removed"]), (None, [])])
def test_too_many_removed(limit, codes):
    difference = compare(digests(some(4).listings), digests(some(2).listings))
    assert [reason.code for reason in reasons(some(2), Guards(maximum_removed=limit), difference)] == codes


def test_too_many_refused():
    found = edition("national", national({}, {"id": "A-2", "authority": ""}))
    assert [reason.code for reason in reasons(found, Guards(maximum_refused=49))] == ["too_many_refused"]
    assert reasons(found, Guards(maximum_refused=50)) == ()


def test_reasons_are_sentences_in_three_languages():
    reason = reasons(some(1), Guards(minimum_persons=10))[0]
    assert reason.sentence("en") == "1 persons: fewer than the minimum of 10; the edition is refused."
    assert "1 personnes" in reason.sentence("fr") and "أشخاص" in reason.sentence("ar")


def test_two_editions_compared():
    before = {one.id: one for one in some(3).listings}
    after = [replace(before["A-1"], telephone="+223 99"), before["A-2"], replace(before["A-0"], id="A-9")]
    difference = compare(digests(before.values()), digests(after))
    assert (difference.added, difference.changed, difference.removed) == (("A-9",), ("A-1",), ("A-0",))
    assert round(difference.share_removed, 3) == 0.333


def test_a_listing_survives_json():
    for listing in some(2).listings:
        assert Listing.from_json(listing.as_json()) == listing


def test_each_format_has_suggested_guards():
    assert SUGGESTED.keys() == FORMATS.keys()


def test_every_sentence_stands_in_three_languages_with_the_same_parameters():
    import string

    for code, words in SENTENCES.items():
        assert set(words) == {"fr", "en", "ar"}, code
        named = [{part[1] for part in string.Formatter().parse(text) if part[1]} for text in words.values()]
        assert named[0] == named[1] == named[2], code
