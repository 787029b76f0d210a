"""A machine readable visa, read beside the document it belongs to."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="visa",
    names={"en": "Visa", "fr": "Visa", "ar": "تأشيرة"},
    zones=(
        "MRVA",
        "MRVB",
    ),
    requires=(
        "issuing_state",
        "document_number",
        "expiry_date",
    ),
    identity="none",
    proves_nationality=False,
    travel="no",
    confidence="medium",
    notes={
        "en": (
            "A permission, not a proof of identity: read the passport it stands in as well. No composite "
            "check digit protects it."
        ),
        "fr": (
            "Une autorisation, non une preuve d’identité : lire aussi le passeport qui le porte. Aucun "
            "chiffre de contrôle global ne le protège."
        ),
        "ar": "إذن لا إثبات هوية: اقرأ أيضاً الجواز الذي يحملها. لا يحميها رقم تحقق إجمالي.",
    },
    sources=("ICAO Doc 9303-7",),
    marks=(Mark(codes=("V",), zones=("MRVA", "MRVB")),),
)
