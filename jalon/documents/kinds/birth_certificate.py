"""The birth certificate or its extract, for a child."""

from __future__ import annotations

from jalon.documents.document_type import DocumentType

TYPE = DocumentType(
    code="birth_certificate",
    names={"en": "Birth certificate (child)", "fr": "Acte ou extrait de naissance (enfant)", "ar": "شهادة ميلاد (طفل)"},
    zones=(),
    requires=(
        "issuing_state",
        "document_number",
        "birth_date",
        "issuing_office",
        "guardian",
    ),
    identity="weak",
    proves_nationality=False,
    travel="where_agreed",
    confidence="low",
    notes={
        "en": (
            "For a child only, with the adult who is named on it or holds their written consent. It "
            "bears no portrait: a child alone goes to the second line."
        ),
        "fr": (
            "Pour un enfant seulement, avec l’adulte qui y est nommé ou porte son consentement écrit. "
            "Sans portrait : un enfant seul va à la deuxième ligne."
        ),
        "ar": (
            "للطفل فقط، مع البالغ المذكور فيها أو الحامل لموافقته الخطية. بلا صورة: يُحال الطفل المنفرد إلى الخط الثاني."
        ),
    },
    sources=("Convention on the Rights of the Child, 1989, article 7",),
    holder="child",
)
