"""The identity card of a refugee or a stateless person in the state that protects them."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType, Mark

TYPE = DocumentType(
    code="identity_card_protected",
    names={
        "en": "Refugee or stateless person’s card",
        "fr": "Carte de réfugié ou d’apatride",
        "ar": "بطاقة لاجئ أو عديم الجنسية",
    },
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
    proves_nationality=False,
    travel="where_agreed",
    confidence="medium",
    notes={
        "en": (
            "Given by the State of asylum, at times with UNHCR. It proves protection, not a nationality. "
            "Never tell the country of origin."
        ),
        "fr": (
            "Délivrée par l’État d’asile, parfois avec le HCR. Elle prouve une protection, non une "
            "nationalité. Ne jamais en informer le pays d’origine."
        ),
        "ar": ("تصدرها دولة اللجوء، وأحياناً مع المفوضية. تثبت الحماية لا الجنسية. لا يُبلَّغ بلد المنشأ أبداً."),
    },
    sources=(
        "Convention relating to the Status of Refugees, 1951, article 27",
        "ICAO Doc 9303-3, section 5",
    ),
    marks=(Mark(codes=("I", "A", "C"), zones=("TD1", "TD2"), nationalities=("XXA", "XXB", "XXC", "XXX")),),
)
