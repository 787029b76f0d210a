"""What a post remembers of its link, outside every backup: the number of its last call, and how large a batch may be.

A small file beside the sidecar. Where it is lost, nothing else is: the headquarters says which number it heard last.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from jalon.journal.keys import write_private
from jalon.journal.node import this_node, wall_clock

FIRST_SIZE, LARGEST_SIZE = 10, 1000
EPOCH = re.compile(r"([0-9a-f]{16})?")


@dataclass
class State:
    """`number` of the last call; `size` of the next batch, entries; the last attempt and the last success, ms."""

    number: int = 0
    size: int = FIRST_SIZE
    tried_at: int = 0
    heard_at: int = 0
    trouble: str = ""  # what went wrong at the last attempt; empty where nothing did
    down_epoch: str = ""  # where the headquarters, set back, tells again what is held here: how far it came
    down_seq: int = 0
    of: str = ""  # the forum that is called; empty for the headquarters
    meant: int = 0  # how far the headquarters' journal was when it last said which editions are meant for this post

    def next_number(self) -> int:
        """Grows always: with the clock, and by one where the clock was put back."""
        self.number = max(self.number + 1, wall_clock())
        self.write()
        return self.number

    def write(self) -> None:
        place(self.of).parent.mkdir(parents=True, exist_ok=True)
        write_private(place(self.of), json.dumps(asdict(self)).encode())


def place(of: str = "") -> Path:
    return this_node().sidecar.with_name(f"link-{of}" if of else "link")


def read(of: str = "") -> State:
    """As it was written; where a bit of it was altered, anew: nothing in it is worth an exchange that never comes."""
    try:
        facts = json.loads(place(of).read_text())
        known = {fact.name: facts[fact.name] for fact in fields(State) if fact.name in facts}
        read = State(**known)
        if not all(isinstance(value, type(getattr(State(), name))) for name, value in asdict(read).items()):
            return State(of=of)
    except (OSError, ValueError, TypeError):
        return State(of=of)
    sound = 0 <= read.number < 1 << 63 and 0 <= read.down_seq < 1 << 32 and EPOCH.fullmatch(read.down_epoch)
    return replace(read, size=min(max(read.size, 1), LARGEST_SIZE), of=of) if sound else State(of=of)
