"""An exchange or a stick that runs beside the pages: started once, its progress in a small file, read by whoever looks.

Nothing that matters depends on it: a session or a stick that is cut is begun again, and what was taken in stays. Should
the program stop meanwhile, the lock is free while the file says that it runs: that is told.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from jalon.journal.keys import write_private
from jalon.journal.node import wall_clock

log = logging.getLogger(__name__)
Say = Callable[[str], None]
Work = Callable[[Say], dict[str, Any]]
EVERY = 300  # ms between two lines that are written down
EXCHANGE, STICK = "exchange", "stick"


@dataclass
class Running:
    """How far a piece of work is. `result` is what it gave, once done; `fault` why it stopped, in its own words."""

    name: str
    started_at: int
    by: str
    line: str = ""
    done_at: int = 0
    fault: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def goes_on(self) -> bool:
        return not self.done_at and not self.interrupted


def begin(name: str, by: str, work: Work) -> bool:
    """Start a piece of work in a thread of its own. False where one of this name goes on already."""
    lock = _locked(name)
    if lock is None:
        return False
    running = Running(name, wall_clock(), by)
    _write(running)
    threading.Thread(target=_run, args=(running, work, lock), daemon=True, name=f"jalon {name}").start()
    return True


def last(name: str) -> Running | None:
    """The piece of work of this name that goes on, or that was done last."""
    try:
        running = Running(**json.loads(_file(name).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    if running.goes_on:
        lock = _locked(name)
        if lock is not None:  # nobody holds it: the program was stopped before the work was done
            os.close(lock)
            running.interrupted = True
    return running


def forget(name: str) -> None:
    """What it said was read."""
    found = last(name)
    if found is not None and not found.goes_on:
        _file(name).unlink(missing_ok=True)


def _run(running: Running, work: Work, lock: int) -> None:
    written = 0

    def say(line: str) -> None:
        nonlocal written
        running.line = line
        if wall_clock() - written > EVERY:
            written = wall_clock()
            _write(running)

    try:
        running.result = work(say)
    except Exception as fault:  # whoever started it is gone: the page tells
        running.fault = str(fault) or type(fault).__name__
        if not isinstance(fault, (ValueError, OSError)):
            log.exception("%s stopped", running.name)
    finally:
        running.done_at = wall_clock()
        _write(running)
        os.close(lock)
        connections.close_all()


def _write(running: Running) -> None:
    write_private(_file(running.name), json.dumps(asdict(running)).encode())


def _locked(name: str) -> int | None:
    descriptor = os.open(_file(name).with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _file(name: str) -> Path:
    folder = Path(settings.JALON_HOME) / "running"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{name}.json"
