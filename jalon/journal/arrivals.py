"""When an entry was made, as far as its receiver can tell: an interval [earliest, latest] on the receiver's clock.

A node's wall clock decides nothing. What bounds the time of an entry is: the last time its headquarters had signed for
it (not before), its arrival (not after), the monotonic clock of the same start of the machine, read again at a contact,
and, where the wall clock was ahead or behind by the same amount at the contacts before and after, that amount.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jalon.journal.append import SQLITE
from jalon.journal.header import Header
from jalon.journal.node import journal_connection

CALL = 60_000  # ms a call may be under way: the carrier gives up after that
STEADY = 300_000  # ms: two offsets this close are one and the same clock
DRIFT = 1e-4  # of a quartz, generously: 9 s a day

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A node's clocks at a contact. `at` is the receiver's clock; `boot` begins the digest of its boot id."""

    boot: str
    mono: int
    at: int
    ahead: int  # its wall clock less the receiver's, ms
    ahead_before: int | None  # the same at the contact before this one


@dataclass(frozen=True, slots=True)
class Arrival:
    """A batch that came: the positions it took, from which node, when, and the last reading of its clocks by then."""

    first: int
    last: int
    node: str
    at: int
    reading: Reading | None


def short_boot(boot: str) -> str:
    """How a start of the machine is named at a contact: 16 hexadecimal digits."""
    return hashlib.sha256(boot.encode()).hexdigest()[:16]


def interval(header: Header, arrival: Arrival | None) -> Interval:
    """[earliest, latest] of an entry, ms. An entry of this machine's own (no arrival) has its wall time."""
    if arrival is None:
        return header.wall, header.wall
    earliest, latest = min(header.parent, arrival.at), arrival.at
    if arrival.reading is not None:
        least, most = _by_clocks(header, arrival.reading)
        earliest, latest = max(earliest, least), min(latest, most)
    return (earliest, latest) if earliest <= latest else (latest, earliest)


def _by_clocks(header: Header, reading: Reading) -> Interval:
    if short_boot(header.boot) == reading.boot:
        since = reading.mono - header.mono
        drift = int(abs(since) * DRIFT)
        return reading.at - since - CALL - drift, reading.at - since + drift
    if reading.ahead_before is not None and abs(reading.ahead - reading.ahead_before) <= STEADY:
        least, most = sorted((reading.ahead, reading.ahead_before))
        return header.wall - most - STEADY, header.wall - least + STEADY
    return 0, reading.at


COLUMNS = "first, last, node, at, boot, mono, read_at, ahead, ahead_before"


def keep(connection: Any, arrival: Arrival, mark: str) -> None:
    """Write an arrival down, in the caller's transaction."""
    one = arrival.reading
    clocks = (one.boot, one.mono, one.at, one.ahead, one.ahead_before) if one else (None, None, None, None, None)
    connection.execute(
        f"INSERT INTO journal_arrival ({COLUMNS}) VALUES ({', '.join([mark] * 9)})",
        (arrival.first, arrival.last, arrival.node, arrival.at, *clocks),
    )


def between(first: int, last: int) -> list[Arrival]:
    """The arrivals that touch these positions, in order."""
    connection, mark = journal_connection()
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM journal_arrival WHERE last >= {mark} AND first <= {mark} ORDER BY first", (first, last)
    ).fetchall()
    return [_arrival(row) for row in rows]


def _arrival(row: Any) -> Arrival:
    first, last, node, at, boot, mono, read_at, ahead, before = row
    reading = None if boot is None else Reading(boot, int(mono), int(read_at), int(ahead), before)
    return Arrival(int(first), int(last), node, int(at), reading)


def interval_of(position: int) -> Interval:
    """[earliest, latest] of the entry at an arrival position, ms. Raises KeyError where there is none."""
    return intervals_of([position])[position]


def intervals_of(positions: Iterable[int]) -> dict[int, Interval]:
    """The same of several: position -> interval."""
    wanted = sorted(set(positions))
    if not wanted:
        return {}
    arrivals = between(wanted[0], wanted[-1])
    ends = [arrival.last for arrival in arrivals]
    found: dict[int, Interval] = {}
    for position, raw in _headers(wanted):
        at = bisect.bisect_left(ends, position)
        here = arrivals[at] if at < len(arrivals) and arrivals[at].first <= position else None
        found[position] = interval(Header.from_bytes(bytes(raw)), here)
    return found


def _headers(positions: list[int]) -> Iterable[tuple[int, bytes]]:
    connection, mark = journal_connection()
    for start in range(0, len(positions), 500):
        some = positions[start : start + 500]
        among = ", ".join([mark] * len(some)) if mark == SQLITE else f"SELECT unnest({mark}::bigint[])"
        yield from connection.execute(
            f"SELECT position, header FROM journal_entry WHERE position IN ({among})",
            tuple(some) if mark == SQLITE else (some,),
        ).fetchall()
