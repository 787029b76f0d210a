"""The certificate of a crew member of an aircraft."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="crew_certificate",
    names={"en": "Crew member certificate", "fr": "Certificat de membre d’équipage", "ar": "شهادة عضو طاقم"},
    zones=("TD1",),
    requires=(
        "issuing_state",
        "document_number",
        "nationality",
        "birth_date",
        "expiry_date",
    ),
    identity="strong",
    proves_nationality=False,
    travel="where_agreed",
    confidence="high",
    notes={
        "en": "Code AC. For crew on duty; it is no passport.",
        "fr": "Code AC. Pour l’équipage en service ; ce n’est pas un passeport.",
        "ar": "الرمز AC. للطاقم أثناء الخدمة؛ وليست جواز سفر.",
    },
    sources=(
        "ICAO Doc 9303-5",
        "ICAO Annex 9, chapter 3",
    ),
    holder="crew",
    marks=(Mark(codes=("AC",), zones=("TD1",)),),
)
