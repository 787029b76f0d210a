"""A small file handed to a process of its own: its bytes go in at standard input, what they hold comes out as JSON.

`read_apart` stands on this side; the module it names ends with `sys.exit(answer(LIMITS, …))` on the other.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from jalon.apart.child import Limits, TookTooLong, limit


class Unreadable(ValueError):
    """A file cannot be read as what it should be. `code` says why, `said` where, or how much would do. Every kind of
    file has a class of its own below this one."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said


def read_apart(
    module: str, content: bytes, limits: Limits, unreadable: type[Unreadable], broken: str, *more: str
) -> dict[str, Any]:
    """What a module of ours reads in the bytes. Raises `unreadable` with the code that the module found; with the code
    `broken` where the process ended without a word. `more`: what the module is told beside the bytes."""
    command = [sys.executable, "-X", "utf8", "-P", "-m", module, *more]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=3 * limits.seconds, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        raise unreadable(broken) from None
    if done.returncode:
        raise unreadable(broken)
    said: dict[str, Any] = json.loads(done.stdout)
    if "code" in said:
        raise unreadable(said["code"], **said["said"])
    return said


def answer(limits: Limits, read: Callable[[bytes], dict[str, Any]]) -> int:
    """Limit this process, read standard input, and write what it holds, or what is wrong with it. Returns the status
    that the process ends with."""
    limit(limits)
    try:
        said = read(sys.stdin.buffer.read())
    except Unreadable as unreadable:
        said = {"code": unreadable.code, "said": unreadable.said}
    except (MemoryError, TookTooLong):
        return 1
    sys.stdout.write(json.dumps(said))
    return 0
