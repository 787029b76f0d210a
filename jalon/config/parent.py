"""A process that another one started, and that must not outlive it."""

from __future__ import annotations

import ctypes
import os
import signal

SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2), Linux
SERVED_BY = "JALON_SERVED_BY"  # process id of `jalon serve`


def dying_with_parent() -> None:
    """Where `jalon serve` started this process: be told to stop when that one is gone, even killed. A page process that
    lived on would keep the port and answer, while nothing follows what arrives."""
    parent = os.environ.get(SERVED_BY)
    if parent is None or not parent.isdecimal():
        return
    try:
        ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGTERM)
    except (OSError, AttributeError):
        return  # another system: an orphan is then stopped by hand
    if os.getppid() != int(parent):  # it went before we asked
        os.kill(os.getpid(), signal.SIGTERM)
