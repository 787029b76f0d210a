"""Herds: whether the season is open to these animals, by which gates, and what their certificate must say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jalon.regimes.condition import Text
from jalon.regimes.rule import Season
from jalon.regimes.rule_set import RuleSet
from jalon.regimes.rules import rule_set
from jalon.regimes.words import NO_RULE, UNANSWERED


@dataclass(frozen=True, slots=True)
class HerdQuestion:
    """A herd of one species comes from `origin` into `state` (alpha-3) on a day. Ask once for each species."""

    state: str
    origin: str
    species: str
    day: date
    gate: str | None = None
    """Where it stands, as the calendar names the place; None where that is not asked."""


@dataclass(frozen=True, slots=True)
class SeasonAnswer:
    """`answer` is "open", "closed" or "no_rule"."""

    answer: str
    sentence: dict[str, str]
    rule: str | None = None
    text: Text | None = None
    article: str = ""
    confirmed: str = ""
    gates: tuple[str, ...] = ()
    at_the_gate: bool | None = None
    """Whether the gate asked about is one of them; None where none was asked or none is named."""
    until: date | None = None
    """The last day of this year's season, where it is limited."""
    particulars: tuple[str, ...] = ()
    """What the certificate must state: keys of `words.PARTICULARS`."""
    by_day_only: bool = False
    herder_age: int | None = None
    heads_per_herder: int | None = None

    def missing(self, stated: Collection[str]) -> tuple[str, ...]:
        """The particulars that a certificate leaves out."""
        return tuple(one for one in self.particulars if one not in stated)

    def herders_needed(self, heads: int) -> int | None:
        """How many herders go with so many animals; None where the text does not say."""
        return -(-heads // self.heads_per_herder) if self.heads_per_herder else None


def season(question: HerdQuestion, rules: RuleSet | None = None) -> SeasonAnswer:
    """What the calendars say of a herd on its day. A date outside a yearly season answers "closed"."""
    rules = rules or rule_set()
    asked = (question.state, question.origin, question.species, question.day, rules.members)
    fitting = [row for row in rules.seasons if row.fits(*asked)]
    if not fitting:
        return SeasonAnswer(NO_RULE, UNANSWERED["no_season"])
    found = max(fitting, key=lambda row: row.rank)
    open_today = found.answer == "open" and _in_season(found, question.day)
    return SeasonAnswer(
        answer="open" if open_today else "closed",
        sentence=found.basis.sentence,
        rule=found.basis.code,
        text=rules.texts[found.basis.text],
        article=found.basis.article,
        confirmed=found.basis.confirmed,
        gates=found.gates,
        at_the_gate=question.gate in found.gates if question.gate and found.gates else None,
        until=_last_day(found, question.day) if open_today else None,
        particulars=found.particulars,
        by_day_only=found.by_day_only,
        herder_age=found.herder_age,
        heads_per_herder=found.heads_per_herder,
    )


def _in_season(row: Season, day: date) -> bool:
    if row.opens is None or row.closes is None:
        return True
    today = (day.month, day.day)
    if row.opens <= row.closes:
        return row.opens <= today <= row.closes
    return today >= row.opens or today <= row.closes  # over the turn of the year


def _last_day(row: Season, day: date) -> date | None:
    if row.opens is None or row.closes is None:
        return row.basis.period.last
    month, number = row.closes
    year = day.year + ((day.month, day.day) > row.closes)
    if row.closes == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
        number = 28
    last = date(year, month, number)
    return min(last, row.basis.period.last or last)
