"""What a resident's card means: issued (read by the post for ever, naming nobody), enrolled (the holder), shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jalon.counting.models import Card, CardPassage, Holder
from jalon.crossings.verbs import shape
from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, own


def apply_issued(entries: Sequence[Opened], tables: str) -> None:
    """body: token, number_token, valid_until (ISO), rule."""
    for entry in entries:
        Card.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "token": entry.body["token"],
                "number_token": entry.body["number_token"],
                "valid_until": date.fromisoformat(entry.body["valid_until"]),
                "rule": entry.body["rule"],
                "at": entry.header.wall,
                "position": entry.position,
            },
        )


def apply_enrolled(entries: Sequence[Opened], tables: str) -> None:
    """body: card, shift, code, number, fields, locality, issuer, valid_until, and what the lists said."""
    for entry in entries:
        Holder.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={"card": entry.body["card"], "shift": entry.body["shift"], "kept": entry.keep(entry.body)},
        )


def apply_shown(entries: Sequence[Opened], tables: str) -> None:
    """body: card, shift, direction, transport, screened, lists, swipe."""
    for entry in entries:
        body = entry.body
        shape.direction(body["direction"])
        CardPassage.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                "card": body["card"],
                "shift": body["shift"],
                "at": entry.header.wall,
                "position": entry.position,
                "direction": body["direction"],
                "transport": body["transport"],
                "screened": body["screened"],
                "swipe": body.get("swipe", ""),
            },
        )


def apply_taken_back(entries: Sequence[Opened], tables: str) -> None:
    """body: passage."""
    for entry in entries:
        found = CardPassage.objects.using(tables).filter(key=own(entry.body["passage"], entry))
        if not found.update(taken_back_at=entry.header.wall):
            raise AntecedentMissing(entry.body["passage"])


def apply_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: card, reason."""
    for entry in entries:
        found = Card.objects.using(tables).filter(key=own(entry.body["card"], entry))
        if not found.update(withdrawn_at=entry.header.wall, withdrawn_why=entry.body["reason"]):
            raise AntecedentMissing(entry.body["card"])
