"""The identity card of a state, biometric or older."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="identity_card",
    names={"en": "National identity card", "fr": "Carte nationale d’identité", "ar": "بطاقة هوية وطنية"},
    zones=(
        "TD1",
        "TD2",
    ),
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
    confidence="medium",
    notes={
        "en": ("Older cards bear no MRZ: type the number. A card opens a border only where the states agreed."),
        "fr": (
            "Les cartes anciennes n’ont pas de zone : saisir le numéro. Une carte n’ouvre une frontière "
            "que là où les États en sont convenus."
        ),
        "ar": "البطاقات القديمة بلا منطقة قراءة: أدخل الرقم. لا تفتح البطاقة حدوداً إلا حيث اتفقت الدول.",
    },
    sources=(
        "ICAO Doc 9303-5",
        "ICAO Doc 9303-6",
    ),
    marks=(Mark(codes=("I",), zones=("TD1", "TD2")),),
)
