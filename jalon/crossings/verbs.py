"""Verbs of the crossings. Whatever names a traveller is personal; a shift's opening and closing are operational."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from jalon.crossings.models import Confirmation, Correction, Decision, Draft, Inspection, Recall, Shift
from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb


def apply_shift_opened(entries: Sequence[Opened], tables: str) -> None:
    """body: post, shift_key (id, hexadecimal)."""
    for entry in entries:
        Shift.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "officer": entry.header.actor,
                "post": entry.body["post"],
                "shift_key": entry.body["shift_key"],
                "opened_at": entry.header.wall,
            },
        )


def apply_inspected(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, direction, document_type, level, hits, token, and all that the officer saw."""
    Inspection.objects.using(tables).bulk_create(
        [
            Inspection(
                key=entry.key,
                shift=entry.body["shift"],
                officer=entry.header.actor,
                at=entry.header.wall,
                direction=entry.body["direction"],
                document_type=entry.body["document_type"],
                level=entry.body["level"],
                hits=len(entry.body["hits"]),
                token=entry.body["token"],
                kept=entry.keep(entry.body),
            )
            for entry in entries
        ],
        ignore_conflicts=True,
    )


def apply_decided(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, shift, outcome, line, transport, and the reasons."""
    for entry in entries:
        inspection = _inspection(entry.body["inspection"], tables)
        Decision.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "inspection": inspection.key,
                "shift": entry.body["shift"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "outcome": entry.body["outcome"],
                "line": entry.body["line"],
                "transport": entry.body["transport"],
                "kept": entry.keep(entry.body),
            },
        )
        inspection.state = entry.body["outcome"]
        inspection.direction = entry.body.get("journey", {}).get("direction") or inspection.direction
        inspection.save(using=tables, update_fields=["state", "direction"])


def apply_confirmed(entries: Sequence[Opened], tables: str) -> None:
    """body: decision. Whoever refused cannot confirm it, whatever the payload claims."""
    for entry in entries:
        decision = Decision.objects.using(tables).filter(key=entry.body["decision"]).first()
        if decision is None:
            raise AntecedentMissing(entry.body["decision"])
        if decision.officer == entry.header.actor:
            raise ValueError("a refusal is confirmed by another person than the one who refused")
        Confirmation.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={"decision": decision.key, "officer": entry.header.actor, "at": entry.header.wall},
        )


def apply_corrected(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, changes {field: [before, after]}, reason."""
    for entry in entries:
        inspection = _inspection(entry.body["inspection"], tables)
        Correction.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "inspection": inspection.key,
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "kept": entry.keep(entry.body),
            },
        )


def apply_cancelled(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, reason."""
    for entry in entries:
        inspection = _inspection(entry.body["inspection"], tables)
        inspection.state, inspection.cancelled_by = "cancelled", entry.key
        inspection.save(using=tables, update_fields=["state", "cancelled_by"])


def apply_looked_up(entries: Sequence[Opened], tables: str) -> None:
    """A consultation stands in the journal; it makes no row."""


def apply_shift_closed(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, counts, recall [[token, day, direction, transport, count]], kept [[inspection, key id]], done [key].

    The shift's passages leave the tables, with the cases of earlier shifts that it took over and that are done; open
    cases stay, under the next shift's key; the tokens are counted.
    """
    for entry in entries:
        body = entry.body
        shift = Shift.objects.using(tables).filter(key=body["shift"]).first()
        if shift is None:
            raise AntecedentMissing(body["shift"])
        if shift.closed_at is not None:
            continue  # applied before: tokens are counted once
        shift.closed_at, shift.counts = entry.header.wall, body["counts"]
        shift.save(using=tables, update_fields=["closed_at", "counts"])
        for token, day, direction, transport, count in body["recall"]:
            _count_token(token, day, direction, transport, count, tables)
        # A headquarters keeps what it may read; a post keeps its open cases alone.
        if entry.node.keys.is_headquarters:
            continue
        kept = [key for key, _ in body["kept"]]
        ours = Q(shift=body["shift"]) | Q(key__in=body["done"])
        leaving = Inspection.objects.using(tables).filter(ours).exclude(key__in=kept)
        keys = list(leaving.values_list("key", flat=True))
        decisions = Decision.objects.using(tables).filter(inspection__in=keys)
        Confirmation.objects.using(tables).filter(decision__in=list(decisions.values_list("key", flat=True))).delete()
        decisions.delete()
        Correction.objects.using(tables).filter(inspection__in=keys).delete()
        leaving.delete()
        _keep_open_cases(entry, tables)
        Draft.objects.using(tables).filter(officer=entry.header.actor).delete()


def _keep_open_cases(entry: Opened, tables: str) -> None:
    """Rows of the cases that stay go under the key that their entries already have."""
    keys = entry.node.shift_keys
    for case, target in entry.body["kept"]:
        new = bytes.fromhex(target)
        rows: list[Any] = [
            *Inspection.objects.using(tables).filter(key=case),
            *Decision.objects.using(tables).filter(inspection=case),
            *Correction.objects.using(tables).filter(inspection=case),
        ]
        for row in rows:
            value = keys.take_out_value(row.kept)
            if value is not None and keys.holds(new):
                row.kept = keys.put_away_value(value, new)
                row.save(using=tables, update_fields=["kept"])


def _inspection(key: str, tables: str) -> Inspection:
    inspection = Inspection.objects.using(tables).filter(key=key).first()
    if inspection is None:
        raise AntecedentMissing(key)
    return inspection


def _count_token(token: str, day: str, direction: str, transport: str, count: int, tables: str) -> None:
    recall, created = Recall.objects.using(tables).get_or_create(
        token=token,
        defaults={"count": count, "last_day": date.fromisoformat(day), "direction": direction, "transport": transport},
    )
    if not created:
        recall.count += count
        recall.last_day, recall.direction, recall.transport = date.fromisoformat(day), direction, transport
        recall.save(using=tables)


VERBS = [
    Verb("shift.opened", 1, Readers.OPERATIONAL, Owner.NODE, apply_shift_opened),
    Verb("shift.closed", 1, Readers.OPERATIONAL, Owner.NODE, apply_shift_closed),
    Verb("crossing.inspected", 1, Readers.PERSONAL, Owner.NODE, apply_inspected),
    Verb("crossing.decided", 1, Readers.PERSONAL, Owner.NODE, apply_decided),
    Verb("crossing.confirmed", 1, Readers.PERSONAL, Owner.NODE, apply_confirmed),
    Verb("crossing.corrected", 1, Readers.PERSONAL, Owner.NODE, apply_corrected),
    Verb("crossing.cancelled", 1, Readers.PERSONAL, Owner.NODE, apply_cancelled),
    Verb("person.looked_up", 1, Readers.PERSONAL, Owner.NODE, apply_looked_up),
]
