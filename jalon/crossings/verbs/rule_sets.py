"""What the proposal and the putting in service of a rule set mean."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.crossings.models import RuleEdition
from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing


def apply_proposed(entries: Sequence[Opened], tables: str) -> None:
    """body: name, version, digest, difference."""
    for entry in entries:
        body = entry.body
        RuleEdition.objects.using(tables).get_or_create(
            key=entry.key,
            defaults={
                **{fact: body[fact] for fact in ("name", "version", "digest", "difference")},
                "proposed_by": entry.header.actor,
                "proposed_at": entry.header.wall,
                "position": entry.position,
            },
        )


def apply_put_in_service(entries: Sequence[Opened], tables: str) -> None:
    """body: edition, version, digest, decision. Whoever proposed it cannot approve it, whatever the payload claims."""
    for entry in entries:
        edition = RuleEdition.objects.using(tables).filter(key=entry.body["edition"]).first()
        if edition is None:
            raise AntecedentMissing(entry.body["edition"])
        if edition.proposed_by == entry.header.actor:
            raise ValueError("a rule set is approved by another person than the one who proposed it")
        if edition.digest != entry.body["digest"]:
            raise ValueError("the rule set approved is not the one that was proposed")
        edition.decision = entry.body["decision"]
        edition.approved_by, edition.approved_at = entry.header.actor, entry.header.wall
        edition.approved_position = entry.position
        edition.save(using=tables)
