"""One row that a follower stumbles over blocks no other: it is left out, said on a page, and the next ones go on.

What follows the tables (the matching, the pairing, the counts, the alerts) reads what entries of three hundred posts
say. `apply` parks what does not fit; this is for what fitted and still could not be read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from django.db import transaction

from jalon.journal.applying import is_of_the_machine
from jalon.journal.models import NotRead
from jalon.journal.node import wall_clock

logger = logging.getLogger(__name__)


class Placed(Protocol):
    """A row of an entry."""

    key: str
    position: int


Row = TypeVar("Row", bound=Placed)


def pass_each(rows: Sequence[Row], do: Callable[[Sequence[Row]], None], tables: str, name: str) -> None:
    """Do all rows together; where one fails by halves, until the culprit stands alone and is written down.

    `do` writes in a transaction of its own, all or nothing. What is wrong with the machine is raised: it is no row's
    fault. `name`: the follower's.
    """
    if not rows:
        return
    try:
        do(rows)
    except Exception as error:
        if is_of_the_machine(error):
            raise
        if len(rows) == 1:
            _write_down(rows[0], error, tables, name)
            return
        middle = len(rows) // 2
        pass_each(rows[:middle], do, tables, name)
        pass_each(rows[middle:], do, tables, name)
    else:
        _forget(rows, tables, name)


def _write_down(row: Placed, error: Exception, tables: str, name: str) -> None:
    """The class of the error alone: its words may hold what was said of a traveller."""
    logger.warning("%s could not read %s: %s", name, row.key, type(error).__name__)
    facts = {"position": row.position, "reason": type(error).__name__[:80], "at": wall_clock()}
    with transaction.atomic(using=tables):
        NotRead.objects.using(tables).update_or_create(follower=name, key=row.key, defaults=facts)


def _forget(rows: Sequence[Placed], tables: str, name: str) -> None:
    """What is read after all, as after an upgrade, is said no more."""
    written = set(NotRead.objects.using(tables).filter(follower=name).values_list("key", flat=True))
    for key in written & {row.key for row in rows} if written else ():
        NotRead.objects.using(tables).filter(follower=name, key=key).delete()
