"""What a machine readable zone says, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """The fields of one MRZ. What the zone leaves out, or what could not be read, is None.

    Dates are ISO 8601 as far as they are known: "1975-08-14", "1975-08" or "1975".
    Names and numbers are as in the zone: Latin capitals; a filler inside a name is a space, a filler inside a number
    or in optional data stays `<` (the zone does not say whether a space, a hyphen or a stroke was printed).
    """

    type: str
    """"TD1", "TD2", "TD3", "MRVA" or "MRVB"."""
    document_code: str | None
    """One or two characters: "P", "PD", "I", "AC", "V" …"""
    issuing_state: str | None
    """A code of `jalon.documents.states.STATES`, fillers removed: "MLI", "D", "UNO"."""
    primary_identifier: str | None
    secondary_identifier: str | None
    document_number: str | None
    """The whole number, also where TD1 and TD2 continue it in the optional data."""
    nationality: str | None
    birth_date: str | None
    sex: str | None
    """"M", "F", "X", or None where the zone says `<`, unspecified."""
    expiry_date: str | None
    optional_data: str | None = None
    """TD1: of the first line."""
    optional_data_2: str | None = None
    """TD1: of the second line."""
    names_truncated: bool = False
    """The name field is full to its last character, so a name may have been cut (9303-3, 4.2.3)."""
