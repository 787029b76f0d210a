"""Figures from outside: a paper register, an export of another system, a partner's count. Each is dated and bears its
source, its coverage and who signs for it, by function; none is ever mixed unmarked with figures of the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

from django.conf import settings
from django.utils import timezone

from jalon.cooperation import bands, few, indicator_facts
from jalon.cooperation.models import ORDER, Figure
from jalon.cooperation.saying import NotAllowed, own_party, said, say
from jalon.journal.acting import act
from jalon.posts.models import Post

# Where figures come from, without the journal and without the survey, which has a form of its own.
SOURCES = ("paper", "system", "partner")
LONGEST_PERIOD = 731  # days
LONGEST_SOURCE, LONGEST_SIGNATORY = 300, 160
MOST_AT_ONCE = 500
JOURNAL, OUTSIDE = "journal", "outside"
# What makes two figures speak of the same: of these there is one that counts.
SAME = ("indicator", "code", "posts", "since", "until", "source", "source_text")


@dataclass(frozen=True, slots=True)
class Given:
    """A figure as somebody gives it. `code`: the party it is about. `coverage`: 0 to 1, of what it should count.
    `until` is inclusive."""

    indicator: str
    code: str
    since: date
    until: date
    value: float | None
    source: str
    source_text: str
    signatory: str
    coverage: float | None = None
    posts: tuple[str, ...] = ()
    band: str = ""
    kept_back: str = ""

    def facts(self) -> dict[str, Any]:
        """As a row of Figure holds it."""
        return {
            "indicator": self.indicator,
            "code": self.code,
            "posts": sorted(self.posts),
            "since": self.since,
            "until": self.until,
            "value": self.value,
            "band": self.band,
            "unit": indicator_facts.unit(self.indicator),
            "kept_back": self.kept_back,
            "coverage": self.coverage,
            "source": self.source,
            "source_text": self.source_text,
            "signatory": self.signatory,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it is shown. `kind`: JOURNAL or OUTSIDE, which pages mark by a word and a shape. `key` is empty for
    one that this machine counts itself."""

    key: str
    kind: str
    indicator: str
    code: str
    posts: tuple[str, ...]
    since: date
    until: date
    value: float | None
    band: str
    unit: str
    kept_back: str
    coverage: float | None
    source: str
    source_text: str = ""
    signatory: str = ""

    def overlaps(self, other: Told) -> bool:
        """Whether both count some day of some post."""
        days = self.since <= other.until and other.since <= self.until
        places = not self.posts or not other.posts or bool(set(self.posts) & set(other.posts))
        return days and places and (self.indicator, self.code) == (other.indicator, other.code)


@dataclass(frozen=True, slots=True)
class Figures:
    """Both kinds, apart, each in the order of its periods; and the pairs that count some of the same."""

    journal: tuple[Told, ...]
    outside: tuple[Told, ...]

    @property
    def overlaps(self) -> list[tuple[Told, Told]]:
        """Pairs that speak of some same days: two of one kind, or one of each."""
        every = [*self.journal, *self.outside]
        return [(one, other) for place, one in enumerate(every) for other in every[place + 1 :] if one.overlaps(other)]

    def total(self, kind: str) -> float | None:
        """The sum of one kind; None where there is nothing to add. Raises NotAllowed: mixed_kinds (no kind was named),
        overlapping, not_to_be_added (shares, times), partly_kept_back."""
        if kind not in {JOURNAL, OUTSIDE}:
            raise NotAllowed("mixed_kinds")
        those = self.journal if kind == JOURNAL else self.outside
        if any(one.unit not in bands.OF_PEOPLE for one in those):
            raise NotAllowed("not_to_be_added")
        if any(one in those and other in those for one, other in self.overlaps):
            raise NotAllowed("overlapping")
        if any(one.value is None for one in those):
            raise NotAllowed("partly_kept_back")
        return sum(one.value or 0.0 for one in those) if those else None


# ── acts ──


@act
def give(figures: Sequence[Given], forum: str, actor: str, party: str) -> list[str]:
    """Record figures that `party` gives, all or none; what stands here already in the same words is left out. One that
    gives another value for the same takes the first back. Returns the keys of what was recorded. Raises NotAllowed."""
    if not figures or len(figures) > MOST_AT_ONCE:
        raise NotAllowed("no_figure" if not figures else "too_many_figures", most=MOST_AT_ONCE)
    acts, met = [], set()
    for figure in figures:
        check(figure, forum, party)
        shown = as_given_to(figure, forum)
        before = standing_for(shown, forum, party)
        same = tuple(str(shown.facts()[name]) for name in SAME)
        if same in met:
            raise NotAllowed("twice_in_one", indicator=figure.indicator)
        met.add(same)
        if before is not None and equal(before, shown):
            continue
        if before is not None and _changed_by_few(before, shown, forum):
            raise NotAllowed("changed_by_few", field="value", few=settings.JALON_SMALL_CELL)
        facts = shown.facts() | {"withdrawn": before.key if before else ""}
        acts.append(("figure.given", said("figure.given", Figure, facts, forum=forum, party=party)))
    return [one.key for one in say(acts, actor, forum)] if acts else []


@act
def take_back(key: str, why: str, actor: str, party: str) -> str:
    """Take back a figure that `party` gave, and put nothing in its place. Raises NotAllowed: figure_unknown,
    of_the_journal, why_missing, taken_back."""
    row = Figure.objects.filter(key=key, party=party).first()
    if row is None:
        raise NotAllowed("figure_unknown")
    if row.source == Figure.Source.JOURNAL:
        raise NotAllowed("of_the_journal")
    if not why.strip():
        raise NotAllowed("why_missing")
    if Figure.objects.filter(withdrawn=key).exists():
        raise NotAllowed("taken_back")
    same = {name: getattr(row, name) for name in (*SAME, "unit", "signatory")}
    facts = same | {"withdrawn": key, "source_text": why.strip()[:LONGEST_SOURCE]}
    body = said("figure.given", Figure, facts, forum=row.forum, party=party)
    return say([("figure.given", body)], actor, row.forum)[0].key


def check(figure: Given, forum: str, party: str) -> None:
    """Raises NotAllowed with the code of what is wrong and the `field` where."""
    if not indicator_facts.known(figure.indicator):
        raise NotAllowed("indicator_unknown", field="indicator", indicator=figure.indicator)
    if not forum and figure.code != own_party():
        raise NotAllowed("about_another", field="code")
    if forum and party and figure.code != party:
        raise NotAllowed("about_another", field="code")
    if not figure.code:
        raise NotAllowed("about_nobody", field="code")
    if figure.since > figure.until:
        raise NotAllowed("ends_before", field="until")
    if (figure.until - figure.since).days >= LONGEST_PERIOD:
        raise NotAllowed("too_long", field="until")
    if figure.until > timezone.localdate():
        raise NotAllowed("not_over", field="until")
    if figure.value is None or not isfinite(figure.value) or figure.value < 0:
        raise NotAllowed("no_value", field="value")
    unit = indicator_facts.unit(figure.indicator)
    if unit == "share" and figure.value > 1:
        raise NotAllowed("share_too_large", field="value")
    if unit in bands.OF_PEOPLE and figure.value != int(figure.value):
        raise NotAllowed("not_whole", field="value")
    if figure.coverage is not None and not 0 <= figure.coverage <= 1:
        raise NotAllowed("coverage_wrong", field="coverage")
    if figure.source not in SOURCES:
        raise NotAllowed("source_unknown", field="source")
    if not figure.source_text.strip() or len(figure.source_text) > LONGEST_SOURCE:
        raise NotAllowed("source_not_named", field="source_text")
    if not figure.signatory.strip() or len(figure.signatory) > LONGEST_SIGNATORY:
        raise NotAllowed("nobody_signs", field="signatory")
    strange = set(figure.posts) - set(Post.objects.filter(code__in=figure.posts).values_list("code", flat=True))
    if strange and Post.objects.filter(country=figure.code).exists():
        raise NotAllowed("post_unknown", field="posts", post=", ".join(sorted(strange)))
    by_quarter = indicator_facts.operational(figure.indicator) or indicator_facts.of_travellers(figure.indicator)
    if forum and by_quarter and not bands.is_quarter(figure.since, figure.until):
        raise NotAllowed("quarter_alone", field="until")


def as_given_to(figure: Given, forum: str) -> Given:
    """The figure as a forum may hold it: of an operational indicator the band alone, and no number of a few people. A
    state's own is as it was given."""
    if not forum or figure.value is None:
        return figure
    if indicator_facts.operational(figure.indicator):
        return replace(figure, value=None, band=bands.of(figure.indicator, figure.value))
    if bands.small(indicator_facts.unit(figure.indicator), figure.value, settings.JALON_SMALL_CELL):
        return replace(figure, value=None, kept_back="small")
    if indicator_facts.of_travellers(figure.indicator):
        return replace(figure, value=few.rounded(indicator_facts.unit(figure.indicator), figure.value))
    return figure


def _changed_by_few(before: Figure, shown: Given, forum: str) -> bool:
    """Whether a number that its forum knows is said again with so few people more or fewer that both tell of them."""
    if not forum or before.value is None or shown.value is None:
        return False
    return few.changed_by_few(shown.indicator, before.value, shown.value, settings.JALON_SMALL_CELL)


def standing_for(figure: Given, forum: str, party: str, at: int | None = None) -> Figure | None:
    """The row that counts of those that speak of the same as this figure; None where it is the first."""
    facts = figure.facts()
    there = [
        row
        for row in standing(forum, at).filter(party=party, indicator=figure.indicator, code=figure.code)
        if all(getattr(row, name) == facts[name] for name in SAME)
    ]
    return there[-1] if there else None


def equal(row: Figure, figure: Given) -> bool:
    """Whether a row says just what this figure says."""
    return all(getattr(row, name) == said for name, said in figure.facts().items())


# ── readers ──


def standing(forum: str, at: int | None = None) -> Any:
    """The figures of a forum ("" for this state's own) that nobody took back, up to an arrival position."""
    rows = Figure.objects.filter(forum=forum) if at is None else Figure.objects.filter(forum=forum, position__lte=at)
    back = {(row.withdrawn, row.party) for row in rows.exclude(withdrawn="")}
    gone = [row.key for row in rows.filter(key__in=[key for key, _ in back]) if (row.key, row.party) in back]
    nothing = rows.exclude(withdrawn="").filter(value=None, band="", kept_back="").values_list("key", flat=True)
    return rows.exclude(key__in=[*gone, *nothing]).order_by("since", "until", *ORDER)


def figures(forum: str, indicator: str, party: str, since: date, until: date, at: int | None = None) -> Figures:
    """What is known of an indicator of a party between two days (`until` inclusive), wholly or in part: figures of the
    journal and figures from outside, apart. In a state's own room the journal's is counted here and now."""
    rows = standing(forum, at).filter(indicator=indicator, code=party, since__lte=until, until__gte=since)
    journal = [told(row) for row in rows if row.source == Figure.Source.JOURNAL]
    outside = [told(row) for row in rows if row.source != Figure.Source.JOURNAL]
    if not forum and party == own_party():
        journal = [*counted(indicator, party, since, until, at), *journal]
    return Figures(tuple(journal), tuple(outside))


def counted(indicator: str, party: str, since: date, until: date, at: int | None = None) -> list[Told]:
    """The figure of this machine's own journal, of all its posts; nothing where nothing was counted."""
    found = indicator_facts.measured(indicator, since, until, at=at)
    if found is None or found.value is None:
        return []
    return [
        Told(
            "", JOURNAL, indicator, party, (), since, until, found.value, "", found.unit, "", found.coverage, "journal"
        )
    ]


def told(row: Figure) -> Told:
    """A row as it is shown."""
    kind = JOURNAL if row.source == Figure.Source.JOURNAL else OUTSIDE
    return Told(
        row.key,
        kind,
        row.indicator,
        row.code,
        tuple(row.posts),
        row.since,
        row.until,
        row.value,
        row.band,
        row.unit,
        row.kept_back,
        row.coverage,
        row.source,
        row.source_text,
        row.signatory,
    )


def latest(forum: str, at: int | None = None, most: int = 200) -> list[Told]:
    """The figures from outside that stand in a forum, the last arrived first."""
    rows = standing(forum, at).exclude(source=Figure.Source.JOURNAL).order_by("-position", "-key")
    return [told(row) for row in rows[:most]]


def facts_of(one: Told) -> Mapping[str, Any]:
    """What a form is filled with to correct it."""
    return {
        "indicator": one.indicator,
        "code": one.code,
        "posts": ", ".join(one.posts),
        "since": one.since,
        "until": one.until,
        "value": one.value,
        "coverage": None if one.coverage is None else round(one.coverage * 100),
        "source": one.source,
        "source_text": one.source_text,
        "signatory": one.signatory,
    }


def all_of(kinds: Iterable[Figures]) -> Figures:
    """Several readings beside one another, still apart."""
    those = list(kinds)
    return Figures(tuple(x for one in those for x in one.journal), tuple(x for one in those for x in one.outside))
