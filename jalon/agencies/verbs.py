"""Verbs of the agencies. All that is said of one traveller is personal; no name of a verb says which agency."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.agencies.models import Check, Consulted
from jalon.crossings.verbs.handed_on import hand_on_rows
from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb, own


def apply_opened(entries: Sequence[Opened], tables: str) -> None:
    """body: subject (an inspection or a vehicle), agency."""
    for entry in entries:
        facts = {"subject": own(entry.body["subject"], entry), "agency": entry.body["agency"]}
        facts |= {"officer": entry.header.actor, "at": entry.header.wall, "kept": entry.keep({})}
        Consulted.objects.using(tables).update_or_create(key=entry.key, defaults=facts)


def apply_checked(entries: Sequence[Opened], tables: str) -> None:
    """body: subject, agency, results {check: result}, done, hold."""
    for entry in entries:
        facts = {"subject": own(entry.body["subject"], entry), "agency": entry.body["agency"]}
        facts |= {"officer": entry.header.actor, "at": entry.header.wall, "position": entry.position}
        facts |= {"done": entry.body["done"], "hold": entry.body["hold"]}
        Check.objects.using(tables).update_or_create(key=entry.key, defaults=facts | {"kept": entry.keep(entry.body)})


def apply_answered(entries: Sequence[Opened], tables: str) -> None:
    """body: check."""
    for entry in entries:
        called = Check.objects.using(tables).filter(key=own(entry.body["check"], entry)).first()
        if called is None:
            raise AntecedentMissing(entry.body["check"])
        called.answered_by, called.answered_at, called.answer = entry.header.actor, entry.header.wall, entry.key
        called.save(using=tables, update_fields=["answered_by", "answered_at", "answer"])


def apply_handed_on(entries: Sequence[Opened], tables: str) -> None:
    """As `hand_on_rows`: what was checked of those whose case stays open goes along with them."""
    for entry in entries:
        hand_on_rows(entry, [*Check.objects.using(tables).all(), *Consulted.objects.using(tables).all()], tables)


VERBS = [
    Verb("agency.opened", 1, Readers.PERSONAL, Owner.NODE, apply_opened),
    Verb("agency.checked", 1, Readers.PERSONAL, Owner.NODE, apply_checked),
    Verb("agency.answered", 1, Readers.PERSONAL, Owner.NODE, apply_answered),
    Verb("agency.handed_on", 1, Readers.OPERATIONAL, Owner.NODE, apply_handed_on),
]
