"""Evidence of nationality. People have several, and change them: little for, some against."""

from __future__ import annotations

from collections.abc import Sequence


def relate(query: Sequence[str], listed: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    """ "nationality_same" or "nationality_differs" with the codes; None where one side is unknown."""
    if not query or not listed:
        return None
    shared = [code for code in query if code in listed]
    if shared:
        return "nationality_same", {"nationality": shared[0]}
    return "nationality_differs", {"query": ", ".join(query), "listed": ", ".join(listed)}
