"""Starting a reading, and telling one that goes on from one that ended without a word.

The child holds a lock as long as it lives, so that any process can tell, even after a restart.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jalon.apart.child import PROGRESS, RESULT

LOCK = "reading.lock"
PACKAGE = Path(__file__).resolve().parent.parent
_children: list[subprocess.Popen[bytes]] = []


def start(folder: Path, command: list[str], more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the reading of a folder. It inherits the lock, which is free again when it ends, however it ends."""
    _children[:] = [child for child in _children if child.poll() is None]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(PACKAGE.parent), "LANG": "C.UTF-8", **(more or {})}
    with (folder / LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with (folder / "said").open("wb") as said:
            child = subprocess.Popen(  # noqa: S603 - our own module, and a folder whose name we drew
                command,
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                pass_fds=(lock.fileno(),),
                start_new_session=True,
            )
    _children.append(child)
    return child


def command_of(module: str, folder: Path) -> list[str]:
    """The reading of one folder by a module of ours, as a process."""
    return [sys.executable, "-X", "utf8", "-P", "-m", module, str(folder)]


def result_of(folder: Path) -> dict[str, Any] | None:
    """What the reading found; None while it goes on. A reading that ended without a word is "broken"."""
    found = json_of(folder / RESULT)
    if found is None and not goes_on(folder):
        # It may have ended between the two looks.
        found = json_of(folder / RESULT) or {"fault": "broken"}
    return found


def percent_of(folder: Path) -> int:
    """How much of the work is done."""
    said = json_of(folder / PROGRESS) or {"percent": 0}
    return min(100, int(said["percent"]))


def goes_on(folder: Path) -> bool:
    """Whether the reading lives, in whatever process the question is asked."""
    try:
        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False


def json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
