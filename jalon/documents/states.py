"""States and other issuing authorities by the code an MRZ carries (ICAO Doc 9303-3, section 5; ISO 3166-1).

`STATES["MLI"].names["fr"]` is "Mali". In an MRZ Germany is `D`, not `DEU`; both are known here.
"""

from __future__ import annotations

from dataclasses import dataclass

from jalon.documents.state_table import COUNTRIES, FORMER, SPECIAL, Row


@dataclass(frozen=True, slots=True)
class State:
    """A state, territory, organisation or status that may stand where 9303 asks for an issuer or a nationality."""

    code: str
    """As in an MRZ without fillers: "MLI", "D", "XXA"."""
    alpha2: str | None
    """ISO 3166-1 alpha-2 ("XK" for Kosovo, by custom); None for organisations and statuses."""
    names: dict[str, str]
    """Short name by language: "en", "fr", "ar"."""
    former: bool = False
    """The code is withdrawn (ISO 3166-3)."""


def _states(rows: tuple[Row, ...], former: bool = False) -> dict[str, State]:
    return {row[0]: State(row[0], row[1], {"en": row[2], "fr": row[3], "ar": row[4]}, former) for row in rows}


STATES: dict[str, State] = {**_states(COUNTRIES), **_states(SPECIAL), **_states(FORMER, former=True)}

STATUSES = frozenset({"XXA", "XXB", "XXC", "XXX"})
"""Codes that say what protection, if any, stands in the place of a nationality."""

_ALPHA3 = {row[1]: row[0] for row in COUNTRIES} | {"XK": "RKS"}


def alpha3(alpha2: str) -> str | None:
    """ISO 3166-1 alpha-2, in any case, to alpha-3 ("DE" gives "DEU", not the "D" of an MRZ); None when unknown."""
    return _ALPHA3.get(alpha2.strip().upper())


def name(code: str, language: str = "en") -> str:
    """The short name of a code in "fr", "en" or "ar"; the code itself when it is not in the table."""
    state = STATES.get(code)
    return state.names[language] if state else code


def same_state(one: str | None, other: str | None) -> bool:
    """Whether two codes name one state: `D` and `DEU` do; an unknown code equals only itself; None equals nothing."""
    if one is None or other is None:
        return False
    return ("DEU" if one == "D" else one) == ("DEU" if other == "D" else other)
