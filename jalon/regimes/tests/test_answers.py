"""The shipped sample answers named cases as its sources say, under the rules of the day of the crossing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.documents.types import DOCUMENT_TYPES
from jalon.regimes.rules import SETS, Question, RulesGone, answer, replay, rule_set
from jalon.regimes.words import ANSWERS, DIRECTIONS, LANGUAGES, NO_RULE, POST_CATEGORIES, PURPOSES, UNANSWERED

TODAY = date(2026, 11, 25)
STATES = ("BEN", "BFA", "CIV", "CMR", "DZA", "FRA", "GMB", "MAR", "MLI", "MRT", "NER", "NGA", "SEN", "TCD", "XXB")

# name: (state of the post, nationality, document, category, direction, day, state across) → (answer, rule, days)
CASES: dict[str, tuple[tuple, tuple]] = {
    "a Nigerien with an identity card enters Mali": (
        ("MLI", "NER", "identity_card", "international", "entry", TODAY),
        ("free", "aes-free", None),
    ),
    "a Burkinabe with the AES card enters Niger": (
        ("NER", "BFA", "identity_card_aes", "international", "entry", TODAY),
        ("free", "aes-card", None),
    ),
    "the same card before it was instituted": (
        ("NER", "BFA", "identity_card_aes", "international", "entry", date(2025, 4, 17)),
        ("no_rule", None, None),
    ),
    "the last day of Niger in ECOWAS": (
        ("MLI", "NER", "passport_ecowas", "international", "entry", date(2025, 1, 28)),
        ("free", "ecowas-90", 90),
    ),
    "the first day out of it": (
        ("MLI", "NER", "passport_ecowas", "international", "entry", date(2025, 1, 29)),
        ("free", "aes-free", None),
    ),
    "a Senegalese enters Mali after the withdrawal": (
        ("MLI", "SEN", "passport_ecowas", "international", "entry", TODAY),
        ("free", "aes-ecowas-nationals", None),
    ),
    "a Malian with the ECOWAS logo enters Senegal": (
        ("SEN", "MLI", "passport_ecowas", "international", "entry", TODAY),
        ("free", "ecowas-aes-nationals", 90),
    ),
    "a Malian with the AES passport enters Senegal: the statement does not name it": (
        ("SEN", "MLI", "passport_aes", "international", "entry", TODAY),
        ("no_rule", None, None),
    ),
    "a Beninese with the travel certificate enters Togo": (
        ("TGO", "BEN", "travel_certificate_ecowas", "international", "entry", TODAY),
        ("free", "ecowas-90", 90),
    ),
    "Mauritania was in ECOWAS until 2000": (
        ("SEN", "MRT", "passport", "international", "entry", date(2000, 12, 31)),
        ("free", "ecowas-90", 90),
    ),
    "and not in 2001": (
        ("SEN", "MRT", "passport", "international", "entry", date(2001, 1, 1)),
        ("no_rule", None, None),
    ),
    "a Malian with a card at a Mauritanian post shared with Mali": (
        ("MRT", "MLI", "identity_card", "bilateral", "entry", TODAY, "MLI"),
        ("free", "mr-bilateral-mali", None),
    ),
    "a Nigerien at the same post": (
        ("MRT", "NER", "passport", "bilateral", "entry", TODAY, "MLI"),
        ("refused_by_category", "mr-bilateral-third", None),
    ),
    "a Senegalese at a post shared with Mali": (
        ("MRT", "SEN", "passport", "bilateral", "entry", TODAY, "MLI"),
        ("refused_by_category", "mr-bilateral-third", None),
    ),
    "a Nigerien leaving by it": (
        ("MRT", "NER", "passport", "bilateral", "exit", TODAY, "MLI"),
        ("refused_by_category", "mr-bilateral-third", None),
    ),
    "a Nigerien at a bilateral post, the state across not said": (
        ("MRT", "NER", "passport", "bilateral", "entry", TODAY),
        ("no_rule", None, None),
    ),
    "a refugee at a bilateral post is no national of a third state": (
        ("MRT", "XXB", "passport", "bilateral", "entry", TODAY, "MLI"),
        ("no_rule", None, None),
    ),
    "somebody with no paper at a bilateral post": (
        ("MRT", "NER", "no_document", "bilateral", "entry", TODAY, "MLI"),
        ("no_rule", None, None),
    ),
    "before the posts were sorted, no rule refuses": (
        ("MRT", "NER", "passport", "bilateral", "entry", date(2025, 2, 10), "MLI"),
        ("no_rule", None, None),
    ),
    "a Senegalese with a card at Rosso": (
        ("MRT", "SEN", "identity_card", "international", "entry", TODAY, "SEN"),
        ("free", "mr-senegal", 90),
    ),
    "a Moroccan with an ordinary passport": (
        ("MRT", "MAR", "passport", "international", "entry", TODAY),
        ("visa_required", "mr-evisa", None),
    ),
    "a Moroccan with a service passport": (
        ("MRT", "MAR", "passport_service", "international", "entry", TODAY),
        ("free", "mr-morocco-official", None),
    ),
    "a French traveller the day before the electronic visa": (
        ("MRT", "FRA", "passport", "international", "entry", date(2025, 1, 4)),
        ("visa_on_arrival", "mr-visa-on-arrival", 30),
    ),
    "and the day after": (
        ("MRT", "FRA", "passport", "international", "entry", date(2025, 1, 5)),
        ("visa_required", "mr-evisa", None),
    ),
    "a Mauritanian with no paper comes home": (
        ("MRT", "MRT", "no_document", "bilateral", "entry", TODAY),
        ("free", "own-nationals", None),
    ),
    "a neighbour at a local crossing": (
        ("SEN", "MRT", "no_document", "local", "entry", TODAY, "MRT"),
        ("local_regime", "local-neighbour", None),
    ),
    "the neighbour of this side goes across": (
        ("SEN", "SEN", "no_document", "local", "exit", TODAY, "MRT"),
        ("local_regime", "local-own", None),
    ),
    "somebody from elsewhere at a local crossing": (
        ("SEN", "GIN", "identity_card", "local", "entry", TODAY, "MRT"),
        ("no_rule", None, None),
    ),
    "a Cameroonian with a card enters Chad": (
        ("TCD", "CMR", "identity_card", "international", "entry", TODAY),
        ("free", "td-cemac-2024", 90),
    ),
    "the day before the decree": (
        ("TCD", "CMR", "identity_card", "international", "entry", date(2024, 7, 22)),
        ("free", "td-cemac-2017", 90),
    ),
    "a Sudanese enters Chad": (
        ("TCD", "SDN", "passport", "international", "entry", TODAY),
        ("visa_required", "td-visa", None),
    ),
    "a refugee's document has no rule here, and no refusal": (
        ("MRT", "XXB", "travel_document_refugee", "international", "entry", TODAY),
        ("no_rule", None, None),
    ),
    "no document has no rule, and no refusal": (
        ("MLI", "NGA", "no_document", "international", "entry", TODAY),
        ("no_rule", None, None),
    ),
    "leaving asks no visa": (
        ("MLI", "FRA", "passport", "international", "exit", TODAY),
        ("free", "leaving", None),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_named_case(name: str) -> None:
    asked, (said, rule, days) = CASES[name]
    found = answer(Question(*asked))
    assert (found.answer, found.rule, found.days) == (said, rule, days)


def test_an_answer_names_its_text_and_its_source() -> None:
    found = answer(Question("MRT", "SEN", "identity_card", "international", "entry", TODAY))
    assert found.text is not None and "2025" in found.text.names["fr"]
    assert found.source and all(address.startswith("http") for address in found.source)
    assert found.allowance.counted == "entry"
    assert [found.caution(language) for language in LANGUAGES] == [
        "À confirmer par l’autorité.",
        "To be confirmed by the authority.",
        "يحتاج إلى تأكيد من السلطة.",
    ]


def test_no_rule_says_what_to_do() -> None:
    asked = Question("MRT", "NER", "passport", "bilateral", "entry", TODAY)
    assert answer(asked).sentence == UNANSWERED["neighbour_unknown"]
    nowhere = replace(asked, state="FRA", post_category="international")
    assert answer(nowhere).sentence == UNANSWERED["no_rule"]
    assert answer(nowhere).caution("fr") == ""


def test_an_old_decision_is_replayed_under_the_rules_it_names() -> None:
    asked = Question("MLI", "NER", "passport_ecowas", "international", "entry", date(2025, 1, 28))
    then = answer(asked)
    assert replay(asked, then.version, then.digest) == then
    with pytest.raises(RulesGone):
        replay(asked, then.version, "0" * 64)
    with pytest.raises(RulesGone):
        replay(asked, "no such version", then.digest)


def test_every_version_shipped_can_be_loaded_and_says_its_name() -> None:
    assert [rule_set(version).version for version in SETS] == list(SETS)


QUESTIONS = st.builds(
    Question,
    state=st.sampled_from(STATES),
    nationality=st.sampled_from(STATES),
    document=st.sampled_from(sorted(DOCUMENT_TYPES)),
    post_category=st.sampled_from(sorted(POST_CATEGORIES)),
    direction=st.sampled_from(DIRECTIONS),
    day=st.dates(date(1999, 1, 1), date(2030, 1, 1)),
    neighbour=st.one_of(st.none(), st.sampled_from(STATES)),
    purpose=st.one_of(st.none(), st.sampled_from(PURPOSES)),
)


@given(QUESTIONS)
def test_one_rule_wins_every_question(asked: Question) -> None:
    rules = rule_set()
    ranks = [rule.rank for rule in rules.rules if rule.fits(asked, rules.members)]
    assert ranks.count(max(ranks, default=())) <= 1
    found = answer(asked)
    assert found.answer in {*ANSWERS, NO_RULE} and (found.rule is None) is (found.answer == NO_RULE)
    assert all(found.sentence[language] for language in LANGUAGES)


@given(QUESTIONS)
def test_nobody_is_kept_out_of_the_own_country(asked: Question) -> None:
    """By a rule of travel: a list or a court may stop somebody, a missing visa may not."""
    home = replace(asked, state="MRT", nationality="MRT", day=TODAY)
    assert answer(home).answer in {"free", "local_regime"}
