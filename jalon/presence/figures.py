"""How many are in, by rule and nationality: figures alone, which name nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.presence.models import Stay
from jalon.presence.standing import Standing, beyond, inside, standings

# How many stays beyond their last day are looked at one by one, the longest over first, to tell certain from perhaps.
MOST_LOOKED_AT = 2_000


@dataclass
class Row:
    """Those of one nationality who are in under one rule."""

    rule: str
    rules: str
    answer: str
    nationality: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """`rows` the most numerous first; `unknown`: people of whom it is not known whether they are in; `not_looked_at`:
    stays beyond their last day that were too many to be told apart, and count as perhaps."""

    rows: list[Row]
    totals: Counter[str]
    unknown: int
    not_looked_at: int


def figures(now: datetime | None = None) -> Figures:
    """Who is in at a time, counted. Nationals of the state are at home, and not counted."""
    today = timezone.localdate(now)
    over = Q(last_harsh__lt=today)
    counted = (
        inside()
        .filter(doubts=[])
        .values("rule", "rules", "answer", "nationality")
        .annotate(total=Count("key"), late=Count("key", filter=over), free=Count("key", filter=Q(last_harsh=None)))
    )
    rows: dict[tuple[str, str, str, str], Row] = {}
    for one in counted:
        key = (one["rule"], one["rules"], one["answer"], one["nationality"])
        rows[key] = Row(*key)
        rows[key].counts.update(
            {
                "within": one["total"] - one["late"] - one["free"],
                "no_limit": one["free"],
                "perhaps_beyond": one["late"],
            }
        )
    for found in _looked_at(now):
        if found.state == "beyond":
            stay = found.stay
            of = rows[(stay.rule, stay.rules, stay.answer, stay.nationality)].counts
            of["perhaps_beyond"] -= 1
            of["beyond"] += 1
    ordered = sorted(rows.values(), key=lambda row: (-row.total, row.nationality, row.rule))
    totals: Counter[str] = Counter()
    for row in ordered:
        totals.update(row.counts)
    late = totals["beyond"] + totals["perhaps_beyond"]
    return Figures(ordered, totals, unknown().count(), max(0, late - MOST_LOOKED_AT))


def _looked_at(now: datetime | None) -> Iterable[Standing]:
    return standings(beyond(now)[:MOST_LOOKED_AT], now)


def unknown() -> QuerySet[Stay]:
    """The last stay of each foreign national where its order is in doubt."""
    later = Stay.objects.filter(person=OuterRef("person"), number__gt=OuterRef("number"))
    return Stay.objects.filter(national=False).exclude(doubts=[]).exclude(Exists(later))
