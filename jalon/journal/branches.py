"""Branches: two histories under one (node, epoch, seq). The second is kept in quarantine until somebody accepts it."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.journal.models import AcceptedBranch
from jalon.journal.node import journal_connection
from jalon.journal.opening import Opened, branch_key
from jalon.journal.record import Recorded, record
from jalon.journal.verbs import Body, Owner, Readers, Verb


class BranchUnknown(ValueError):
    """There is no such branch in quarantine here."""


def in_quarantine() -> list[dict[str, object]]:
    """Branches that wait for a decision: node, epoch, the epoch left, after which entry, and up to which."""
    connection, _ = journal_connection()
    rows = connection.execute(
        "SELECT node, epoch, branch_of, base, seq FROM journal_epoch WHERE branch_of <> '' ORDER BY node, epoch"
    ).fetchall()
    accepted = set(AcceptedBranch.objects.values_list("key", flat=True))
    names = ("node", "epoch", "branch_of", "base", "seq")
    return [dict(zip(names, row, strict=True)) for row in rows if branch_key(row[0], row[1]) not in accepted]


def accept(node: str, epoch: str, reason: str, actor: str) -> Recorded:
    """Take a branch out of quarantine: its entries are applied. Raises BranchUnknown; ValueError without a reason."""
    if not any((one["node"], one["epoch"]) == (node, epoch) for one in in_quarantine()):
        raise BranchUnknown(f"there is no branch {epoch} of node {node} in quarantine")
    if not reason.strip():
        raise ValueError("Say why this branch is accepted.")
    return record("branch.accepted", {"node": node, "epoch": epoch, "reason": reason.strip()}, actor)


def apply_accepted(entries: Sequence[Opened], tables: str) -> None:
    """body: node, epoch (the derived id), reason."""
    for entry in entries:
        AcceptedBranch.objects.using(tables).update_or_create(
            key=branch_key(entry.body["node"], entry.body["epoch"]),
            defaults={
                "reason": entry.body["reason"],
                "accepted_by": entry.header.actor,
                "accepted_at": entry.header.wall,
            },
        )


def _released(body: Body) -> Sequence[str]:
    return (branch_key(body["node"], body["epoch"]),)


VERBS = [
    Verb(
        "branch.accepted", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_accepted, releases=_released, decides=True
    ),
]
