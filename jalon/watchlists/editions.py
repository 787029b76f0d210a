"""Loading an edition and putting it in service: one proposes, another approves, one entry switches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings

from jalon.journal.record import Recorded, record
from jalon.watchlists import formats
from jalon.watchlists.formats import difference, guards
from jalon.watchlists.formats.listing import Edition as Parsed
from jalon.watchlists.formats.listing import Listing, Problem
from jalon.watchlists.models import Edition, InService
from jalon.watchlists.rules import Rules


class EditionRefused(Exception):
    """An edition whose counts fall outside its guards. `problems` say why, in three languages."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.sentence("en") for problem in problems))


def propose(
    list_name: str,
    files: Sequence[Path],
    rules: Rules,
    actor: str,
    today: date,
    progress: Callable[[int, int], None] | None = None,
    bounds: guards.Guards | None = None,
) -> tuple[Recorded, Parsed]:
    """Parse an edition, hold it against the one before and its guards, keep its file and record the proposal.

    `bounds` are the list's own guards; without them those suggested for its format. Nothing is in service
    yet. Raises formats.ListUnreadable or EditionRefused; then nothing was kept.
    """
    parsed = formats.read(list(files), progress=progress, today=today)
    before = in_service_digests(list_name)
    change = difference.compare(before, difference.digests(parsed.listings)) if before else None
    bounds = bounds or guards.SUGGESTED.get(parsed.format, guards.Guards(minimum_persons=1))
    if problems := guards.reasons(parsed, bounds, change):
        raise EditionRefused(problems)
    number = 1 + Edition.objects.filter(list=list_name).count()
    root = _keep(list_name, number, parsed)
    body = {
        "list": list_name,
        "number": number,
        "format": parsed.format,
        "root": root,
        "rules": rules.as_json(),
        "counts": parsed.counts,
        "difference": {what: len(getattr(change, what)) if change else 0 for what in ("added", "changed", "removed")},
    }
    return record("list.edition_proposed", body, actor), parsed


def approve(edition: str, decision: str, actor: str) -> Recorded:
    """Put a proposed edition in service, by another person's decision. Raises ValueError where they are the same."""
    proposed = Edition.objects.get(key=edition)
    if proposed.proposed_by == actor:
        raise ValueError("An edition is approved by another person than the one who proposed it.")
    if not decision.strip():
        raise ValueError("Name the decision that puts this edition in service.")
    if hashlib.sha256(file_of(proposed.list, proposed.number).read_bytes()).hexdigest() != proposed.root:
        raise ValueError("The edition's file is not the one that was proposed.")
    return record("list.edition_approved", {"edition": edition, "decision": decision}, actor)


def in_service() -> Iterator[Edition]:
    """The editions that the desk screens against."""
    keys = InService.objects.values_list("edition", flat=True)
    yield from Edition.objects.filter(key__in=list(keys)).order_by("list")


def in_service_digests(list_name: str) -> dict[str, str]:
    """Listing id → digest of the edition in service; empty where there is none."""
    current = InService.objects.filter(list=list_name).first()
    if current is None:
        return {}
    edition = Edition.objects.get(key=current.edition)
    return difference.digests(listings_of(edition.list, edition.number))


def listings_of(list_name: str, number: int) -> list[Listing]:
    """Every listing of a kept edition."""
    with file_of(list_name, number).open(encoding="utf-8") as lines:
        return [Listing.from_json(json.loads(line)) for line in lines]


def file_of(list_name: str, number: int) -> Path:
    return Path(settings.JALON_HOME) / "lists" / list_name / f"{number}.jsonl"


def _keep(list_name: str, number: int, parsed: Parsed) -> str:
    """Write the edition's file; what may not stand at a post is left out there. Returns the SHA-256 of the file."""
    at_post = settings.JALON_TIER == "post"
    lines = [
        json.dumps(listing.as_json(), ensure_ascii=False, sort_keys=True) + "\n"
        for listing in parsed.listings
        if not (at_post and listing.audience == "headquarters")
    ]
    content = "".join(lines).encode()
    path = file_of(list_name, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_bytes(content)
    temporary.replace(path)
    return hashlib.sha256(content).hexdigest()
