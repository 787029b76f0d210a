"""A State as officers write it: its code, or its name in French, English or Arabic, with or without accents."""

from __future__ import annotations

import unicodedata
from functools import cache

from jalon.documents import states
from jalon.documents.state_table import COUNTRIES, SPECIAL


def named_state(text: str) -> str | None:
    """The code of an MRZ, of three letters mostly; None where nothing, or more than one State, goes by that name."""
    code = text.strip().upper()
    if code in states.STATES:
        return code
    if len(code) == 2 and code.isascii():
        return states.alpha3(code)
    return _names().get(_plain(text))


def offered(language: str) -> list[tuple[str, str]]:
    """(code, name) of the States that stand today, by name: what a field of a State proposes."""
    return sorted(((row[0], states.name(row[0], language)) for row in COUNTRIES), key=lambda state: _plain(state[1]))


@cache
def _names() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for row in (*SPECIAL, *COUNTRIES):
        for name in {_plain(name) for name in row[2:]}:
            found[name] = row[0] if found.get(name, row[0]) == row[0] or row in COUNTRIES else None
    return found


def _plain(text: str) -> str:
    """Letters alone, small, without accents: "Côte d’Ivoire", "cote d'ivoire"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalpha())
