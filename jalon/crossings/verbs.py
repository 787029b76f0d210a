"""Verbs of the crossings. Whatever names a traveller is personal; a shift's opening and closing are operational."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from jalon.crossings.models import Confirmation, Correction, Decision, Inspection, Recall, Shift, TakenOver
from jalon.journal.opening import Blank, Opened
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
                position=entry.position,
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


def blank_inspected(entries: Sequence[Blank], tables: str) -> None:
    """A traveller of a shift that was handed over: a rebuild needs the row for what other shifts decided, and removes
    it where it comes to the closing of that shift."""
    for entry in entries:
        shifts = Shift.objects.using(tables).filter(officer=entry.header.actor, closed_at__isnull=True)
        shift = next((one for one in shifts if one.key.startswith(f"{entry.header.node}.")), None)
        Inspection.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "shift": shift.key if shift else "",
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "position": entry.position,
                "direction": "",
                "document_type": "",
                "level": "",
                "hits": 0,
                "kept": b"",
                "state": "beyond",
            },
        )


def apply_decided(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, shift, outcome, line, transport, and the reasons."""
    for entry in entries:
        inspection = _inspection(entry, tables)
        Decision.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "inspection": inspection.key,
                "shift": entry.body["shift"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "position": entry.position,
                "outcome": entry.body["outcome"],
                "line": entry.body["line"],
                "transport": entry.body["transport"],
                "kept": entry.keep(entry.body),
            },
        )
        # Entries of one node come in order; applied again, an older decision does not undo a later one.
        if Decision.objects.using(tables).filter(inspection=inspection.key, position__gt=entry.position).exists():
            continue
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
        Confirmation.objects.using(tables).get_or_create(
            decision=decision.key,
            defaults={"key": entry.key, "officer": entry.header.actor, "at": entry.header.wall},
        )


def apply_corrected(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, changes {field: [before, after]}, reason; hits where particulars were looked up again."""
    for entry in entries:
        inspection = _inspection(entry, tables)
        _correction(entry, inspection, tables)
        changes = entry.body["changes"]
        if "direction" in changes:
            inspection.direction = changes["direction"][1]
            inspection.save(using=tables, update_fields=["direction"])
        if "transport" in changes:
            made = Decision.objects.using(tables).filter(inspection=inspection.key).order_by("-position").first()
            if made is not None:
                made.transport = changes["transport"][1]
                made.save(using=tables, update_fields=["transport"])


def apply_cancelled(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, reason."""
    for entry in entries:
        inspection = _inspection(entry, tables)
        _correction(entry, inspection, tables)
        inspection.state = "cancelled"
        inspection.save(using=tables, update_fields=["state"])


def _correction(entry: Opened, inspection: Inspection, tables: str) -> None:
    Correction.objects.using(tables).update_or_create(
        key=entry.key,
        defaults={
            "inspection": inspection.key,
            "officer": entry.header.actor,
            "at": entry.header.wall,
            "position": entry.position,
            "hits": len(entry.body.get("hits", [])),
            "kept": entry.keep(entry.body),
        },
    )


def apply_taken_over(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, shift."""
    for entry in entries:
        inspection = _inspection(entry, tables)
        facts = {"officer": entry.header.actor, "shift": entry.body["shift"], "at": entry.header.wall}
        TakenOver.objects.using(tables).update_or_create(
            key=entry.key, defaults={"inspection": inspection.key, **facts}
        )


def apply_asked(entries: Sequence[Opened], tables: str) -> None:
    """Answers to the protective questions stand in the journal, sealed; they make no row."""


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
        TakenOver.objects.using(tables).filter(inspection__in=keys).delete()
        leaving.delete()
        _keep_open_cases(entry, tables)


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
            value = keys.take_out_value(row.kept) if row.kept else None
            if value is not None and keys.holds(new):
                row.kept = keys.put_away_value(value, new)
                row.save(using=tables, update_fields=["kept"])


def _inspection(entry: Opened, tables: str) -> Inspection:
    """The inspection that an entry speaks of. It belongs to the node that made it, and another node changes nothing."""
    key = entry.body["inspection"]
    if not key.startswith(f"{entry.header.node}."):
        raise ValueError(f"the passage {key} belongs to another node")
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
    Verb("crossing.inspected", 1, Readers.PERSONAL, Owner.NODE, apply_inspected, blank=blank_inspected),
    Verb("crossing.asked", 1, Readers.SEALED, Owner.NODE, apply_asked),
    Verb("crossing.decided", 1, Readers.PERSONAL, Owner.NODE, apply_decided),
    Verb("crossing.confirmed", 1, Readers.PERSONAL, Owner.NODE, apply_confirmed),
    Verb("crossing.corrected", 1, Readers.PERSONAL, Owner.NODE, apply_corrected),
    Verb("crossing.cancelled", 1, Readers.PERSONAL, Owner.NODE, apply_cancelled),
    Verb("case.taken_over", 1, Readers.PERSONAL, Owner.NODE, apply_taken_over),
    Verb("person.looked_up", 1, Readers.PERSONAL, Owner.NODE, apply_looked_up),
]
