"""Words for kinds of papers in tables written by people → one code each."""

from __future__ import annotations

from jalon.watchlists.formats import table

KINDS: dict[str, tuple[str, ...]] = {
    "passport": ("passport", "passeport", "p", "pp", "ordinary passport", "passeport ordinaire", "جواز سفر"),
    "service_passport": ("service passport", "official passport", "passeport de service", "جواز سفر خدمة"),
    "diplomatic_passport": ("diplomatic passport", "passeport diplomatique", "pd", "جواز سفر دبلوماسي"),
    "national_id": (
        "national id",
        "national identity card",
        "identity card",
        "id card",
        "id",
        "i",
        "carte d identite",
        "carte nationale d identite",
        "cni",
        "بطاقة هوية",
        "بطاقة تعريف",
    ),
    "laissez_passer": ("laissez passer", "sauf conduit", "رخصة مرور"),
    "travel_document": ("travel document", "titre de voyage", "carnet de voyage", "وثيقة سفر"),
    "residence": ("residence", "residence permit", "titre de sejour", "carte de sejour", "رخصة إقامة"),
    "visa": ("visa", "v", "تأشيرة"),
    "birth_certificate": ("birth certificate", "acte de naissance", "شهادة ميلاد"),
}

WORDS = {table.heading(word): kind for kind, words in KINDS.items() for word in (kind, *words)}


def kind_of(text: str) -> str | None:
    """The code of a kind of paper; the text itself in lower case when it is not in the table; None when empty."""
    return WORDS.get(table.heading(text), text.lower()) if text else None
