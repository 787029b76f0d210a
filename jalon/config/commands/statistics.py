"""The border's figures, counted from the tables of this headquarters.

jalon statistics show       how far the counts have come
jalon statistics follow     count what has arrived (the worker does so by itself)
jalon statistics rebuild    count everything anew, beside the counts that are read, and change over
"""

from __future__ import annotations

import argparse
import sys
import time

SUMMARY = "count the border's figures, or count them anew"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["show", "follow", "rebuild"])
    parser.add_argument("--afresh", action="store_true", help="rebuild: from nothing, not from where one was stopped")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django

    start_django()
    from jalon.journal.keys import NodeNotPrepared
    from jalon.journal.node import this_node

    try:
        this_node()
    except NodeNotPrepared as refused:
        print(refused, file=sys.stderr)
        return 2
    return {"show": show, "follow": follow, "rebuild": rebuild}[options.act](options)


def show(_: argparse.Namespace) -> int:
    """Where the counts stand."""
    from jalon.statistics import following

    side = following.live()
    if side is None:
        print("nothing is counted yet: jalon statistics follow, or the worker, begins.")
        return 0
    print(f"counted up to entry {following.position()}; {following.lag()} entries wait; made by rules “{side.rules}”.")
    return 0


def follow(_: argparse.Namespace) -> int:
    """Pass what waits."""
    from jalon.statistics import following

    passed = 0
    while some := following.follow():
        passed += some
        tell(passed, passed + following.lag())
    print(f"{passed} entries counted.")
    return 0


def rebuild(options: argparse.Namespace) -> int:
    """Count everything anew. Stopped, it goes on where it stood the next time."""
    from jalon.statistics import following

    began = time.monotonic()
    following.rebuild(tell, options.afresh)
    print(f"counted anew up to entry {following.position()}, in {time.monotonic() - began:.0f} s.")
    return 0


def tell(passed: int, of: int) -> None:
    print(f"· {passed} of {of} entries", file=sys.stderr, flush=True)
