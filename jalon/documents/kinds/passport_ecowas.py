"""A passport in the common format of ECOWAS."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="passport_ecowas",
    names={"en": "ECOWAS passport", "fr": "Passeport CEDEAO", "ar": "جواز سفر إيكواس"},
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
            "Known by its cover and logo; its MRZ is that of the issuing State. Which borders it opens "
            "depends on the date: see the rules in force."
        ),
        "fr": (
            "Reconnu à sa couverture et à son logo ; sa zone est celle de l’État émetteur. Les "
            "frontières qu’il ouvre dépendent de la date : voir les règles en vigueur."
        ),
        "ar": (
            "يُعرف بغلافه وشعاره؛ ومنطقته هي منطقة الدولة المُصدِرة. الحدود التي يفتحها تتوقف على "
            "التاريخ: راجع القواعد السارية."
        ),
    },
    sources=("ECOWAS Decision A/DEC.1/5/2000",),
)
