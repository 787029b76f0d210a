"""The gap of an assessment that a page was opened from: ?gap=REF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from jalon.capacity import gaps

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gap tells a new recommendation or measure; empty where the assessment is not known here. `measure`: the
    measure of the library that closes it."""

    ref: str
    posts: str = ""
    level: str = ""
    theme: str = ""
    measure: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


def of(request: HttpRequest) -> Asked | None:
    """The gap that an address or a form names; None where it names none. A gap that is closed still names itself."""
    ref = (request.POST.get("gap") or request.GET.get("gap") or "")[:LONGEST]
    if not ref:
        return None
    found = gaps.gap(ref)
    if found is None:
        return Asked(ref)
    return Asked(ref, " ".join(found.posts), found.level, found.promises, found.library, found.title)
