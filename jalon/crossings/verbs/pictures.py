"""What the entries about pictures mean: the law that allows them, that one was taken, why its bytes left the post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jalon.crossings.models import Picture, PictureLeft, PictureRule
from jalon.crossings.verbs.passages import inspection_of
from jalon.journal.opening import Opened
from jalon.journal.verbs import own_row


def apply_proposed(entries: Sequence[Opened], tables: str) -> None:
    """body: legal_reference, kinds [face | document], retention_days, since (ISO day)."""
    for entry in entries:
        PictureRule.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "legal_reference": entry.body["legal_reference"],
                "kinds": entry.body["kinds"],
                "retention_days": entry.body["retention_days"],
                "since": date.fromisoformat(entry.body["since"]),
                "proposed_by": entry.header.actor,
                "proposed_at": entry.header.wall,
            },
        )


def apply_allowed(entries: Sequence[Opened], tables: str) -> None:
    """body: rule. Whoever proposed it cannot allow it, whatever the payload claims."""
    for entry in entries:
        rule = _rule(entry, tables)
        if rule.proposed_by == entry.header.actor:
            raise ValueError("pictures are allowed by another person than the one who proposed them")
        rule.allowed_by, rule.allowed_at, rule.position = entry.header.actor, entry.header.wall, entry.position
        rule.save(using=tables, update_fields=["allowed_by", "allowed_at", "position"])


def apply_stopped(entries: Sequence[Opened], tables: str) -> None:
    """body: rule, reason. A proposal that is declined is stopped before it counted."""
    for entry in entries:
        rule = _rule(entry, tables)
        rule.stopped_by, rule.stopped_at, rule.reason = entry.header.actor, entry.header.wall, entry.body["reason"]
        rule.save(using=tables, update_fields=["stopped_by", "stopped_at", "reason"])


def apply_taken(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, shift, kind, digest (SHA-256 of the sealed bytes, hexadecimal), size (bytes), rule,
    legal_reference."""
    for entry in entries:
        inspection = inspection_of(entry, tables)
        Picture.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "inspection": inspection.key,
                "shift": entry.body["shift"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "kind": entry.body["kind"],
                "digest": entry.body["digest"],
                "size": entry.body["size"],
                "rule": entry.body["rule"],
            },
        )


def apply_left(entries: Sequence[Opened], tables: str) -> None:
    """body: digests, why (received | retention | full). They name nobody: sealed bytes look like any others."""
    for entry in entries:
        for digest in entry.body["digests"]:
            PictureLeft.objects.using(tables).get_or_create(
                digest=digest, defaults={"key": entry.key, "why": entry.body["why"], "at": entry.header.wall}
            )


def _rule(entry: Opened, tables: str) -> PictureRule:
    return own_row(PictureRule, entry.body["rule"], entry, tables)
