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


DAYS = [
    ("1990-01-01", {"fr": "1er janvier 1990", "en": "1 January 1990", "ar": "1 يناير 1990"}),
    ("1990-01-11", {"fr": "11 janvier 1990", "en": "11 January 1990", "ar": "11 يناير 1990"}),
    ("1990-01-21", {"fr": "21 janvier 1990", "en": "21 January 1990", "ar": "21 يناير 1990"}),
    ("1990-01", {"fr": "janvier 1990", "en": "January 1990", "ar": "يناير 1990"}),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("iso", "said"), DAYS, ids=[iso for iso, _ in DAYS])
def test_a_day_as_people_write_it(iso, said, language):
    with translation.override(language):
        assert words.partial_date(iso) == said[language]


TYPESET = [
    ("né la même année : 1990 ; jour inconnu d'un côté", "né la même année\u00a0: 1990\u202f; jour inconnu d’un côté"),
    ("N'DIAYE ~ N'Diaye (graphie proche)", "N'DIAYE ~ N'Diaye (graphie proche)"),
    ("« B » ne peut figurer", "«\u00a0B\u00a0» ne peut figurer"),
]


@pytest.mark.parametrize(("plain", "printed"), TYPESET)
def test_french_is_printed_as_french_and_names_stay(plain, printed):
    with translation.override("fr"):
        assert words.typeset(plain) == printed
    with translation.override("en"):
        assert words.typeset(plain) == plain


# Codes of a hit's reasons, a line of the table, whether its two sides may be one.
NEAR = [
    ({"name"}, "name", True),
    ({"name", "name_missing_in_query"}, "name", True),
    ({"name", "name_left_over"}, "name", False),
    ({"name_different"}, "name", False),
    ({"name", "year_same_day_unknown"}, "birth_date", True),
    ({"name", "year_differs"}, "birth_date", False),
    ({"name"}, "sex", False),
]


@pytest.mark.parametrize(("codes", "line", "near"), NEAR)
def test_what_may_be_one_though_it_differs(codes, line, near):
    assert words.near(line, [{"code": code} for code in codes]) is near
