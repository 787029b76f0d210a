"""Which questions a passage asks, as a table."""

import pytest

from jalon.crossings.journey import ASKED, DIRECTIONS, TRANSPORTS, asked

FOREIGN_ENTRY = ("origin", "destination", "purpose", "stay_days")
TABLE = [
    # direction, own national, means, age → questions
    ("entry", True, "foot", 36, ()),
    ("exit", True, "bus", 36, ("plate",)),
    ("entry", True, "animal", None, ()),
    ("entry", False, "foot", 36, (*FOREIGN_ENTRY, "minors")),
    ("entry", False, "foot", None, (*FOREIGN_ENTRY, "minors")),
    ("entry", False, "foot", 17, FOREIGN_ENTRY),
    ("entry", False, "foot", 18, (*FOREIGN_ENTRY, "minors")),
    ("entry", False, "car", 36, ("plate", *FOREIGN_ENTRY, "minors")),
    ("entry", False, "truck", 36, ("plate", *FOREIGN_ENTRY)),
    ("entry", False, "plane", 36, FOREIGN_ENTRY),
    ("exit", False, "foot", 36, ("destination", "minors")),
    ("exit", False, "truck", 36, ("plate", "destination")),
    ("exit", False, "pirogue", 9, ("destination",)),
]


@pytest.mark.parametrize(("direction", "own", "transport", "age", "questions"), TABLE)
def test_what_is_asked(direction, own, transport, age, questions):
    assert asked(direction, own, transport, age) == questions


def test_every_question_is_asked_of_somebody():
    everybody = [
        asked(direction, own, transport, age)
        for direction in DIRECTIONS
        for own in (True, False)
        for transport in TRANSPORTS
        for age in (5, 40)
    ]
    assert {name for questions in everybody for name in questions} == set(ASKED)
