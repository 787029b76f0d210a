"""Figures then and now: at a headquarters measured from its journal, at a forum as each state released them.

What comes from outside (paper, another system, a partner) stands apart and is marked. A figure that a state does not
show is “not released”, and is no zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from jalon.cooperation import bands, few, indicator_facts, indicators, quarterly
from jalon.cooperation import outside as given_outside
from jalon.cooperation.entries import digest
from jalon.cooperation.evaluating.resting import Resting
from jalon.cooperation.evaluating.scope import Dates, Scope
from jalon.cooperation.evaluating.traces import Traces
from jalon.cooperation.indicator import COOPERATION, LESS, NONE, Behind, Indicator, Measured, Span, confidence
from jalon.cooperation.models import Figure
from jalon.cooperation.saying import own_party
from jalon.cooperation.sequence import in_order

Json = dict[str, Any]
Days = tuple[date, date]  # from, up to and without
ENOUGH = 30  # a state that releases a figure answers for its entries: its coverage alone says how sure it is
# What counts as the same: so much of a share, or so large a part of the value before.
SAME_SHARE, SAME_PART = 0.01, 0.05
NOT_RELEASED = "not_released"
ONE_QUARTER = "one_quarter"  # of “then”, where one quarter alone was over on both days
RUNNING = "running"  # the quarter in which the period begins, where nobody counted the whole of the one before
ADOPTED = "adopted"


def targets(promises: Iterable[Mapping[str, Any]]) -> dict[str, list[Json]]:
    """By indicator, what recommendations want of it."""
    found: dict[str, list[Json]] = {}
    for one in promises:
        if one["indicator"]:
            said = {"recommendation": one["key"], "number": one["number"], "binds": one["binds"]}
            said |= {"baseline": one["baseline"], "target": one["target"]}
            found.setdefault(one["indicator"], []).append(said)
    return found


def of_state(
    scope: Scope, dates: Dates, at: int, party: str, traces: Traces, wanted: Mapping[str, list[Json]]
) -> list[Json]:
    """What this headquarters measures of its own state; for others as it leaves the country (see `_for_others`)."""
    if scope.for_others:
        return _for_others(scope, dates, at, party, traces, wanted)
    spans = {name: _span(scope, at, party, days) for name, days in _windows(dates).items()}
    measured = {name: _measure(span) for name, span in spans.items()}
    found = []
    for code, one in indicators.INDICATORS.items():
        sides, first = _which(one, code, measured)
        said = {
            name: _side(measured[window][code], spans[window], code, f"{code}.{party}.{name}", traces)
            for name, window in sides.items()
        }
        found.append(_row(one, party, "journal", said, wanted.get(code, []), first))
    return found


def _which(one: Indicator, code: str, measured: Mapping[str, Mapping[str, Measured]]) -> tuple[dict[str, str], bool]:
    """The windows of each side; and whether “then” is the first days of the period, for want of any before it."""
    if one.stock:
        return {"then": "then_day", "now": "now_day"}, False
    first = not _counted(measured["then"].get(code)) and _counted(measured["first"].get(code))
    return {"then": "first" if first else "then", "now": "now", "whole": "whole"}, first


def _for_others(
    scope: Scope, dates: Dates, at: int, party: str, traces: Traces, wanted: Mapping[str, list[Json]]
) -> list[Json]:
    """As it may be handed out: of the border and of posts what a forum would be given of the last whole quarter that
    was over on each day, so that none follows from two that overlap; of promises what was said of them. No number of
    entries and no key, which tell how much each machine writes; what may be said of them instead is `rests_on`."""
    quarters, resting = dates.quarters, Resting(settings.JALON_SMALL_CELL)
    spans = {name: _span(scope, at, party, (days[0], days[1] + timedelta(days=1))) for name, days in quarters.items()}
    measured = {name: _measure(span) for name, span in spans.items()}
    if "then" in quarters and any(one.began for one in measured["then"].values()) and dates.running:
        # What was counted for a part of the quarter alone gives way to the next one, which is told beside it.
        quarters |= {RUNNING: dates.running}
        spans[RUNNING] = _span(scope, at, party, (dates.running[0], dates.running[1] + timedelta(days=1)))
        measured[RUNNING] = _measure(spans[RUNNING])
    leaves = {
        name: quarterly.as_they_leave(
            quarterly.Quarter(*quarters[name]), some, some[quarterly.AMONG], indicator_facts.codes()
        )
        for name, some in measured.items()
    }
    found = []
    for code, one in indicators.INDICATORS.items():
        if one.theme == COOPERATION:
            continue
        said = {}
        for name in [name for name in quarters if name != RUNNING]:
            partly = name == "then" and RUNNING in spans and _better(measured[name][code], measured[RUNNING][code])
            window = RUNNING if partly else name
            figure, facts = f"{code}.{party}.{name}", leaves[window][code]
            behind = _rests_on(one, facts, spans[window], resting)
            told = _handed_out(one, facts, measured[window][code])
            said[name] = told | {"rests_on": behind} | traces.add(figure, [])
        if "then" not in said:
            said["then"] = _nothing(ONE_QUARTER, quarters["now"]) | {"rests_on": []}
            said["then"] |= traces.add(f"{code}.{party}.then", [])
        found.append(_row(one, party, "journal", said, wanted.get(code, []), False))
    for row in _own_rows(scope, dates, at, party, traces, wanted):
        for name in ("then", "now", "whole"):
            if row[name]:
                figure = f"{row['indicator']}.{party}.{name}"
                row[name] |= {"coverage": None, "rests_on": []} | traces.add(figure, [])
        found.append(row)
    return found


def _better(partly: Measured, running: Measured) -> bool:
    """Whether the quarter that runs on the first day speaks where the one before was counted in part alone."""
    return partly.began is not None and running.began is None and running.value is not None


def _handed_out(one: Indicator, facts: Mapping[str, Any], measured: Measured) -> Json:
    kept_back = facts.get("kept_back", "")
    return {
        "since": facts["since"].isoformat(),
        "until": facts["until"].isoformat(),
        "counted_from": _day(facts.get("counted_from")),
        "value": facts.get("value"),
        "band": facts.get("band", ""),
        "kept_back": kept_back,
        "coverage": None if kept_back or one.operational else facts.get("coverage"),
        "confidence": "none" if kept_back else measured.confidence,
    }


def _rests_on(one: Indicator, facts: Mapping[str, Any], span: Span, resting: Resting) -> list[Json]:
    """Nothing of operational figures and of what is kept back: where entries are, and how many, is what is not told."""
    if one.operational or facts.get("value") is None:
        return []
    return resting.of(indicators.places_behind(one.code, span))


def _windows(dates: Dates) -> dict[str, Days]:
    a_day = timedelta(days=1)
    return {
        "then": dates.before,
        "first": dates.first,
        "now": dates.last,
        "whole": dates.whole,
        "then_day": (dates.since, dates.since + a_day),
        "now_day": (dates.until, dates.after),
    }


def _span(scope: Scope, at: int, party: str, days: Days) -> Span:
    return Span(*days, scope.posts, at, scope.forum, party)


def _measure(span: Span) -> dict[str, Measured]:
    return indicators.measured_together(span, indicators.INDICATORS)


def _counted(one: Measured | None) -> bool:
    return one is not None and one.value is not None and one.entries > 0


def _side(one: Measured, span: Span, code: str, figure: str, traces: Traces) -> Json:
    said = traces.add(figure, indicators.places_behind(code, span))
    return {
        "since": span.since.isoformat(),
        "until": (span.until - timedelta(days=1)).isoformat(),
        "counted_from": _day(one.began),
        "value": _rounded(one.value),
        "band": "",
        "kept_back": "",
        "coverage": _rounded(one.coverage),
        "confidence": one.confidence,
        **said,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _row(
    one: Indicator, party: str, source: str, sides: Mapping[str, Json], wanted: Sequence[Json], first: bool
) -> Json:
    then, now = sides["then"], sides["now"]
    change = None if then["value"] is None or now["value"] is None else _rounded(now["value"] - then["value"])
    return {
        "indicator": one.code,
        "party": party,
        "theme": one.theme,
        "unit": one.unit,
        "better": one.better,
        "described_only": one.described_only,
        "operational": one.operational,
        "source": source,
        "then": then,
        "now": now,
        "whole": sides.get("whole"),
        "then_is_first_window": first,
        "change": change,
        "moved": moved(one, then, now),
        "targets": [_target(one, now, said) for said in wanted if not said["binds"] or party in said["binds"]],
    }


def moved(one: Indicator, then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """better | worse | same | more | fewer | not_known: only where a direction was agreed is one of them good."""
    before, after = (_number(side) for side in (then, now))
    if before is None or after is None:
        return "not_known"
    step = after - before
    if abs(step) <= (SAME_SHARE if one.unit == "share" else SAME_PART * abs(before)):
        return "same"
    if one.described_only or one.better == NONE:
        return "more" if step > 0 else "fewer"
    return "better" if (step > 0) != (one.better == LESS) else "worse"


def _number(side: Mapping[str, Any]) -> float | None:
    """The value, or where its band begins."""
    if side["value"] is not None:
        return float(side["value"])
    begins = side["band"].partition("-")[0]
    return float(begins) if begins else None


def _target(one: Indicator, now: Mapping[str, Any], said: Mapping[str, Any]) -> Json:
    value, target = _number(now), said["target"]
    reached = None
    if value is not None and target is not None and now["value"] is not None:
        reached = value <= target if one.better == LESS else value >= target
    return {"recommendation": said["recommendation"], "number": said["number"], "baseline": said["baseline"],
            "target": target, "reached": reached}  # fmt: skip


# ── at a forum ──


def of_forum(
    scope: Scope, dates: Dates, at: int, parties: Sequence[str], traces: Traces, wanted: Mapping[str, list[Json]]
) -> list[Json]:
    """What each state released of each indicator that any of them shows or that a recommendation is known by; and what
    the forum itself counts of its own rows."""
    given = _given([scope.forum], at, journal=True)
    shown = {row.indicator for row in given} | set(wanted)
    found = []
    for code, one in indicators.INDICATORS.items():
        if one.theme == COOPERATION:
            continue
        for party in parties if code in shown else ():
            rows = [row for row in given if row.indicator == code and row.code == party]
            sides = {"then": _then(rows, dates), "now": _now(rows, dates)}
            said = {
                name: _released(row, f"{code}.{party}.{name}", traces, days)
                for (name, row), days in zip(sides.items(), (dates.before, dates.last), strict=True)
            }
            found.append(_row(one, party, "released", said, wanted.get(code, []), False))
    for party in parties:
        found += _own_rows(scope, dates, at, party, traces, wanted)
    return sorted(found, key=lambda row: (list(indicators.INDICATORS).index(row["indicator"]), row["party"]))


def _own_rows(
    scope: Scope, dates: Dates, at: int, party: str, traces: Traces, wanted: Mapping[str, list[Json]]
) -> list[Json]:
    codes = [code for code, one in indicators.INDICATORS.items() if one.theme == COOPERATION]
    spans = {name: _span(scope, at, party, days) for name, days in _windows(dates).items()}
    found = []
    for code in codes:
        one = indicators.INDICATORS[code]
        sides = (
            {"then": "then_day", "now": "now_day"} if one.stock else {"then": "then", "now": "now", "whole": "whole"}
        )
        said = {
            name: _side(
                indicators.measured_together(spans[window], [code])[code],
                spans[window],
                code,
                f"{code}.{party}.{name}",
                traces,
            )
            for name, window in sides.items()
        }
        found.append(_row(one, party, "rows", said, wanted.get(code, []), False))
    return found


def _given(forums: Iterable[str], at: int, *, journal: bool) -> list[Figure]:
    """The figures of these forums ("" for this state's own) that stand: what was corrected, as it was corrected."""
    rows = in_order(row for forum in forums for row in given_outside.standing(forum, at))
    return [row for row in rows if (row.source == Figure.Source.JOURNAL) == journal]


def _then(rows: Sequence[Figure], dates: Dates) -> Figure | None:
    """The last figure of a period that was over when this one began; else one of a period that was running; else the
    first that begins within it. One of which a part of its period alone was counted comes last. None where that is what
    stands for “now”: one figure is no movement."""
    whole = [row for row in rows if row.counted_from is None]
    over = [row for row in rows if row.until <= dates.since]
    running = [row for row in whole if row.since <= dates.since < row.until]
    first = min(whole, key=lambda row: (row.since, row.until), default=None)
    found = _last([row for row in over if row.counted_from is None]) or _last(running) or first or _last(over)
    now = _now(rows, dates)
    return None if found is None or (now is not None and found.key == now.key) else found


def _now(rows: Sequence[Figure], dates: Dates) -> Figure | None:
    return _last([row for row in rows if dates.since < row.until <= dates.until])


def _last(rows: Sequence[Figure]) -> Figure | None:
    """Of several for one period the one said last."""
    return max(enumerate(rows), key=lambda pair: (pair[1].until, pair[0]))[1] if rows else None


def _released(row: Figure | None, figure: str, traces: Traces, days: Days) -> Json:
    if row is None:
        return _nothing(NOT_RELEASED, (days[0], days[1] - timedelta(days=1))) | traces.add(figure, [])
    known = row.value if row.value is not None else (0.0 if row.band else None)
    # A coverage that is not said is no full one.
    sure = confidence(known, row.coverage if row.coverage is not None else 0.0, ENOUGH)
    return {
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
        "counted_from": _day(row.counted_from),
        "value": _rounded(row.value),
        "band": row.band,
        "kept_back": row.kept_back,
        "coverage": None if row.kept_back else _rounded(row.coverage),
        "confidence": sure,
        **traces.add(figure, [_place(row)]),
    }


def _nothing(why: str, days: Days) -> Json:
    """A side of which nothing is said. `days`: both inside."""
    said: Json = {"since": days[0].isoformat(), "until": days[1].isoformat(), "counted_from": ""}
    said |= {"value": None, "band": ""}
    return said | {"kept_back": why, "coverage": None, "confidence": "none"}


def _place(row: Figure) -> Behind:
    return Behind(row.key, row.position, "figure.given", "", row.until)


def outside(scope: Scope, dates: Dates, at: int, parties: Sequence[str]) -> list[Json]:
    """Figures that no journal counted, each with its source, in the order of indicator, party and day; for others those
    of the forum alone, which left already, or of a state's own what may be said of them."""
    rooms = {scope.forum} if scope.for_others else {scope.forum, ""}
    shown = _as_shown if scope.for_others and not scope.forum else _as_it_is
    rows = [
        row
        for row in _given(sorted(rooms), at, journal=False)
        if row.since <= dates.until
        and row.until >= dates.since - timedelta(days=366)
        and (not parties or row.code in parties)
        # That something was not released is no news to whoever did not release it.
        and (scope.for_others or row.kept_back != NOT_RELEASED or row.code != own_party())
    ]
    return [
        {
            "key": row.key,
            "indicator": row.indicator,
            "party": row.code,
            "posts": list(row.posts),
            "since": row.since.isoformat(),
            "until": row.until.isoformat(),
            "unit": row.unit,
            **shown(row),
            "source": row.source,
            "source_text": row.source_text,
            "signatory": row.signatory,
            "keys": digest([row.key]),
        }
        for row in sorted(rows, key=lambda row: (row.indicator, row.code, row.since, row.until, row.key))
    ]


def _as_it_is(row: Figure) -> Json:
    coverage = _rounded(row.coverage)
    return {"value": _rounded(row.value), "band": row.band, "kept_back": row.kept_back, "coverage": coverage}


def _as_shown(row: Figure) -> Json:
    """Of a figure of one's own that came from outside: none of single posts, none of a few people; of strength,
    outages, power and patrols the band of a quarter."""
    said, code, operational = _as_it_is(row), row.indicator, indicator_facts.operational(row.indicator)
    if row.value is None:
        return said
    if (operational and not bands.is_quarter(row.since, row.until)) or row.posts:
        return said | {"value": None, "kept_back": NOT_RELEASED, "coverage": None}
    if few.tells_of_few(code, row.value, None, settings.JALON_SMALL_CELL):
        return said | {"value": None, "kept_back": quarterly.SMALL, "coverage": None}
    if operational:
        return said | {"value": None, "band": bands.of(code, row.value), "coverage": None}
    return said | {"value": few.rounded(row.unit, row.value)}
