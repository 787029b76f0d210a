"""What two dates are to one another, under each policy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.screening import dates, model
from jalon.screening.evidence.birth_date import DEFAULT, POLICIES, RELATIONS, DatePolicy, fields, relate, relation
from jalon.screening.person import BirthDate

# Traveller, listed ("~" before it: approximate), then what they are under the usual, strict and estimated policies.
CASES = [
    ("1975-08-14", "1975-08-14", "day_same", "day_same", "day_same"),
    ("1975-08-14", "1975-08", "month_same", "month_same", "month_same"),
    ("1975-08", "1975-08", "month_same", "month_same", "month_same"),
    ("1975-08-14", "1975-09", "day_differs", "day_differs", "day_differs"),
    ("1975-08-14", "1975", "year_same_day_unknown", "year_same_day_unknown", "year_same_day_unknown"),
    ("1975", "1975", "year_same", "year_same", "year_same"),
    ("1975-01-01", "1975-01-01", "first_january_same", "day_same", "first_january_same"),
    ("1975-08-14", "1975-01-01", "year_same_first_january", "day_differs", "year_same_first_january"),
    ("1975", "1975-01-01", "year_same", "year_same_day_unknown", "year_same"),
    ("1975-08-05", "1975-05-08", "day_month_swapped", "day_differs", "day_month_swapped"),
    ("1975-08-14", "1975-08-15", "digit_differs", "day_differs", "digit_differs"),
    ("1975-08-14", "1975-08-41", "month_same", "month_same", "month_same"),
    ("1975-08-14", "1985-08-14", "digit_differs", "year_differs", "digit_differs"),
    ("1975-01-01", "1976-01-01", "year_differs_little", "year_differs_little", "years_near"),
    ("1975-08-14", "1975-11-30", "day_differs", "day_differs", "day_differs"),
    ("1975-08-14", "1977-02-03", "year_differs_little", "year_differs_little", "years_near"),
    ("1975-08-14", "~1977", "years_near", "year_differs_little", "years_near"),
    ("1975-08-14", "~1975-08-14", "year_same_first_january", "year_same_first_january", "year_same_first_january"),
    ("1975-08-14", "1962-11-20", "year_differs", "year_differs", "year_differs"),
    ("1975-08-14", "nonsense", None, None, None),
    ("0000", "1975", None, None, None),
]


def date(text: str) -> BirthDate:
    return BirthDate(text.removeprefix("~"), approximate=text.startswith("~"))


@pytest.mark.parametrize(("traveller", "listed", "usual", "strict", "estimated"), CASES)
def test_what_two_dates_are(traveller: str, listed: str, usual: str, strict: str, estimated: str) -> None:
    for policy, code in (("usual", usual), ("strict", strict), ("estimated", estimated)):
        assert relation(date(traveller), date(listed), POLICIES[policy]) == code, policy
        assert relation(date(listed), date(traveller), POLICIES[policy]) == code, policy


def test_the_best_of_several_dates_counts() -> None:
    code, ours, theirs = relate([date("1975-08-14")], [date("1962"), date("1975"), date("1980-01-01")], DEFAULT) or ()
    assert (code, ours.text, theirs.text) == ("year_same_day_unknown", "1975-08-14", "1975")
    assert relate([], [date("1975")], DEFAULT) is None


def test_the_best_relation_is_the_one_of_most_points() -> None:
    weights = [model.WEIGHTS[code] for code in RELATIONS]
    assert weights == sorted(weights, reverse=True)


def test_unknown_parts() -> None:
    assert fields("1975-00-00") == ("1975",)
    assert fields("1975-08-XX") == ("1975", "08")
    assert fields("75") is None


some_dates = st.builds(
    lambda year, rest, about: BirthDate(f"{year}{rest}", about),
    st.integers(1970, 1981),
    st.sampled_from(["", "-01", "-08", "-01-01", "-08-14", "-08-15", "-05-08", "-08-05", "-12-31", "-10-10"]),
    st.booleans(),
)


@given(
    st.lists(some_dates, max_size=3),
    st.lists(some_dates, max_size=dates.COLUMNS),
    st.sampled_from([*POLICIES.values(), DatePolicy(day_month_swapped=False, years_apart=1)]),
)
def test_columns_of_numbers_say_the_same(ours: list[BirthDate], theirs: list[BirthDate], policy: DatePolicy) -> None:
    found = relate(ours, theirs, policy)
    expected = model.WEIGHTS[found[0]] if found else 0.0
    assert dates.points(np.array([dates.columns(theirs)]), ours, policy)[0] == pytest.approx(expected)


def test_a_person_of_many_dates_is_never_passed_over() -> None:
    many = [BirthDate(str(year)) for year in range(1960, 1970)]
    assert dates.points(np.array([dates.columns(many)]), [BirthDate("1980")], DEFAULT)[0] > 0
