"""What the form of a typed document asks, type by type."""

import pytest

from jalon.desk.forms.document import OF_THE_PERSON, TypedDocument
from jalon.documents.types import DOCUMENT_TYPES

ALWAYS = {*OF_THE_PERSON, "document_type", "asked"}
# A type, and what its form asks beside the person and the type itself.
ASKED = {
    "passport": {"document_number", "issuing_state", "expiry_date"},
    "identity_card_ecowas": {"document_number", "issuing_state", "expiry_date"},
    "birth_certificate": {"document_number", "issuing_state", "issuing_office", "guardian"},
    "transhumance_certificate": {
        "document_number", "issuing_state", "issue_date", "issuing_office", "herd", "herders", "route",
    },
    "laissez_passer": {"document_number", "issuing_state", "issue_date", "expiry_date", "issuing_office", "purpose"},
}  # fmt: skip


@pytest.mark.parametrize("kind", ASKED)
def test_what_a_type_asks(kind):
    assert set(TypedDocument(kind=kind).fields) == ALWAYS | ASKED[kind]


@pytest.mark.parametrize("kind", DOCUMENT_TYPES)
def test_a_form_asks_what_its_type_requires_and_every_question_has_a_name(kind):
    form = TypedDocument(kind=kind)
    assert set(form.fields) - {"document_type", "asked"} == {*OF_THE_PERSON, *DOCUMENT_TYPES[kind].requires}
    assert all(question.label for name, question in form.fields.items() if name != "asked")


def test_without_a_document_nothing_of_a_document_is_asked():
    assert set(TypedDocument(kind="no_document").fields) == {*OF_THE_PERSON, "declared_by"}


# A type, what stands in the issuing State, and what is taken: the nationality, where the type proves it.
ISSUERS = [
    ("passport", "", "NER"),
    ("passport", "MLI", "MLI"),
    ("identity_card", "", "NER"),
    ("travel_document_refugee", "", None),
    ("birth_certificate", "", None),
]


@pytest.mark.parametrize(("kind", "typed", "taken"), ISSUERS)
def test_the_issuing_state_left_blank(kind, typed, taken):
    said = {"document_type": kind, "primary_identifier": "KEITA", "nationality": "ner", "issuing_state": typed}
    form = TypedDocument(said, kind=kind)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["issuing_state"] == taken
