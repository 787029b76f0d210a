"""Verbs of assessments: one was made; one does not count."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jalon.capacity.answers import LARGEST_FILES, kind_of, shape
from jalon.capacity.models import Assessment, AssessmentFile, AssessmentWithdrawn
from jalon.journal.models import EnrolledNode
from jalon.journal.opening import Opened
from jalon.journal.verbs import AntecedentMissing, Owner, Readers, Verb, own

TEXTS = {"checklist": 24, "post": 16, "assessor": 160, "through": 8, "place": 16}
LONGEST_WHY = 200


def apply_made(entries: Sequence[Opened], tables: str) -> None:
    """body: checklist, version, post, on (YYYY-MM-DD), assessor (a function), through (page, file), place (post,
    headquarters: where it was said), answers (item -> {answer | number, note, files: [{name, digest}]}), files
    ([base64]). A post speaks of its own place, and never for its headquarters."""
    for entry in entries:
        body = entry.body
        facts: dict[str, Any] = {name: _text(body[name], most) for name, most in TEXTS.items()}
        facts |= {"version": int(body["version"]), "on": date.fromisoformat(body["on"])}
        facts["answers"] = shape(body["answers"])
        if facts["place"] not in {"post", "headquarters"}:
            raise ValueError("it was said at the post or at the headquarters")
        place = _sent_from(entry, tables)
        if place is not None and (place != facts["post"] or facts["place"] != "post"):
            raise ValueError("a post assesses itself alone")
        _keep_files(body.get("files", []), tables)
        Assessment.objects.using(tables).update_or_create(key=entry.key, defaults=facts | _said(entry))


def apply_withdrawn(entries: Sequence[Opened], tables: str) -> None:
    """body: assessment (key), why. A machine withdraws what it said itself; the headquarters withdraws any."""
    for entry in entries:
        key = _text(entry.body["assessment"], 80)
        if entry.header.node not in entry.node.authorities:
            own(key, entry)
        if not Assessment.objects.using(tables).filter(key=key).exists():
            raise AntecedentMissing(key)
        facts = {"assessment": key, "why": _text(entry.body["why"], LONGEST_WHY)}
        AssessmentWithdrawn.objects.using(tables).update_or_create(key=entry.key, defaults=facts | _said(entry))


def _keep_files(files: Sequence[Any], tables: str) -> None:
    left = LARGEST_FILES
    for said in files:
        try:
            content = base64.b64decode(said, validate=True)
        except (binascii.Error, TypeError, ValueError) as wrong:
            raise ValueError("a file is no base64") from wrong
        left -= len(content)
        if left < 0:
            raise ValueError("the files of an assessment are too large")
        kind = kind_of(content)
        if not kind:
            raise ValueError("a file is no picture and no PDF")
        kept: Mapping[str, Any] = {"kind": kind, "size": len(content), "content": content}
        digest = hashlib.sha256(content).hexdigest()
        AssessmentFile.objects.using(tables).get_or_create(digest=digest, defaults=kept)


def _said(entry: Opened) -> dict[str, Any]:
    return {"position": entry.position, "at": entry.header.wall, "by": entry.header.actor[:16]}


def _sent_from(entry: Opened, tables: str) -> str | None:
    """The post whose machine sent an entry; None where the headquarters did, or this machine itself."""
    if entry.header.node in entry.node.authorities:
        return None
    return EnrolledNode.objects.using(tables).filter(id=entry.header.node).values_list("post", flat=True).first()


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"a text of at most {most} characters is needed")
    return value


VERBS = [
    Verb("assessment.made", 1, Readers.OPERATIONAL, Owner.NODE, apply_made),
    Verb("assessment.withdrawn", 1, Readers.OPERATIONAL, Owner.NODE, apply_withdrawn),
]
