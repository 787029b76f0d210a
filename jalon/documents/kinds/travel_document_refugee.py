"""The travel document of a refugee (Convention of 1951)."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="travel_document_refugee",
    names={"en": "Refugee travel document", "fr": "Titre de voyage pour réfugié", "ar": "وثيقة سفر للاجئ"},
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
            "The issuing State protects its holder and takes him back while it is valid. Never tell the "
            "country of origin."
        ),
        "fr": (
            "L’État émetteur protège le titulaire et le réadmet tant qu’il est valable. Ne jamais en "
            "informer le pays d’origine."
        ),
        "ar": "الدولة المُصدِرة تحمي حاملها وتعيد قبوله ما دامت صالحة. لا يُبلَّغ بلد المنشأ أبداً.",
    },
    sources=(
        "Convention relating to the Status of Refugees, 1951, article 28 and Schedule",
        "ICAO Doc 9303-3, section 5",
    ),
    marks=(
        Mark(codes=("PR",), zones=("TD3",)),
        Mark(codes=("P",), nationalities=("XXB", "XXC")),
    ),
)
