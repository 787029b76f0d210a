"""A country as a list writes it → its alpha-3 code.

Codes and names in French, English and Arabic come from `jalon.documents.states`; here stand only the other names that
lists use: the long forms of the United Nations, the inverted ones of OFAC, former states, adjectives.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from jalon.documents.states import STATES, alpha3
from jalon.watchlists.formats.text import clean

OTHER_NAMES: dict[str, str] = {
    "bolivia": "BOL",
    "bosnia": "BIH",
    "brunei": "BRN",
    "burkina": "BFA",
    "burma": "MMR",
    "cabo verde": "CPV",
    "cape verde": "CPV",
    "congo": "COG",
    "congo brazzaville": "COG",
    "congo democratic republic of the": "COD",
    "congo kinshasa": "COD",
    "congo republic of the": "COG",
    "cote d ivoire": "CIV",
    "czech republic": "CZE",
    "democratic people s republic of korea": "PRK",
    "democratic republic of the congo": "COD",
    "england": "GBR",
    "former soviet union": "SUN",
    "former yugoslavia": "YUG",
    "gambia": "GMB",
    "great britain": "GBR",
    "holland": "NLD",
    "hong kong": "HKG",
    "iran": "IRN",
    "iran islamic republic of": "IRN",
    "islamic republic of iran": "IRN",
    "islamic republic of mauritania": "MRT",
    "ivory coast": "CIV",
    "korea north": "PRK",
    "korea south": "KOR",
    "kosovo": "RKS",
    "laos": "LAO",
    "macau": "MAC",
    "macedonia": "MKD",
    "mali republic": "MLI",
    "moldova": "MDA",
    "north korea": "PRK",
    "north macedonia the republic of": "MKD",
    "palestine": "PSE",
    "palestinian": "PSE",
    "peoples republic of china": "CHN",
    "republic of korea": "KOR",
    "republic of the congo": "COG",
    "republique democratique du congo": "COD",
    "russia": "RUS",
    "russian federation": "RUS",
    "south korea": "KOR",
    "soviet union": "SUN",
    "state of palestine": "PSE",
    "swaziland": "SWZ",
    "syria": "SYR",
    "syrian arab republic": "SYR",
    "taiwan": "TWN",
    "tanzania": "TZA",
    "tchecoslovaquie": "CSK",
    "the gambia": "GMB",
    "timor leste": "TLS",
    "turkey": "TUR",
    "turkiye": "TUR",
    "ussr": "SUN",
    "united kingdom": "GBR",
    "united kingdom of great britain and northern ireland": "GBR",
    "united republic of tanzania": "TZA",
    "united states": "USA",
    "united states of america": "USA",
    "usa": "USA",
    "vatican": "VAT",
    "venezuela": "VEN",
    "viet nam": "VNM",
    "vietnam": "VNM",
    "yugoslavia": "YUG",
}

# FollowTheMoney's codes that are not of ISO 3166-1.
OTHER_CODES: dict[str, str] = {"xk": "RKS", "suhh": "SUN", "yucs": "YUG", "cshh": "CSK", "ddde": "DDR"}


@functools.lru_cache(4096)
def code(text: str) -> str | None:
    """Alpha-3 of an alpha-2 or alpha-3 code or of a name in French, English or Arabic; None when it is not known."""
    text = clean(text)
    if text.lower() in OTHER_CODES:
        return OTHER_CODES[text.lower()]
    if len(text) == 2 and text.isascii():
        return alpha3(text.upper())
    found = text.upper() if text.upper() in STATES else names().get(folded(text))
    # Germany's D of the MRZ has an alpha-3 like any other.
    return "DEU" if found == "D" else found


@functools.cache
def names() -> dict[str, str]:
    """Folded name → code, of every name known."""
    known = {folded(name): code for code, state in STATES.items() for name in state.names.values()}
    return known | OTHER_NAMES


def folded(text: str) -> str:
    """Lower case, no accents, no punctuation: “Iran (Islamic Republic of)” → “iran islamic republic of”."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())
