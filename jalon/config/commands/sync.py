"""Exchange with the headquarters: entries up, answers and editions down. It may be cut at any byte and run again.

jalon sync                       once, over the link
jalon sync --watch               again and again: at once while there is something to send, else every --every seconds
jalon sync export FILE           write for the headquarters what has no receipt yet (to carry on a stick)
jalon sync export FILE --node ID at a headquarters: write for a node what waits for it
jalon sync import FILE           take in what came on a stick, at either end

Exit status: 0 done; 1 the line went down (nothing is lost, run it again); 2 this machine or file cannot be used.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from jalon.config.commands.serve import is_gone, with_argument

SUMMARY = "exchange with the headquarters, over the link or on a stick"
SHORTEST, LONGEST = 2.0, 300.0  # seconds between attempts while the line is down: longer each time


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", nargs="?", choices=["export", "import"], help="carry on a stick instead of the link")
    parser.add_argument("file", nargs="?", type=Path, help="export, import: the file")
    parser.add_argument("--node", help="export at a headquarters: for which node")
    with_argument(parser)
    parser.add_argument("--watch", action="store_true", help="go on until interrupted")
    parser.add_argument("--every", type=float, default=60.0, metavar="SECONDS", help="with --watch (default: 60)")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node

    start_django()
    from jalon.journal.batch import BatchUnreadable
    from jalon.journal.keys import NodeNotPrepared
    from jalon.journal.nodes import NodeUnknown
    from jalon.sync.above import NotEnrolled
    from jalon.sync.link import AddressRefused
    from jalon.sync.stick import StickRefused

    try:
        alarm = start_node()
        if alarm:
            print(f"ALARM: {alarm}. A new epoch was opened; tell headquarters.", file=sys.stderr)
        if options.act is not None:
            if options.file is None:
                raise StickRefused("name the file.")
            return _stick(options)
        return _watch(options.every, options.beside) if options.watch else _once()
    except (NodeNotPrepared, NotEnrolled, AddressRefused, StickRefused, BatchUnreadable, NodeUnknown) as wrong:
        print(f"jalon sync: {wrong}", file=sys.stderr)
        return 2


def _once() -> int:
    from jalon.sync import session
    from jalon.sync.above import everybody

    whole = True
    for above in everybody():
        summary = session.synchronise(say=_progress, above=above)
        _tell(summary, above.name)
        whole = whole and summary.whole
    return 0 if whole else 1


def _watch(every: float, process: int | None) -> int:
    from django.conf import settings
    from django.db import close_old_connections

    from jalon.sync import session
    from jalon.sync.above import the_parent

    if settings.JALON_TIER == "headquarters":
        return _watch_forums(every, process)
    parent = the_parent()
    pause = SHORTEST
    print("exchanging until interrupted (Ctrl-C)", file=sys.stderr)
    while not is_gone(process):
        close_old_connections()
        summary = session.synchronise(say=_progress, above=parent)
        if summary.trouble or summary.sent or summary.received or summary.editions:
            _tell(summary)
        pause = min(LONGEST, pause * 2) if summary.trouble else SHORTEST
        session.wait_for_something(pause if summary.trouble else every, line_is_up=not summary.trouble)
    return 0


def _watch_forums(every: float, process: int | None) -> int:
    """Each forum at its own pace: one that does not answer keeps no other waiting longer than its call."""
    from django.db import DatabaseError, close_old_connections

    from jalon.sync import session
    from jalon.sync.above import forums
    from jalon.sync.link import AddressRefused

    due: dict[str, float] = {}
    pauses: dict[str, float] = {}
    while not is_gone(process):
        close_old_connections()
        try:
            for above in forums():
                at_once = not pauses.setdefault(above.name, 0.0) and above.not_sent()
                if time.monotonic() < due.get(above.name, 0.0) and not at_once:
                    continue
                try:
                    summary = session.synchronise(say=_progress, above=above)
                except AddressRefused as refused:
                    summary = session.Summary(trouble=str(refused))
                if summary.trouble or summary.sent or summary.editions:
                    _tell(summary, above.name)
                pauses[above.name] = 0.0 if summary.whole else min(LONGEST, max(SHORTEST, pauses[above.name] * 2))
                due[above.name] = time.monotonic() + (pauses[above.name] or every)
        except DatabaseError as down:
            print(f"jalon sync: the database does not answer, it is tried again ({down})", file=sys.stderr)
        time.sleep(1.0)
    return 0


def _stick(options: argparse.Namespace) -> int:
    from jalon.sync import stick

    if options.act == "export":
        written = stick.write(options.file, options.node)
        print(f"{options.file}: {written.entries} entries, {written.editions} editions, {written.size} bytes")
    else:
        taken = stick.take(options.file, say=_progress)
        print(f"{taken.entries} entries new, {taken.known} known, {taken.editions} editions, {taken.receipts} receipts")
        for problem in taken.problems:
            print(f"jalon sync: {problem}", file=sys.stderr)
    return 0


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line:<60}", end="", file=sys.stderr, flush=True)


def _tell(summary: object, forum: str = "") -> None:
    from jalon.sync.session import Summary

    assert isinstance(summary, Summary)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    parts = [f"{summary.sent} sent", f"{summary.received} received", f"{summary.waiting} waiting"]
    parts += [f"edition {name}" for name in summary.editions]
    parts += [f"{summary.pictures} pictures"] if summary.pictures else []
    parts += [f"{summary.forks} FORKS: tell headquarters"] if summary.forks else []
    print(f"{time.strftime('%H:%M:%S')} " + (f"forum {forum}: " if forum else "") + ", ".join(parts))
    for problem in [*summary.problems, *([summary.trouble] if summary.trouble else [])]:
        print(f"jalon sync: {problem}", file=sys.stderr)
