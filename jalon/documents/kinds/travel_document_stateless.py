"""The travel document of a stateless person (Convention of 1954)."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="travel_document_stateless",
    names={
        "en": "Stateless person’s travel document",
        "fr": "Titre de voyage pour apatride",
        "ar": "وثيقة سفر لعديم الجنسية",
    },
    zones=("TD3",),
    requires=(
        "issuing_state",
        "document_number",
        "nationality",
        "birth_date",
        "expiry_date",
    ),
    identity="strong",
    proves_nationality=False,
    travel="made_for_it",
    confidence="high",
    notes={
        "en": (
            "Nationality XXA. The holder is the national of no State; the issuing State takes him back "
            "while it is valid."
        ),
        "fr": (
            "Nationalité XXA. Le titulaire n’est ressortissant d’aucun État ; l’État émetteur le réadmet "
            "tant qu’il est valable."
        ),
        "ar": "الجنسية XXA. ليس حاملها مواطناً لأي دولة؛ والدولة المُصدِرة تعيد قبوله ما دامت صالحة.",
    },
    sources=(
        "Convention relating to the Status of Stateless Persons, 1954, article 28",
        "ICAO Doc 9303-3, section 5",
    ),
    marks=(Mark(codes=("P",), nationalities=("XXA",)),),
)
