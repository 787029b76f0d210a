"""How long a stay may last: its last day, under the rule that its entry was given, with the person's stays before it.

What is not known is read twice: harshly (the traveller entered on the first day possible, and was here whenever nobody
saw) and kindly. Nobody is beyond a rule who may not be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from jalon.presence.pairing import Presence
from jalon.presence.times import local
from jalon.regimes import stays
from jalon.regimes.rule import Allowance

# Stays that ended this long before cannot weigh on a window; no text has a longer one.
LOOKED_BACK = 400
LATEST = date(9999, 12, 31)


def last_days(presences: Sequence[Presence]) -> list[tuple[date | None, date | None]]:
    """Of each presence in time's order, the last day of the stay, harshly and kindly read; none without a limit.

    Both the day of entry and the last one count, as in `jalon.regimes.stays`.
    """
    return [_last_days(presences, at) for at in range(len(presences))]


def _last_days(presences: Sequence[Presence], at: int) -> tuple[date | None, date | None]:
    entry = presences[at].entry
    if entry is None:
        return None, None
    if entry.granted_to is not None:
        return entry.granted_to, entry.granted_to
    if entry.days is None:
        return None, None
    harsh_day, kind_day = local(entry.earliest).date(), local(entry.latest).date()
    if entry.window is None:
        return _after(harsh_day, entry.days), _after(kind_day, entry.days)
    allowance = Allowance(entry.days, "window", entry.window)
    before = [stay for one in presences[:at] if (stay := _stay(one, harsh_day)) is not None]
    least = stays.days_left(before, allowance, harsh_day).least or 0
    most = stays.days_left(before, allowance, kind_day).most or 0
    return _after(harsh_day, least), _after(kind_day, most)


def _after(day: date, days: int) -> date:
    """The last of so many days from this one; the day before where none is left."""
    try:
        return day + timedelta(days=days - 1)
    except OverflowError:
        return LATEST


def _stay(one: Presence, today: date) -> stays.Stay | None:
    """An earlier presence as the rules count it: days that are sure alone."""
    entered = local(one.entry.latest).date() if one.entry else None
    left = local(one.exit.earliest).date() if one.exit else None
    if max(entered or date.min, left or date.min) < today - timedelta(days=LOOKED_BACK):
        return None
    if entered and left and left < entered:  # their times overlap: a day of both
        left = entered
    return stays.Stay(entered, left)
