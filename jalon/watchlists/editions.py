"""Loading an edition and putting it in service: one proposes, another approves, one entry switches."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from jalon.journal.acting import act
from jalon.journal.record import Recorded, record
from jalon.watchlists import formats
from jalon.watchlists.examining import Examined, FileAltered, digests_of, examine, lines_of
from jalon.watchlists.formats import guards
from jalon.watchlists.formats.listing import Edition as Parsed
from jalon.watchlists.formats.listing import Listing, Problem
from jalon.watchlists.models import Edition, InService
from jalon.watchlists.rules import Rules

DAY_MS = 86_400_000
PIECE = 1 << 20
# Longest text of the decision that puts an edition in service, as its column holds it.
LONGEST_DECISION = 120


class EditionRefused(Exception):
    """An edition whose counts fall outside its guards. `problems` say why, in three languages."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.sentence("en") for problem in problems))


class NotAllowed(ValueError):
    """A rule of the two persons, or of the order of editions, stands in the way; `code` names it."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


def propose(
    list_name: str,
    files: Sequence[Path],
    rules: Rules,
    actor: str,
    today: date,
    progress: Callable[[int, int], None] | None = None,
    bounds: guards.Guards | None = None,
) -> tuple[Recorded, Parsed]:
    """Parse an edition here, hold it against the one before and its guards, keep its file and record the proposal.

    For files that are trusted not to harm the parser; what comes from elsewhere goes through `incoming`. `bounds` are
    the list's own guards; without them those suggested for its format. Nothing is in service yet. Raises
    formats.ListUnreadable or EditionRefused; then nothing was kept.
    """
    parsed = formats.read(list(files), progress=progress, today=today)
    examined = examine(parsed, in_service_digests(list_name), at_post=at_post(), bounds=bounds)
    if examined.reasons:
        raise EditionRefused(examined.reasons)
    folder = folder_of(list_name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = folder / f"{secrets.token_hex(8)}.new"
    try:
        with content.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(lines_of(parsed.listings, at_post=at_post()))
        return propose_examined(list_name, content, examined, rules, actor), parsed
    finally:
        content.unlink(missing_ok=True)


def propose_examined(list_name: str, content: Path, examined: Examined, rules: Rules, actor: str) -> Recorded:
    """Keep `content`, the file of an edition that was examined, under the list's next number, and record the proposal.

    `content` stands on the same disk as the kept editions. Raises EditionRefused; then nothing was kept.
    """
    if examined.reasons:
        raise EditionRefused(examined.reasons)
    # The file may be large: it is read before the act, which keeps the desk waiting.
    return _propose(list_name, content, digest_of(content), examined, rules, actor)


@act
def _propose(list_name: str, content: Path, root: str, examined: Examined, rules: Rules, actor: str) -> Recorded:
    number, kept = _keep(list_name, content)
    body = {
        "list": list_name,
        "number": number,
        "format": examined.format,
        "root": root,
        "rules": rules.as_json(),
        "counts": examined.counts,
        "difference": examined.difference,
        "dated": examined.dated,
    }
    try:
        return record("list.edition_proposed", body, actor)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


def approve(edition: str, decision: str, actor: str) -> Recorded:
    """Put a proposed edition in service, by another person's decision. Raises NotAllowed, or FileAltered."""
    check_file(Edition.objects.get(key=edition))
    return _approve(edition, decision, actor)


@act
def _approve(edition: str, decision: str, actor: str) -> Recorded:
    proposed = Edition.objects.get(key=edition)
    if proposed.proposed_by == actor:
        raise NotAllowed("second_person", "An edition is approved by another person than the one who proposed it.")
    if not decision.strip():
        raise NotAllowed("no_decision", "Name the decision that puts this edition in service.")
    if proposed.approved_by:
        raise NotAllowed("already_approved", "This edition was approved already.")
    if proposed.number < number_in_service(proposed.list):
        raise NotAllowed("older", "Editions never go backwards: propose the earlier one again, as a new edition.")
    return record("list.edition_approved", {"edition": edition, "decision": decision.strip()}, actor)


def check_file(edition: Edition) -> Path:
    """The kept file of an edition, whose SHA-256 is the one recorded. Raises FileAltered."""
    path = file_of(edition.list, edition.number)
    try:
        if digest_of(path) == edition.root:
            return path
    except OSError:
        pass
    raise FileAltered(edition.list, edition.number)


def in_service() -> Iterator[Edition]:
    """The editions that the desk screens against."""
    keys = InService.objects.values_list("edition", flat=True)
    yield from Edition.objects.filter(key__in=list(keys)).order_by("list")


def edition_in_service(list_name: str) -> Edition | None:
    """The edition of one list that is in service."""
    current = InService.objects.filter(list=list_name).first()
    return None if current is None else Edition.objects.filter(key=current.edition).first()


def number_in_service(list_name: str) -> int:
    """Its number; 0 where none is in service."""
    edition = edition_in_service(list_name)
    return 0 if edition is None else edition.number


def awaiting() -> list[Edition]:
    """Proposals that can still be approved: newer than what is in service. The newest of each list first."""
    found = Edition.objects.filter(approved_by="").order_by("list", "-number")
    now = {edition.list: edition.number for edition in in_service()}
    return [edition for edition in found if edition.number > now.get(edition.list, 0)]


def age_in_days(edition: Edition) -> int:
    """How old what an edition says is, in days on this machine's clock: since its publisher's day where that is known,
    else since it was put in service. An old file does not become young by being approved today."""
    in_service = int((time.time() * 1000 - (edition.approved_at or 0)) // DAY_MS)
    published = (timezone.localdate() - date.fromisoformat(edition.dated)).days if edition.dated else 0
    return max(0, in_service, published)


def in_service_digests(list_name: str) -> dict[str, str]:
    """Listing id → digest of the edition in service; empty where there is none, or none that can be trusted."""
    edition = edition_in_service(list_name)
    if edition is None:
        return {}
    try:
        return digests_of(check_file(edition))
    except FileAltered:
        return {}


def listings_of(edition: Edition) -> list[Listing]:
    """Every listing of a kept edition, its file read once and proven. Raises FileAltered."""
    try:
        content = file_of(edition.list, edition.number).read_bytes()
    except OSError:
        raise FileAltered(edition.list, edition.number) from None
    if hashlib.sha256(content).hexdigest() != edition.root:
        raise FileAltered(edition.list, edition.number)
    return [Listing.from_json(json.loads(line)) for line in content.splitlines()]


def folder_of(list_name: str) -> Path:
    return Path(settings.JALON_HOME) / "lists" / list_name


def file_of(list_name: str, number: int) -> Path:
    return folder_of(list_name) / f"{number}.jsonl"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces: a list may be larger than the memory to spare."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def at_post() -> bool:
    return bool(settings.JALON_TIER == "post")


def bounds_as_json(bounds: guards.Guards) -> dict[str, float | None]:
    return asdict(bounds)


def _keep(list_name: str, content: Path) -> tuple[int, Path]:
    """Give a file the list's next number. A number is never given twice, even to two who propose at once."""
    folder_of(list_name).mkdir(parents=True, exist_ok=True, mode=0o700)
    last = Edition.objects.filter(list=list_name).aggregate(last=Max("number"))["last"] or 0
    while True:
        last += 1
        try:
            os.link(content, file_of(list_name, last))
        except FileExistsError:
            continue
        return last, file_of(list_name, last)
