"""Verbs of this room: what people decide about alerts. Operational, and nobody is named in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from jalon.alerts.models import Acknowledgement, AnnouncedPlate, PublicWarning, Subscription
from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb


def apply_acknowledged(entries: Sequence[Opened], tables: str) -> None:
    """body: alert (reference), began (ms), severity, count: as it stood; note."""
    Acknowledgement.objects.using(tables).bulk_create(
        [
            Acknowledgement(
                key=entry.key,
                **{fact: entry.body[fact] for fact in ("alert", "began", "severity", "count")},
                note=entry.body.get("note", ""),
                by=entry.header.actor,
                at=entry.header.wall,
            )
            for entry in entries
        ],
        ignore_conflicts=True,
    )


def apply_subscribed(entries: Sequence[Opened], tables: str) -> None:
    """body: rule (empty: every one), least (severity), channel, to, language."""
    for entry in entries:
        facts = {fact: entry.body[fact] for fact in ("rule", "least", "channel", "to", "language")}
        Subscription.objects.using(tables).get_or_create(
            key=entry.key, defaults=facts | {"by": entry.header.actor, "at": entry.header.wall}
        )


def apply_unsubscribed(entries: Sequence[Opened], tables: str) -> None:
    """body: subscription (key)."""
    for entry in entries:
        row = Subscription.objects.using(tables).filter(key=entry.body["subscription"]).first()
        if row is None:
            raise AntecedentMissing(entry.body["subscription"])
        row.ended_by, row.ended_at = entry.header.actor, entry.header.wall
        row.save(using=tables)


def apply_plate_announced(entries: Sequence[Opened], tables: str) -> None:
    """body: plate, token (of this headquarters), reference (of the request), until (ISO date)."""
    for entry in entries:
        AnnouncedPlate.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "token": entry.body["token"],
                "reference": entry.body["reference"],
                "until": date.fromisoformat(entry.body["until"]),
                "by": entry.header.actor,
                "at": entry.header.wall,
                "kept": entry.keep(entry.body["plate"]),
            },
        )


def apply_plate_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: plate (key)."""
    for entry in entries:
        row = AnnouncedPlate.objects.using(tables).filter(key=entry.body["plate"]).first()
        if row is None:
            raise AntecedentMissing(entry.body["plate"])
        row.withdrawn_by, row.withdrawn_at = entry.header.actor, entry.header.wall
        row.save(using=tables)


def apply_warning_drafted(entries: Sequence[Opened], tables: str) -> None:
    """body: said (see cap.py), replaces (key of the warning it updates, or empty)."""
    for entry in entries:
        PublicWarning.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "said": entry.body["said"],
                "replaces": entry.body["replaces"],
                "drafted_by": entry.header.actor,
                "drafted_at": entry.header.wall,
            },
        )


def apply_warning_published(entries: Sequence[Opened], tables: str) -> None:
    """body: warning (key). Whoever drafted it cannot publish it, whatever the payload claims."""
    for entry in entries:
        row = _warning(entry, tables)
        if row.drafted_by == entry.header.actor:
            raise ValueError("a warning is published by another person than the one who drafted it")
        if row.published_at is not None:
            continue
        row.state, row.published_by, row.published_at = "published", entry.header.actor, entry.header.wall
        row.save(using=tables)
        if row.replaces:
            before = PublicWarning.objects.using(tables).filter(key=row.replaces, state="published").first()
            if before is not None:
                before.state, before.ended_key = "updated", entry.key
                before.ended_by, before.ended_at = entry.header.actor, entry.header.wall
                before.save(using=tables)


def apply_warning_cancelled(entries: Sequence[Opened], tables: str) -> None:
    """body: warning (key), why. A draft is dropped; what was published is cancelled, and stays in the feed as such."""
    for entry in entries:
        row = _warning(entry, tables)
        if row.state not in ("draft", "published"):
            continue
        row.state = "dropped" if row.state == "draft" else "cancelled"
        row.ended_by, row.ended_at, row.ended_why = entry.header.actor, entry.header.wall, entry.body["why"]
        row.ended_key = entry.key
        row.save(using=tables)


def _warning(entry: Opened, tables: str) -> PublicWarning:
    row = PublicWarning.objects.using(tables).filter(key=entry.body["warning"]).first()
    if row is None:
        raise AntecedentMissing(entry.body["warning"])
    return row


_line = partial(Verb, version=1, readers=Readers.OPERATIONAL, owner=Owner.HEADQUARTERS)
VERBS = [
    _line("alert.acknowledged", apply=apply_acknowledged),
    _line("alert.subscribed", apply=apply_subscribed),
    _line("alert.unsubscribed", apply=apply_unsubscribed),
    _line("plate.announced", apply=apply_plate_announced),
    _line("plate.withdrawn", apply=apply_plate_withdrawn),
    _line("warning.drafted", apply=apply_warning_drafted),
    _line("warning.published", apply=apply_warning_published),
    _line("warning.cancelled", apply=apply_warning_cancelled),
]
