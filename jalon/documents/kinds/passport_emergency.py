"""A passport issued in an emergency for a short time."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="passport_emergency",
    names={"en": "Emergency passport", "fr": "Passeport d’urgence", "ar": "جواز سفر طارئ"},
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
    confidence="medium",
    notes={
        "en": ("Code PE. Often without a chip and issued on the word of a consulate: look at its short validity."),
        "fr": ("Code PE. Souvent sans puce et délivré sur la foi d’un consulat : vérifier sa courte validité."),
        "ar": "الرمز PE. غالباً بلا شريحة ويصدر بإفادة قنصلية: تحقق من مدة صلاحيته القصيرة.",
    },
    sources=("ICAO Doc 9303-4, document codes",),
    marks=(Mark(codes=("PE",), zones=("TD3",)),),
)
