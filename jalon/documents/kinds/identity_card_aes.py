"""The biometric identity card in the common format of the Alliance of Sahel States."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="identity_card_aes",
    names={
        "en": "AES biometric identity card",
        "fr": "Carte d’identité biométrique AES",
        "ar": "بطاقة هوية تحالف دول الساحل البيومترية",
    },
    zones=("TD1",),
    requires=(
        "issuing_state",
        "document_number",
        "nationality",
        "birth_date",
        "expiry_date",
    ),
    identity="strong",
    proves_nationality=True,
    travel="where_agreed",
    confidence="high",
    notes={
        "en": ("Known by its logo; its MRZ is that of a national card. First issued by Burkina Faso in December 2025."),
        "fr": (
            "Reconnue à son logo ; sa zone est celle d’une carte nationale. Délivrée d’abord par le "
            "Burkina Faso, en décembre 2025."
        ),
        "ar": ("تُعرف بشعارها؛ ومنطقتها هي منطقة البطاقة الوطنية. أصدرتها بوركينا فاسو أولاً في ديسمبر 2025."),
    },
    sources=("Burkina Faso, public launch of the AES identity card, December 2025",),
)
