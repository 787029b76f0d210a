"""How it will be known that a recommendation was kept: an indicator, a deliverable, or a question with its answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from jalon.cooperation.indicators import INDICATORS, targets
from jalon.cooperation.models import Recommendation
from jalon.cooperation.saying import NotAllowed

Proof = Recommendation.Proof


def check_proof(facts: Mapping[str, Any]) -> None:
    """Raises NotAllowed where nobody could tell from `facts` that the promise was kept."""
    proof = facts.get("proof", "")
    if proof == Proof.INDICATOR:
        check_target(str(facts.get("indicator", "")), facts.get("baseline"), facts.get("target"))
        if facts.get("target") is None:
            raise NotAllowed("no_target")
    elif proof == Proof.DELIVERABLE:
        if not has_words(facts.get("deliverable")):
            raise NotAllowed("no_deliverable")
    elif proof == Proof.QUESTION:
        if not has_words(facts.get("question")) or not has_words(facts.get("answer")):
            raise NotAllowed("no_agreed_answer")
    else:
        raise NotAllowed("no_proof")


def check_target(code: str, *values: Any) -> None:
    """Raises NotAllowed: no such indicator, one that is described and never aimed at, or a value that is no number."""
    # Refusals, hits and arrests are described: whoever made them a target would have people refused to reach it.
    if code in INDICATORS and code not in targets():
        raise NotAllowed("described_only", indicator=str(INDICATORS[code].title))
    if code not in INDICATORS:
        raise NotAllowed("no_such_indicator", indicator=code)
    if any(value is not None and not math.isfinite(float(value)) for value in values):
        raise NotAllowed("no_number")


def has_words(texts: Any) -> bool:
    """Whether something is written, in any language."""
    return isinstance(texts, Mapping) and any(str(text).strip() for text in texts.values())
