"""The temporary card given while an AES identity card is being made."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="identity_card_aes_temporary",
    names={
        "en": "Temporary AES identity card",
        "fr": "Carte d’identité AES provisoire",
        "ar": "بطاقة هوية مؤقتة لتحالف دول الساحل",
    },
    zones=(),
    requires=(
        "issuing_state",
        "document_number",
        "nationality",
        "birth_date",
        "expiry_date",
    ),
    identity="weak",
    proves_nationality=True,
    travel="where_agreed",
    confidence="low",
    notes={
        "en": (
            "Valid for a short time and less secured: compare it with another paper, and ring the "
            "issuing office in doubt."
        ),
        "fr": (
            "Valable peu de temps et moins sécurisée : la comparer à une autre pièce et appeler le "
            "service émetteur en cas de doute."
        ),
        "ar": "صالحة لمدة قصيرة وأقل تأميناً: قارنها بوثيقة أخرى، واتصل بمكتب الإصدار عند الشك.",
    },
    sources=("Burkina Faso, public launch of the AES identity card, December 2025",),
)
