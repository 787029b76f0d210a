"""The model, as a list of weighted evidence. Weights are in points: natural logarithms of odds, added up.

A point is what one would bet: +1 makes "the same person" 2.7 times likelier, −1 as much less likely. The name's weights
are per unit of name (1.0 is one part met once in a while; see `spellings.CLASS_WEIGHTS`). They were first fitted by
logistic regression on half of the labelled pairs, then rounded, and set lower where the labelled pairs flatter
(their birth dates were copied from the list, a traveller's are not).
"""

from __future__ import annotations

import math

ALGORITHM = "jalon-names"
VERSION = "1"

NAME = {
    "agreed": 3.6,  # a unit of name shared, up to FULL_NAME units
    "agreed_more": 1.5,  # a unit shared beyond
    "unlike": -1.8,  # a unit lost to spelling
    "conflict": -6.0,  # a unit left over on both sides: two different names
    "missing": -0.7,  # a unit left over on one side: a name not given
    "lone": -1.5,  # a single part is shared, and there are others
    "weak": -1.0,  # the listed name is a vague alias
}
FULL_NAME = 2.0
LONE_FROM = 0.4  # units left over
CONFLICT_AT_MOST = 2.5  # units: a third different name adds nothing
MISSING_AT_MOST = 3.0

WEIGHTS = {
    "day_same": 9.0,
    "month_same": 5.5,
    "day_month_swapped": 5.0,
    "first_january_same": 5.5,
    "year_same": 5.0,
    "digit_differs": 1.0,
    "year_same_day_unknown": 2.0,
    "year_same_first_january": 0.5,
    "years_near": 0.5,
    "day_differs": -2.5,
    "year_differs_little": -5.5,
    "year_differs": -9.0,
    "nationality_same": 1.0,
    "nationality_differs": -1.5,
    "sex_same": 0.2,
    "sex_differs": -1.0,
    "document_same": 30.0,
    "document_state_unknown": 21.0,
    "document_other_state": 6.0,
}

# Nobody is the listed person before evidence says so.
START = -2.5

# Points between a score and the next "likelier by e": flat, so that strong scores still differ.
SPREAD = 3.0

# The score from which a listing is shown to the officer, unless the list's own rules say otherwise.
THRESHOLD = 0.70


def name_points(agreed: float, unlike: float, conflict: float, missing: float) -> float:
    """Points of a pair of names; units in, points out."""
    return (
        NAME["agreed"] * min(agreed, FULL_NAME)
        + NAME["agreed_more"] * max(agreed - FULL_NAME, 0.0)
        + NAME["unlike"] * unlike
        + NAME["conflict"] * min(conflict, CONFLICT_AT_MOST)
        + NAME["missing"] * min(missing, MISSING_AT_MOST)
    )


def score(points: float) -> float:
    """All points → 0..1, rising."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, points / SPREAD))))


def points_of(score: float) -> float:
    """The points that give a score strictly between 0 and 1."""
    return SPREAD * math.log(score / (1.0 - score))
