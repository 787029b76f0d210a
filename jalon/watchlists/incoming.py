"""Files that somebody means to propose as an edition: kept apart, read by a process of its own, proposed or abandoned.

Each stands in JALON_HOME/lists/incoming/<random>/, open to the owner of the machine's files alone, and is removed when
it is proposed or abandoned. Nothing of it is an entry before it is proposed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from jalon.apart import parent
from jalon.apart.child import JOB, write
from jalon.journal.record import Recorded
from jalon.watchlists import editions, reading
from jalon.watchlists.examining import Examined
from jalon.watchlists.formats.guards import Guards
from jalon.watchlists.formats.listing import Problem, Refusal
from jalon.watchlists.models import Edition
from jalon.watchlists.rules import Rules

TAKEN = "taken.jsonl"
KEY = re.compile(r"[0-9a-f]{32}")
# The name of a list is also that of a folder, beside these.
LIST_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
NOT_A_NAME = {"incoming", "files"}
FORGOTTEN_AFTER = 7 * 86_400  # seconds: what nobody came back to is removed


class ListNameRefused(ValueError):
    """A name that is no name of a list."""


class NothingToPropose(ValueError):
    """The reading goes on or failed, or its edition was proposed already."""


@dataclass(frozen=True)
class Incoming:
    """Files that wait to be proposed, and how far their reading has come."""

    key: str
    folder: Path
    job: dict[str, Any]

    @property
    def list(self) -> str:
        return str(self.job["list"])

    @property
    def officer(self) -> str:
        return str(self.job["officer"])

    @property
    def rules(self) -> Rules:
        return Rules.from_json(self.job["rules"])

    @property
    def result(self) -> dict[str, Any] | None:
        """What the reading found; None while it goes on. A reading that ended without a word is "broken"."""
        return parent.result_of(self.folder)

    @property
    def percent(self) -> int:
        """How much of the work is done."""
        return parent.percent_of(self.folder)


def folder_of_all() -> Path:
    folder = Path(settings.JALON_HOME) / "lists" / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def arriving() -> Path:
    """Where a page puts files while they are sent."""
    folder = folder_of_all() / "arriving"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def checked_name(name: str) -> str:
    """The name of a list. Raises ListNameRefused."""
    if not LIST_NAME.fullmatch(name) or name in NOT_A_NAME:
        raise ListNameRefused(
            f"“{name}” is no name of a list: write two to forty small letters, digits and underscores, a letter first."
        )
    return name


def read_files(
    list_name: str,
    files: Sequence[tuple[str, Path]],
    rules: Rules,
    officer: str,
    today: date,
    *,
    format: str | None = None,
    bounds: Guards | None = None,
) -> Incoming:
    """Take files over, as (name its sender gave it, path), and start reading them. The paths stay the caller's.

    What arrived by a page (`arriving`) is linked and not copied. Raises ListNameRefused, or OSError (a full disk).
    """
    checked_name(list_name)
    folder = _new_folder()
    kept = []
    try:
        for number, (name, path) in enumerate(files, 1):
            _take(path, folder / f"{number}.file")
            kept.append({"name": Path(name).name[:120] or "?", "kept": f"{number}.file"})
        asked: dict[str, Any] = {
            "files": kept,
            "format": format,
            "bounds": asdict(bounds) if bounds else None,
            "again": None,
        }
        return _start(folder, list_name, rules, officer, today, asked)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def bring_back(edition: Edition, officer: str, today: date) -> Incoming:
    """Start reading a kept edition again, so that it can be proposed as a new one, with its rules."""
    path = editions.file_of(edition.list, edition.number)
    again = {
        "path": str(path),
        "root": edition.root,
        "number": edition.number,
        "format": edition.format,
        "counts": edition.counts,
        "dated": edition.dated or None,
    }
    asked: dict[str, Any] = {"files": [], "format": None, "bounds": None, "again": again}
    return _start(_new_folder(), edition.list, Rules.from_json(edition.rules), officer, today, asked)


def find(key: str) -> Incoming | None:
    """What waits under a key; None where nothing does (any more)."""
    if not KEY.fullmatch(key):
        return None
    folder = folder_of_all() / key
    job = parent.json_of(folder / JOB)
    return None if job is None else Incoming(key, folder, job)


def of_officer(officer: str) -> list[Incoming]:
    """What an officer began and has neither proposed nor abandoned, the oldest first."""
    found = [one for path in folder_of_all().iterdir() if (one := find(path.name)) and one.officer == officer]
    return sorted(found, key=lambda one: one.job["started"])


def propose(one: Incoming, actor: str) -> Recorded:
    """Record the proposal of what was read. Raises editions.EditionRefused where it must not be, NothingToPropose
    where the reading goes on or failed, or where it was proposed a moment ago; what is there stays then."""
    result = one.result
    if result is None or result["fault"] not in {"", "refused"}:
        raise NothingToPropose("There is nothing to propose: the reading goes on, or it failed.")
    facts = (result["format"], result["counts"], result["difference"], tuple(reasons_of(result)))
    examined = Examined(*facts, dated=result["dated"])
    content, taken = one.folder / reading.EDITION, one.folder / TAKEN
    try:
        content.rename(taken)  # by one of two who press at once
    except FileNotFoundError:
        raise NothingToPropose("These files were proposed already.") from None
    try:
        recorded = editions.propose_examined(one.list, taken, examined, one.rules, actor)
    except BaseException:
        taken.rename(content)
        raise
    abandon(one)
    return recorded


def abandon(one: Incoming) -> None:
    """Remove the files. A reading that goes on ends when it finds its folder gone."""
    shutil.rmtree(one.folder, ignore_errors=True)


def sweep(now: float | None = None) -> int:
    """Remove what nobody came back to. Returns how many."""
    before = (now or time.time()) - FORGOTTEN_AFTER
    removed = 0
    for path in [*folder_of_all().iterdir(), *arriving().iterdir()]:
        if path == arriving() or path.stat().st_mtime > before:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        removed += 1
    return removed


def reasons_of(result: dict[str, Any]) -> list[Problem]:
    """Why the edition must not enter service."""
    return [Problem(**one) for one in result.get("reasons", [])]


def refused_of(result: dict[str, Any]) -> list[Refusal]:
    """The rows refused, as many as were kept word for word."""
    return [Refusal(**one) for one in result.get("refused", [])]


def problems_of(result: dict[str, Any]) -> list[Problem]:
    """The fields not understood, as many as were kept word for word; or why the files could not be read at all."""
    said = [result["problem"]] if "problem" in result else result.get("problems", [])
    return [Problem(**one) for one in said]


def _start(folder: Path, list_name: str, rules: Rules, officer: str, today: date, asked: dict[str, Any]) -> Incoming:
    current = editions.edition_in_service(list_name)
    before = {"path": str(editions.file_of(list_name, current.number)), "root": current.root} if current else None
    job = {
        "list": list_name,
        "rules": rules.as_json(),
        "officer": officer,
        "started": time.time(),
        "today": today.isoformat(),
        "at_post": editions.at_post(),
        "before": before,
        **asked,
    }
    write(folder / JOB, job)
    parent.start(folder, command(folder))
    return Incoming(folder.name, folder, job)


def command(folder: Path) -> list[str]:
    """The reading of one folder, as a process."""
    return parent.command_of(reading.__name__, folder)


def _new_folder() -> Path:
    sweep()
    folder = folder_of_all() / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    return folder


def _take(path: Path, to: Path) -> None:
    if path.parent == arriving():
        os.link(path, to)
    else:
        # Never a link to a file of somebody else's: it could change while it is read.
        shutil.copyfile(path, to)
    to.chmod(0o600)
