"""Driving licences and identity cards of North America: PDF417 after the AAMVA DL/ID Card Design Standard.

The text opens with “@”, a line feed, a record separator, “ANSI ”; elements are a code of three letters and a value, one
a line. Dates are MMDDCCYY in the United States, CCYYMMDD in Canada (element DCG names the country).
"""

from __future__ import annotations

import re

# Element → the field it is.
ELEMENTS = {
    "DCS": "primary_identifier",
    "DAC": "secondary_identifier",
    "DAQ": "document_number",
    "DCG": "issuing_state",
    "DBB": "birth_date",
    "DBA": "expiry_date",
    "DBC": "sex",
}
SEXES = {"1": "M", "2": "F", "9": "X"}
ELEMENT = re.compile(r"^(?:DL|ID)?(D[A-Z]{2})(.+)$")


def recognises(text: str) -> bool:
    return text.startswith("@") and "ANSI " in text[:12]


def read(text: str) -> dict[str, str]:
    """The particulars, dates in ISO form; what is not understood is left out."""
    found: dict[str, str] = {}
    for line in re.split(r"[\n\r]+", re.sub(r"^@.*?(?=(?:DL|ID)D[A-Z]{2})", "", text, flags=re.DOTALL)):
        match = ELEMENT.match(line.strip())
        if match and match[1] in ELEMENTS:
            found.setdefault(ELEMENTS[match[1]], match[2].strip())
    canada = found.get("issuing_state") == "CAN"
    for name in ("birth_date", "expiry_date"):
        if name in found:
            found[name] = iso(found[name], canada)
    if "sex" in found:
        found["sex"] = SEXES.get(found["sex"], "")
    return {name: value for name, value in found.items() if value and value not in {"NONE", "unavl"}}


def iso(digits: str, year_first: bool) -> str:
    if not re.fullmatch(r"\d{8}", digits):
        return ""
    year, month, day = (digits[:4], digits[4:6], digits[6:]) if year_first else (digits[4:], digits[:2], digits[2:4])
    return f"{year}-{month}-{day}"
