"""When things happened, in days before today: a literal table, so that every day on which the demonstration is opened
ends the same story."""

from __future__ import annotations

from datetime import date, timedelta

FOUNDED = 260  # the forum
BEFORE_NOUAKCHOTT = 243  # traffic begins, against which promises are measured
NOUAKCHOTT = 213  # the first meeting, two days
ADOPTED = 212  # its second day
JUDGED = 8  # by the secretariat, between the two meetings
PROJECT = 196  # its money is there
READER = 165  # installed at Gogui
READER_BROKEN = 104
READER_REPAIRED = 63  # forty-one days later
BAMAKO = -19  # the second meeting, two days


def before(today: date, days: int) -> date:
    return today - timedelta(days=days)
