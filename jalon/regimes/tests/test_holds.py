"""How long somebody may be held: the shipped sample, and what a file of rules may not say."""

import copy
import json
from datetime import date

import pytest

from jalon.regimes import holds

TODAY = date(2026, 11, 25)
SAMPLE = json.loads(holds.SETS[holds.CURRENT].read_text(encoding="utf-8"))

# State, day, ground; hours of an adult, what the prosecutor may add.
ANSWERS = [
    ("MLI", TODAY, "offence", 48, 24),
    ("MLI", date(2024, 12, 12), "wanted", 48, 24),
    ("NER", TODAY, "stay", 48, 48),
    ("BFA", TODAY, "offence", 72, 48),
    ("MRT", TODAY, "offence", 48, 48),
    ("TCD", date(2026, 1, 15), "offence", 48, 48),
    ("TCD", TODAY, "offence", 48, None),
    ("MLI", TODAY, "identity", None, None),
    ("SEN", TODAY, "offence", None, None),
]


@pytest.mark.parametrize(("state", "day", "ground", "hours", "added"), ANSWERS)
def test_the_rule_of_a_state_a_ground_and_a_day(state, day, ground, hours, added):
    rule = holds.rule_for(state, ground, day)
    assert (rule.longest(adult=True) if rule else None) == hours
    assert (rule.extension.hours if rule and rule.extension else None) == added


def test_no_child_is_held_under_the_sample():
    assert [rule.longest(adult=False) for rule in holds.rules().rules] == [None] * len(holds.rules().rules)


def test_a_childs_hours_are_its_own_where_a_rule_gives_some():
    contents = changed(lambda row: row.update(child=10))
    rule = holds.made(contents).rules[0]
    assert (rule.longest(adult=True), rule.longest(adult=False)) == (48, 10)


def test_every_rule_of_the_sample_is_to_be_confirmed_and_says_where_it_comes_from():
    for rule in holds.rules().rules:
        assert rule.basis.confirmed == "" and holds.rules().texts[rule.basis.text].sources


def test_two_rules_follow_one_another():
    before, after = (holds.rule_for("MLI", "offence", date(2024, 12, day)) for day in (12, 13))
    assert (before.basis.code, after.basis.code) == ("ml-custody-2013", "ml-custody-2024")
    assert holds.grounds_of("MLI", TODAY) == ("offence", "wanted", "stay")
    assert holds.rule_named("ml-custody-2013") is before


def changed(change):
    contents = copy.deepcopy(SAMPLE)
    change(contents["rules"][0])
    return contents


UNUSABLE = [
    ("a ground is not known", {"grounds": ["because"]}),
    ("a ground is not known", {"grounds": []}),
    ("is not known", {"text": "some text"}),
    ("the sentence is missing in a language", {"sentence": {"fr": "…"}}),
    ("the hours are not in order", {"hours": 0}),
    ("the hours are not in order", {"child": 49}),
    ("apply to the same day", {"until": None}),
]


@pytest.mark.parametrize(("said", "change"), UNUSABLE)
def test_a_file_that_is_not_in_order_is_not_used(said, change):
    with pytest.raises(holds.HoldsUnusable, match=said):
        holds.made(changed(lambda row: row.update(change)))
