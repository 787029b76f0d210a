"""Verbs of this room."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.journal.opening import Opened
from jalon.journal.verbs import Owner, Readers, Verb
from jalon.presence.models import Judgement


def apply_judged(entries: Sequence[Opened], tables: str) -> None:
    """body: one, other (inspections), same (bool), why.

    The passages belong to their nodes: this says only what somebody at the headquarters found of the two, and leans on
    neither, so that a passage which comes later finds it.
    """
    for entry in entries:
        one, other = sorted((entry.body["one"], entry.body["other"]))
        Judgement.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "one": one,
                "other": other,
                "same": bool(entry.body["same"]),
                "officer": entry.header.actor,
                "at": entry.header.wall,
                "position": entry.position,
                "why": entry.body["why"],
            },
        )


def apply_looked_at(entries: Sequence[Opened], tables: str) -> None:
    """body: question (what was shown, by keys and choices, no names), reason. It stands in the journal; no row."""


VERBS: list[Verb] = [
    Verb("passages.judged", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_judged),
    Verb("passages.looked_at", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_looked_at),
]
