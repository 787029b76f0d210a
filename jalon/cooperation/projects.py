"""Projects: a donor, months, a budget and what was spent of it by line, results expected and reached, narratives.

Who may write what of a project stands in `MAY`: its own parties, and a donor on its own projects alone.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from jalon.cooperation.forums import has_a_machine
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.knowing import check_target, has_words
from jalon.cooperation.models import BudgetLine, Narrative, Project, ResultLine, Row, Spending
from jalon.cooperation.saying import NotAllowed, said, said_before, say
from jalon.cooperation.sequence import in_order, until
from jalon.cooperation.speaker import speaker
from jalon.cooperation.standing import spoken_order
from jalon.cooperation.texts import LANGUAGES, written
from jalon.journal.acting import act
from jalon.journal.node import this_node

MOST_MONTHS = 120
LINES, RESULTS, SPENDING, NARRATIVE = "lines", "results", "spending", "narrative"
# What a party may write of a project, by what it is in it. The host of a forum writes for those it signs in.
MAY: Mapping[str, frozenset[str]] = {
    "host": frozenset({LINES, RESULTS, SPENDING, NARRATIVE}),
    "opened": frozenset({LINES, RESULTS, SPENDING, NARRATIVE}),
    "implements": frozenset({LINES, RESULTS, SPENDING, NARRATIVE}),
    "donor": frozenset({SPENDING, NARRATIVE}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the budget and what was spent of it. Amounts in the project's currency."""

    number: str
    title: Mapping[str, str]
    amount: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.amount - self.spent

    @property
    def share(self) -> float:
        """Spent of the amount, 0 to 1 and beyond."""
        return float(self.spent / self.amount) if self.amount else 0.0


@dataclass(frozen=True, slots=True)
class Whole:
    """A project as it stands. `ends`: its last day. `elapsed`: the share of its time that is over, 0 to 1."""

    key: str
    forum: str
    party: str
    code: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    donor: str
    implements: str
    starts: date
    ends: date
    months: int
    currency: str
    countries: tuple[str, ...]
    iati: str
    reporting: str
    lines: tuple[Line, ...]
    spendings: tuple[Spending, ...]
    results: tuple[ResultLine, ...]
    narratives: tuple[Narrative, ...]
    amount: Decimal
    spent: Decimal
    elapsed: float
    at: int
    position: int

    @property
    def left(self) -> Decimal:
        return self.amount - self.spent

    @property
    def share(self) -> float:
        return float(self.spent / self.amount) if self.amount else 0.0


# ── acts ──


@act
def open_project(facts: Mapping[str, Any], actor: str, forum: str = "", party: str = "") -> str:
    """Open a project: code, title, text, donor, implements, starts, months, currency, countries, iati, reporting. Its
    key. Raises NotAllowed."""
    whole = dict(facts)
    whole["code"] = str(whole.get("code", "")).strip()
    if not whole["code"] or len(whole["code"]) > 24:
        raise NotAllowed("project_without_code")
    if Project.objects.filter(forum=forum, code=whole["code"]).exists():
        raise NotAllowed("project_code_taken", taken=whole["code"])
    if not has_words(whole.get("title")):
        raise NotAllowed("project_without_title")
    if not str(whole.get("donor", "")).strip():
        raise NotAllowed("project_without_donor")
    if not 1 <= int(whole.get("months") or 0) <= MOST_MONTHS:
        raise NotAllowed("months_out_of_bounds", most=MOST_MONTHS)
    currency = str(whole.get("currency", "")).strip().upper()
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        raise NotAllowed("no_currency")
    whole |= {"currency": currency, "title": written(whole["title"]), "text": written(whole.get("text") or {})}
    return _say("project.opened", Project, whole, actor, forum, party)


@act
def set_line(
    key: str, number: str, title: Mapping[str, str], amount: Decimal | str, actor: str, party: str = ""
) -> str:
    """A line of the budget, or its new amount: the one before stays readable. Raises NotAllowed."""
    here = _open(key, LINES, party)
    if not number.strip() or not has_words(title):
        raise NotAllowed("line_without_title")
    facts = {"project": key, "number": number.strip(), "title": written(title), "amount": _amount(amount, least=0)}
    return _say("project.line_set", BudgetLine, facts, actor, here.forum, party)


@act
def spend(
    key: str,
    line: str,
    on: date,
    amount: Decimal | str,
    actor: str,
    note: str = "",
    party: str = "",
    once: str = "",
) -> str:
    """What was spent on a line on a day; a negative amount takes back what was written too much, with the reason.

    `once`: a one-time name; what was recorded under it is not recorded again. Raises NotAllowed.
    """
    if before := said_before(Spending, once):
        return before.key
    here = _open(key, SPENDING, party)
    if line not in {each.number for each in here.lines}:
        raise NotAllowed("no_such_budget_line", number=line)
    if on > timezone.localdate():
        raise NotAllowed("not_yet_spent")
    value = _amount(amount)
    if not value:
        raise NotAllowed("nothing_spent")
    if value < 0 and not note.strip():
        raise NotAllowed("no_reason")
    facts = {"project": key, "line": line, "on": on, "amount": value, "note": note.strip()[:300], "once": once}
    return _say("project.spent", Spending, facts, actor, here.forum, party)


@act
def set_result(
    key: str,
    number: str,
    title: Mapping[str, str],
    actor: str,
    *,
    indicator: str = "",
    baseline: float | None = None,
    target: float | None = None,
    party: str = "",
) -> str:
    """A line of the results framework; one with an indicator is followed by it. Raises NotAllowed."""
    here = _open(key, RESULTS, party)
    if not number.strip() or not has_words(title):
        raise NotAllowed("line_without_title")
    if indicator:
        check_target(indicator, baseline, target)
    known_by = {"indicator": indicator, "baseline": baseline, "target": target}
    facts = {"project": key, "number": number.strip(), "title": written(title)} | known_by
    return _say("project.result_set", ResultLine, facts, actor, here.forum, party)


@act
def narrate(
    key: str, since: date, until: date, language: str, text: str, actor: str, party: str = "", once: str = ""
) -> str:
    """A narrative report over a period, in a language; `once` as in `spend`. Raises NotAllowed."""
    if before := said_before(Narrative, once):
        return before.key
    here = _open(key, NARRATIVE, party)
    if until < since:
        raise NotAllowed("ends_before_it_begins")
    if language not in LANGUAGES:
        raise NotAllowed("no_such_language")
    if not text.strip():
        raise NotAllowed("no_words")
    facts = {"project": key, "since": since, "until": until, "language": language, "text": text.strip(), "once": once}
    return _say("project.narrated", Narrative, facts, actor, here.forum, party)


def may_write(project: Project | Whole, party: str) -> frozenset[str]:
    """What a party ("" where the forum itself speaks) may write of a project on this machine."""
    roles = {
        "host": not party and _signs_in(project),
        "opened": bool(party) and party == project.party,
        "implements": bool(party) and party == project.implements,
        "donor": bool(party) and party == project.donor,
    }
    return frozenset().union(*(MAY[role] for role, holds in roles.items() if holds))


def _signs_in(project: Project | Whole) -> bool:
    """Whether this is the host's machine, and whoever opened the project runs none: or the host did."""
    host = bool(project.forum) and project.forum == this_node().id
    return host and not (project.party and has_a_machine(project.party, project.forum))


# ── what stands ──


def projects(forum: str | None = "", at: int | None = None, on: date | None = None) -> list[Whole]:
    """Every project of a forum (None: of all that stand here), by beginning. `on`: spending up to that day."""
    rows = until(Project, at)
    if forum is not None:
        rows = rows.filter(forum=forum)
    return [_whole(row, at, on) for row in sorted(rows, key=lambda row: (row.starts, row.code))]


def one(key: str, at: int | None = None, on: date | None = None) -> Whole:
    """One of them. Raises NotAllowed("no_such_project")."""
    row = until(Project, at).filter(key=key).first()
    if row is None:
        raise NotAllowed("no_such_project")
    return _whole(row, at, on)


def last_day(starts: date, months: int) -> date:
    """The last day of that many months from a day on."""
    count = starts.year * 12 + starts.month - 1 + months
    year, month = divmod(count, 12)
    day = min(starts.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def unit_of(result: ResultLine) -> str:
    """The unit of the indicator that a result is followed by; empty without one."""
    return str(INDICATORS[result.indicator].unit) if result.indicator in INDICATORS else ""


def _whole(row: Project, at: int | None, on: date | None) -> Whole:
    spendings = [each for each in in_order(until(Spending, at).filter(project=row.key)) if on is None or each.on <= on]
    lines = []
    for line in _last(until(BudgetLine, at).filter(project=row.key)):
        spent = sum((each.amount for each in spendings if each.line == line.number), Decimal())
        lines.append(Line(line.number, line.title, line.amount, spent))
    ends, day = last_day(row.starts, row.months), on or timezone.localdate()
    elapsed = (min(max(day, row.starts), ends) - row.starts).days / max((ends - row.starts).days, 1)
    return Whole(
        key=row.key,
        forum=row.forum,
        party=row.party,
        code=row.code,
        title=row.title,
        text=row.text,
        donor=row.donor,
        implements=row.implements,
        starts=row.starts,
        ends=ends,
        months=row.months,
        currency=row.currency,
        countries=tuple(row.countries),
        iati=row.iati,
        reporting=row.reporting,
        lines=tuple(lines),
        spendings=tuple(sorted(spendings, key=lambda each: (each.on, each.position))),
        results=tuple(_last(until(ResultLine, at).filter(project=row.key))),
        narratives=tuple(in_order(until(Narrative, at).filter(project=row.key))),
        amount=sum((line.amount for line in lines), Decimal()),
        spent=sum((line.spent for line in lines), Decimal()),
        elapsed=elapsed,
        at=row.at,
        position=row.position,
    )


def _last(rows: Any) -> list[Any]:
    """The last row of each number, in the order in which numbers are spoken."""
    last = {row.number: row for row in in_order(rows)}
    return [last[number] for number in sorted(last, key=spoken_order)]


def _open(key: str, what: str, party: str) -> Whole:
    here = one(key)
    if what not in may_write(here, speaker(here.forum, party)):
        raise NotAllowed("project_of_others")
    return here


def _amount(said_so: Decimal | str, least: int | None = None) -> Decimal:
    try:
        value = Decimal(str(said_so).replace(" ", "").replace("\u202f", "").replace("\xa0", "").replace(",", "."))
    except InvalidOperation as wrong:
        raise NotAllowed("no_amount") from wrong
    if not value.is_finite() or abs(value) >= Decimal(10) ** 14 or (least is not None and value < least):
        raise NotAllowed("no_amount")
    return value.quantize(Decimal("0.01"))


def _say(verb: str, model: type[Row], facts: Mapping[str, Any], actor: str, forum: str, party: str) -> str:
    body = said(verb, model, facts, forum=forum, party=speaker(forum, party))
    return say([(verb, body)], actor, forum)[0].key
