"""A person says that two passages are one traveller's, or two people's. The follower pairs anew what they touch."""

from __future__ import annotations

from jalon.journal.acting import act
from jalon.journal.record import Recorded, record
from jalon.presence.follow import pair_now
from jalon.presence.models import Passage
from jalon.presence.persons import judgements

LONGEST_WHY = 300


class NotAllowed(Exception):
    """What stands in the way. `code` names the rule; the doors have the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@act
def judge(one: str, other: str, same: bool, why: str, officer: str) -> Recorded:
    """Record what was found of two passages (keys of inspections). Raises NotAllowed: no reason, no such passages, or
    said already."""
    if not why.strip():
        raise NotAllowed("say_why")
    if one == other or Passage.objects.filter(key__in=[one, other]).count() != 2:
        raise NotAllowed("no_such_passages")
    pair = (min(one, other), max(one, other))
    if judgements([one]).get(pair) is same:
        raise NotAllowed("said_already")
    body = {"one": one, "other": other, "same": same, "why": why.strip()[:LONGEST_WHY]}
    recorded = record("passages.judged", body, officer)
    pair_now([one, other])  # who judged sees what came of it; the follower does the same again
    return recorded
