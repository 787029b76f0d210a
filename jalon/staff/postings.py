"""Enrolling officers, posting them, and asking who may do what today. Roles need two people."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.staff.models import Account, Officer, Posting, ProposedPosting
from jalon.staff.verbs import MAY_APPROVE, MAY_PROPOSE
from jalon.web.gate import Role

AT_ONE_POST = frozenset(
    {Role.FIRST_LINE, Role.SHIFT_LEADER, Role.GENDARMERIE, Role.CUSTOMS, Role.HEALTH, Role.PROTECTION}
)


class NotAllowed(ValueError):
    """A rule of the postings stands in the way; `code` names it. Nothing was recorded."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@act
def enrol(name: str, actor: str) -> str:
    """Record a new officer; returns the pseudonymous id."""
    officer = secrets.token_hex(4)
    record("officer.enrolled", {"officer": officer, "name": name}, actor)
    return officer


@act
def post(officer: str, to_post: str, role: Role, actor: str, since: date, until: date | None = None) -> Recorded:
    """Record that an officer holds a role at a post from a date, and until one where it is known.

    The installer's way. Once there is an administrator, a posting is proposed and approved.
    """
    return record("officer.posted", _body(officer, to_post, role, since, until), actor)


@act
def propose(officer: str, to_post: str, role: Role, actor: str, since: date, until: date | None = None) -> Recorded:
    """Propose a posting; it counts once another approves it. Raises NotAllowed."""
    if actor == officer:
        raise NotAllowed("not_oneself")
    if not officer_roles(actor) & MAY_PROPOSE:
        raise NotAllowed("not_yours_to_propose")
    if until is not None and until < since:
        raise NotAllowed("ends_before_it_begins")
    return record("officer.posting_proposed", _body(officer, to_post, role, since, until), actor)


@act
def approve(proposal: str, actor: str) -> Recorded:
    """Approve a posting that another proposed, for another. Raises NotAllowed."""
    proposed = _waiting(proposal)
    if actor == proposed.proposed_by:
        raise NotAllowed("second_person")
    if actor == proposed.officer:
        raise NotAllowed("not_oneself")
    if not officer_roles(actor) & MAY_APPROVE:
        raise NotAllowed("not_yours_to_approve")
    return record("officer.posting_approved", {"proposal": proposal}, actor)


@act
def decline(proposal: str, actor: str) -> Recorded:
    """Decline a proposal, or take one's own back. Raises NotAllowed."""
    _waiting(proposal)
    if not officer_roles(actor) & MAY_APPROVE:
        raise NotAllowed("not_yours_to_approve")
    return record("officer.posting_declined", {"proposal": proposal}, actor)


@act
def end_posting(posting: str, until: date, actor: str) -> Recorded:
    """Record the last day of a posting. Raises NotAllowed where no administrator would be left."""
    ended = Posting.objects.filter(key=posting).first()
    if ended is not None and ended.role == Role.ADMINISTRATOR.value:
        others = administrators().exclude(key=posting)
        if not others.exists():
            raise NotAllowed("last_administrator")
    return record("officer.posting_ended", {"posting": posting, "until": until.isoformat()}, actor)


@act
def suspend(officer: str, actor: str) -> Recorded:
    """End what an officer may do here, at once. Raises NotAllowed."""
    if officer == actor:
        raise NotAllowed("not_oneself")
    if not administrators().exclude(officer=officer).exists():
        raise NotAllowed("last_administrator")
    recorded = record("officer.suspended", {"officer": officer}, actor)
    Account.objects.filter(officer=officer).update(is_active=False)
    return recorded


@act
def restore(officer: str, actor: str) -> Recorded:
    """Let a suspended officer serve again, in the postings that still stand. Raises NotAllowed."""
    if officer == actor:
        raise NotAllowed("not_oneself")
    recorded = record("officer.restored", {"officer": officer}, actor)
    Account.objects.filter(officer=officer).update(is_active=True)
    return recorded


def standing(today: date | None = None) -> QuerySet[Posting]:
    """The postings that count today: begun, not over, of officers who are not suspended."""
    day = today or timezone.localdate()
    suspended = Officer.objects.exclude(suspended="").values("id")
    current = Posting.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
    return current.exclude(officer__in=suspended)


def administrators(today: date | None = None) -> QuerySet[Posting]:
    """The postings of those who are administrators today."""
    return standing(today).filter(role=Role.ADMINISTRATOR.value)


def officer_roles(officer: str, today: date | None = None) -> frozenset[Role]:
    """The roles that an officer holds here today. Who stands at a desk, or leads those who do, does so at one post."""
    held = standing(today).filter(officer=officer).values_list("role", "post")
    here = this_node().keys.post
    return frozenset(Role(role) for role, post in held if post == here or Role(role) not in AT_ONE_POST)


def roles_of(account: Any, today: date | None = None) -> frozenset[Role]:
    """The roles that an account's officer holds today; none for whoever is not signed in."""
    officer = getattr(account, "officer", None)
    if not officer or not account.is_active:
        return frozenset()
    return officer_roles(officer, today)


def name_of(officer: str) -> str:
    """The name to show; the pseudonymous id where the roster does not have it."""
    return Officer.objects.filter(id=officer).values_list("name", flat=True).first() or officer


def _waiting(proposal: str) -> ProposedPosting:
    proposed = ProposedPosting.objects.filter(key=proposal).first()
    if proposed is None or proposed.state != ProposedPosting.WAITS:
        raise NotAllowed("already_decided")
    return proposed


def _body(officer: str, to_post: str, role: Role, since: date, until: date | None) -> dict[str, Any]:
    return {
        "officer": officer,
        "post": to_post,
        "role": role.value,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
    }
