"""The passport of a diplomat."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="passport_diplomatic",
    names={"en": "Diplomatic passport", "fr": "Passeport diplomatique", "ar": "جواز سفر دبلوماسي"},
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
        "en": "Code PD. The passport alone gives no immunity: accreditation does.",
        "fr": "Code PD. Le passeport seul ne donne pas l’immunité : l’accréditation la donne.",
        "ar": "الرمز PD. الجواز وحده لا يمنح الحصانة، بل الاعتماد.",
    },
    sources=(
        "ICAO Doc 9303-4, document codes",
        "Vienna Convention on Diplomatic Relations, 1961",
    ),
    marks=(Mark(codes=("PD",), zones=("TD3",)),),
)
