"""A State as officers write it."""

import pytest
from django.utils import translation

from jalon.desk.forms.document import TypedDocument
from jalon.desk.state_names import named_state, offered

NAMED = [
    ("MLI", "MLI"),
    ("mli", "MLI"),
    ("ml", "MLI"),
    ("Mali", "MLI"),
    ("MALI", "MLI"),
    ("مالي", "MLI"),
    ("Guinée", "GIN"),
    ("guinee", "GIN"),
    ("Guinea", "GIN"),
    ("Guinée-Bissau", "GNB"),
    ("Niger", "NER"),
    ("Nigeria", "NGA"),
    ("Côte d'Ivoire", "CIV"),
    ("cote d’ivoire", "CIV"),
    ("Mauritanie", "MRT"),
    ("موريتانيا", "MRT"),
    ("Atlantis", None),
    ("M", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "code"), NAMED)
def test_a_state_by_code_or_name(text, code):
    assert named_state(text) == code


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_what_is_offered_is_understood(language):
    for code, name in offered(language):
        assert named_state(name) == code, name


def test_a_typed_nationality_becomes_its_code():
    said = {"document_type": "passport", "primary_identifier": "KEITA", "nationality": "Guinée", "issuing_state": "ml"}
    form = TypedDocument(said, kind="passport")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["nationality"], form.cleaned_data["issuing_state"]) == ("GIN", "MLI")


@pytest.mark.parametrize(("code", "shown"), [("MLI", "Mali"), ("D", None), ("ZAR", None), ("mli?", None)])
def test_a_known_state_stands_by_its_name_where_that_leads_back(code, shown):
    """Or a correction that touches nothing would change the code."""
    with translation.override("fr"):
        question = TypedDocument(kind="passport", initial={"nationality": code})["nationality"]
        assert question.value() == (shown or code)
        assert shown is None or named_state(shown) == code


def test_a_number_says_which_signs_it_may_hold():
    form = TypedDocument({"document_type": "passport", "document_number": "n°12"}, kind="passport")
    assert "A" in form.errors["document_number"][0] and "Z" in form.errors["document_number"][0]
