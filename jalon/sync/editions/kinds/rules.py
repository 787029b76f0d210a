"""The rules of travel in force in the state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jalon.crossings import rule_sets
from jalon.crossings.models import RuleEdition
from jalon.journal.opening import Opened
from jalon.sync.editions.changes import Row, rows_of
from jalon.sync.editions.kinds.kind import Kind, Offer

FACTS = ("name", "version", "digest", "difference", "decision")


def offers(_post: str) -> Sequence[Offer]:
    return [Offer("rules")] if rule_sets.edition_in_force() else []


def rows(_offer: Offer) -> Iterable[Row]:
    edition = rule_sets.edition_in_force()
    assert edition is not None
    for name, content in rule_sets.files_of(edition.version, edition.digest).items():
        yield {"id": name, "content": content}


def facts(_offer: Offer) -> dict[str, Any]:
    edition = rule_sets.edition_in_force()
    assert edition is not None
    return {fact: getattr(edition, fact) for fact in FACTS}


def keep(_name: str, facts: dict[str, Any], file: Path) -> None:
    """The six files stand in the folder of the rules, proven by their digest, before the desk goes by them."""
    rule_sets.keep({row["id"]: row["content"] for row in rows_of(file)}, facts["digest"])


def apply(entry: Opened, _file: Path, tables: str) -> None:
    """In force from now on; by the two people of the headquarters, whom its own journal names."""
    RuleEdition.objects.using(tables).update_or_create(
        key=entry.key,
        defaults={fact: entry.body["facts"][fact] for fact in FACTS}
        | {
            "proposed_by": entry.body["by"],
            "proposed_at": entry.body["wall"],
            "position": entry.position,
            "approved_by": entry.body["by"],
            "approved_at": entry.body["wall"],
            "approved_position": entry.position,
        },
    )


KIND = Kind("rules", offers, rows, apply, facts, keep)
