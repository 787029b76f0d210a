"""Names are shown once somebody said why: who looked, at what, and the reason are an entry first."""

from __future__ import annotations

from typing import Any

from jalon.journal.acting import act
from jalon.journal.record import Recorded, record
from jalon.presence.judging import NotAllowed

LONGEST_REASON = 200


@act
def look(question: dict[str, Any], reason: str, officer: str) -> Recorded:
    """Record what is going to be shown, and why. Raises NotAllowed without a reason; then nothing is shown."""
    if not reason.strip():
        raise NotAllowed("say_why")
    return record("passages.looked_at", {"question": question, "reason": reason.strip()[:LONGEST_REASON]}, officer)
