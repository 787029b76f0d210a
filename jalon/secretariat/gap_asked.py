"""The gap of an assessment that a page was opened from: ?gap=REF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gap tells a new recommendation or measure; empty where the assessment is not known here. `measure`: the
    measure of the library that closes it."""

    ref: str
    post: str = ""
    level: str = ""
    theme: str = ""
    measure: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


def of(request: HttpRequest) -> Asked | None:
    """The gap that an address or a form names; None where it names none."""
    ref = (request.POST.get("gap") or request.GET.get("gap") or "")[:LONGEST]
    return Asked(ref) if ref else None
