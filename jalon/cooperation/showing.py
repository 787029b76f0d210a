"""What a state shows of its figures, indicator by indicator and forum by forum. One person proposes, another decides.

Without a decision nothing is shown. The setting is the state's own: it speaks of a forum and goes to none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.cooperation import indicator_facts
from jalon.cooperation.models import ORDER, Shows, ShowsDecision
from jalon.cooperation.saying import NotAllowed, own_party, said, say
from jalon.journal.acting import act

LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal about an indicator, and what became of it."""

    shows: Shows
    decision: ShowsDecision | None

    @property
    def state(self) -> str:
        """One of Shows.State."""
        if self.decision is None:
            return Shows.State.WAITS
        return Shows.State.APPROVED if self.decision.approved else Shows.State.DECLINED


@act
def propose(forum: str, indicator: str, show: bool, why: str, actor: str) -> str:
    """Propose to show an indicator in a forum, or to show it no more. Returns the proposal's key.

    Raises NotAllowed: no_state, indicator_unknown, why_missing, proposal_waits, shown_already, hidden_already.
    """
    if not own_party():
        raise NotAllowed("no_state")
    if not indicator_facts.known(indicator):
        raise NotAllowed("indicator_unknown", indicator=indicator)
    if not why.strip():
        raise NotAllowed("why_missing")
    if any(one.shows.indicator == indicator for one in waiting(forum)):
        raise NotAllowed("proposal_waits")
    if show == (indicator in shown(forum)):
        raise NotAllowed("shown_already" if show else "hidden_already")
    facts = {"indicator": indicator, "shown": show, "why": why.strip()[:LONGEST_WHY]}
    return say([("figure.shown_proposed", said("figure.shown_proposed", Shows, facts, forum=forum))], actor)[0].key


@act
def approve(proposal: str, actor: str) -> None:
    """Approve what another proposed: it counts from now. Raises NotAllowed: proposal_unknown, decided_already,
    second_person."""
    _decide(proposal, True, actor)


@act
def decline(proposal: str, actor: str) -> None:
    """Decline a proposal, one's own too: nothing changes by it. Raises NotAllowed: proposal_unknown,
    decided_already."""
    _decide(proposal, False, actor)


def _decide(proposal: str, approved: bool, actor: str) -> None:
    one = Shows.objects.filter(key=proposal, party=own_party()).first()
    if one is None:
        raise NotAllowed("proposal_unknown")
    if ShowsDecision.objects.filter(shows=proposal).exists():
        raise NotAllowed("decided_already")
    if approved and one.by == actor:
        raise NotAllowed("second_person")
    facts = {"shows": proposal, "approved": approved}
    body = said("figure.shown_decided", ShowsDecision, facts, forum=one.forum)
    say([("figure.shown_decided", body)], actor)


def shown(forum: str, at: int | None = None) -> set[str]:
    """The codes of the indicators that this state shows in a forum, at an arrival position."""
    counts = {one.shows.indicator: one.shows.shown for one in proposals(forum, at) if one.state == "approved"}
    return {indicator for indicator, is_shown in counts.items() if is_shown}


def is_shown(indicator: str, forum: str) -> bool:
    """Whether two people of this state decided that it shows this in that forum."""
    return indicator_facts.shown_as(indicator) in shown(forum)


def waiting(forum: str, at: int | None = None) -> list[Proposed]:
    """The proposals about which nobody decided, the oldest first."""
    return [one for one in proposals(forum, at) if one.decision is None]


def proposals(forum: str, at: int | None = None) -> Sequence[Proposed]:
    """Every proposal of this state about a forum, in the order in which they were decided; those that wait last."""
    until = {} if at is None else {"position__lte": at}
    rows = Shows.objects.filter(forum=forum, party=own_party(), **until)
    # Of two decisions about one proposal the first counts: the second found it decided.
    decisions: dict[str, ShowsDecision] = {}
    for decision in ShowsDecision.objects.filter(forum=forum, party=own_party(), **until).order_by(*ORDER):
        decisions.setdefault(decision.shows, decision)
    found = [Proposed(row, _by_another(row, decisions.get(row.key))) for row in rows.order_by(*ORDER)]
    return sorted(found, key=lambda one: (one.decision is None, one.decision.position if one.decision else 0))


def _by_another(row: Shows, decision: ShowsDecision | None) -> ShowsDecision | None:
    """The decision, where it is one: nobody approves what they proposed, whatever an entry says."""
    return None if decision and decision.approved and decision.by == row.by else decision
