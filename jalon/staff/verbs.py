"""Verbs of the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb
from jalon.staff.models import Officer, Posting


def apply_enrolled(entries: Sequence[Opened], tables: str) -> None:
    """body: officer, name."""
    for entry in entries:
        Officer.objects.using(tables).update_or_create(
            id=entry.body["officer"], defaults={"name": entry.body["name"], "enrolled": entry.key}
        )


def apply_posted(entries: Sequence[Opened], tables: str) -> None:
    """body: officer, post, role, since, until (ISO dates; until may be null)."""
    for entry in entries:
        body = entry.body
        Posting.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={
                "officer": body["officer"],
                "post": body["post"],
                "role": body["role"],
                "since": date.fromisoformat(body["since"]),
                "until": date.fromisoformat(body["until"]) if body.get("until") else None,
            },
        )


def apply_posting_ended(entries: Sequence[Opened], tables: str) -> None:
    """body: posting (key), until."""
    for entry in entries:
        changed = (
            Posting.objects.using(tables)
            .filter(key=entry.body["posting"])
            .update(until=date.fromisoformat(entry.body["until"]), ended_by=entry.key)
        )
        if not changed:
            raise AntecedentMissing(entry.body["posting"])


VERBS = [
    Verb("officer.enrolled", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_enrolled),
    Verb("officer.posted", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_posted),
    Verb("officer.posting_ended", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_posting_ended),
]
