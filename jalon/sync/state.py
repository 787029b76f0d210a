"""What a post remembers of its link, outside every backup: the number of its last call, and how large a batch may be.

A small file beside the sidecar. Where it is lost, nothing else is: the headquarters says which number it heard last.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from jalon.journal.keys import write_private
from jalon.journal.node import this_node, wall_clock

FIRST_SIZE = 10


@dataclass
class State:
    """`number` of the last call; `size` of the next batch, entries; the last attempt and the last success, ms."""

    number: int = 0
    size: int = FIRST_SIZE
    tried_at: int = 0
    heard_at: int = 0
    trouble: str = ""  # what went wrong at the last attempt; empty where nothing did

    def next_number(self) -> int:
        """Grows always: with the clock, and by one where the clock was put back."""
        self.number = max(self.number + 1, wall_clock())
        self.write()
        return self.number

    def write(self) -> None:
        place().parent.mkdir(parents=True, exist_ok=True)
        write_private(place(), json.dumps(asdict(self)).encode())


def place() -> Path:
    return this_node().sidecar.with_name("link")


def read() -> State:
    try:
        return State(**json.loads(place().read_text()))
    except (OSError, ValueError, TypeError):
        return State()
