"""The indicators: the rules of their table; each figure leads back to its entries, and is the same afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from jalon.cooperation import indicators
from jalon.cooperation.indicator import BETTER, THEMES, NotHeldAt, confidence
from jalon.cooperation.indicators import INDICATORS, behind, measured
from jalon.journal.applying import entries_in_journal
from jalon.statistics import following
from jalon.statistics.tests.border import Border

SINCE, UNTIL = date(2026, 10, 1), date(2026, 12, 1)


def test_the_table_says_of_each_what_it_is_and_makes_no_target_of_what_is_only_told():
    assert {"first_line_p90", "second_line_wait_median", "posts_connected", "hits_in_time", "measures_done"} <= set(
        indicators.targets()
    )
    for code in ("refused", "hits", "handed_over", "false_documents", "hits_acted_on", "passages"):
        assert code not in indicators.targets(), code
    for code, one in INDICATORS.items():
        assert one.code == code
        assert one.theme in THEMES and one.better in BETTER
        assert str(one.title) and str(one.meaning) and str(one.how)
        assert "officer" not in code


CASES = {
    "firm": (0.4, 0.95, 200, "high"),
    "half heard": (0.4, 0.62, 200, "medium"),
    "little heard": (0.4, 0.1, 200, "low"),
    "few": (0.4, 1.0, 12, "medium"),
    "one": (0.4, 1.0, 1, "low"),
    "nothing": (None, 1.0, 0, "none"),
    "no hours to report": (3, None, 50, "high"),
}


@pytest.mark.parametrize("name", CASES)
def test_how_sure_a_figure_is(name):
    value, coverage, entries, expected = CASES[name]
    assert confidence(value, coverage, entries) == expected


@pytest.fixture
def border(headquarters):
    story = Border(headquarters, 3)
    for _ in range(60):
        story.step()
    while following.follow():
        pass
    return story


@pytest.mark.both
def test_each_figure_leads_back_to_entries_of_the_journal_and_names_nobody(border):
    at = entries_in_journal()
    for code in INDICATORS:
        found = measured(code, SINCE, UNTIL, at=at)
        entries = [one for page in range(20) for one in behind(code, SINCE, UNTIL, at=at, page=page)]
        assert len(entries) == found.entries, code
        assert [one.position for one in entries] == sorted(one.position for one in entries)
    passages = measured("passages", SINCE, UNTIL)
    first = behind("passages", SINCE, UNTIL)[0]
    assert passages.value and passages.value == passages.entries
    assert (first.verb, first.post) == ("crossing.inspected", "ML-GOG") and first.key.count(".") == 2
    assert set(first.__slots__) == {"key", "position", "verb", "post", "day"}
    assert measured("passages", SINCE, UNTIL, ["ML-DIB"]).value is None, "nothing reported is no zero"
    waits = measured("hits_in_time", SINCE, UNTIL)
    assert waits.value is None and waits.confidence == "none"


@pytest.mark.both
def test_what_the_counts_have_passed_is_not_asked_of_them_again(border):
    at = entries_in_journal()
    with pytest.raises(NotHeldAt):
        measured("passages", SINCE, UNTIL, at=at - 1)


def test_two_of_one_name_are_refused(settings):
    settings.JALON_INDICATORS = [*settings.JALON_INDICATORS, "jalon.cooperation.tables.work.WORK"]
    with pytest.raises(ValueError, match="two indicators"):
        indicators._composed()
