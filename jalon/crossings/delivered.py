"""Documents that a reader of this machine brings by itself: from a folder, from a serial line. To the desk it serves.

Each reader runs as a program of its own (`jalon reader`) and leaves a note in JALON_HOME/readers: what it is, and for
which shift. An officer takes a reader for the desk; while one shift alone is open at the first line, it is that one's.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jalon.apart.child import write
from jalon.crossings import drafts, photographed
from jalon.crossings.models import Shift
from jalon.crossings.rules import NotAllowed
from jalon.readers.answer import Answer
from jalon.readers.watched_folder import Dropped

NAME = re.compile(r"[a-z_]{1,24}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Machine:
    """A reader that runs. kind: a name of READERS; where: the folder or the line; shift: whose desk it serves."""

    name: str
    kind: str
    where: str
    shift: str
    process: int


class NoDesk(Exception):
    """No shift is open that the document could go to, or several are and none has taken the reader."""


@contextmanager
def runs(kind: str, where: Path) -> Iterator[str]:
    """The note of a reader while it runs. Gives its name."""
    name = f"{kind}-{hashlib.sha256(str(where).encode()).hexdigest()[:8]}"
    note = _notes() / f"{name}.json"
    before = _read(note)
    write(note, {"kind": kind, "where": str(where), "shift": before.shift if before else "", "process": os.getpid()})
    try:
        yield name
    finally:
        note.unlink(missing_ok=True)


def running() -> list[Machine]:
    """The readers that run on this machine."""
    found = [machine for path in sorted(_notes().glob("*.json")) if (machine := _read(path))]
    return [machine for machine in found if Path(f"/proc/{machine.process}").exists() or machine.process == os.getpid()]


def take_reader(name: str, shift: Shift) -> None:
    """A reader serves this shift's desk from now on."""
    if NAME.fullmatch(name) and (machine := _read(_notes() / f"{name}.json")):
        said = {"kind": machine.kind, "where": machine.where, "shift": shift.key, "process": machine.process}
        write(_notes() / f"{name}.json", said)


def serves(shift: Shift) -> bool:
    """Whether a reader that runs brings documents to this desk, or may."""
    return any(machine.shift == shift.key or not _open(machine.shift) for machine in running())


def desk_of(name: str) -> Shift:
    """The shift that a reader serves. Raises NoDesk."""
    machine = _read(_notes() / f"{name}.json")
    taken = _open(machine.shift) if machine else None
    if taken is not None:
        return taken
    there = list(Shift.objects.filter(closed_at__isnull=True)[:2])
    if len(there) != 1:
        raise NoDesk(
            "no shift is open: the document was not taken, lay it again once one is"
            if not there
            else "several shifts are open: an officer takes this reader at “Read by camera” (F8) first"
        )
    return there[0]


def deliver(answer: Answer, name: str) -> Shift:
    """Bring what a reader read to its desk: a zone waits like a swipe, the rest like a photograph. Raises NoDesk,
    NotAllowed (too many wait)."""
    shift = desk_of(name)
    if answer.kind == "mrz":
        drafts.let_wait(shift, answer.text, answer.reader)
    else:
        photographed.keep_answer(shift, answer)
    return shift


def deliver_dropped(dropped: Dropped, name: str) -> str:
    """Bring a file of a watched folder to the desk. Returns what is said of it to whoever watches the program."""
    try:
        if dropped.fault:
            return f"a file was not taken: {dropped.fault}"
        if dropped.answer is not None:
            deliver(dropped.answer, name)
            return f"{dropped.answer.kind} delivered"
        photographed.start(desk_of(name), dropped.picture)
    except (NoDesk, NotAllowed) as wrong:
        return str(wrong)
    return "a picture is being read"


def deliver_all(answers: Iterable[Answer], name: str) -> Iterator[str]:
    """As `deliver`, one after the other; what is said of each."""
    for answer in answers:
        try:
            deliver(answer, name)
        except (NoDesk, NotAllowed) as wrong:
            yield str(wrong)
        else:
            yield f"{answer.kind} delivered"


def _open(key: str) -> Shift | None:
    return Shift.objects.filter(key=key, closed_at__isnull=True).first() if key else None


def _notes() -> Path:
    folder = Path(settings.JALON_HOME) / "readers"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def _read(note: Path) -> Machine | None:
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        return Machine(note.stem, said["kind"], said["where"], said["shift"], int(said["process"]))
    except (OSError, ValueError, KeyError):
        return None
