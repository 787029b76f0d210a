"""Backing up a journal: the copy is born dirty, so what is restored from it opens a new epoch, even offline."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from jalon.journal.append import set_mark


class CannotBackUp(Exception):
    """There is no journal file to copy, or the copy's place is taken."""


def back_up(journal: Path, copy: Path) -> int:
    """Copy a post's journal while it is in use, and mark the copy. Returns how many entries it holds.

    Raises CannotBackUp, or OSError and sqlite3.Error of the disk; no half copy is left under the name `copy`.
    """
    if not journal.is_file():
        raise CannotBackUp(f"{journal} is not there.")
    if copy.exists():
        raise CannotBackUp(f"{copy} is there already: name another file.")
    growing = copy.with_name(copy.name + ".part")
    growing.unlink(missing_ok=True)
    source, target = sqlite3.connect(journal), sqlite3.connect(growing)
    try:
        source.backup(target, pages=256)
        set_mark(target, "copied by a backup", "yes")
        target.commit()
        target.execute("PRAGMA journal_mode=DELETE")
        (entries,) = target.execute("SELECT COUNT(*) FROM journal_entry").fetchone()
    finally:
        source.close()
        target.close()
    growing.replace(copy)
    return int(entries)
