"""The card a consulate gives to nationals living abroad."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="consular_card",
    names={"en": "Consular card", "fr": "Carte consulaire", "ar": "بطاقة قنصلية"},
    zones=("TD1",),
    requires=(
        "issuing_state",
        "document_number",
        "issuing_office",
        "expiry_date",
    ),
    identity="weak",
    proves_nationality=True,
    travel="where_agreed",
    confidence="medium",
    notes={
        "en": ("It registers a national with a consulate. A border accepts it only where the two States agreed."),
        "fr": (
            "Elle inscrit un ressortissant auprès d’un consulat. Une frontière ne l’accepte que là où "
            "les deux États en sont convenus."
        ),
        "ar": "تسجّل المواطن لدى قنصلية. لا تُقبل على الحدود إلا حيث اتفقت الدولتان.",
    },
    sources=("Vienna Convention on Consular Relations, 1963, article 5",),
)
