"""Checks across the rows of a rule set: no two apply equally to one question, no hole in time, no member twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from jalon.regimes.condition import Period
from jalon.regimes.problems import Problem
from jalon.regimes.rule import Fee, Rule, Season
from jalon.regimes.rule_set import RuleSet

Row = TypeVar("Row", Rule, Season, Fee)
ONE_DAY = timedelta(days=1)


def problems(found: RuleSet) -> list[Problem]:
    """What is wrong between rows; empty when the set can be relied on."""
    return [
        *_members_twice(found),
        *_ties(found, "rules.json", found.rules),
        *_ties(found, "seasons.json", found.seasons),
        *_ties(found, "fees.json", found.fees),
        *_gaps(found),
    ]


def _members_twice(found: RuleSet) -> Iterator[Problem]:
    for one, other in combinations(found.memberships, 2):
        if one.bloc == other.bloc and one.period.shared(other.period):
            for state in sorted(one.members & other.members):
                yield Problem("member_twice", "blocs.json", one.bloc, state)


def _ties(found: RuleSet, file: str, rows: tuple[Row, ...]) -> Iterator[Problem]:
    for one, other in combinations(rows, 2):
        shared = one.basis.period.shared(other.basis.period)
        if one.rank != other.rank or shared is None:
            continue
        for day in _turning_days(found, shared):
            if one.meets(other, day, found.members):
                yield Problem("tie", file, one.basis.code, other.basis.code, day.isoformat())
                break


def _turning_days(found: RuleSet, period: Period) -> list[date]:
    """The first day, and each day within the period on which somebody joined or had just left a bloc."""
    days = {period.first}
    for row in found.memberships:
        days.add(row.period.first)
        if row.period.last is not None and row.period.last < date.max:
            days.add(row.period.last + ONE_DAY)
    return sorted(day for day in days if period.holds(day))


def _gaps(found: RuleSet) -> Iterator[Problem]:
    """Rules for the same travellers and posts follow one another without a day that none of them holds."""
    scopes: dict[tuple[object, ...], list[Rule]] = defaultdict(list)
    for rule in found.rules:
        scopes[rule.scope].append(rule)
    for rules in scopes.values():
        rules.sort(key=lambda rule: rule.basis.period.first)
        covered = rules[0].basis.period.last
        for rule in rules[1:]:
            if covered is None:
                break
            period = rule.basis.period
            if period.first > covered + ONE_DAY:
                hole = (covered + ONE_DAY).isoformat(), (period.first - ONE_DAY).isoformat()
                yield Problem("gap", "rules.json", rule.basis.code, day=hole[0], value=hole[1])
            covered = None if period.last is None else max(covered, period.last)
