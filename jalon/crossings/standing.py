"""What a traveller raises before an officer lets them pass: a match, a document not in order, a child's company."""

from __future__ import annotations

from typing import Any

from jalon.crossings.company import Accompanied, is_child
from jalon.crossings.inspection import LookedUp, level

CLEAR = {"clear", "unchecked"}
HIT, CLEARED = "hit", "cleared"
CHILD_NOT_ASKED, CHILD_IN_DOUBT = "child_not_asked", "child_in_doubt"


def raised(seen: dict[str, Any], company: Accompanied | None) -> tuple[str, ...]:
    """Codes of what must be looked at; none of whoever stands clean.

    hit; cleared: hits that were all found to be another person on an earlier day; problem: of the document;
    look: anything else that is not clear; child_not_asked: nobody said with whom;
    child_in_doubt: alone, or with an adult who shows no paper of consent.
    """
    found = LookedUp(seen["hits"], seen["lists"], seen["not_checked"])
    others = [problem for problem in seen["problems"] if problem["code"] != "minor"]
    codes = []
    if seen["hits"]:
        codes.append(CLEARED if all(hit.get("cleared") for hit in seen["hits"]) else HIT)
    if others:
        codes.append("problem")
    if not codes and level(others, found) not in CLEAR:
        codes.append("look")
    if is_child(seen):
        if company is None:
            codes.append(CHILD_NOT_ASKED)
        elif company.in_doubt:
            codes.append(CHILD_IN_DOUBT)
    return tuple(codes)
