"""Exchanging from a page: a session now, a stick's file made or taken in. What is long runs beside the page."""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from jalon.journal import looking, receive
from jalon.journal.node import this_node
from jalon.sync import above, background, hearing, session, stick
from jalon.sync.background import EXCHANGE, STICK, Say

PIECE = 1 << 16
NAME = re.compile(r"[0-9a-f]{16}")


def exchange(by: str) -> bool:
    """Begin one session with the headquarters. False where one goes on already. Raises NotEnrolled."""
    above.the_parent()

    def work(say: Say) -> dict[str, Any]:
        return asdict(session.synchronise(say=say))

    return background.begin(EXCHANGE, by, work)


def take_in(arrived: Path, by: str) -> bool:
    """Begin to take in a stick's file that was sent to a page. False where another is being taken in."""
    kept = folder() / f"arrived-{secrets.token_hex(8)}.stick"
    os.link(arrived, kept)  # the page's own copy goes with its request

    def work(say: Say) -> dict[str, Any]:
        try:
            taken = asdict(stick.take(kept, say))
        finally:
            kept.unlink(missing_ok=True)
        return taken | held_up_to(taken["node"])

    if background.begin(STICK, by, work):
        return True
    kept.unlink(missing_ok=True)
    return False


def held_up_to(node: str) -> dict[str, Any]:
    """How far a node's own stream is held here: the epoch, the number and the node's time (ms) of its last entry."""
    epoch, seq = receive.latest_head(node, hearing.inbox())
    return {"epoch": epoch, "seq": seq, "wall": looking.wall_of(node, epoch, seq)}


@dataclass(frozen=True, slots=True)
class Made:
    """A stick's file that waits to be saved."""

    name: str
    path: Path
    written: stick.Written


def write(node: str = "") -> Made:
    """Make a stick's file: for the headquarters at a post, for a node at a headquarters. Raises as `stick.write`."""
    for old in folder().glob("made-*"):  # of a page that was closed before its file was taken
        old.unlink(missing_ok=True)
    name = secrets.token_hex(8)
    path = folder() / f"made-{name}.stick"
    written = stick.write(path, node or None)
    path.with_suffix(".json").write_text(json.dumps(asdict(written)))
    return Made(name, path, written)


def made(name: str) -> Made | None:
    """A file that was made and not saved yet, by its name."""
    if not NAME.fullmatch(name):
        return None
    path = folder() / f"made-{name}.stick"
    try:
        return Made(name, path, stick.Written(**json.loads(path.with_suffix(".json").read_text())))
    except (OSError, ValueError, TypeError):
        return None


def pieces(path: Path) -> Iterator[bytes]:
    """The file, a piece at a time; it goes once it was given whole."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
    path.with_suffix(".json").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def file_name(to: str) -> str:
    """What the file is called: who carries to whom, and when."""
    return f"jalon-{this_node().id[:6]}-{to[:6]}-{time.strftime('%Y%m%d-%H%M')}.stick"


def folder() -> Path:
    place = Path(settings.JALON_HOME) / "sticks"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place
