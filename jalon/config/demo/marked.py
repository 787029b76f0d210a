"""The mark of a home that the demonstration made: nothing in it is of a real person, and its doors stand open."""

from __future__ import annotations

from pathlib import Path

MARK = "demonstration"
SETTINGS = "jalon.config.demo.settings"


def mark(home: Path) -> None:
    """Mark a home before anything is in it. Raises ValueError where a machine stands there that is not marked."""
    if is_marked(home):
        return
    if (home / "keys").exists():
        raise ValueError(f"{home} holds a machine that the demonstration did not make")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / MARK).write_text("Made by jalon demo: whoever opens its pages is let in. Nothing here is real.\n")


def is_marked(home: Path) -> bool:
    return (home / MARK).is_file()
