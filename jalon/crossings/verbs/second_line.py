"""What the second line's entries mean: received, noted, the lines of the hold register, slips given and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jalon.crossings.models import CaseNote, ClearedPair, Decision, Hold, Received
from jalon.crossings.verbs import shape
from jalon.crossings.verbs.passages import inspection_of
from jalon.journal.opening import Opened, entry_key
from jalon.journal.verbs import AntecedentMissing, own

MOST_HOURS = 720  # of a hold, and of what a prosecutor adds to it


def apply_received(entries: Sequence[Opened], tables: str) -> None:
    """body: decision, inspection, received_at, who, number, basis, signed."""
    for entry in entries:
        inspection = inspection_of(entry, tables)
        shape.moment("received_at", entry.body["received_at"])
        decision = own(entry.body["decision"], entry)
        if not Decision.objects.using(tables).filter(key=decision).exists():
            raise AntecedentMissing(decision)
        Received.objects.using(tables).get_or_create(
            decision=decision,
            defaults={
                "key": entry.key,
                "inspection": inspection.key,
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "received_at": entry.body["received_at"],
                "kept": entry.keep(entry.body),
            },
        )


def apply_noted(entries: Sequence[Opened], tables: str) -> None:
    """body: inspection, what, told_at, and the facts: whom, means, answer, language; of a slip: pairs."""
    for entry in entries:
        inspection = inspection_of(entry, tables)
        shape.moment("told_at", entry.body["told_at"])
        CaseNote.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "inspection": inspection.key,
                "what": entry.body["what"],
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "told_at": entry.body["told_at"],
                "position": entry.position,
                "kept": entry.keep(entry.body),
            },
        )


def apply_line_opened(entries: Sequence[Opened], tables: str) -> None:
    """body: year, number, inspection, post, ground, rule, rules, started_at, hours."""
    for entry in entries:
        body = entry.body
        own(body["inspection"], entry)
        shape.moment("started_at", body["started_at"])
        shape.number("hours", body["hours"], 0, MOST_HOURS)
        shape.number("year", body["year"], 1970, 2100)
        shape.number("number", body["number"], 0, 1_000_000)
        Hold.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "number": body["number"],
                "year": body["year"],
                "inspection": body["inspection"],
                "post": body["post"],
                "officer": entry.header.actor,
                "ground": body["ground"],
                "rule": body["rule"],
                "rules": body["rules"],
                "started_at": body["started_at"],
                "recorded_at": entry.header.wall,
                "hours": body["hours"],
            },
        )


def apply_line_noted(entries: Sequence[Opened], tables: str) -> None:
    """body: line, what; prosecutor: told_at; extended: hours, number; ended: outcome."""
    for entry in entries:
        body, actor = entry.body, entry.header.actor
        own(body["line"], entry)
        line = Hold.objects.using(tables).filter(key=body["line"]).first()
        if line is None:
            raise AntecedentMissing(body["line"])
        if body["what"] == "prosecutor":
            shape.moment("told_at", body["told_at"])
            line.prosecutor_at = min(line.prosecutor_at or body["told_at"], body["told_at"])
        elif body["what"] == "confirmed":
            line.confirmed_by = line.confirmed_by or actor
        elif body["what"] == "extended":
            shape.number("hours", body["hours"], 0, MOST_HOURS)
            line.extensions[entry.key] = [body["hours"], body["number"], actor, entry.header.wall]
        elif body["what"] == "ended" and line.ended_at is None:
            line.ended_at, line.ended_by, line.outcome = entry.header.wall, actor, body["outcome"]
        line.save(using=tables)


def apply_slip_issued(entries: Sequence[Opened], tables: str) -> None:
    """body: reference, hint, token, holder, pairs [token], day, until. All but hint and days are keyed tokens."""
    for entry in entries:
        body = entry.body
        for index, pair in enumerate(body["pairs"]):
            ours = (entry.header.node, entry.epoch, entry.header.seq)
            ClearedPair.objects.using(tables).get_or_create(
                key=entry_key(*ours, index),
                defaults={
                    "slip": entry.key,
                    "pair": pair,
                    "token": body["token"],
                    "holder": body["holder"],
                    "reference": body["reference"],
                    "hint": body["hint"],
                    "officer": entry.header.actor,
                    "day": date.fromisoformat(body["day"]),
                    "until": date.fromisoformat(body["until"]),
                },
            )


def apply_slip_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: slip, why."""
    for entry in entries:
        own(entry.body["slip"], entry)
        pairs = ClearedPair.objects.using(tables).filter(slip=entry.body["slip"])
        if not pairs.exists():
            raise AntecedentMissing(entry.body["slip"])
        facts = {"withdrawn_by": entry.header.actor, "withdrawn_why": entry.body["why"]}
        pairs.filter(withdrawn_at__isnull=True).update(withdrawn_at=entry.header.wall, **facts)
