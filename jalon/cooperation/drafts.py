"""What was read from a file and waits to be looked at: in the node's folder, for who sent it, for a day. It is no
record of anything: nothing stands in the journal until the person who sent the file says so."""

from __future__ import annotations

import json
import re
import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings

A_DAY = 86_400  # seconds
MOST = 20  # of one officer
TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(officer: str, what: Any) -> str:
    """Keep something plain (JSON) for an officer; the oldest of hers make room. Returns the name to ask it by."""
    folder = _folder()
    now = time.time()
    for file in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime):
        if now - file.stat().st_mtime > A_DAY:
            file.unlink(missing_ok=True)
    own = [file for file in sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime) if _of(file) == officer]
    for file in own[: max(0, len(own) - MOST + 1)]:
        file.unlink(missing_ok=True)
    name = secrets.token_hex(16)
    fresh = folder / f"{name}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({"officer": officer, "what": what}, ensure_ascii=False), encoding="utf-8")
    fresh.replace(folder / f"{name}.json")
    return name


def kept(officer: str, name: str) -> Any:
    """What an officer kept; None where nothing of hers bears that name (any more)."""
    if not TOKEN.fullmatch(name):
        return None
    file = _folder() / f"{name}.json"
    if not file.exists() or time.time() - file.stat().st_mtime > A_DAY or _of(file) != officer:
        return None
    return json.loads(file.read_text(encoding="utf-8"))["what"]


def drop(officer: str, name: str) -> None:
    """It is recorded, or given up."""
    if TOKEN.fullmatch(name) and _of(_folder() / f"{name}.json") == officer:
        (_folder() / f"{name}.json").unlink(missing_ok=True)


def _of(file: Path) -> str:
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["officer"])
    except (FileNotFoundError, ValueError, KeyError):
        return ""


def _folder() -> Path:
    folder = Path(settings.JALON_HOME) / "read"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
