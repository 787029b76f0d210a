"""An evaluation computed again at its position: in a home of its own, from a copy of the journal, in another process.

The copy ends at the position; tables and counts are made anew from it. This node's keys are read where they stand, so
that what was sealed to it opens; nothing of this node is written to, and the home is removed afterwards: by whatever
starts next, where the power failed or the process was killed (`sweep`).
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from jalon.cooperation import evaluation
from jalon.cooperation.evaluating.scope import Scope
from jalon.cooperation.models import Evaluation
from jalon.journal import copying

# What entries name and do not hold: read by what applies them, where it reads anything.
FILES = ("keys", "lists", "rules", "editions", "pictures", "notices")
PREFIX = "evaluation-"
ELSEWHERE = ("DATABASE_URL", "JALON_DATABASE_URL")


class NotComputed(RuntimeError):
    """The other process came to no end: its last words."""


def again(
    one: Evaluation, rules: Mapping[str, str], say: Callable[[str], None] = lambda _: None
) -> tuple[bytes, bytes]:
    """The evaluation's JSON computed anew at its position, and the entries behind its figures, packed (see
    `evaluating.traces`). `rules`: settings by which it was drawn, as the environment says them.

    Raises copying.BeyondTheJournal, NotComputed.
    """
    sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=settings.JALON_HOME))
    held = _held(home)
    try:
        # The settings' own names: where the journal stands in a process with no database but SQLite.
        journal = home / ("journal.sqlite3" if settings.JALON_TIER == "post" else f"{settings.JALON_TIER}.sqlite3")
        copying.copy(one.counted_to, journal, lambda done, of: say(f"copied {done} of {of} entries"))
        for name in FILES:
            if (there := Path(settings.JALON_HOME) / name).exists():
                (home / name).symlink_to(there.resolve(), target_is_directory=True)
        asked = {
            "since": one.since.isoformat(),
            "until": one.until.isoformat(),
            "scope": one.scope,
            "at": one.counted_to,
        }
        (home / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        _run(home, rules, say)
        return (home / "drawn.json").read_bytes(), (home / "traces").read_bytes()
    finally:
        shutil.rmtree(home, ignore_errors=True)
        if held is not None:
            os.close(held)


def sweep() -> None:
    """Remove the homes that no process works in any more: they hold tables of travellers in clear."""
    for home in Path(settings.JALON_HOME).glob(f"{PREFIX}*"):
        if home.is_dir() and (held := _held(home)) is not None:
            shutil.rmtree(home, ignore_errors=True)
            os.close(held)


def _held(home: Path) -> int | None:
    """The lock of a home, which goes with the process that holds it; None where another holds it."""
    descriptor = os.open(home / "held", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _run(home: Path, rules: Mapping[str, str], say: Callable[[str], None]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment |= {
        "JALON_HOME": str(home),
        "JALON_SIDECAR": str(home / "sidecar" / "head"),
        "JALON_STATIC": str(home / "static"),
        "JALON_TIER": settings.JALON_TIER,
        **rules,
    }
    words = [sys.executable, "-m", "jalon", "evaluation", "again"]
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as child:  # noqa: S603
        last = ""
        for line in child.stderr or ():
            last = line.rstrip() or last
            say(line.rstrip())
    if child.returncode:
        raise NotComputed(last)


def draw_here(say: Callable[[str], None]) -> None:
    """In the other process: apply and count everything, then draw what `asked.json` asks for."""
    from datetime import date

    from jalon.config.preparing import prepare_databases
    from jalon.journal.applying import entries_in_journal, follow
    from jalon.statistics import following

    home = Path(settings.JALON_HOME)
    asked = json.loads((home / "asked.json").read_text(encoding="utf-8"))
    prepare_databases()
    passed, of = 0, entries_in_journal()
    while some := follow(most=1_000):
        passed += some
        say(f"applied {passed} of {of} entries")
    while some := following.follow():
        say(f"counted {following.position()} of {of} entries")
    scope = Scope.of(asked["scope"])
    drawn, traces = evaluation.drawn_with_traces(
        date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"]), scope, asked["at"]
    )
    (home / "drawn.json").write_bytes(evaluation.canonical(drawn))
    (home / "traces").write_bytes(traces.packed())
