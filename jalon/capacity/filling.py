"""An assessment while it is filled: a draft on this machine, left and taken up again, and recorded in the end.

A draft is no fact: nothing follows from it, and it goes when the assessment is recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jalon.capacity import assessing, scoring
from jalon.capacity import checklist as lists
from jalon.capacity.answers import ENDINGS, LARGEST_FILES, LONGEST_NAME, kind_of
from jalon.capacity.checklist import Checklist, Theme
from jalon.capacity.models import AssessmentDraft, AssessmentDraftFile
from jalon.capacity.rules import CannotSay
from jalon.capacity.scoring import Score
from jalon.journal.node import wall_clock
from jalon.journal.record import Recorded


def begin(checklist: Checklist, post: str, on: date, assessor: str, officer: str) -> AssessmentDraft:
    """The draft of a checklist at a post: the one that waits there, or a new one. Raises CannotSay."""
    assessing.may_speak_of(post)
    said = {"on": on, "assessor": assessor.strip(), "officer": officer, "saved_at": wall_clock()}
    draft, _new = AssessmentDraft.objects.get_or_create(
        checklist=checklist.code, post=post, defaults=said | {"version": checklist.version}
    )
    return draft


def of_posts(posts: Iterable[str]) -> list[AssessmentDraft]:
    """The drafts that wait, the last saved first."""
    return list(AssessmentDraft.objects.filter(post__in=list(posts)).order_by("-saved_at"))


def checklist_of(draft: AssessmentDraft) -> Checklist:
    """The version it was begun with, though a newer one may have come since."""
    found = lists.checklist(draft.checklist, draft.version)
    if found is None:
        raise CannotSay("checklist_not_known")
    return found


def save(
    draft: AssessmentDraft,
    theme: Theme,
    answers: Mapping[str, Mapping[str, Any]],
    officer: str,
    files: Mapping[str, tuple[str, bytes]] | None = None,
    removed: Iterable[int] = (),
) -> None:
    """Put a theme's answers in the place of those before. `files`: item -> (name, bytes) to be added; `removed`: ids of
    files that go. Raises CannotSay, with the answers saved and the files not."""
    with transaction.atomic():
        draft.refresh_from_db()
        kept = {code: said for code, said in draft.answers.items() if code not in {one.code for one in theme.items}}
        draft.answers = kept | {code: dict(said) for code, said in answers.items() if said}
        draft.officer, draft.saved_at = officer, wall_clock()
        draft.save(update_fields=["answers", "officer", "saved_at"])
        draft.files.filter(pk__in=list(removed)).delete()
    for item, (name, content) in (files or {}).items():
        attach(draft, item, name, content)


def attach(draft: AssessmentDraft, item: str, name: str, content: bytes) -> None:
    """Add a file to an answer. Raises CannotSay: not a picture or a PDF, or too much together."""
    kind = kind_of(content)
    if not kind:
        raise CannotSay("file_kind", item)
    if room_left(draft) < len(content):
        raise CannotSay("files_too_large", item)
    digest = hashlib.sha256(content).hexdigest()
    if draft.files.filter(item=item, digest=digest).exists():
        return
    plain = "".join(sign for sign in name if sign.isprintable()).strip()[-LONGEST_NAME:] or f"{item}.{ENDINGS[kind]}"
    AssessmentDraftFile.objects.create(draft=draft, item=item, name=plain, kind=kind, digest=digest, content=content)


def room_left(draft: AssessmentDraft) -> int:
    """Bytes of files that the draft may still take."""
    return LARGEST_FILES - sum(len(bytes(one.content)) for one in draft.files.all())


def say_facts(draft: AssessmentDraft, on: date, assessor: str, officer: str) -> None:
    """When the post was looked at, and by whom."""
    draft.on, draft.assessor, draft.officer, draft.saved_at = on, assessor.strip(), officer, wall_clock()
    draft.save(update_fields=["on", "assessor", "officer", "saved_at"])


def answers_of(draft: AssessmentDraft) -> dict[str, dict[str, Any]]:
    """The answers as they would be recorded, each with its files."""
    found = {code: dict(said) for code, said in draft.answers.items()}
    for file in draft.files.order_by("pk"):
        said = found.setdefault(file.item, {})
        said.setdefault("files", []).append({"name": file.name, "digest": file.digest})
    return found


def scores(draft: AssessmentDraft) -> dict[str, Score]:
    """How far each theme has come."""
    return scoring.by_theme(checklist_of(draft), answers_of(draft))


def record(draft: AssessmentDraft, officer: str) -> Recorded:
    """Record the assessment; the draft goes. Raises CannotSay; then the draft stays as it is."""
    one = checklist_of(draft)
    files = {file.digest: bytes(file.content) for file in draft.files.all()}
    recorded = assessing.make(
        one, draft.post, draft.on, draft.assessor, answers_of(draft), officer, list(files.values()), draft.through
    )
    draft.delete()
    return recorded


def throw_away(draft: AssessmentDraft) -> None:
    """The draft goes, with all that was typed in it."""
    draft.delete()
