"""Evidence of sex: nothing for, some against. "X" and unknown say nothing (ICAO 9303-4, data element 11)."""

from __future__ import annotations


def relate(query: str | None, listed: str | None) -> tuple[str, dict[str, str]] | None:
    if query in ("M", "F") and listed in ("M", "F"):
        if query == listed:
            return "sex_same", {"sex": query}
        return "sex_differs", {"query": query, "listed": listed}
    return None
