"""What a reading does about itself: it limits what it may use before it opens a file, and writes whole or not at all.

The files come from outside, and a parser may be led astray by one. Here it can exhaust its own memory and time and no
more: the server and the desk go on. Nothing of Django is loaded.
"""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

JOB, PROGRESS, RESULT = "job.json", "progress.json", "result.json"
GRACE = 20  # seconds of the processor more, to say that it took too long


class TookTooLong(BaseException):  # no parser that forgives every Exception may forgive this one
    """The processor time given to a reading is used up."""


@dataclass(frozen=True)
class Limits:
    """memory: bytes of address space; seconds: of the processor; largest_file: bytes it may write."""

    memory: int
    seconds: int
    largest_file: int


def run(folder: Path, limits: Limits, read: Callable[[Path], dict[str, Any]]) -> int:
    """Limit this process, do the job of the folder, and leave its result there, whatever happened."""
    limit(limits)
    try:
        result = read(folder)
    except MemoryError:
        result = {"fault": "too_much_memory"}
    except TookTooLong:
        result = {"fault": "too_long"}
    write(folder / RESULT, result)
    return 0


def limit(limits: Limits) -> None:
    """Set before the first byte of the files is read. No core is written: it would hold what was read."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + GRACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.largest_file, limits.largest_file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXCPU, too_long)


def too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TookTooLong


def write(path: Path, value: Any) -> None:
    """Whole or not at all: the page may read it at any moment."""
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)
