"""The gap that a page was opened from: ?gap=REF. Of an assessment, or of a thing that is broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from jalon.capacity import gaps
from jalon.cooperation.texts import in_language

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gap tells a new recommendation or measure; empty where it is not known here. `measure`: the measure of
    the library that closes it. `asset`: the key of the thing that is broken."""

    ref: str
    posts: str = ""
    level: str = ""
    theme: str = ""
    measure: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    asset: str = ""

    @property
    def name(self) -> str:
        """What is lacking, in the language that is set."""
        return in_language(self.title)


def of(request: HttpRequest) -> Asked | None:
    """The gap that an address or a form names; None where it names none. A gap that is closed still names itself."""
    ref = (request.POST.get("gap") or request.GET.get("gap") or "")[:LONGEST]
    if not ref:
        return None
    found = gaps.gap(ref)
    if found is None:
        return Asked(ref)
    return Asked(ref, " ".join(found.posts), found.level, found.promises, found.library, found.title, found.asset)
