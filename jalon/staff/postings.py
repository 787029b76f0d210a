"""Enrolling officers, posting them, and asking who may do what today."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from jalon.journal.record import Recorded, record
from jalon.staff.models import Officer, Posting
from jalon.web.gate import Role


def enrol(name: str, actor: str) -> str:
    """Record a new officer; returns the pseudonymous id."""
    officer = secrets.token_hex(4)
    record("officer.enrolled", {"officer": officer, "name": name}, actor)
    return officer


def post(officer: str, to_post: str, role: Role, actor: str, since: date, until: date | None = None) -> Recorded:
    """Record that an officer holds a role at a post from a date, and until one where it is known."""
    body = {
        "officer": officer,
        "post": to_post,
        "role": role.value,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
    }
    return record("officer.posted", body, actor)


def end_posting(posting: str, until: date, actor: str) -> Recorded:
    """Record the last day of a posting."""
    return record("officer.posting_ended", {"posting": posting, "until": until.isoformat()}, actor)


def roles_of(account: Any, today: date | None = None) -> frozenset[Role]:
    """The roles that an account's officer holds today; none for whoever is not signed in."""
    officer = getattr(account, "officer", None)
    if not officer or not account.is_active:
        return frozenset()
    day = today or timezone.localdate()
    current = Posting.objects.filter(Q(until__isnull=True) | Q(until__gte=day), officer=officer, since__lte=day)
    return frozenset(Role(role) for role in current.values_list("role", flat=True))


def name_of(officer: str) -> str:
    """The name to show; the pseudonymous id where the roster does not have it."""
    return Officer.objects.filter(id=officer).values_list("name", flat=True).first() or officer
