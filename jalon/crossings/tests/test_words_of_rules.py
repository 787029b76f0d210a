"""The words of the desk and those of the rules of travel are the same words."""

from __future__ import annotations

from jalon.crossings import journey
from jalon.regimes import words


def test_purposes_and_directions_agree() -> None:
    assert set(words.PURPOSES) == set(journey.PURPOSES)
    assert set(words.DIRECTIONS) == set(journey.DIRECTIONS)
