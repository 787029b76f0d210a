"""Verbs of the watch lists. Operational: counts and hashes, no name of anybody."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb
from jalon.watchlists.models import Edition, InService


def apply_proposed(entries: Sequence[Opened], tables: str) -> None:
    """body: list, number, format, root, rules, counts, difference; dated (ISO day) where the publisher gives one."""
    for entry in entries:
        facts = ("list", "number", "format", "root", "rules", "counts", "difference")
        Edition.objects.using(tables).update_or_create(
            key=entry.key,
            defaults={fact: entry.body[fact] for fact in facts}
            | {
                "dated": entry.body.get("dated") or "",
                "proposed_by": entry.header.actor,
                "proposed_at": entry.header.wall,
            },
        )


def apply_approved(entries: Sequence[Opened], tables: str) -> None:
    """body: edition (key), decision. The approver is not the proposer, whatever the payload claims, and a list never
    goes back to an edition before the one in service."""
    for entry in entries:
        edition = Edition.objects.using(tables).filter(key=entry.body["edition"]).first()
        if edition is None:
            raise AntecedentMissing(entry.body["edition"])
        if edition.proposed_by == entry.header.actor:
            raise ValueError("an edition is approved by another person than the one who proposed it")
        if edition.number < _number_in_service(edition.list, tables):
            raise ValueError("editions never go backwards")
        edition.approved_by, edition.approved_at = entry.header.actor, entry.header.wall
        edition.decision = entry.body["decision"]
        edition.save(using=tables)
        InService.objects.using(tables).update_or_create(
            list=edition.list, defaults={"edition": edition.key, "since": entry.header.wall}
        )


def _number_in_service(list_name: str, tables: str) -> int:
    current = InService.objects.using(tables).filter(list=list_name).values_list("edition", flat=True).first()
    found = Edition.objects.using(tables).filter(key=current).values_list("number", flat=True).first()
    return found or 0


VERBS = [
    Verb("list.edition_proposed", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_proposed),
    Verb("list.edition_approved", 1, Readers.OPERATIONAL, Owner.HEADQUARTERS, apply_approved),
]
