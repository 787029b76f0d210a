"""The passport of a person travelling on official business."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="passport_service",
    names={"en": "Service or official passport", "fr": "Passeport de service", "ar": "جواز سفر خدمة"},
    zones=("TD3",),
    requires=(
        "issuing_state",
        "document_number",
        "nationality",
        "birth_date",
        "expiry_date",
    ),
    identity="strong",
    proves_nationality=True,
    travel="made_for_it",
    confidence="high",
    notes={
        "en": (
            "Codes PO and, for the armed forces, PM. PS is read so when the holder has a nationality "
            "(older French-language practice)."
        ),
        "fr": (
            "Codes PO et, pour les forces armées, PM. PS est lu ainsi quand le titulaire a une "
            "nationalité (ancien usage francophone)."
        ),
        "ar": "الرمزان PO وPM (القوات المسلحة). ويُقرأ PS هكذا إذا كانت لحامله جنسية (استعمال قديم).",
    },
    sources=("ICAO Doc 9303-4, document codes",),
    marks=(Mark(codes=("PO", "PM", "PS"), zones=("TD3",)),),
)
