"""Herds and money: dated too, and each answer with its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jalon.regimes.condition import Period, States
from jalon.regimes.fees import NOTHING, fees
from jalon.regimes.herds import HerdQuestion, season
from jalon.regimes.rule import Basis, Season
from jalon.regimes.rules import rule_set
from jalon.regimes.words import LANGUAGES, PARTICULARS

TODAY = date(2026, 11, 25)

# name: (state, origin, species, day) → (answer, rule)
HERDS = {
    "cattle from Mauritania into Senegal": (("SEN", "MRT", "cattle", TODAY), ("open", "sn-from-mauritania")),
    "camels from Mauritania into Mali": (("MLI", "MRT", "camels", TODAY), ("open", "ml-from-mauritania")),
    "cattle from Senegal into Gambia": (("GMB", "SEN", "cattle", TODAY), ("open", "ecowas-herds")),
    "horses are not in the decision": (("GMB", "SEN", "horses", TODAY), ("no_rule", None)),
    "Niger into Benin, when both were in ECOWAS": (
        ("BEN", "NER", "cattle", date(2019, 12, 25)),
        ("open", "ecowas-herds"),
    ),
    "Benin closes": (("BEN", "NER", "cattle", date(2019, 12, 26)), ("closed", "bj-closed")),
    "Niger's exception": (("BEN", "NER", "cattle", date(2020, 3, 1)), ("open", "bj-niger-2020")),
    "not for Burkina Faso": (("BEN", "BFA", "cattle", date(2020, 3, 1)), ("closed", "bj-closed")),
    "Niger's exception is over": (("BEN", "NER", "cattle", date(2020, 6, 1)), ("closed", "bj-closed")),
    "Togo in season": (("TGO", "BFA", "cattle", date(2020, 5, 31)), ("open", "tg-season")),
    "Togo out of season": (("TGO", "BFA", "cattle", date(2020, 6, 1)), ("closed", "tg-season")),
    "an AES herd into Togo in 2026: no calendar is known": (("TGO", "BFA", "cattle", TODAY), ("no_rule", None)),
    "Mali into Niger: no text is known": (("NER", "MLI", "cattle", TODAY), ("no_rule", None)),
}


@pytest.mark.parametrize("name", HERDS)
def test_a_herd(name: str) -> None:
    asked, expected = HERDS[name]
    found = season(HerdQuestion(*asked))
    assert (found.answer, found.rule) == expected
    assert all(found.sentence[language] for language in LANGUAGES)


def test_the_certificate_and_the_herders() -> None:
    found = season(HerdQuestion("GMB", "SEN", "cattle", TODAY))
    assert set(found.particulars) == set(PARTICULARS) and found.by_day_only
    assert found.missing({"owner", "herders", "herd", "route", "gates"}) == ("vaccinations", "destination")
    assert (found.herder_age, found.herders_needed(50), found.herders_needed(51)) == (18, 1, 2)
    assert season(HerdQuestion("SEN", "MRT", "cattle", TODAY)).herders_needed(400) is None


def test_the_last_day_of_a_season() -> None:
    assert season(HerdQuestion("TGO", "BFA", "cattle", date(2020, 2, 1))).until == date(2020, 5, 31)
    assert season(HerdQuestion("BEN", "NER", "cattle", date(2020, 3, 1))).until == date(2020, 5, 31)
    assert season(HerdQuestion("SEN", "MRT", "cattle", TODAY)).until is None


def over_the_year(opens: tuple[int, int], closes: tuple[int, int]) -> Season:
    basis = Basis("trial", Period(date(2020, 1, 1)), "achpr", "", dict.fromkeys(LANGUAGES, "…"), "")
    here = States(codes=frozenset({"NGA"}))
    return Season(basis, here, States(), None, ("Illéla",), opens, closes, "open", (), False, None, None)


@pytest.mark.parametrize(
    "day, expected, until",
    [
        (date(2026, 11, 14), "closed", None),
        (date(2026, 11, 15), "open", date(2027, 2, 28)),
        (date(2028, 1, 2), "open", date(2028, 2, 29)),
        (date(2028, 2, 29), "open", date(2028, 2, 29)),
        (date(2027, 3, 1), "closed", None),
    ],
)
def test_a_season_over_the_turn_of_the_year(day: date, expected: str, until: date | None) -> None:
    rules = replace(rule_set(), seasons=(over_the_year((11, 15), (2, 29)),))
    found = season(HerdQuestion("NGA", "NER", "cattle", day, gate="Illéla"), rules)
    assert (found.answer, found.until, found.at_the_gate) == (expected, until, True)
    elsewhere = season(HerdQuestion("NGA", "NER", "cattle", day, gate="Jibiya"), rules)
    assert elsewhere.at_the_gate is False


# name: (what, state, nationality, day) → amounts by variant
FEES = {
    "nothing to pay by default": (("entry", "MLI", "NER", TODAY), {"": (0, "")}),
    "a Senegalese enters Mauritania": (("entry", "MRT", "SEN", TODAY), {"": (0, "MRU")}),
    "a residence card there": (("residence_card", "MRT", "SEN", TODAY), {"": (300, "MRU")}),
    "the card before the agreement": (("residence_card", "MRT", "SEN", date(2025, 6, 1)), {"": (0, "")}),
    "the electronic visa": (
        ("visa", "MRT", "FRA", TODAY),
        {"30_days": (55, "EUR"), "90_days": (95, "EUR"), "360_days": (190, "EUR"), "720_days": (810, "EUR")},
    ),
    "a Kenyan's visa for Burkina Faso, the day before": (
        ("visa", "BFA", "KEN", date(2025, 9, 10)),
        {"tourism": (55000, "XOF"), "business": (93500, "XOF")},
    ),
    "and the day of the decision": (("visa", "BFA", "KEN", date(2025, 9, 11)), {"": (0, "XOF")}),
    "a herd in Benin in 2018": (
        ("transhumance", "BEN", "NER", date(2018, 2, 1)),
        {"large_ruminants": (5000, "XOF"), "small_ruminants": (1000, "XOF")},
    ),
}


@pytest.mark.parametrize("name", FEES)
def test_a_fee(name: str) -> None:
    asked, expected = FEES[name]
    found = fees(*asked)
    assert {due.variant: (due.amount, due.currency) for due in found} == expected
    assert all(due.sentence[language] for due in found for language in LANGUAGES)
    assert all(due is NOTHING or (due.text and due.rule) for due in found)


def test_the_fee_of_ones_own_agreement_comes_before_everybody_s() -> None:
    rules = rule_set()
    agreed = next(fee for fee in rules.fees if fee.basis.code == "mr-senegal-entry")
    everybody = replace(agreed, nationality=States(), amount=100)
    with_both = replace(rules, fees=(everybody, agreed))
    assert [due.amount for due in fees("entry", "MRT", "SEN", TODAY, rules=with_both)] == [0]
    assert [due.amount for due in fees("entry", "MRT", "GIN", TODAY, rules=with_both)] == [100]
