"""Which tables stand in which database: none in the journal's file, which makes its own; all in the others."""

from __future__ import annotations

from typing import Any


class Router:
    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == "journal" else None
