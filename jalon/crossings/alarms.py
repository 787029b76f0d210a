"""What is wrong with the record itself, and must be seen by whoever is on duty."""

from __future__ import annotations

from jalon.crossings.models import Alarm
from jalon.journal.models import Parked
from jalon.journal.node import wall_clock


def entries_not_shown() -> int:
    """Entries that are recorded and could not be applied: whole in the journal, absent from every page.

    Those that wait for an entry still to come are not counted: they are in order.
    """
    return Parked.objects.filter(kind__in=(Parked.FAILED, Parked.UNKNOWN)).count()


def raise_alarm(reason: str) -> None:
    """Keep what the start of this node found, once for as long as nobody has read it."""
    Alarm.objects.get_or_create(reason=reason, read_at=None, defaults={"at": wall_clock()})


def unread() -> list[Alarm]:
    """The alarms that no shift leader has read, the oldest first."""
    return list(Alarm.objects.filter(read_at=None).order_by("at", "id"))


def mark_read(number: int, officer: str) -> bool:
    """A shift leader has read it. False where there is no such alarm, or another read it first."""
    return Alarm.objects.filter(id=number, read_at=None).update(read_by=officer, read_at=wall_clock()) == 1
