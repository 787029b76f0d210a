"""The figures of a quarter that a state gives to a forum it joined: made from its journal, looked at, given by one act.

What two people decided to show leaves as a value; strength, outages, power and patrols as a band alone; numbers of a
few people and what is not shown are said to be kept back, so that a gap in a forum's table is never read as a zero.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from jalon.cooperation import bands, few, indicator_facts, outside, showing, surveys
from jalon.cooperation.days import quarter_of
from jalon.cooperation.indicators import Measured
from jalon.cooperation.models import Figure
from jalon.cooperation.saying import NotAllowed, own_party, said, say
from jalon.journal.acting import act

SMALL, NOT_RELEASED, NOT_KNOWN = "small", "not_released", "not_known"
AMONG = "passages"  # shares and times of travellers are of these
QUARTERS_BACK = 8
# What adds up to what is published beside it: where one is of a few, the other would give it away.
ADD_UP = (("entries", "exits"),)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year that is over."""

    since: date
    until: date

    @property
    def name(self) -> str:
        return surveys.quarter_name(self.since)


@dataclass(frozen=True, slots=True)
class ToGive:
    """One figure as it would leave. `facts`: columns of Figure. `here`: what stands at home, for whoever looks at it
    before it goes, never sent. `given`: it stands in the forum already, in just these words."""

    facts: Mapping[str, Any]
    here: float | None
    given: bool
    replaces: str = ""

    @property
    def indicator(self) -> str:
        return str(self.facts["indicator"])


def ended(today: date | None = None) -> list[Quarter]:
    """The quarters that are over, the last first."""
    found = []
    day = today or timezone.localdate()
    for _ in range(QUARTERS_BACK):
        since, _until = quarter_of(day)
        day = since - timedelta(days=1)
        found.append(Quarter(*quarter_of(day)))
    return found


def quarter(name: str, today: date | None = None) -> Quarter:
    """The ended quarter of a name (“2026-Q3”). Raises NotAllowed: no_such_quarter."""
    for one in ended(today):
        if one.name == name:
            return one
    raise NotAllowed("no_such_quarter")


def to_give(forum: str, those: Quarter, at: int | None = None) -> list[ToGive]:
    """Every indicator of the table, and the survey, as the forum would be told of it; in the order of the table."""
    party, shows = own_party(), showing.shown(forum, at)
    among = _measured(AMONG, those, at, party)
    all_measured = {code: _measured(code, those, at, party) for code in indicator_facts.codes()}
    facts_of = as_they_leave(those, all_measured, among, shows)
    found = []
    for code, facts in facts_of.items():
        measured = all_measured[code]
        found.append(_beside_what_stands(facts, measured.value if measured else None, forum, party))
    for facts in _of_the_survey(those, shows, at):
        found.append(_beside_what_stands(facts, None, forum, party))
    return found


def as_they_leave(
    those: Quarter, all_measured: Mapping[str, Measured | None], among: Measured | None, shows: Container[str]
) -> dict[str, dict[str, Any]]:
    """By indicator, what may be said of a quarter: columns of Figure. `among`: the travellers that shares are of;
    `shows`: the indicators that are shown."""
    facts_of = {code: _facts(code, those, measured, among, shows) for code, measured in all_measured.items()}
    _protect(facts_of)
    return facts_of


def _measured(code: str, those: Quarter, at: int | None, party: str) -> Measured | None:
    return indicator_facts.measured(code, those.since, those.until, at=at, party=party)


def _facts(
    code: str, those: Quarter, measured: Measured | None, among: Measured | None, shows: Container[str]
) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "indicator": code,
        "code": own_party(),
        "since": those.since,
        "until": those.until,
        "unit": indicator_facts.unit(code),
        "source": Figure.Source.JOURNAL.value,
    }
    if code not in shows:
        return facts | {"kept_back": NOT_RELEASED}
    if measured is None or measured.value is None:
        return facts | {"kept_back": NOT_KNOWN}
    # How much of the country reported is itself of its strength: a whole per cent of it is told, and no hour.
    coverage = None if measured.coverage is None else round(measured.coverage, few.DIGITS)
    facts |= {"coverage": coverage, "counted_to": measured.position}
    if measured.began is not None:
        facts["counted_from"] = measured.began
    if _small(code, measured, among):
        return facts | {"kept_back": SMALL}
    if indicator_facts.operational(code):
        return facts | {"band": bands.of(code, measured.value)}
    return facts | {"value": few.rounded(facts["unit"], measured.value)}


def _protect(facts_of: Mapping[str, dict[str, Any]]) -> None:
    """Keep back what would give away, by subtraction, a number that is kept back."""
    for together in ADD_UP:
        those = [facts_of[code] for code in together if code in facts_of]
        if any(facts.get("kept_back") == SMALL for facts in those):
            for facts in those:
                if facts.pop("value", None) is not None:
                    facts["kept_back"] = SMALL


def _small(code: str, measured: Measured, among: Measured | None) -> bool:
    """A number of a few people; or a share or a time by which, with the number of those it is of or of all travellers,
    it could be found."""
    value, threshold = float(measured.value or 0), settings.JALON_SMALL_CELL
    if few.tells_of_few(code, value, measured.entries, threshold):
        return True
    if not indicator_facts.of_travellers(code):
        return False
    whole = (among.value if among else None) or 0
    if whole < threshold:
        return True
    return indicator_facts.unit(code) == "share" and few.parts_of_few(value, whole, threshold)


def _of_the_survey(those: Quarter, shows: set[str], at: int | None) -> list[dict[str, Any]]:
    party = own_party()
    found = surveys.to_give("", surveys.newest().id, (those.since, those.until), at)
    if indicator_facts.SURVEY in shows:
        return [facts | {"code": party} for facts in found]
    return [
        {
            "indicator": indicator_facts.SURVEY,
            "code": party,
            "since": those.since,
            "until": those.until,
            "unit": "share",
            "source": Figure.Source.SURVEY.value,
            "kept_back": NOT_RELEASED,
        }
    ]


def _beside_what_stands(facts: dict[str, Any], here: float | None, forum: str, party: str) -> ToGive:
    same = ("indicator", "code", "since", "until")
    standing = [
        row
        for row in outside.standing(forum).filter(party=party, **{name: facts[name] for name in same})
        if row.source == facts["source"]
    ]
    last = standing[-1] if standing else None
    told = ("value", "band", "kept_back", "coverage", "counted_from")
    empty = {"value": None, "band": "", "kept_back": "", "coverage": None, "counted_from": None}
    given = last is not None and all(getattr(last, name) == facts.get(name, empty[name]) for name in told)
    # What was given once stays known: said again a few people larger, the two together would tell of them.
    if last is not None and last.value is not None and facts.get("value") is not None:
        given = given or few.changed_by_few(facts["indicator"], last.value, facts["value"], settings.JALON_SMALL_CELL)
    return ToGive(facts, here, given, last.key if last is not None and not given else "")


@act
def give(forum: str, name: str, actor: str, looked_at: Sequence[Mapping[str, Any]] | None = None) -> list[str]:
    """Give a forum the figures of an ended quarter, all at once; what stands there in the same words is left out, and
    another value takes the first back. `looked_at`: what the person saw; NotAllowed("changed_since") where it is no
    longer so. Raises NotAllowed; returns the keys."""
    if not forum or not own_party():
        raise NotAllowed("no_state")
    those = to_give(forum, quarter(name))
    if looked_at is not None and [seen(one) for one in those] != [dict(one) for one in looked_at]:
        raise NotAllowed("changed_since")
    acts = []
    for one in those:
        if one.given:
            continue
        facts = {**one.facts, "withdrawn": one.replaces} if one.replaces else one.facts
        acts.append(("figure.given", said("figure.given", Figure, facts, forum=forum)))
    if not acts:
        raise NotAllowed("given_already")
    return [one.key for one in say(acts, actor, forum)]


def seen(one: ToGive) -> dict[str, Any]:
    """What a person looked at, without the position, which moves with every entry."""
    facts = {name: value for name, value in one.facts.items() if name != "counted_to"}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()} | {
        "given": one.given
    }
