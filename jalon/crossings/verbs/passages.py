"""What the entries about one traveller mean: inspected, decided, confirmed, corrected, cancelled, taken over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jalon.crossings.models import Confirmation, Correction, Decision, Expected, Inspection, Shift, TakenOver
from jalon.crossings.verbs import shape
from jalon.journal import rows
from jalon.journal.opening import Blank, Opened
from jalon.journal.verbs import own, own_keys, own_row


def apply_inspected(entries: Sequence[Opened], tables: str) -> None:
    """body: shift, direction, document_type, level, hits, token, and all that the officer saw.

    group: of whoever travels in a vehicle that was opened; late {passed_at, …}: of whoever stood on paper first.
    """
    for entry in entries:
        shape.inspected(entry.body)
    rows.add(
        Inspection,
        [
            {
                "key": entry.key,
                "shift": entry.body["shift"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "position": entry.position,
                "direction": entry.body["direction"],
                "document_type": entry.body["document_type"],
                "level": entry.body["level"],
                "hits": len(entry.body["hits"]),
                "token": entry.body["token"],
                "group": entry.body.get("group", ""),
                "passed_at": entry.body.get("late", {}).get("passed_at", entry.header.wall),
                "late": "late" in entry.body,
                "kept": entry.keep(entry.body),
            }
            for entry in entries
        ],
        tables,
    )
    for entry in entries:
        if line := entry.body.get("expected"):
            group = own(entry.body["group"], entry)
            Expected.objects.using(tables).filter(group=group, line=line).update(inspection=entry.key)


def blank_inspected(entries: Sequence[Blank], tables: str) -> None:
    """A traveller of a shift that was handed over: a rebuild needs the row for what other shifts decided, and removes
    it where it comes to the closing of that shift."""
    for entry in entries:
        Inspection.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "shift": shift_of(entry, tables),
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "passed_at": entry.header.wall,
                "position": entry.position,
                "direction": "",
                "document_type": "",
                "level": "",
                "hits": 0,
                "kept": b"",
                "state": "beyond",
            },
        )


def said_of_a_case(entry: Opened) -> dict[str, Any]:
    """What every row says that an entry about an inspection makes: whose, by whom, when, and all it held."""
    return {
        "key": entry.key,
        "inspection": entry.body["inspection"],
        "officer": entry.header.actor,
        "at": entry.header.wall,
        "position": entry.position,
        "kept": entry.keep(entry.body),
    }


def apply_decided(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, shift, outcome, line, transport, and the reasons."""
    for entry in entries:
        shape.decided(entry.body)
    directions = rows.found(Inspection, own_keys(entries, "inspection"), tables, "direction")
    # Entries of one node come in order; applied again, an older decision does not undo a later one.
    later = rows.later(Decision, "inspection", directions, entries[0].position, tables)
    rows.put(
        Decision,
        [
            said_of_a_case(entry) | {part: entry.body[part] for part in ("shift", "outcome", "line", "transport")}
            for entry in entries
        ],
        tables,
    )
    states: dict[str, dict[str, str]] = {}
    for entry in entries:
        key = entry.body["inspection"]
        if later.get(key, 0) <= entry.position:
            before = states[key]["direction"] if key in states else directions[key][0]
            said = entry.body.get("journey", {}).get("direction")
            states[key] = {"state": entry.body["outcome"], "direction": said or before}
    rows.change(Inspection, states, tables)


def apply_confirmed(entries: Sequence[Opened], tables: str) -> None:
    """body: decision. Whoever refused cannot confirm it, whatever the payload claims."""
    officers = rows.found(Decision, own_keys(entries, "decision"), tables, "officer")
    if any(officers[entry.body["decision"]][0] == entry.header.actor for entry in entries):
        raise ValueError("a refusal is confirmed by another person than the one who refused")
    first: dict[str, Opened] = {}
    for entry in entries:
        first.setdefault(entry.body["decision"], entry)
    rows.add(
        Confirmation,
        [
            {"key": entry.key, "decision": decision, "officer": entry.header.actor, "at": entry.header.wall}
            for decision, entry in first.items()
        ],
        tables,
    )


def apply_corrected(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, changes {field: [before, after]}, reason; hits where particulars were looked up again."""
    for entry in entries:
        shape.corrected(entry.body)
        inspection = inspection_of(entry, tables)
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
        shape.corrected(entry.body)
        inspection = inspection_of(entry, tables)
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
    rows.found(Inspection, own_keys(entries, "inspection"), tables)
    rows.put(
        TakenOver,
        [
            {
                "key": entry.key,
                "inspection": entry.body["inspection"],
                "officer": entry.header.actor,
                "shift": entry.body["shift"],
                "at": entry.header.wall,
            }
            for entry in entries
        ],
        tables,
    )


def apply_asked(entries: Sequence[Opened], tables: str) -> None:
    """Answers to the protective questions stand in the journal, sealed; they make no row."""


def apply_looked_up(entries: Sequence[Opened], tables: str) -> None:
    """A consultation stands in the journal; it makes no row."""


def shift_of(entry: Blank, tables: str) -> str:
    """The shift in which an entry was made whose payload is gone: its officer's, open at that place of the journal."""
    shifts = Shift.objects.using(tables).filter(officer=entry.header.actor, closed_at__isnull=True)
    return next((one.key for one in shifts if one.key.startswith(f"{entry.header.node}.")), "")


def inspection_of(entry: Opened, tables: str) -> Inspection:
    """The inspection that an entry speaks of. It belongs to the node that made it, and another node changes nothing."""
    return own_row(Inspection, entry.body["inspection"], entry, tables)
