"""The travel document a state gives to a foreigner who can have no passport."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="travel_document_alien",
    names={"en": "Alien’s travel document", "fr": "Titre de voyage pour étranger", "ar": "وثيقة سفر لأجنبي"},
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
    confidence="medium",
    notes={
        "en": ("Code PT, or a nationality not specified (XXX). It does not prove the nationality it may state."),
        "fr": ("Code PT, ou nationalité non précisée (XXX). Il ne prouve pas la nationalité qu’il peut indiquer."),
        "ar": "الرمز PT أو جنسية غير محددة (XXX). لا تثبت الجنسية التي قد تذكرها.",
    },
    sources=("ICAO Doc 9303-4, document codes",),
    marks=(
        Mark(codes=("PT",), zones=("TD3",)),
        Mark(codes=("P",), nationalities=("XXX",)),
    ),
)
