"""Names in the Latin script as an MRZ writes them (ICAO Doc 9303-3, section 6, table A)."""

from __future__ import annotations

import unicodedata

# Letters that are more than a base letter with a mark. The last row is of West African languages (Bambara, Fulfulde,
# Hausa, Songhay …), which the table of 9303 leaves out.
LETTERS: dict[str, str] = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Đ": "D", "Ħ": "H", "Ĳ": "IJ", "ı": "I", "Ł": "L", "Ñ": "N",
    "Ö": "OE", "Ø": "OE", "Œ": "OE", "ẞ": "SS", "ß": "SS", "Þ": "TH", "Ŧ": "T", "Ü": "UE", "Ŋ": "N", "ĸ": "Q",
    "Ɓ": "B", "Ɗ": "D", "Ɛ": "E", "Ǝ": "E", "Ɣ": "G", "Ƙ": "K", "Ɲ": "N", "Ɔ": "O", "Ƴ": "Y", "Ɩ": "I", "Ʋ": "V",
}  # fmt: skip

_OMITTED = "'’ʼ‘ʻ`´.,"
"""Apostrophes and stops leave no trace (9303-3, 4.6); a hyphen or a space is a filler."""


def mrz_letters(name: str) -> str:
    """Capitals A to Z with one space between components; other scripts are left for the caller to refuse.

    `mrz_letters("Aïcha N'Diaye-Traoré")` is "AICHA NDIAYE TRAORE".
    """
    upper = unicodedata.normalize("NFC", name).upper()
    spelled = "".join(LETTERS.get(character, character) for character in upper if character not in _OMITTED)
    plain = "".join(
        character for character in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(character)
    )
    return " ".join(plain.replace("-", " ").split())
