"""What follows the journal at a headquarters, in order: the tables first, then whatever reads them.

One that fails does not keep the others waiting: its fault is said, and it is tried again at the next step.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils.module_loading import import_string

from jalon.journal import pulse
from jalon.journal.ahead import Journal
from jalon.journal.applying import follow
from jalon.journal.node import this_node

log = logging.getLogger(__name__)
A_STEP = 10_000  # entries, before matching, counts and alerts have their turn


_last_fault: dict[str, str] = {}


def for_long() -> Callable[[], int]:
    """The tables' follower of a process that does nothing else: where there are two cores, seals are opened on one."""
    gc.set_threshold(A_STEP)  # bodies come and go by the thousand, and none of them is in a circle
    journal = Journal(this_node(), apart=(os.cpu_count() or 1) > 1)
    return partial(follow, journal=journal, most=A_STEP)


def step(say: Callable[[str], None] = lambda _: None, tables: Callable[[], int] = follow) -> int:
    """One pass over all of them. Returns how much was passed, in rows; 0 when nothing is left."""
    close_old_connections()
    pulse.beat()
    passed = _tried("jalon.journal.applying.follow", tables, say)
    for name in settings.JALON_FOLLOWERS:
        passed += _tried(name, import_string(name), say)
    return passed


def _tried(name: str, function: Callable[[], int], say: Callable[[str], None]) -> int:
    try:
        passed = function()
    except DatabaseError as down:
        connections.close_all()
        _say_once(name, f"{name}: the database does not answer, it is tried again ({down})", say)
        return 0
    except Exception as fault:
        said = f"{name} could not follow, it is tried again: {type(fault).__name__}: {fault}"
        if _say_once(name, said, say):
            log.exception("%s could not follow", name)
        return 0
    _last_fault.pop(name, None)
    return passed


def _say_once(name: str, fault: str, say: Callable[[str], None]) -> bool:
    """Say a fault where it is not the one said before."""
    new = _last_fault.get(name) != fault
    if new:
        say(fault)
    _last_fault[name] = fault
    return new
