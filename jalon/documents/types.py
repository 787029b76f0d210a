"""The table of document types. Adding one: a file in `kinds/` with a `TYPE`, and its line here.

No treaty and no membership stands here: which document opens which border to whom is dated data elsewhere.
"""

from __future__ import annotations

from importlib import import_module

from jalon.documents.document import Document
from jalon.documents.document_type import DocumentType

KINDS: tuple[str, ...] = (
    "passport",
    "passport_service",
    "passport_diplomatic",
    "passport_ecowas",
    "passport_aes",
    "passport_emergency",
    "identity_card",
    "identity_card_ecowas",
    "identity_card_aes",
    "identity_card_aes_temporary",
    "identity_card_protected",
    "laissez_passer",
    "laissez_passer_organisation",
    "travel_certificate_ecowas",
    "travel_document_refugee",
    "travel_document_stateless",
    "travel_document_alien",
    "transhumance_certificate",
    "birth_certificate",
    "consular_card",
    "crew_certificate",
    "visa",
    "no_document",
)
"""In the order in which a desk offers them; each is a module of `jalon.documents.kinds`."""

GROUPS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "passports": (
        {"en": "Passports", "fr": "Passeports", "ar": "جوازات السفر"},
        (
            "passport",
            "passport_ecowas",
            "passport_aes",
            "passport_service",
            "passport_diplomatic",
            "passport_emergency",
        ),
    ),
    "cards": (
        {"en": "Cards", "fr": "Cartes", "ar": "البطاقات"},
        (
            "identity_card",
            "identity_card_ecowas",
            "identity_card_aes",
            "identity_card_aes_temporary",
            "consular_card",
            "identity_card_protected",
        ),
    ),
    "others": (
        {"en": "Other documents", "fr": "Autres documents", "ar": "وثائق أخرى"},
        (
            "travel_certificate_ecowas",
            "laissez_passer",
            "birth_certificate",
            "transhumance_certificate",
            "travel_document_refugee",
            "travel_document_stateless",
            "travel_document_alien",
            "laissez_passer_organisation",
            "crew_certificate",
            "visa",
        ),
    ),
}
"""What an officer may hold in hand and type, the usual ones first; to have no document is no choice of this list."""


def _load(kind: str) -> DocumentType:
    found = import_module(f"jalon.documents.kinds.{kind}").TYPE
    assert isinstance(found, DocumentType)
    return found


DOCUMENT_TYPES: dict[str, DocumentType] = {kind: _load(kind) for kind in KINDS}


def recognise(document: Document) -> str | None:
    """The type an MRZ shows, by its code, issuer and nationality; None when the officer must say (a residence card).

    A holder's status counts first: XXA, XXB, XXC and XXX stand in no national's passport. That settles `PS`, which is
    a stateless person's document in 9303-4 and a service passport (*passeport de service*) in older practice. An MRZ
    cannot tell the series of a passport or card: it says `passport`, and the officer who sees the cover may choose.
    """
    shown = (document.type, document.document_code or "", document.issuing_state, document.nationality)
    best, closest = None, 0
    for kind in DOCUMENT_TYPES.values():
        for mark in kind.marks:
            closeness = mark.closeness(*shown)
            if closeness > closest:
                best, closest = kind.code, closeness
    return best
