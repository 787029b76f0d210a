"""Visas and permits as values: what was granted, what of it is used, and the stamps given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from jalon.documents.document import Document
from jalon.documents.validity import validity
from jalon.regimes.rule import NO_LIMIT, Allowance
from jalon.regimes.words import Said

MULTIPLE = 0
"""Entries allowed: as often as the holder likes, while the visa is valid."""

KINDS: dict[str, Said] = {
    "visa": {"fr": "Visa", "en": "Visa", "ar": "تأشيرة"},
    "electronic_visa": {"fr": "Visa électronique", "en": "Electronic visa", "ar": "تأشيرة إلكترونية"},
    "visa_on_arrival": {"fr": "Visa délivré à l’arrivée", "en": "Visa on arrival", "ar": "تأشيرة عند الوصول"},
    "transit_visa": {"fr": "Visa de transit", "en": "Transit visa", "ar": "تأشيرة عبور"},
    "residence_permit": {"fr": "Carte de séjour", "en": "Residence permit", "ar": "بطاقة إقامة"},
    "work_permit": {"fr": "Permis de travail", "en": "Work permit", "ar": "رخصة عمل"},
    "resident_card": {"fr": "Carte de riverain", "en": "Border resident’s card", "ar": "بطاقة ساكن الحدود"},
}

STATES_OF_A_VISA: dict[str, Said] = {
    "valid": {"fr": "Valable.", "en": "Valid.", "ar": "سارية."},
    "not_yet": {
        "fr": "Pas encore valable : commence le {from}.",
        "en": "Not valid yet: begins on {from}.",
        "ar": "لم تبدأ صلاحيتها بعد: تبدأ في {from}.",
    },
    "expired": {"fr": "Expiré depuis le {until}.", "en": "Expired on {until}.", "ar": "انتهت صلاحيتها في {until}."},
    "used_up": {
        "fr": "Toutes les entrées accordées sont utilisées ({used}).",
        "en": "All entries granted are used ({used}).",
        "ar": "استُعملت كل مرات الدخول الممنوحة ({used}).",
    },
    "unknown": {
        "fr": "La validité n’est pas connue : lisez-la sur la vignette.",
        "en": "The validity is not known: read it on the sticker.",
        "ar": "الصلاحية غير معروفة: اقرأها على الملصق.",
    },
}


class CannotUse(ValueError):
    """An entry on a visa that does not allow it today. `state` is a key of `STATES_OF_A_VISA`."""

    def __init__(self, state: str) -> None:
        super().__init__(STATES_OF_A_VISA[state]["en"])
        self.state = state


@dataclass(frozen=True, slots=True)
class Visa:
    """A visa or permit. What is not known is None; dates are whole days, both ends included."""

    number: str | None
    kind: str
    """A key of `KINDS`."""
    issuing_state: str | None = None
    nationality: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    entries_allowed: int | None = None
    """`MULTIPLE`, or how many; None where the sticker was not read."""
    entries_used: int = 0
    allowance: Allowance = NO_LIMIT
    """The longest stay it grants."""
    stamps: tuple[str, ...] = ()
    """Numbers of the stamps given on it, in order."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"“{self.kind}” is no kind of visa or permit")

    @property
    def entries_left(self) -> int | None:
        """None: not known, or without limit."""
        if not self.entries_allowed:
            return None
        return max(0, self.entries_allowed - self.entries_used)

    def state(self, today: date) -> str:
        """Whether it opens the border on a day: a key of `STATES_OF_A_VISA`."""
        if self.valid_until is None:
            return "unknown"
        if self.valid_from is not None and today < self.valid_from:
            return "not_yet"
        if today > self.valid_until:
            return "expired"
        return "used_up" if self.entries_left == 0 else "valid"

    def sentence(self, today: date, language: str) -> str:
        """For the officer, in "fr", "en" or "ar"."""
        values = {"from": self.valid_from, "until": self.valid_until, "used": self.entries_used}
        return STATES_OF_A_VISA[self.state(today)][language].format(**values)


def enter(visa: Visa, today: date, stamp: str | None = None) -> Visa:
    """The visa after one more entry, with the stamp's number. Raises `CannotUse`."""
    state = visa.state(today)
    if state in {"not_yet", "expired", "used_up"}:
        raise CannotUse(state)
    return stamped(replace(visa, entries_used=visa.entries_used + 1), stamp)


def stamped(visa: Visa, stamp: str | None) -> Visa:
    """The visa with one more stamp (an exit uses no entry)."""
    return replace(visa, stamps=(*visa.stamps, stamp)) if stamp else visa


def visa_from(document: Document, today: date) -> Visa | None:
    """What an MRV-A or MRV-B zone says of a visa; None for any other document.

    The zone gives the number, the issuer, the holder's nationality and the last day (9303-7). Beginning, entries and
    length of stay are printed on the sticker alone; optional data is the issuer's own and is not guessed at.
    """
    if document.type not in {"MRVA", "MRVB"}:
        return None
    return Visa(
        number=document.document_number,
        kind="visa",
        issuing_state=document.issuing_state,
        nationality=document.nationality,
        valid_until=validity(document, today).last_day,
    )
