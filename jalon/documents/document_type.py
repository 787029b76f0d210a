"""The shape of a type of document: what it needs, what it proves, and how its MRZ shows it."""

from __future__ import annotations

from dataclasses import dataclass

IDENTITY = ("strong", "weak", "none")
"""How well it ties the holder to a name: a secured document with a portrait; a paper without; nothing."""
TRAVEL = ("made_for_it", "where_agreed", "no")
"""Made for crossing borders; accepted where states agreed so (that is dated data, never code); not at all."""
CONFIDENCE = ("high", "medium", "low", "none")
"""How far an officer may lean on it before other evidence."""
HOLDERS = ("anyone", "child", "herder", "crew")

CAPTURES: dict[str, dict[str, str]] = {
    "issuing_state": {
        "en": "Issuing State or organisation",
        "fr": "État ou organisation émetteur",
        "ar": "الجهة المُصدِرة",
    },
    "document_number": {"en": "Number", "fr": "Numéro", "ar": "الرقم"},
    "nationality": {"en": "Nationality", "fr": "Nationalité", "ar": "الجنسية"},
    "birth_date": {"en": "Date of birth", "fr": "Date de naissance", "ar": "تاريخ الميلاد"},
    "issue_date": {"en": "Date of issue", "fr": "Date de délivrance", "ar": "تاريخ الإصدار"},
    "expiry_date": {"en": "Date of expiry", "fr": "Date d’expiration", "ar": "تاريخ الانتهاء"},
    "issuing_office": {"en": "Issuing office", "fr": "Service émetteur", "ar": "مكتب الإصدار"},
    "purpose": {"en": "Journey it was issued for", "fr": "Voyage autorisé", "ar": "الرحلة المأذون بها"},
    "guardian": {"en": "Adult with the child", "fr": "Adulte accompagnant", "ar": "البالغ المرافق"},
    "herd": {
        "en": "Animals, by kind and number",
        "fr": "Animaux, par espèce et nombre",
        "ar": "الماشية حسب النوع والعدد",
    },
    "herders": {
        "en": "Herders with the herd",
        "fr": "Bergers accompagnant le troupeau",
        "ar": "الرعاة المرافقون للقطيع",
    },
    "route": {"en": "Route and gates", "fr": "Itinéraire et points de passage", "ar": "المسار ونقاط العبور"},
    "declared_by": {"en": "Who vouches for the traveller", "fr": "Qui se porte garant", "ar": "من يشهد للمسافر"},
}
"""What may be asked of a document beside the traveller's name, which is always asked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How an MRZ shows the type. Every part that is given must fit; the part of more weight wins between types."""

    codes: tuple[str, ...] = ()
    """Beginnings of the document code: "P" fits "PD" too, but less closely than "PD" does."""
    zones: tuple[str, ...] = ()
    """Formats: "TD1", "TD2", "TD3", "MRVA", "MRVB"."""
    issuers: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()

    def closeness(self, zone: str, code: str, issuer: str | None, nationality: str | None) -> int:
        """0 when it does not fit; else more for a closer fit: the holder's status before the issuer before the code."""
        beginning = max((len(start) for start in self.codes if code.startswith(start)), default=0)
        fits = (
            (not self.codes or beginning > 0)
            and (not self.zones or zone in self.zones)
            and (not self.issuers or issuer in self.issuers)
            and (not self.nationalities or nationality in self.nationalities)
        )
        return fits * (1 + beginning + 4 * bool(self.issuers) + 8 * bool(self.nationalities))


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One row of the table of document types. Texts are dictionaries by language: "en", "fr", "ar"."""

    code: str
    names: dict[str, str]
    zones: tuple[str, ...]
    """Formats of MRZ it may bear; empty when it bears none."""
    requires: tuple[str, ...]
    """What must be captured (keys of `CAPTURES`)."""
    identity: str
    proves_nationality: bool
    travel: str
    confidence: str
    notes: dict[str, str]
    sources: tuple[str, ...]
    holder: str = "anyone"
    marks: tuple[Mark, ...] = ()
    """Empty when an MRZ cannot show it and the officer must."""
