"""What follows the journal at a headquarters, in order: the tables first, then whatever reads them.

One that fails does not keep the others waiting: its fault is said, and it is tried again at the next step.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, OperationalError, close_old_connections, connections
from django.utils.module_loading import import_string

from jalon.journal.applying import follow

log = logging.getLogger(__name__)


def step(say: Callable[[str], None] = lambda _: None) -> int:
    """One pass over all of them. Returns how much was passed, in rows; 0 when nothing is left."""
    close_old_connections()
    passed = _tried("jalon.journal.applying.follow", follow, say)
    for name in settings.JALON_FOLLOWERS:
        passed += _tried(name, import_string(name), say)
    return passed


def _tried(name: str, function: Callable[[], int], say: Callable[[str], None]) -> int:
    try:
        return function()
    except (OperationalError, DatabaseError) as down:
        say(f"{name}: the database does not answer, it is tried again ({down})")
        connections.close_all()
    except Exception as fault:
        log.exception("%s could not follow", name)
        say(f"{name} could not follow, it is tried again: {type(fault).__name__}: {fault}")
    return 0
