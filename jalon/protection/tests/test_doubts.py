"""Which children go to child protection, and why."""

import pytest

from jalon.protection.doubts import SENTENCES, doubts

MOTHER = {"with": "parent", "adult": "n.e.1", "consent_seen": False}
UNCLE = {"with": "other_adult", "adult": "n.e.1", "consent_seen": False}


@pytest.mark.parametrize(
    ("child", "age", "adult_known", "codes"),
    [
        (None, 30, False, ()),
        (None, None, False, ()),
        (None, 12, False, ("not_said",)),
        (MOTHER, 12, True, ()),
        (MOTHER, 12, False, ("adult_not_found",)),
        (UNCLE, 12, True, ("no_consent",)),
        (UNCLE, 12, False, ("no_consent", "adult_not_found")),
        (UNCLE | {"consent_seen": True}, 12, True, ()),
        ({"with": "alone", "adult": "", "consent_seen": False}, 15, False, ("alone",)),
        ({"with": "alone"}, None, False, ("alone", "age_unknown")),
        ({"with": "alone"}, 18, False, ()),
        ({}, 9, False, ("not_said",)),
    ],
)
def test_doubts(child, age, adult_known, codes):
    assert doubts(child, age, adult_known=adult_known) == codes
    assert all(str(SENTENCES[code]) for code in codes)
