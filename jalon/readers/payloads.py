"""What the text of a code is: a zone, a card whose layout is known, a number, or text that decides nothing.

LAYOUTS is the table of known layouts, the first that recognises a payload reads it. A state that prints codes of its
own adds a file with `recognises` and `read`, and a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from jalon.documents.mrz import read
from jalon.readers import aamva, visible_seal
from jalon.readers.answer import Answer, Line

LONGEST = 4_000  # characters of a text that are shown
# A number of a document, as cards bear it alone: letters and digits, a digit among them.
NUMBER = re.compile(r"(?=[A-Z0-9/-]*\d)[A-Z0-9][A-Z0-9/-]{3,18}[A-Z0-9]", re.IGNORECASE)
# Words by which lines of a code name what they hold, in French and English, and the field each is.
LABELS = {
    "primary_identifier": ("nom", "surname", "last name", "family name"),
    "secondary_identifier": ("prenom", "prenoms", "prénom", "prénoms", "given names", "first name", "given name"),
    "document_number": ("numero", "numéro", "no", "n°", "number", "document number", "card number", "id"),
    "birth_date": ("ne le", "né le", "née le", "date de naissance", "birth date", "date of birth", "dob"),
    "expiry_date": ("expire le", "date d'expiration", "expiry date", "expires", "valid until"),
    "nationality": ("nationalite", "nationalité", "nationality"),
    "sex": ("sexe", "sex", "gender"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What a layout gave: particulars by the names of `jalon.documents`, a zone if it bears one, what must be said."""

    fields: dict[str, str]
    zone: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """name: of the layout, for the officer; the functions take the payload's bytes and its text."""

    name: str
    recognises: Callable[[bytes, str], bool]
    read: Callable[[bytes, str], Card | None]


def _seal(payload: bytes, _text: str) -> Card | None:
    found = visible_seal.read(payload)
    return None if found is None else Card(found.fields, found.zone, ("signature_not_checked",))


def _aamva(_payload: bytes, text: str) -> Card | None:
    return Card(aamva.read(text))


def _labelled(_payload: bytes, text: str) -> Card | None:
    """Lines as “Nom: TRAORÉ”. Two fields at least, one of them a name or a number: else it is just text."""
    fields: dict[str, str] = {}
    for line in re.split(r"[\n;|]+", text):
        label, colon, value = line.partition(":")
        name = next((field for field, words in LABELS.items() if label.strip().lower() in words), None)
        if colon and name and value.strip():
            fields.setdefault(name, value.strip()[:60])
    telling = {"primary_identifier", "document_number"} & fields.keys()
    return Card(fields) if len(fields) > 1 and telling else None


LAYOUTS = (
    Layout("Visible digital seal (ICAO Doc 9303-13)", lambda payload, text: visible_seal.recognises(payload), _seal),
    Layout("AAMVA DL/ID", lambda payload, text: aamva.recognises(text), _aamva),
    Layout("Name: value", lambda payload, text: ":" in text, _labelled),
)


def understood(payload: bytes, text: str, reader: str, symbology: str = "", strip: str = "") -> Answer:
    """A payload as an answer."""
    shown = text[:LONGEST]
    bare = Answer(reader, "text", shown, symbology=symbology, strip=strip)
    if zone := zone_in(text):
        return replace(bare, kind="mrz", text="\n".join(zone), lines=tuple(Line(line) for line in zone))
    for layout in LAYOUTS:
        if layout.recognises(payload, text) and (card := layout.read(payload, text)) is not None:
            zone = zone_in(card.zone)
            lines = tuple(Line(line) for line in zone)
            kind = "mrz" if zone else "card"
            card_text = "\n".join(zone) or shown
            named = replace(bare, fields=card.fields, layout=layout.name, said=card.said)
            return replace(named, kind=kind, text=card_text, lines=lines)
    plain = text.strip()
    if NUMBER.fullmatch(plain):
        return replace(bare, kind="number", fields={"document_number": plain.upper()})
    return bare


def zone_in(text: str) -> tuple[str, ...]:
    """The lines of a zone that stands in a text, alone or among other things; none where there is none."""
    if "<" not in text or len(text) > LONGEST:
        return ()
    whole = read(text)
    if whole.document is not None:
        return whole.lines
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    for count in (3, 2):
        for first in range(len(rows) - count + 1):
            part = rows[first : first + count]
            if all(len(row) == len(part[0]) for row in part):
                reading = read("\n".join(part))
                if reading.document is not None:
                    return reading.lines
    return ()
