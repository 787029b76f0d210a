"""A real headquarters for a benchmark: `jalon serve` and `jalon work` on PostgreSQL, and posts enrolled there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WITH_POSTGRESQL = str(ROOT / "tools" / "with_postgresql.py")


def on_postgresql(measure: Callable[[str], int]) -> int:
    """Run `measure(home)` as a headquarters; where no database is named, in a PostgreSQL started from its wheel."""
    if "JALON_DATABASE_URL" not in os.environ:
        return subprocess.call([sys.executable, WITH_POSTGRESQL, sys.executable, *sys.argv])
    os.environ["JALON_TIER"] = "headquarters"
    os.environ["JALON_SECOND_FACTOR"] = "optional"  # invented officers have no telephone
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as home:
        start(home)
        from jalon.config.preparing import prepare_node

        prepare_node("ML-HQ")
        return measure(home)


def start(home: str) -> None:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from jalon.config.starting import start_django

    start_django(home)


def public_key() -> bytes:
    """The key to which posts seal."""
    from jalon.journal.node import this_node

    return this_node().keys.sealing.public_key().public_bytes_raw()


def enrol(posts: Sequence[Any]) -> None:
    """Make simulated posts known here, as an administrator with a one-time code does."""
    from django.db import connections

    from jalon.journal.record import record_together

    for at in range(0, len(posts), 50):
        acts = [("node.enrolled", post.enrolment("installer")) for post in posts[at : at + 50]]
        record_together(acts, "installer")
    connections.close_all()


@contextmanager
def running(port: int, *, work: bool = True) -> Iterator[None]:
    """The pages and the door of sync at `port`, and beside them what follows the journal."""
    words = [["serve", "--alone", "--port", str(port)], *([["work"]] if work else [])]
    environment = {
        **os.environ,
        "JALON_HOME": os.environ["JALON_HOME"],
        "JALON_STATIC": os.environ["JALON_HOME"] + "/s",
    }
    children = [subprocess.Popen([sys.executable, "-m", "jalon", *one], cwd=ROOT, env=environment) for one in words]
    try:
        wait_for(port, children[0])
        yield
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(60)


def wait_for(port: int, child: subprocess.Popen[bytes], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"nothing listens at port {port}")


def applied() -> int:
    """Up to which arrival position the tables have followed."""
    from jalon.journal.applying import CURSOR
    from jalon.journal.models import Cursor

    return Cursor.objects.filter(name=CURSOR).values_list("position", flat=True).first() or 0


def arrived() -> int:
    from jalon.journal.applying import entries_in_journal

    return entries_in_journal()


def load() -> str:
    """Processes that wanted a core, on average of the last minute: the noise of the machine."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
