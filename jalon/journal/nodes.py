"""The nodes that write to this headquarters: enrolled with their keys, revoked from a given time, replaced.

A node's word counts from its enrolment on. Once revoked, what still arrives from it is kept whole, receipted, and held
back: a named person looks at it and accepts it, up to a position, or leaves it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from jalon.journal.applying import held_key
from jalon.journal.models import EnrolledNode
from jalon.journal.opening import Opened
from jalon.journal.record import Recorded, record
from jalon.journal.verbs import AntecedentMissing, Body, Owner, Readers, Verb

LONGEST_REASON = 300


class NodeUnknown(ValueError):
    """No node of this name is enrolled here."""


def key_of(node: str) -> bytes | None:
    """The public signing key (32 bytes) a node was enrolled with; None for a stranger."""
    found = EnrolledNode.objects.filter(id=node).values_list("signing", flat=True).first()
    return None if found is None else bytes.fromhex(found)


def trusted() -> Sequence[EnrolledNode]:
    """The nodes that are enrolled and not revoked, by post."""
    return list(EnrolledNode.objects.filter(revoked_at__isnull=True))


def revoke(node: str, since: int, why: str, actor: str) -> Recorded:
    """A machine is lost, captured or retired: from `since` (ms since 1970, as told) it is not trusted.

    Raises NodeUnknown; ValueError without a reason or where it is revoked already.
    """
    known = EnrolledNode.objects.filter(id=node).first()
    if known is None:
        raise NodeUnknown(f"no node {node} is enrolled here")
    if not why.strip():
        raise ValueError("Say why this machine is not trusted any more.")
    if not known.is_trusted:
        raise ValueError("This machine is revoked already.")
    return record("node.revoked", {"node": node, "since": since, "why": why.strip()[:LONGEST_REASON]}, actor)


def accept_held(node: str, up_to: int, why: str, actor: str) -> Recorded:
    """Accept what arrived from a revoked node, up to an arrival position: it is applied. Raises as `revoke`."""
    known = EnrolledNode.objects.filter(id=node).first()
    if known is None:
        raise NodeUnknown(f"no node {node} is enrolled here")
    if not why.strip():
        raise ValueError("Say why these entries are accepted.")
    return record("node.held_accepted", {"node": node, "up_to": up_to, "why": why.strip()[:LONGEST_REASON]}, actor)


def apply_enrolled(entries: Sequence[Opened], tables: str) -> None:
    """body: node, post, signing, sealing, recall (keys, hexadecimal), by (officer), replaces (node, or empty)."""
    for entry in entries:
        body = entry.body
        EnrolledNode.objects.using(tables).get_or_create(
            id=body["node"],
            defaults={fact: body[fact] for fact in ("post", "signing", "sealing", "recall")}
            | {
                "enrolled": entry.key,
                "enrolled_by": body["by"],
                "enrolled_at": entry.header.wall,
                "replaces": body.get("replaces", ""),
            },
        )


def apply_revoked(entries: Sequence[Opened], tables: str) -> None:
    """body: node, since, why. What arrived before this entry stands; what arrives after it is held back."""
    for entry in entries:
        node = _of(entry, tables)
        if node.revoked_at is None:
            node.revoked_at, node.revoked_by = entry.header.wall, entry.header.actor
            node.revoked_since, node.revoked_why = entry.body["since"], entry.body["why"]
            node.held_from = entry.position
            node.save(using=tables)


def apply_held_accepted(entries: Sequence[Opened], tables: str) -> None:
    """body: node, up_to (arrival position here), why."""
    for entry in entries:
        node = _of(entry, tables)
        node.accepted_to = max(node.accepted_to or 0, entry.body["up_to"])
        node.save(using=tables)


def _of(entry: Opened, tables: str) -> EnrolledNode:
    node = EnrolledNode.objects.using(tables).filter(id=entry.body["node"]).first()
    if node is None:
        raise AntecedentMissing(entry.body["node"])
    return node


def _releases_held(body: Body) -> Sequence[str]:
    return (held_key(body["node"]),)


_line = partial(Verb, version=1, readers=Readers.OPERATIONAL, owner=Owner.HEADQUARTERS)


def apply_invited(entries: Sequence[Opened], tables: str) -> None:
    """body: post, replaces. That a code was given, and by whom, stands in the journal; it makes no row."""


VERBS = [
    _line("node.invited", apply=apply_invited),
    _line("node.enrolled", apply=apply_enrolled, releases=lambda body: (body["node"],)),
    _line("node.revoked", apply=apply_revoked, decides=True),
    _line("node.held_accepted", apply=apply_held_accepted, releases=_releases_held, decides=True),
]
