"""Figures then and now: at a headquarters measured from its journal, at a forum as each state released them.

What comes from outside (paper, another system, a partner) stands apart and is marked. A figure that a state does not
show is “not released”, and is no zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from jalon.cooperation import bands, indicators
from jalon.cooperation.entries import digest
from jalon.cooperation.evaluating.scope import Dates, Scope
from jalon.cooperation.evaluating.traces import Traces
from jalon.cooperation.indicator import CAPACITY, COOPERATION, LESS, NONE, Behind, Indicator, Measured, Span, confidence
from jalon.cooperation.models import Figure
from jalon.cooperation.sequence import in_order, until

Json = dict[str, Any]
Days = tuple[date, date]  # from, up to and without
ENOUGH = 30  # a state that releases a figure answers for its entries: its coverage alone says how sure it is
# What counts as the same: so much of a share, or so large a part of the value before.
SAME_SHARE, SAME_PART = 0.01, 0.05
NOT_RELEASED = "not_released"
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
    spans = {name: _span(scope, at, party, days) for name, days in _windows(dates).items()}
    measured = {name: _measure(span) for name, span in spans.items()}
    found = []
    for code, one in indicators.INDICATORS.items():
        sides, first = _which(one, scope, code, measured)
        said = {
            name: _side(measured[window][code], spans[window], code, f"{code}.{party}.{name}", traces)
            for name, window in sides.items()
        }
        if scope.for_others:
            said = {name: _for_others(one, side, f"{code}.{party}.{name}", traces) for name, side in said.items()}
        found.append(_row(one, party, "journal", said, wanted.get(code, []), first))
    return found


def _which(
    one: Indicator, scope: Scope, code: str, measured: Mapping[str, Mapping[str, Measured]]
) -> tuple[dict[str, str], bool]:
    """The windows of each side; and whether “then” is the first days of the period, for want of any before it."""
    if scope.for_others and one.operational:
        return {"then": "then_quarter", "now": "now_quarter"}, False
    if one.stock:
        return {"then": "then_day", "now": "now_day"}, False
    first = not _counted(measured["then"].get(code)) and _counted(measured["first"].get(code))
    return {"then": "first" if first else "then", "now": "now", "whole": "whole"}, first


def _for_others(one: Indicator, side: Json, figure: str, traces: Traces) -> Json:
    """As it may be handed out: of operational figures the band alone; nothing that rests on a few people; and no key,
    since keys tell how much each machine writes."""
    few = 0 < side["entries"] < settings.JALON_SMALL_CELL and one.theme not in {COOPERATION, CAPACITY}
    if side["value"] is not None and (few or bands.small(one.unit, side["value"], settings.JALON_SMALL_CELL)):
        hidden = {"value": None, "coverage": None, "confidence": "none", "kept_back": "small"}
        return side | hidden | traces.add(figure, [])
    shown: Json = {"first": "", "last": ""}
    if one.operational and side["value"] is not None:
        shown |= {"value": None, "band": bands.of(one.code, side["value"])}
    return side | shown


def _windows(dates: Dates) -> dict[str, Days]:
    a_day = timedelta(days=1)
    return {
        "then": dates.before,
        "first": dates.first,
        "now": dates.last,
        "whole": dates.whole,
        "then_day": (dates.since, dates.since + a_day),
        "now_day": (dates.until, dates.after),
        "then_quarter": _quarter_before(dates.since),
        "now_quarter": _quarter_before(dates.after),
    }


def _quarter_before(day: date) -> Days:
    """The last whole quarter that was over on a day."""
    first, _last = bands.quarter_of(day)
    return bands.quarter_of(first - timedelta(days=1))[0], first


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
        "value": _rounded(one.value),
        "band": "",
        "kept_back": "",
        "coverage": _rounded(one.coverage),
        "confidence": one.confidence,
        **said,
    }


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
    given = _given(scope.forum, at, journal=True)
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


def _given(forum: str, at: int, *, journal: bool) -> list[Figure]:
    rows = in_order(until(Figure, at).filter(forum__in={forum, ""}))
    back = {row.withdrawn for row in rows if row.withdrawn}
    of_journal = [row for row in rows if (row.source == Figure.Source.JOURNAL) == journal]
    return [
        row for row in of_journal if row.key not in back and not row.withdrawn and (not journal or row.forum == forum)
    ]


def _then(rows: Sequence[Figure], dates: Dates) -> Figure | None:
    """The last figure of a period that was over when this one began; else one of a period that was running; else the
    first that begins within it."""
    over = [row for row in rows if row.until <= dates.since]
    running = [row for row in rows if row.since <= dates.since < row.until]
    return _last(over) or _last(running) or min(rows, key=lambda row: (row.since, row.until), default=None)


def _now(rows: Sequence[Figure], dates: Dates) -> Figure | None:
    return _last([row for row in rows if dates.since < row.until <= dates.until])


def _last(rows: Sequence[Figure]) -> Figure | None:
    """Of several for one period the one said last."""
    return max(enumerate(rows), key=lambda pair: (pair[1].until, pair[0]))[1] if rows else None


def _released(row: Figure | None, figure: str, traces: Traces, days: Days) -> Json:
    if row is None:
        return {
            "since": days[0].isoformat(),
            "until": (days[1] - timedelta(days=1)).isoformat(),
            "value": None,
            "band": "",
            "kept_back": NOT_RELEASED,
            "coverage": None,
            "confidence": "none",
            **traces.add(figure, []),
        }
    known = row.value if row.value is not None else (0.0 if row.band else None)
    # A coverage that is not said is no full one.
    sure = confidence(known, row.coverage if row.coverage is not None else 0.0, ENOUGH)
    return {
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
        "value": _rounded(row.value),
        "band": row.band,
        "kept_back": row.kept_back,
        "coverage": _rounded(row.coverage),
        "confidence": sure,
        **traces.add(figure, [_place(row)]),
    }


def _place(row: Figure) -> Behind:
    return Behind(row.key, row.position, "figure.given", "", row.until)


def outside(scope: Scope, dates: Dates, at: int, parties: Sequence[str]) -> list[Json]:
    """Figures that no journal counted, each with its source, in the order of indicator, party and day."""
    rows = [
        row
        for row in _given(scope.forum, at, journal=False)
        if row.since <= dates.until
        and row.until >= dates.since - timedelta(days=366)
        and (not parties or row.code in parties)
    ]
    return [
        {
            "key": row.key,
            "indicator": row.indicator,
            "party": row.code,
            "posts": list(row.posts),
            "since": row.since.isoformat(),
            "until": row.until.isoformat(),
            "value": _rounded(row.value),
            "band": row.band,
            "unit": row.unit,
            "kept_back": row.kept_back,
            "coverage": _rounded(row.coverage),
            "source": row.source,
            "source_text": row.source_text,
            "signatory": row.signatory,
            "keys": digest([row.key]),
        }
        for row in sorted(rows, key=lambda row: (row.indicator, row.code, row.since, row.until, row.key))
    ]
