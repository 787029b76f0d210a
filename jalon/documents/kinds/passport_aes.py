"""A passport in the common format of the Alliance of Sahel States."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="passport_aes",
    names={"en": "AES passport", "fr": "Passeport AES", "ar": "جواز سفر تحالف دول الساحل"},
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
            "Issued since 29 January 2025; passports of the earlier series stay good to their expiry. "
            "Known by its cover; its MRZ is that of the issuing State."
        ),
        "fr": (
            "Délivré depuis le 29 janvier 2025 ; les passeports des séries antérieures restent bons "
            "jusqu’à leur expiration. Reconnu à sa couverture ; sa zone est celle de l’État émetteur."
        ),
        "ar": (
            "يصدر منذ 29 يناير 2025؛ وتبقى جوازات السلاسل السابقة صالحة حتى انتهائها. يُعرف بغلافه؛ "
            "ومنطقته هي منطقة الدولة المُصدِرة."
        ),
    },
    sources=("Confederation of Sahel States, public announcement on the passport of 29 January 2025",),
)
