"""One act at a time on a node: what an act found to be true is still true when its entry stands and is applied.

Two officers at two browsers, or one at two tabs, would else both find a traveller undecided. The lock is the machine's
(a file of the node's folder) at a post, and the database's at a headquarters on PostgreSQL, where several servers may
serve one journal. It is held for the few milliseconds of an act, and may be taken again inside it.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings

from jalon.journal.append import POSTGRESQL
from jalon.journal.applying import follow
from jalon.journal.node import journal_connection

P = ParamSpec("P")
R = TypeVar("R")
ADVISORY = 0x4A414C4F4E  # PostgreSQL's name of the lock
_thread = threading.RLock()
_held = threading.local()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the node's lock; the tables have followed the journal when the block begins."""
    with _thread:
        if getattr(_held, "depth", 0):
            yield
            return
        with _across_processes():
            _held.depth = 1
            try:
                follow()
                yield
            finally:
                _held.depth = 0


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function as an act: it runs alone on the node, from its first look at the tables to its last entry."""

    @wraps(function)
    def alone(*args: P.args, **kwargs: P.kwargs) -> R:
        with one_at_a_time():
            return function(*args, **kwargs)

    return alone


@contextmanager
def _across_processes() -> Iterator[None]:
    connection, mark = journal_connection()
    if mark == POSTGRESQL:
        connection.execute("SELECT pg_advisory_lock(%s)", (ADVISORY,))
        try:
            yield
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", (ADVISORY,))
        return
    descriptor = os.open(Path(settings.JALON_HOME) / "acting.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # which gives the lock back, as the end of the process does
