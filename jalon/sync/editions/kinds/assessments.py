"""The assessments of one post, whoever made them, and which of them do not count: a post sees itself as its
headquarters does. The files that show an answer stay where they were handed in; their names come along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jalon.capacity.answers import shape
from jalon.capacity.models import Assessment, AssessmentWithdrawn
from jalon.capacity.verbs import text
from jalon.capacity.verbs_of_assessments import LONGEST_WHY, TEXTS
from jalon.journal.opening import Opened
from jalon.sync.editions.changes import Row, rows_of
from jalon.sync.editions.kinds.kind import Kind, Offer

NAME = "assessments"


def offers(post: str) -> Sequence[Offer]:
    return [Offer(NAME, post)] if Assessment.objects.filter(post=post).exists() else []


def rows(offer: Offer) -> Iterable[Row]:
    made = Assessment.objects.filter(post=offer.audience)
    for one in made:
        said: Row = {name: getattr(one, name) for name in TEXTS if name != "post"}
        yield {
            "id": one.key,
            "on": one.on.isoformat(),
            "version": one.version,
            "answers": one.answers,
            "at": one.at,
        } | said
    for gone in AssessmentWithdrawn.objects.filter(assessment__in=made.values("key")):
        yield {"id": gone.key, "of": gone.assessment, "why": gone.why, "at": gone.at}


def apply(entry: Opened, file: Path, tables: str) -> None:
    """Heard with the first edition that brings it, a row does not become newer by being repeated; what this post said
    itself is here already."""
    for row in rows_of(file):
        if "of" in row:
            facts = {"assessment": text(row["of"], 80), "why": text(row["why"], LONGEST_WHY)}
            _heard(AssessmentWithdrawn, row, facts, entry, tables)
            continue
        made: dict[str, Any] = {name: text(row[name], most) for name, most in TEXTS.items() if name != "post"}
        made |= {"post": entry.body["audience"], "on": date.fromisoformat(row["on"]), "version": int(row["version"])}
        _heard(Assessment, row, made | {"answers": shape(row["answers"])}, entry, tables)


def _heard(model: Any, row: Row, facts: dict[str, Any], entry: Opened, tables: str) -> None:
    heard = facts | {"position": entry.position, "at": int(row["at"])}
    model.objects.using(tables).get_or_create(key=text(row["id"], 80), defaults=heard)


KIND = Kind(NAME, offers, rows, apply)
