"""A document photographed at the desk, or read by a camera: read apart, its answers kept under the shift key until the
officer confirms them or puts them aside. Nothing of it is an entry before that.

The picture lies in clear in a folder of its own, in memory where the machine has a memory file system, for as long as
its reading takes; the answers move under the shift key as soon as somebody looks.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from jalon.apart import parent
from jalon.apart.child import JOB, write
from jalon.crossings import drafts
from jalon.crossings.inspection import Shown, shown_by_mrz
from jalon.crossings.models import Draft, Shift
from jalon.crossings.rules import NotAllowed, on_duty
from jalon.journal.node import wall_clock
from jalon.readers import reading
from jalon.readers.answer import Answer
from jalon.readers.table import READERS

LARGEST = 12_000_000  # bytes of a picture
MOST_AT_ONCE = 3  # a laptop has two cores, and the desk goes first
FORGOTTEN_AFTER = 1_800  # seconds: what nobody came back to goes
DRAFT = drafts.PHOTOGRAPHED
KEY = re.compile(r"[0-9a-f]{32}")
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, open to us alone


@dataclass(frozen=True)
class Photographed:
    """How far a reading has come. fault: a code, "" while it goes on or went well."""

    key: str
    goes_on: bool
    percent: int
    fault: str
    said: tuple[str, ...]
    answers: tuple[Answer, ...]
    at: int  # ms since 1970


def folder_of_all() -> Path:
    """Where pictures lie while they are read."""
    home = Path(settings.JALON_HOME)
    name = f"jalon-{os.getuid()}-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    folder = MEMORY / name if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else home / "readings"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} is not this program’s own folder")
    folder.chmod(0o700)
    return folder


def start(shift: Shift, content: bytes) -> str:
    """Start reading a picture for a shift. Returns the reading's key. Raises NotAllowed."""
    on_duty(shift)
    if len(content) > LARGEST:
        raise NotAllowed("picture_too_large")
    sweep()
    if sum(parent.goes_on(path) for path in folder_of_all().iterdir()) >= MOST_AT_ONCE:
        raise NotAllowed("readers_busy")
    job = {
        "do": "read",
        "readers": [name for name, reader in READERS.items() if reader.where == "picture"],
        "engine": str(settings.JALON_OCR_DATA),
        "shift": shift.key,
        "at": wall_clock(),
    }
    return _begin(job, content).name


def _begin(job: dict[str, Any], content: bytes) -> Path:
    folder = folder_of_all() / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    (folder / reading.PICTURE).write_bytes(content)
    write(folder / JOB, job)
    child = parent.start(folder, command(folder), {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
    (folder / "process").write_text(str(child.pid))
    return folder


def keep_answer(shift: Shift, answer: Answer) -> str:
    """What another reader read and is no zone waits for the officer like a photograph. Returns its key."""
    key = secrets.token_hex(16)
    value = {"fault": "", "said": [], "answers": [answer.as_dict()], "at": wall_clock()}
    drafts.keep(shift, DRAFT + key, value)
    return key


def command(folder: Path) -> list[str]:
    return parent.command_of(reading.__name__, folder)


def rewritten(content: bytes, kind: str) -> tuple[bytes, str]:
    """A picture as it is kept, written anew apart, and what stood in the way ("": nothing). Waits for it."""
    if len(content) > LARGEST:
        return b"", "picture_too_large"
    folder = _begin({"do": "keep", "kind": kind, "shift": "", "at": wall_clock()}, content)
    try:
        until = time.monotonic() + reading.SECONDS
        while (result := parent.result_of(folder)) is None and time.monotonic() < until:
            time.sleep(0.02)
        if result is None or result["fault"]:
            return b"", (result or {"fault": "too_long"})["fault"]
        return (folder / reading.KEPT).read_bytes(), ""
    finally:
        _stop(folder)


def look(shift: Shift, key: str) -> Photographed | None:
    """How far a reading of this shift has come; None where there is none (any more)."""
    kept = drafts.kept_as(shift, DRAFT + key)
    if kept is not None:
        return _found(key, kept)
    folder = _folder_of(shift, key)
    if folder is None:
        return None
    result = parent.result_of(folder)
    job = parent.json_of(folder / JOB)
    if result is None:
        return Photographed(key, True, parent.percent_of(folder), "", (), (), job["at"])
    value = {"fault": result["fault"], "said": result.get("said", []), "answers": result.get("answers", [])}
    drafts.keep(shift, DRAFT + key, value | {"at": job["at"]})
    _stop(folder)
    return _found(key, value | {"at": job["at"]})


def of_shift(shift: Shift) -> list[Photographed]:
    """The readings of a shift that wait for the officer or go on, the oldest first."""
    names = Draft.objects.filter(shift_key=shift.shift_key, name__startswith=DRAFT).values_list("name", flat=True)
    keys = {name.removeprefix(DRAFT) for name in names}
    keys |= {path.name for path in folder_of_all().iterdir() if _folder_of(shift, path.name)}
    found = [one for key in keys if (one := look(shift, key)) is not None]
    return sorted(found, key=lambda one: one.at)


def how_many(shift: Shift) -> int:
    """How many readings go on or wait to be confirmed; nothing of them is opened."""
    kept = Draft.objects.filter(shift_key=shift.shift_key, name__startswith=DRAFT).count()
    return kept + sum(_folder_of(shift, path.name) is not None for path in folder_of_all().iterdir())


def put_aside(shift: Shift, key: str) -> None:
    """The officer confirmed it, or does not want it: a reading that goes on is stopped."""
    drafts.forget(shift, DRAFT + key)
    if folder := _folder_of(shift, key):
        _stop(folder)


def shown_as_confirmed(answer: Answer, lines: Sequence[str]) -> Shown:
    """What a reading shows once the officer compared it, key by key, with its strip. Raises CannotInspect.

    The entry says which reader read what, how sure it was, and how many characters the officer put right.
    """
    shown = shown_by_mrz("\n".join(lines), answer.reader)
    before = "".join(line.text for line in answer.lines)
    after = "".join(shown.lines)
    wrong = sum(one != other for one, other in zip(before, after, strict=False)) + abs(len(before) - len(after))
    return Shown(
        shown.document_type,
        shown.fields,
        answer.reader,
        shown.lines,
        shown.problems,
        shown.repairs if not READERS[answer.reader].guesses else [],
        {
            "name": answer.reader,
            "read": [line.text for line in answer.lines],
            "confidence": [line.confidence for line in answer.lines],
            "corrected": wrong,
            **({"symbology": answer.symbology} if answer.symbology else {}),
        },
    )


def sweep(now: float | None = None) -> int:
    """Remove what nobody came back to. Returns how many."""
    before = (now or time.time()) - FORGOTTEN_AFTER
    gone = 0
    for folder in folder_of_all().iterdir():
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < before:
                _stop(folder)
                gone += 1
    old = Draft.objects.filter(name__startswith=DRAFT, at__lt=int(before * 1000))
    return gone + old.delete()[0]


def forget_all(shift: Shift) -> None:
    """The shift ends: pictures and readings that nobody confirmed go."""
    Draft.objects.filter(shift_key=shift.shift_key, name__startswith=DRAFT).delete()
    for folder in folder_of_all().iterdir():
        if _folder_of(shift, folder.name):
            _stop(folder)


def _found(key: str, value: dict[str, Any]) -> Photographed:
    answers = tuple(Answer.from_dict(one) for one in value["answers"])
    return Photographed(key, False, 100, value["fault"], tuple(value["said"]), answers, int(value["at"]))


def _folder_of(shift: Shift, key: str) -> Path | None:
    if not KEY.fullmatch(key):
        return None
    folder = folder_of_all() / key
    job = parent.json_of(folder / JOB)
    return folder if job is not None and job["shift"] == shift.key else None


def _stop(folder: Path) -> None:
    """End the reading, with the engine it started, and remove its files."""
    if parent.goes_on(folder):
        with suppress(OSError, ValueError):
            os.killpg(int((folder / "process").read_text()), signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)
