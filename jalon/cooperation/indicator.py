"""What an indicator is, what it gives, and how sure that is: the words that every table of indicators speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

SECURITY, MOBILITY, QUALITY, CAPACITY, COOPERATION = "security", "mobility", "quality", "capacity", "cooperation"
THEMES = {
    SECURITY: _("Security"),
    MOBILITY: _("Mobility"),
    CAPACITY: _("Capacity"),
    COOPERATION: _("Cooperation"),
    QUALITY: _("Quality of the figures"),
}
MORE, LESS, NONE = "more", "less", "none"
BETTER = {
    MORE: _("More is better"),
    LESS: _("Less is better"),
    NONE: _("Described, neither good nor bad"),
}
# How far a figure bears what is built on it: the least share of the hours (or posts) it speaks for, and the least
# number of entries behind it. The first line that both reach counts.
CONFIDENCE = {
    "high": (0.9, 30),
    "medium": (0.6, 10),
    "low": (0.0, 1),
}
CONFIDENCES = {
    "high": _("Firm"),
    "medium": _("To be read with care"),
    "low": _("Weak"),
    "none": _("Not known"),
}


class NotHeldAt(ValueError):
    """The tables stand beyond the position that is asked for: the journal must be read again up to there (`jalon
    evaluation check`)."""

    def __init__(self, code: str, at: int, position: int) -> None:
        super().__init__(f"{code} at position {at}: the counts stand at {position}")
        self.code, self.at, self.position = code, at, position


@dataclass(frozen=True, slots=True)
class Span:
    """What is asked: from `since` up to and without `until`; of some posts, or all; up to an arrival position, or now.
    `forum` and `party`: whose promises, where the indicator is about promises; None for all that stand here."""

    since: date
    until: date
    posts: tuple[str, ...] = ()
    at: int | None = None
    forum: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator's value over a period. `coverage`: the share, 0 to 1, of the hours or of the posts that it speaks
    for, None where nothing was to report. `confidence`: a code of CONFIDENCES. `position`: the arrival position up to
    which entries were counted. `entries`: how many stand behind it. `began`: the day of the period on which counting
    began; None where it was counted from its first day."""

    value: float | None
    unit: str
    coverage: float | None
    confidence: str
    position: int
    entries: int
    began: date | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """An entry behind a figure: its key, where it arrived, its verb, the post and day it is of; nobody is named."""

    key: str
    position: int
    verb: str
    post: str
    day: date | None


Place = int | Behind  # an entry of this journal by its arrival position; or one that came in an edition, as it was said


@dataclass(frozen=True, slots=True)
class Family:
    """Indicators that are read together. `measure`: several of them over a span. `behind`: the entries behind one, in
    the order of arrival."""

    measure: Callable[[Span, Sequence[str]], Mapping[str, Measured]]
    behind: Callable[[Span, str], Sequence[Place]]


@dataclass(frozen=True)
class Indicator:
    """`operational`: it leaves the country as a band of a quarter alone. `described_only`: it is told, and is never a
    target. `stock`: it says how things stand on the last day of a span, and not what happened in it."""

    code: str
    title: Any
    unit: str
    theme: str
    meaning: Any
    how: Any
    better: str
    family: Family
    operational: bool = False
    described_only: bool = False
    stock: bool = False

    @property
    def may_be_a_target(self) -> bool:
        return not self.described_only and self.better != NONE


def of_the_whole(coverage: float | None, span: Span, began: date | None) -> float | None:
    """The coverage of a whole period of which the days before `began` were not counted at all."""
    if coverage is None or began is None or not span.since < began < span.until:
        return coverage
    return coverage * ((span.until - began).days / (span.until - span.since).days)


def confidence(value: float | None, coverage: float | None, entries: int) -> str:
    """How sure a figure is, a code of CONFIDENCES: by the whole per cent that is shown beside it."""
    if value is None or not entries:
        return "none"
    share = 1.0 if coverage is None else round(coverage, 2)
    return next((code for code, (least, few) in CONFIDENCE.items() if share >= least and entries >= few), "none")
