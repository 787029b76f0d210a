"""The national biometric identity card in the common format of ECOWAS."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="identity_card_ecowas",
    names={
        "en": "ECOWAS biometric identity card",
        "fr": "Carte d’identité biométrique CEDEAO",
        "ar": "بطاقة هوية إيكواس البيومترية",
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
        "en": (
            "Known by its logo; its MRZ is that of a national card. Some States issue it to residents "
            "who are not nationals: read the nationality."
        ),
        "fr": (
            "Reconnue à son logo ; sa zone est celle d’une carte nationale. Certains États la délivrent "
            "à des résidents non nationaux : lire la nationalité."
        ),
        "ar": (
            "تُعرف بشعارها؛ ومنطقتها هي منطقة البطاقة الوطنية. تصدرها بعض الدول لمقيمين من غير مواطنيها: اقرأ الجنسية."
        ),
    },
    sources=("ECOWAS, decision of December 2014 on the national biometric identity card",),
)
