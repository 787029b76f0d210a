"""Starting Django for a command, and this node before it works."""

from __future__ import annotations

import os
from pathlib import Path


def keep_private() -> None:
    """What this process writes is for its own user alone: keys, databases, lists, copies of them."""
    os.umask(0o077)


def start_django(home: str | None = None) -> None:
    """Settings from the environment; `home` goes before JALON_HOME."""
    keep_private()
    if home is not None:
        os.environ["JALON_HOME"] = home
        os.environ.setdefault("JALON_SIDECAR", str(Path(home) / "sidecar" / "head"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
    import django

    django.setup()


def start_node() -> str | None:
    """Look at the journal, let the tables catch up, destroy what a power cut saved. Returns an alarm, or None.

    An alarm is also kept, for the desk to show until a shift leader has read it.
    """
    from jalon.config import again
    from jalon.crossings import alarms, late, shift
    from jalon.journal.applying import follow, retry_parked
    from jalon.journal.node import this_node

    alarm = this_node().start()
    follow()
    retry_parked()  # what an upgrade understands now
    again.sweep()
    late.finish_interrupted()
    shift.sweep()
    if alarm is not None:
        alarms.raise_alarm(alarm)
    return alarm
