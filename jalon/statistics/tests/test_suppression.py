"""Small numbers cannot be found: a brute-force attacker, who tries every table with the published numbers, agrees."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.statistics.suppression import ALL, protect


def ways(total, parts):
    """Every way to write a total as so many numbers."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in ways(total - first, parts - 1):
            yield (first, *rest)


def possible(rows, columns, cells, published, totals):
    """Every table of numbers of 0 and more that has the published numbers; those who attack know no more."""
    sums = [sum(cells[(row, column)] for row in rows) for column in columns]
    fixed = [tuple(sums)] if totals else ways(sum(sums), len(columns))
    for of_columns in fixed:
        for table in product(*(list(ways(total, len(rows))) for total in of_columns)):
            guess = {(row, column): table[c][r] for r, row in enumerate(rows) for c, column in enumerate(columns)}
            if len(columns) > 1:
                guess |= {(row, ALL): sum(guess[(row, column)] for column in columns) for row in rows}
            guess |= {(ALL, column): of_columns[c] for c, column in enumerate(columns)}
            if all(number is None or guess.get(place, sum(sums)) == number for place, number in published.items()):
                yield guess


@st.composite
def tables(draw):
    rows = [f"r{number}" for number in range(draw(st.integers(2, 4)))]
    columns = [f"c{number}" for number in range(draw(st.integers(1, 2)))]
    number = st.integers(0, 5)
    cells = {(row, column): draw(number) for row in rows for column in columns}
    return rows, columns, cells, draw(st.booleans())


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tables())
def test_no_number_kept_back_can_be_found(table):
    rows, columns, cells, totals = table
    threshold = 3
    sums = {column: sum(cells[(row, column)] for row in rows) for column in columns}
    if sum(sums.values()) < threshold or (totals and any(0 < total < threshold for total in sums.values())):
        return  # such a table is not published, or without its columns: see publishing
    published = protect(rows, columns, cells, threshold, totals)
    everything = {**cells, **{(ALL, column): total for column, total in sums.items()}}
    everything |= {(row, ALL): sum(cells[(row, column)] for column in columns) for row in rows}
    for place, number in published.items():
        assert number is None or number == everything.get(place, sum(sums.values()))
        stands = place == (ALL, ALL) or (totals and place[0] == ALL)
        assert number is None or stands or number == 0 or number >= threshold
    hidden = {place for place, number in published.items() if number is None}
    guesses = list(possible(rows, columns, cells, published, totals))
    for place in hidden:
        assert len({guess[place] for guess in guesses}) > 1, (place, cells, published)


@pytest.mark.parametrize(
    ("cells", "kept_back"),
    [
        ({("a", "x"): 40, ("b", "x"): 50, ("c", "x"): 60}, 0),  # nothing small, nothing kept back
        ({("a", "x"): 4, ("b", "x"): 50, ("c", "x"): 60}, 2),  # a small one takes the smallest other with it
        ({("a", "x"): 4, ("b", "x"): 3, ("c", "x"): 60}, 3),  # two small ones tell too much of each other
        ({("a", "x"): 0, ("b", "x"): 50, ("c", "x"): 60}, 0),  # a zero is no small number
    ],
)
def test_what_is_kept_back_of_a_column(cells, kept_back):
    published = protect(["a", "b", "c"], ["x"], cells, 10)
    assert sum(number is None for number in published.values()) == kept_back


def test_without_the_closed_way_the_attacker_finds_it():
    """What the property above guards: small numbers alone kept back are found at once."""
    cells = {("a", "x"): 1, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 7}
    published = protect(["a", "b"], ["x", "y"], cells, 3)
    naive = {place: None if number is None and place == ("a", "x") else number for place, number in published.items()}
    whole = {**cells, ("a", ALL): 10, ("b", ALL): 15, (ALL, "x"): 9, (ALL, "y"): 16, (ALL, ALL): 25}
    naive = {place: whole[place] if place != ("a", "x") else None for place in naive}
    found = {guess[("a", "x")] for guess in possible(["a", "b"], ["x", "y"], cells, naive, True)}
    assert found == {1}
    assert len({guess[("a", "x")] for guess in possible(["a", "b"], ["x", "y"], cells, published, True)}) > 1
