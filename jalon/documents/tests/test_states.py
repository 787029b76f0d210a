"""The table of states: complete, in three languages, with the codes of 9303 that ISO 3166-1 does not have."""

from __future__ import annotations

from jalon.documents.state_table import COUNTRIES
from jalon.documents.states import STATES, alpha3, name, same_state

SPECIAL = [
    "D", "EUE", "GBD", "GBN", "GBO", "GBP", "GBS",
    "RKS", "UNA", "UNK", "UNO", "UTO", "XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XES",
    "XIM", "XMP", "XOM", "XPO", "XXA", "XXB", "XXC", "XXX",
]  # fmt: skip


def test_every_iso_country_stands_once() -> None:
    assert len(COUNTRIES) == 249
    assert len({row[0] for row in COUNTRIES}) == len({row[1] for row in COUNTRIES}) == 249
    assert all(len(row[0]) == 3 and len(row[1] or "") == 2 for row in COUNTRIES)


def test_the_special_codes_of_icao_stand() -> None:
    assert [code for code in SPECIAL if code not in STATES] == []


def test_every_state_has_a_name_in_three_languages() -> None:
    for state in STATES.values():
        assert set(state.names) == {"en", "fr", "ar"}
        assert all(state.names.values())
        assert state.names["ar"] == "INTERPOL" or any("\u0600" <= letter <= "\u06ff" for letter in state.names["ar"])


def test_no_two_living_states_share_a_name() -> None:
    living = [state for code, state in STATES.items() if code != "D"]
    for language in ("en", "fr", "ar"):
        assert len({state.names[language] for state in living}) == len(living)


def test_alpha3() -> None:
    assert [alpha3(code) for code in ("ml", "NE", " bf ", "DE", "XK", "ZZ")] == [
        "MLI",
        "NER",
        "BFA",
        "DEU",
        "RKS",
        None,
    ]


def test_names_and_sameness() -> None:
    assert (name("MLI", "ar"), name("XXA", "fr")) == ("مالي", "Apatride (Convention de 1954)")
    assert name("ZZZ") == "ZZZ"
    assert same_state("D", "DEU") and same_state("MLI", "MLI")
    assert not same_state("MLI", "NER") and not same_state(None, None)
