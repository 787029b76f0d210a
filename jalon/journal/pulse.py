"""Whether something follows what arrives: the worker leaves word of when it last looked, and pages read it."""

from __future__ import annotations

from django.db import DatabaseError

from jalon.journal.models import Cursor
from jalon.journal.node import wall_clock

NAME = "worker looked"
OFTEN = 10_000  # ms between two words
LONG = 180_000  # ms after which nobody seems to be there; one pass over a large change takes a minute


def beat() -> None:
    """Say that the worker is there."""
    now = wall_clock()
    try:
        if now - last() > OFTEN:
            Cursor.objects.update_or_create(name=NAME, defaults={"position": now})
    except DatabaseError:
        return  # the next step says so


def last() -> int:
    """When the worker looked last, ms; 0 where none ever did."""
    return Cursor.objects.filter(name=NAME).values_list("position", flat=True).first() or 0


def silent_since() -> int | None:
    """Since when nothing follows, ms; None where something does."""
    looked = last()
    return looked if wall_clock() - looked > LONG else None
