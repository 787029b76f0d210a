"""Verbs of the staff. Roles need two people: the rule is held again here, whatever a payload claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q

from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb
from jalon.staff.models import Officer, Posting, ProposedPosting
from jalon.web.gate import Role

# The actor of a node's first entries, before anybody is enrolled.
INSTALLER = "installer"
MAY_PROPOSE = frozenset({Role.ADMINISTRATOR})
MAY_APPROVE = frozenset({Role.ADMINISTRATOR, Role.NATIONAL_DESK})
# An entry's day is taken in UTC, a posting's at its place: they may be a day apart.
ZONES = timedelta(days=1)


def apply_enrolled(entries: Sequence[Opened], tables: str) -> None:
    """body: officer, name."""
    for entry in entries:
        Officer.objects.using(tables).update_or_create(
            id=entry.body["officer"], defaults={"name": entry.body["name"], "enrolled": entry.key}
        )


def apply_posted(entries: Sequence[Opened], tables: str) -> None:
    """body: officer, post, role, since, until (ISO dates; until may be null).

    The installer's way: by others only while nobody is an administrator here.
    """
    for entry in entries:
        if Posting.objects.using(tables).filter(key=entry.key).exists():
            continue  # it was judged when it came; who holds a role now is no matter
        if entry.header.actor != INSTALLER and holders(frozenset({Role.ADMINISTRATOR}), entry, tables):
            raise ValueError("there is an administrator: a posting is proposed by one person and approved by another")
        Posting.objects.using(tables).update_or_create(
            key=entry.key, defaults=_posting(entry.body) | {"officer": entry.body["officer"]}
        )


def apply_posting_proposed(entries: Sequence[Opened], tables: str) -> None:
    """body: officer, post, role, since, until. By an administrator, and for somebody else."""
    for entry in entries:
        if ProposedPosting.objects.using(tables).filter(key=entry.key).exists():
            continue
        actor, officer = entry.header.actor, entry.body["officer"]
        if not Officer.objects.using(tables).filter(id=officer).exists():
            raise ValueError("a posting is proposed for an officer who is enrolled")
        if actor == officer:
            raise ValueError("nobody gives himself a role")
        if actor not in holders(MAY_PROPOSE, entry, tables):
            raise ValueError("a posting is proposed by an administrator")
        ProposedPosting.objects.using(tables).update_or_create(
            key=entry.key,
            defaults=_posting(entry.body)
            | {"officer": officer, "proposed_by": actor, "proposed_at": entry.header.wall},
        )


def apply_posting_approved(entries: Sequence[Opened], tables: str) -> None:
    """body: proposal (key). By another than who proposed it and than who is posted, who may approve on that day."""
    for entry in entries:
        if Posting.objects.using(tables).filter(key=entry.key).exists():
            continue
        proposed = _proposal(entry, tables)
        actor = entry.header.actor
        if actor in {proposed.proposed_by, proposed.officer}:
            raise ValueError("a posting is approved by another person than its proposer and its officer")
        if actor not in holders(MAY_APPROVE, entry, tables):
            raise ValueError("a posting is approved by an administrator or at the national desk")
        _decide(proposed, ProposedPosting.APPROVED, entry, tables)
        facts = ("officer", "post", "role", "since", "until")
        Posting.objects.using(tables).update_or_create(
            key=entry.key, defaults={fact: getattr(proposed, fact) for fact in facts}
        )


def apply_posting_declined(entries: Sequence[Opened], tables: str) -> None:
    """body: proposal (key). Whoever proposed it takes it back, or another declines it."""
    for entry in entries:
        proposed = _proposal(entry, tables)
        if entry.header.actor not in holders(MAY_APPROVE, entry, tables):
            raise ValueError("a posting is declined by an administrator or at the national desk")
        _decide(proposed, ProposedPosting.DECLINED, entry, tables)


def apply_posting_ended(entries: Sequence[Opened], tables: str) -> None:
    """body: posting (key), until."""
    for entry in entries:
        changed = (
            Posting.objects.using(tables)
            .filter(key=entry.body["posting"])
            .update(until=date.fromisoformat(entry.body["until"]), ended_by=entry.key)
        )
        if not changed:
            raise AntecedentMissing(entry.body["posting"])


def apply_suspended(entries: Sequence[Opened], tables: str) -> None:
    """body: officer. Until restored, the officer holds no role."""
    for entry in entries:
        Officer.objects.using(tables).filter(id=entry.body["officer"]).update(suspended=entry.key)


def apply_restored(entries: Sequence[Opened], tables: str) -> None:
    """body: officer."""
    for entry in entries:
        Officer.objects.using(tables).filter(id=entry.body["officer"]).update(suspended="")


def apply_code_given(entries: Sequence[Opened], tables: str) -> None:
    """body: officer. Who gave a one-time code, and when; the code itself is in no entry."""
    for entry in entries:
        given = {"code_given_by": entry.header.actor, "code_given_at": entry.header.wall}
        Officer.objects.using(tables).filter(id=entry.body["officer"]).update(**given)


def holders(roles: frozenset[Role], entry: Opened, tables: str) -> set[str]:
    """The officers who hold one of these roles on the day of an entry and are not suspended."""
    day = datetime.fromtimestamp(entry.header.wall / 1000, UTC).date()
    suspended = Officer.objects.using(tables).exclude(suspended="").values("id")
    standing = Posting.objects.using(tables).filter(
        Q(until__isnull=True) | Q(until__gte=day - ZONES),
        role__in=[role.value for role in roles],
        since__lte=day + ZONES,
    )
    return set(standing.exclude(officer__in=suspended).values_list("officer", flat=True))


def _posting(body: dict[str, Any]) -> dict[str, Any]:
    """Post, role and time, as columns hold them."""
    return {
        "post": body["post"],
        "role": Role(body["role"]).value,
        "since": date.fromisoformat(body["since"]),
        "until": date.fromisoformat(body["until"]) if body.get("until") else None,
    }


def _proposal(entry: Opened, tables: str) -> ProposedPosting:
    """The proposal an entry decides. It is decided once: applying the same entry again finds its own decision."""
    proposed = ProposedPosting.objects.using(tables).filter(key=entry.body["proposal"]).first()
    if proposed is None:
        raise AntecedentMissing(entry.body["proposal"])
    same = (proposed.decided_by, proposed.decided_at) == (entry.header.actor, entry.header.wall)
    if proposed.state != ProposedPosting.WAITS and not same:
        raise ValueError("this proposal was decided already")
    return proposed


def _decide(proposed: ProposedPosting, state: str, entry: Opened, tables: str) -> None:
    proposed.state, proposed.decided_by, proposed.decided_at = state, entry.header.actor, entry.header.wall
    proposed.save(using=tables)


VERBS = [
    Verb("officer.enrolled", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_enrolled),
    Verb("officer.posted", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_posted),
    Verb("officer.posting_proposed", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_posting_proposed),
    Verb("officer.posting_approved", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_posting_approved),
    Verb("officer.posting_declined", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_posting_declined),
    Verb("officer.posting_ended", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_posting_ended),
    Verb("officer.suspended", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_suspended),
    Verb("officer.restored", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_restored),
    Verb("officer.code_given", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_code_given),
]
