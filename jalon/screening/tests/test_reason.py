"""What the officer reads."""

from __future__ import annotations

import pytest

from jalon.screening import model
from jalon.screening.compare import compare
from jalon.screening.evidence.birth_date import RELATIONS
from jalon.screening.reason import LANGUAGES, RULES, SENTENCES
from jalon.screening.tests.people import person


def sentences(left: object, right: object, language: str = "en") -> list[str]:
    return [reason.sentence(language) for reason in compare(left, right).reasons]  # type: ignore[arg-type]


def test_names_part_by_part_as_they_were_written() -> None:
    said = sentences(person("TRAORE Aminatou"), person("Aminata Traoré"))
    assert said == ["TRAORE = Traoré; Aminatou ≈ Aminata (spellings of one name)"]
    assert sentences(person("Galadima KABO"), person("Galadima Kano"), "fr") == [
        "Galadima = Galadima; KABO ~ Kano (graphie proche)"
    ]


def test_a_glued_name_is_shown_whole() -> None:
    assert sentences(person("Ibrahimgaladima Wadai"), person("Ibrahim Galadima Wadai"))[0].startswith(
        "Ibrahimgaladima ~ Ibrahim Galadima (glued or split)"
    )
    assert sentences(person("ABDERRAHMANE Wadai"), person("Abd al-Rahman Wadai"))[0].startswith("ABDERRAHMANE")
    assert "Abd al Rahman" in sentences(person("ABDERRAHMANE Wadai"), person("Abd al-Rahman Wadai"))[0]


def test_what_is_left_over_is_said() -> None:
    assert "parts of the names differ: Wadai / Kano" in sentences(person("Galadima Wadai"), person("Galadima Kano"))
    assert "only in the listed name: Kano" in sentences(person("Galadima"), person("Galadima Kano"))
    assert "not in the listed name: Kano" in sentences(person("Galadima Kano"), person("Galadima"))
    assert sentences(person("Wadai"), person("Kano")) == ["different names: Wadai / Kano"]


def test_dates_and_the_rest() -> None:
    left = person("Galadima", born="1985-02-03", nation="MLI", sex="F")
    right = person("Galadima", born="1962", nation="NER", sex="M")
    assert sentences(left, right)[1:] == [
        "different birth year: 1985-02-03 / 1962",
        "different nationality: MLI / NER",
        "different sex: F / M",
    ]
    assert "day unknown on one side" in sentences(person("Galadima", born="1962-05-05"), right)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_in_every_language(language: str) -> None:
    codes = {*model.WEIGHTS, *RELATIONS, "name_different", "name_left_over", "name_missing_on_list", "name_weak"}
    assert codes <= set(SENTENCES)
    parameters = {
        "query": "A",
        "listed": "B",
        "nationality": "MLI",
        "sex": "M",
        "number": "1",
        "state": "MLI",
        "pairs": "x",
    }
    for texts in SENTENCES.values():
        assert texts[language].format(**parameters)
    assert all(language in words for _, words in RULES.values())


def test_arabic_keeps_names_whole() -> None:
    said = sentences(person("Galadima Kabo", born="1975"), person("Galadima Kano", born="1975"), "ar")
    assert "\u2068Kabo\u2069 ~ \u2068Kano\u2069" in said[0]


def test_another_language_gets_english() -> None:
    assert sentences(person("Wadai"), person("Kano"), "bm") == ["different names: Wadai / Kano"]
