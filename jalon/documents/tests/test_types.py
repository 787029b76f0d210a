"""The table of document types is complete, well formed, and recognises what an MRZ shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from jalon.documents import kinds
from jalon.documents.document import Document
from jalon.documents.document_type import CAPTURES, CONFIDENCE, HOLDERS, IDENTITY, TRAVEL, DocumentType
from jalon.documents.layout import LAYOUTS
from jalon.documents.states import STATES
from jalon.documents.types import DOCUMENT_TYPES, GROUPS, KINDS, recognise

LANGUAGES = {"en", "fr", "ar"}


def test_every_file_has_its_line_and_every_line_its_file() -> None:
    folder = Path(kinds.__path__[0])
    assert sorted(KINDS) == sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")
    assert len(set(KINDS)) == len(KINDS)


def test_the_types_that_a_border_of_the_region_meets_are_there() -> None:
    assert {
        *("passport", "passport_service", "passport_diplomatic", "passport_ecowas", "passport_aes"),
        *("identity_card", "identity_card_ecowas", "identity_card_aes_temporary", "laissez_passer"),
        *("travel_certificate_ecowas", "travel_document_refugee", "travel_document_stateless"),
        *("transhumance_certificate", "birth_certificate", "consular_card", "no_document"),
    } <= set(DOCUMENT_TYPES)


@pytest.mark.parametrize("code", KINDS)
def test_a_type_is_well_formed(code: str) -> None:
    kind = DOCUMENT_TYPES[code]
    assert kind.code == code
    assert set(kind.names) == set(kind.notes) == LANGUAGES
    assert all([*kind.names.values(), *kind.notes.values()])
    assert kind.identity in IDENTITY and kind.travel in TRAVEL
    assert kind.confidence in CONFIDENCE and kind.holder in HOLDERS
    assert kind.requires and set(kind.requires) <= set(CAPTURES)
    assert set(kind.zones) <= set(LAYOUTS)
    assert kind.sources
    for mark in kind.marks:
        assert set(mark.zones) <= set(kind.zones)
        assert set(mark.issuers) | set(mark.nationalities) <= set(STATES)


def test_names_are_distinct_in_each_language() -> None:
    for language in ("en", "ar"):
        names = [kind.names[language] for kind in DOCUMENT_TYPES.values()]
        assert len(set(names)) == len(names)


def test_what_is_asked_has_a_name_in_three_languages() -> None:
    assert all(set(names) == LANGUAGES and all(names.values()) for names in CAPTURES.values())


def test_only_a_proven_identity_proves_a_nationality() -> None:
    def weighs(kind: DocumentType) -> bool:
        return kind.identity != "none" or not kind.proves_nationality

    assert all(map(weighs, DOCUMENT_TYPES.values()))


@pytest.mark.parametrize(
    ("zone", "code", "issuer", "nationality", "expected"),
    [
        ("TD3", "P", "MLI", "MLI", "passport"),
        ("TD3", "PP", "NER", "NER", "passport"),
        ("TD3", "PN", "MRT", "MRT", "passport"),
        ("TD3", "PD", "MLI", "MLI", "passport_diplomatic"),
        ("TD3", "PO", "MLI", "MLI", "passport_service"),
        ("TD3", "PM", "MLI", "MLI", "passport_service"),
        ("TD3", "PS", "MLI", "MLI", "passport_service"),
        ("TD3", "PS", "MLI", "XXA", "travel_document_stateless"),
        ("TD3", "PE", "BFA", "BFA", "passport_emergency"),
        ("TD3", "PL", "BFA", "BFA", "laissez_passer"),
        ("TD3", "PL", "UNO", "MLI", "laissez_passer_organisation"),
        ("TD3", "P", "UNO", "MLI", "laissez_passer_organisation"),
        ("TD3", "P", "XPO", "XPO", "laissez_passer_organisation"),
        ("TD3", "PR", "MRT", "MLI", "travel_document_refugee"),
        ("TD3", "P", "MRT", "XXB", "travel_document_refugee"),
        ("TD3", "P", "MRT", "XXC", "travel_document_refugee"),
        ("TD3", "PT", "SEN", "MLI", "travel_document_alien"),
        ("TD3", "P", "SEN", "XXX", "travel_document_alien"),
        ("TD1", "I", "SEN", "SEN", "identity_card"),
        ("TD2", "ID", "BFA", "BFA", "identity_card"),
        ("TD1", "I", "MRT", "XXB", "identity_card_protected"),
        ("TD1", "AC", "MLI", "MLI", "crew_certificate"),
        ("MRVA", "V", "MLI", "FRA", "visa"),
        ("MRVB", "VC", "MLI", "FRA", "visa"),
        ("TD1", "AR", "FRA", "MLI", None),
        ("TD3", None, None, None, None),
    ],
)
def test_recognise(zone: str, code: str | None, issuer: str | None, nationality: str | None, expected: str) -> None:
    document = Document(zone, code, issuer, "DIALLO", None, "X", nationality, None, None, None)
    assert recognise(document) == expected


def test_every_type_but_none_at_all_is_offered_once() -> None:
    offered = [code for _, codes in GROUPS.values() for code in codes]
    assert sorted([*offered, "no_document"]) == sorted(KINDS)
    assert all(set(names) == {"en", "fr", "ar"} for names, _ in GROUPS.values())
