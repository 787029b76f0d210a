"""A project as an activity of the International Aid Transparency Initiative, version 2.03 of its activity standard.

The order of the elements is that of the standard's schema, which a reader checks; codes come from its code lists, each
named where it is used. Only what stands in the project is told; of a budget over years, equal shares by month.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from jalon.cooperation.forums import party, party_name, state_name
from jalon.cooperation.indicators import INDICATORS
from jalon.cooperation.library import LIBRARY
from jalon.cooperation.measures import STOPPED, Done
from jalon.cooperation.models import Recommendation
from jalon.cooperation.projects import Line, Whole, last_day
from jalon.cooperation.texts import ORDER
from jalon.documents.states import STATES

VERSION = "2.03"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# OrganisationType
GOVERNMENT, LOCAL_GOVERNMENT, NATIONAL_NGO, MULTILATERAL, OTHER = "10", "11", "22", "40", "90"
ORGANISATION = {
    "state": GOVERNMENT,
    "donor": GOVERNMENT,
    "agency": MULTILATERAL,
    "association": NATIONAL_NGO,
    "local": LOCAL_GOVERNMENT,
}
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"  # OrganisationRole
PIPELINE, IMPLEMENTATION, CLOSED = "1", "2", "4"  # ActivityStatus
PLANNED_START, ACTUAL_START, PLANNED_END = "1", "2", "3"  # ActivityDateType
MULTI_NATIONAL, NATIONAL = "3", "4"  # ActivityScope
COMMITMENT, EXPENDITURE = "2", "4"  # TransactionType
DAC = "1"  # SectorVocabulary: the five digits of OECD DAC
PROJECT = "C01"  # AidType: a project
ORIGINAL, INDICATIVE = "1", "1"  # BudgetType, BudgetStatus
OUTPUT = "1"  # ResultType
UNIT, PERCENTAGE, QUALITATIVE = "1", "2", "5"  # IndicatorMeasure
MIGRATION = "15190"  # facilitation of orderly, safe, regular and responsible migration and mobility
SECTORS = {
    "protection": "15160",  # human rights
    "health": "12250",  # infectious disease control
    "integrity": "15113",  # anti-corruption
    "communities": "15220",  # civilian peace-building, conflict prevention and resolution
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Reached(Protocol):
    """A released figure: its last day and its value."""

    until: date
    value: float | None


def activity(
    project: Whole, measures: Sequence[Done] = (), reached: Mapping[str, Reached] | None = None, on: date | None = None
) -> bytes:
    """The file, UTF-8. `reached`: number of a result line -> the released figure of its indicator. `on`: the day that
    its status is told for; today where it is left out."""
    root = Element("iati-activities", {"version": VERSION, "generated-datetime": _moment(datetime.now(UTC))})
    main = next((code for code in ORDER if project.title.get(code)), ORDER[0])
    facts = {"default-currency": project.currency, LANG: main, "last-updated-datetime": _ms(project.at)}
    one = SubElement(root, "iati-activity", facts)
    reporting = project.reporting or project.implements or project.donor
    SubElement(one, "iati-identifier").text = project.iati or f"{reporting}-{project.code}"
    _organisation(one, "reporting-org", project.implements or project.party, project, ref=reporting)
    _narratives(one, "title", project.title, main)
    _narratives(SubElement(one, "description", {"type": "1"}), "", project.text or project.title, main)
    _participants(one, project)
    SubElement(one, "activity-status", {"code": _status(project, on or date.today())})
    _dates(one, project)
    SubElement(one, "activity-scope", {"code": MULTI_NATIONAL if len(project.countries) > 1 else NATIONAL})
    _countries(one, project.countries)
    _sectors(one, measures)
    SubElement(one, "default-aid-type", {"code": PROJECT})
    _budgets(one, project)
    _transactions(one, project, main)
    _results(one, project, main, reached or {})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def shares(count: Counter[str]) -> dict[str, Decimal]:
    """Percentages that add up to 100 exactly, as the standard asks: what is left of rounding goes to the first."""
    whole = sum(count.values())
    found = {code: (Decimal(100 * number) / whole).quantize(Decimal("0.01")) for code, number in count.items()}
    first = next(iter(found))
    found[first] += 100 - sum(found.values())
    return found


def periods(starts: date, months: int) -> list[tuple[date, date, int]]:
    """A budget's periods, none longer than a year: first day, last day, months."""
    found, done = [], 0
    while done < months:
        some = min(12, months - done)
        first = last_day(starts, done) + timedelta(days=1) if done else starts
        found.append((first, last_day(starts, done + some), some))
        done += some
    return found


def _participants(one: Element, project: Whole) -> None:
    _organisation(one, "participating-org", project.donor, project, role=FUNDING)
    for code in dict.fromkeys(code for code in (project.party, *project.countries) if code):
        _organisation(one, "participating-org", code, project, role=ACCOUNTABLE)
    if project.implements:
        _organisation(one, "participating-org", project.implements, project, role=IMPLEMENTING)


def _organisation(one: Element, tag: str, code: str, project: Whole, role: str = "", ref: str = "") -> Element:
    known = party(code, project.forum)
    kind = known.kind if known else "state" if code in STATES else ""
    facts = {"ref": ref} if ref else {}
    facts |= {"type": ORGANISATION.get(kind, OTHER)} | ({"role": role} if role else {})
    there = SubElement(one, tag, facts)
    SubElement(there, "narrative").text = _clean(
        party_name(code, project.forum) if code or project.forum else state_name(code)
    )
    return there


def _status(project: Whole, day: date) -> str:
    if day < project.starts:
        return PIPELINE
    return CLOSED if day > project.ends else IMPLEMENTATION


def _dates(one: Element, project: Whole) -> None:
    SubElement(one, "activity-date", {"type": PLANNED_START, "iso-date": project.starts.isoformat()})
    if project.spendings:
        first = min(max(project.starts, project.spendings[0].on), date.today())
        SubElement(one, "activity-date", {"type": ACTUAL_START, "iso-date": first.isoformat()})
    SubElement(one, "activity-date", {"type": PLANNED_END, "iso-date": project.ends.isoformat()})


def _countries(one: Element, codes: Sequence[str]) -> None:
    two = [STATES[code].alpha2 for code in codes if code in STATES and STATES[code].alpha2]
    if two:
        for code, share in shares(Counter(code for code in two if code)).items():
            SubElement(one, "recipient-country", {"code": code, "percentage": str(share)})


def _sectors(one: Element, measures: Sequence[Done]) -> None:
    """By what the measures are about; a measure that says nothing of it counts for mobility."""
    themes = dict(
        Recommendation.objects.filter(key__in=[each.recommendation for each in measures]).values_list("key", "theme")
    )
    count: Counter[str] = Counter()
    for each in measures:
        lends = LIBRARY[each.library].themes[0] if each.library in LIBRARY else ""
        if each.state != STOPPED:
            count[SECTORS.get(themes.get(each.recommendation, "") or lends, MIGRATION)] += 1
    for code, share in shares(Counter(dict(sorted(count.items())) or {MIGRATION: 1})).items():
        SubElement(one, "sector", {"vocabulary": DAC, "code": code, "percentage": str(share)})


def _budgets(one: Element, project: Whole) -> None:
    left = project.amount
    parts = periods(project.starts, project.months) if project.amount else []
    for number, (first, last, months) in enumerate(parts, 1):
        share = (project.amount * months / project.months).quantize(Decimal("0.01")) if number < len(parts) else left
        left -= share
        there = SubElement(one, "budget", {"type": ORIGINAL, "status": INDICATIVE})
        SubElement(there, "period-start", {"iso-date": first.isoformat()})
        SubElement(there, "period-end", {"iso-date": last.isoformat()})
        _value(there, share, project.currency, project.starts)


def _transactions(one: Element, project: Whole, main: str) -> None:
    if project.amount:
        there = _transaction(one, COMMITMENT, project.starts, project.amount, project.currency)
        _organisation(there, "provider-org", project.donor, project)
        if project.implements:
            _organisation(there, "receiver-org", project.implements, project)
    lines = {line.number: line for line in project.lines}
    for spent in project.spendings:
        there = _transaction(one, EXPENDITURE, spent.on, spent.amount, project.currency)
        words = {code: _spent(lines.get(spent.line), spent.line, code, spent.note) for code in project.title}
        _narratives(there, "description", words or {main: spent.line}, main)


def _spent(line: Line | None, number: str, language: str, note: str) -> str:
    title = (line.title.get(language) or next(iter(line.title.values()), "")) if line else ""
    return " – ".join(part for part in (f"{number} {title}".strip(), note) if part)


def _transaction(one: Element, kind: str, on: date, amount: Decimal, currency: str) -> Element:
    there = SubElement(one, "transaction")
    SubElement(there, "transaction-type", {"code": kind})
    SubElement(there, "transaction-date", {"iso-date": on.isoformat()})
    _value(there, amount, currency, on)
    return there


def _value(there: Element, amount: Decimal, currency: str, on: date) -> None:
    SubElement(there, "value", {"currency": currency, "value-date": on.isoformat()}).text = f"{amount:f}"


def _results(one: Element, project: Whole, main: str, reached: Mapping[str, Reached]) -> None:
    for line in project.results:
        result = SubElement(one, "result", {"type": OUTPUT, "aggregation-status": "false"})
        _narratives(result, "title", line.title, main)
        known = INDICATORS.get(line.indicator)
        measure = QUALITATIVE if known is None else PERCENTAGE if known.unit == "share" else UNIT
        indicator = SubElement(result, "indicator", {"measure": measure, "ascending": _ascending(line.indicator)})
        if known is None:
            _narratives(indicator, "title", line.title, main)
        else:
            SubElement(SubElement(indicator, "title"), "narrative").text = _clean(str(known.title))
        if line.baseline is not None:
            day = project.starts
            told = {"year": str(day.year), "iso-date": day.isoformat(), "value": _number(line.baseline, measure)}
            SubElement(indicator, "baseline", told)
        period = SubElement(indicator, "period")
        SubElement(period, "period-start", {"iso-date": project.starts.isoformat()})
        SubElement(period, "period-end", {"iso-date": project.ends.isoformat()})
        if line.target is not None:
            SubElement(period, "target", {"value": _number(line.target, measure)})
        figure = reached.get(line.number)
        if figure is not None and figure.value is not None:
            SubElement(period, "actual", {"value": _number(figure.value, measure)})


def _ascending(code: str) -> str:
    return "false" if code in INDICATORS and INDICATORS[code].better == "less" else "true"


def _number(value: float, measure: str) -> str:
    """A share is kept as 0 to 1 and told as a percentage."""
    return f"{value * 100 if measure == PERCENTAGE else value:.10g}"


def _narratives(there: Element, tag: str, texts: Mapping[str, str], main: str) -> None:
    """The same text in each language; that of the activity's own language bears no attribute and comes first."""
    inside = SubElement(there, tag) if tag else there
    for code in sorted((code for code in texts if texts[code]), key=lambda code: (code != main, code)):
        SubElement(inside, "narrative", {} if code == main else {LANG: code}).text = _clean(texts[code])


def _clean(text: str) -> str:
    """Without the characters that no XML may hold."""
    return NOT_XML.sub("", text)


def _ms(at: int) -> str:
    return _moment(datetime.fromtimestamp(at / 1000, UTC))


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
