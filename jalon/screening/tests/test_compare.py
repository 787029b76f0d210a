"""Who is the same person, who is not: the specification of the engine, case by case."""

from __future__ import annotations

import pytest

from jalon.screening.compare import compare
from jalon.screening.evidence.birth_date import POLICIES
from jalon.screening.model import THRESHOLD
from jalon.screening.reason import Reason
from jalon.screening.tests.people import person

DAY = "1975-08-14"

# What the case shows, the traveller's name, the listed name: the same birth date on both sides.
SAME = {
    "capitals, no accents": ("TRAORE AMINATA", "Aminata Traoré"),
    "another spelling": ("AMINATOU TRAWALLY", "Aminata Traoré"),
    "French and English": ("MOUHAMADOU JALLOH", "Mohamed Diallo"),
    "French and Arabic letters": ("MOHAMED EL HASSANE", "محمد الحسن"),
    "Arabic letters, rare name": ("BARZANE GHAFOURI", "برزان غفوري"),
    "Arabic letters, joined": ("ABDERRAHMANE TOURE", "عبد الرحمن توري"),
    "Cyrillic letters": ("TARKHAN GAZIEV", "Тархан Газиев"),
    "Cheikh and Shaykh": ("CHEIKH OUSMANE", "Shaykh Uthman"),
    "split name": ("ABDOUL RAHAMANE SIDI", "Abdoulrahamane Sidi"),
    "glued name": ("ABDERRAHMANE SIDI", "Abd al-Rahman Sidi"),
    "glued by a typist": ("IBRAHIMGALADIMA KANO", "Ibrahim Galadima Kano"),
    "order turned round": ("GALADIMA KANO IBRAHIM", "Ibrahim Galadima Kano"),
    "middle name left out": ("IBRAHIM GALADIMA", "Ibrahim Kano Galadima"),
    "cut short by the reading zone": (
        "ABDOULRAHAMANE IBRAHIM SOULEYMANE ABDO",
        "Abdoulrahamane Ibrahim Souleymane Abdoulaye",
    ),
    "cut short inside a name": ("ABDOULRAHAMANE IBRAHIM SOULE", "Abdoulrahamane Ibrahim Souleymane Abdoulaye"),
    "article left out": ("HAMZA TIKRITI", "Hamza al-Tikriti"),
    "word of descent in French and Arabic": ("SIDI OULD MOHAMED LEMINE", "Sidi Wuld Muhammad Lamin"),
    "apostrophe": ("NDEYE NDIAYE", "N'Deye N'Diaye"),
    "initial": ("I. GALADIMA KANO", "Ibrahim Galadima Kano"),
    "one letter wrong": ("GALADIMA KABO", "Galadima Kano"),
    "two letters exchanged": ("GALAIDMA KANO", "Galadima Kano"),
    "title": ("COLONEL GALADIMA KANO", "Galadima Kano"),
    "no table for the script": ("王小明", "王小明"),
}  # fmt: skip

# What the case shows, traveller, listing.
NOT_SAME = {
    "namesake, another full birth date": (
        person("Aminata Traoré", born="1985-02-03"),
        person("Aminata Traoré", born="1962-11-20"),
    ),
    "long namesake, another full birth date": (
        person("Ibrahim Galadima Kano Wadai", born="1985-02-03"),
        person("Ibrahim Galadima Kano Wadai", born="1962-11-20"),
    ),
    "frequent names alone": (person("Mohamed Traoré"), person("Mohamed Traoré")),
    "frequent given name and date": (person("Mohamed Galadima", born=DAY), person("Mohamed Wadai", born=DAY)),
    "one frequent name and date": (person("Mohamed", born=DAY), person("Mohamed Wadai Bunkure", born="1975")),
    "same date, other name": (
        person("Galadima Kano", born=DAY, nation="MLI"),
        person("Wadai Bunkure", born=DAY, nation="MLI"),
    ),
    "one frequent part of two and a year": (
        person("Issoufou Galadima", born="1973-01-01"),
        person("Yusuf", born="1973"),
    ),
    "same date, other single name": (person("Kano", born=DAY, nation="MLI"), person("Wadai", born=DAY, nation="MLI")),
    "same date, no readable name": (person("???", born=DAY), person("Wadai Bunkure", born=DAY)),
    "related spellings, other year": (
        person("Aminatou Diallo", born="1990-01-01"),
        person("Aminata Diallo", born="1975"),
    ),
    "article and word of descent are no name": (person("Ould El Kano", born=DAY), person("Ould El Wadai", born=DAY)),
    "number too short to tell": (person("Galadima Kano", paper="123"), person("Wadai Bunkure", paper="123")),
}


@pytest.mark.parametrize("case", SAME)
def test_the_wanted_person_under_another_spelling_is_found(case: str) -> None:
    traveller, listed = SAME[case]
    comparison = compare(person(traveller, born=DAY), person(listed, born=DAY))
    assert comparison.score >= THRESHOLD, comparison


@pytest.mark.parametrize("case", NOT_SAME)
def test_another_person_is_not_stopped(case: str) -> None:
    comparison = compare(*NOT_SAME[case])
    assert comparison.score < THRESHOLD, comparison


def test_a_rare_name_without_any_date_is_enough_to_refer() -> None:
    assert compare(person("Galadima Bunkure"), person("BUNKURE GALADIMA")).score >= THRESHOLD


def test_frequent_names_say_less_than_rare_ones() -> None:
    rare = compare(person("Galadima Bunkure"), person("Galadima Bunkure")).score
    frequent = compare(person("Mohamed Traoré"), person("Mohamed Traoré")).score
    assert frequent < rare - 0.2


def test_a_listed_year_is_weaker_than_a_listed_day() -> None:
    traveller = person("Galadima Bunkure", born=DAY)
    scores = [compare(traveller, person("Galadima Bunkure", born=listed)).score for listed in (DAY, "1975-08", "1975")]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= THRESHOLD


def test_a_document_number_of_the_same_state_outweighs_another_name_and_date() -> None:
    traveller = person("Galadima Kano", born="1985-02-03", paper="B 0123-456/MLI")
    same = compare(traveller, person("Wadai Bunkure", born="1962", paper="b0123456/MLI"))
    other = compare(traveller, person("Wadai Bunkure", born="1962", paper="b0123456/NER"))
    assert {reason.code for reason in same.reasons} >= {"document_same", "name_different", "year_differs"}
    assert same.score >= THRESHOLD > other.score
    assert compare(person("Galadima Kano", paper="B0123456"), person("Wadai", paper="B0123456/NER")).score >= THRESHOLD
    assert (
        compare(person("Galadima Kano", paper="B0123456/MLI"), person("Wadai", paper="B0123456/NER")).score < THRESHOLD
    )


def test_nationality_and_sex_speak_but_do_not_decide() -> None:
    listed = person("Galadima Kano", born=DAY, nation="MLI", sex="M")
    scores = [
        compare(person("Galadima Kano", born=DAY, nation=nation, sex=sex), listed).score
        for nation, sex in (("MLI", "M"), (None, None), ("NER", "M"), ("NER", "F"))
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert min(scores) >= THRESHOLD


def test_a_weak_alias_weighs_less() -> None:
    strong = compare(person("Abou Bunkure", born=DAY), person("Abou Bunkure", born=DAY))
    weak = compare(person("Abou Bunkure", born=DAY), person("Abou Bunkure", born=DAY, kind="weak"))
    assert weak.score < strong.score
    assert "name_weak" in {reason.code for reason in weak.reasons}


def test_the_best_of_several_names_counts() -> None:
    listed = person("Wadai Bunkure", "Galadima Kano", born=DAY)
    assert compare(person("GALADIMA KANO", born=DAY), listed).score >= THRESHOLD


def test_the_list_says_how_far_dates_may_differ() -> None:
    traveller, listed = person("Galadima Bunkure", born="1977-03-09"), person("Galadima Bunkure", born="1975")
    usual = compare(traveller, listed, POLICIES["usual"]).score
    estimated = compare(traveller, listed, POLICIES["estimated"]).score
    assert usual < THRESHOLD <= estimated


def test_reasons_add_up_to_the_score_and_survive_json() -> None:
    from jalon.screening import model

    comparison = compare(
        person("GALADIMA KABO TRAORE", born="1975-08-14", nation="MLI", sex="F", paper="B0123456/NER"),
        person("Galadima Kano Wadai", born="1975", nation="NER", sex="M", paper="B0123456/MLI", kind="weak"),
    )
    points = model.START + sum(reason.weight for reason in comparison.reasons)
    assert model.score(points) == pytest.approx(comparison.score)
    for reason in comparison.reasons:
        again = Reason.from_json(reason.as_json())
        assert again.sentence("fr") == reason.sentence("fr")
