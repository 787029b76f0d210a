"""Codes in words: what an officer reads of a hit, a correction, an alarm."""

import pytest
from django.utils import translation

from jalon.desk import words
from jalon.screening.reason import LANGUAGES, SENTENCES

NIGER = {"fr": "Niger", "en": "Niger", "ar": "النيجر"}
# A reason as it is recorded, and what each language must say of it.
REASONS = [
    (("nationality_same", {"nationality": "NER"}), NIGER),
    (("nationality_differs", {"query": "GIN, NER", "listed": "MLI"}), NIGER),
    (("document_same", {"number": "B0123456", "state": "NER"}), NIGER),
    (("document_other_state", {"number": "B0123456", "query": "NER", "listed": "MLI"}), NIGER),
    (("sex_same", {"sex": "M"}), {"fr": "Homme", "en": "Male", "ar": "ذكر"}),
    (("sex_differs", {"query": "M", "listed": "F"}), {"fr": "Femme", "en": "Female", "ar": "أنثى"}),
    (("day_same", {"listed": "1985-06-15"}), {"fr": "15 juin 1985", "en": "15 June 1985", "ar": "15 يونيو 1985"}),
    (
        ("year_differs", {"query": "1985-06", "listed": "1962"}),
        {"fr": "juin 1985", "en": "June 1985", "ar": "يونيو 1985"},
    ),
    (
        ("month_same", {"query": "1985-02-31", "listed": "1985-02"}),
        {"fr": "1985-02-31", "en": "1985-02-31", "ar": "1985"},
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("reason", "said"), REASONS, ids=[reason[0] for reason, _ in REASONS])
def test_a_reason_speaks_as_people_do(reason, said, language):
    with translation.override(language):
        sentence = words.reason({"code": reason[0], "parameters": reason[1], "weight": 1.0})
    assert said[language] in sentence
    assert "NER" not in sentence and "GIN" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_numbers_stay_as_they_were_written(language):
    plain = {"code": "name", "parameters": {"pairs": [["SANI", "Sani", "equal"]]}, "weight": 1.0}
    with translation.override(language):
        assert "SANI" in words.reason(plain)
        assert "B0123456" in words.reason(
            {"code": "document_same", "parameters": {"number": "B0123456", "state": "NER"}, "weight": 1.0}
        )


def test_every_code_of_a_reason_can_be_said():
    for code in set(SENTENCES) - {"name"}:
        parameters = dict.fromkeys(("query", "listed", "nationality", "sex", "number", "state"), "MLI")
        assert words.reason({"code": code, "parameters": parameters, "weight": 0.0})


ALARMS = [
    ("this journal was restored from a backup", "restored"),
    ("entries are missing: the sidecar knows entry 5 of epoch ab", "missing"),
    ("entry 5 of epoch ab is not the one the sidecar knows", "not the one"),
    ("something new", "something new"),
]


@pytest.mark.parametrize(("reason", "said"), ALARMS)
def test_an_alarm_of_the_journal(reason, said):
    with translation.override("en"):
        assert said in words.journal_alarm(reason)
