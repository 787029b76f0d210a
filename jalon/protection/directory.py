"""The services of this post: declared by an administrator, in force once another person approves, dated."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.crossings.rules import NotAllowed
from jalon.journal.acting import act
from jalon.journal.node import this_node
from jalon.journal.record import Recorded, record
from jalon.protection.models import Service
from jalon.staff.postings import officer_roles
from jalon.web.gate import Role

MAY_DECLARE = frozenset({Role.ADMINISTRATOR})
MAY_APPROVE = frozenset({Role.ADMINISTRATOR, Role.NATIONAL_DESK, Role.PROTECTION})
FACTS = ("kind", "name", "telephones", "hours", "languages", "accept_within", "steps", "reference")


@act
def declare(facts: Mapping[str, Any], since: date, actor: str, *, code: str = "") -> Recorded:
    """Declare a service, or, with its `code`, how it is from a day on. It counts once another person approves it.

    `facts`: FACTS, as in `models.Service`. Raises NotAllowed.
    """
    if not officer_roles(actor) & MAY_DECLARE:
        raise NotAllowed("administrator_declares")
    body = {
        "code": code or secrets.token_hex(4),
        "post": this_node().keys.post,
        "since": since.isoformat(),
        **{name: facts[name] for name in FACTS},
    }
    return record("service.declared", body, actor)


@act
def approve(service: Service, actor: str) -> Recorded:
    """The second person: another than whoever declared it. Raises NotAllowed."""
    present = Service.objects.get(key=service.key)
    if present.approved_by:
        raise NotAllowed("already_decided_here")
    if actor == present.declared_by:
        raise NotAllowed("another_approves_service")
    if not officer_roles(actor) & MAY_APPROVE:
        raise NotAllowed("not_yours_to_approve_service")
    return record("service.approved", {"service": service.key}, actor)


@act
def withdraw(service: Service, until: date, actor: str) -> Recorded:
    """Say the last day of a service. Referrals that are under way go on. Raises NotAllowed."""
    if not officer_roles(actor) & MAY_DECLARE:
        raise NotAllowed("administrator_declares")
    return record("service.withdrawn", {"service": service.key, "until": until.isoformat()}, actor)


def here() -> QuerySet[Service]:
    """The services that this node declared: a headquarters is told of its posts' too, and refers nobody to those."""
    node = this_node()
    own = {"key__startswith": f"{node.id}."} if node.keys.is_headquarters else {}
    return Service.objects.filter(**own)


def in_force(day: date | None = None) -> list[Service]:
    """The services of a day (today), one declaration for each, those always reachable first."""
    on = day or timezone.localdate()
    declared = here().filter(since__lte=on).exclude(approved_by="").order_by("since", "declared_at", "key")
    latest = {one.code: one for one in declared}
    return sorted(
        (one for one in latest.values() if one.until is None or one.until >= on),
        key=lambda one: (one.hours is not None, one.name),
    )


def by_code(code: str, day: date | None = None) -> Service | None:
    """A service as it is on a day; the last that was known of it where it is no longer in force."""
    known = next((one for one in in_force(day) if one.code == code), None)
    return known or here().filter(code=code).exclude(approved_by="").order_by("since").last()


def shown() -> list[Service]:
    """For the page of the directory: what is in force, what is to come, what waits to be approved."""
    today = timezone.localdate()
    current = {one.key for one in in_force(today)}
    coming = Q(approved_by="") | Q(since__gt=today)
    return list(here().filter(coming | Q(key__in=current)).order_by("name", "since"))
