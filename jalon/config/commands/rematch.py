"""Match the past again with the lists in service, here and now, and show how far it has come.

A list that changed is matched again by itself, in the background (`jalon work`); this command does what is due at once.
With --list, --since or --all everything is asked again, whatever was matched before: after an upgrade of the name
engine, say. It may be interrupted: what was asked stays, and it goes on from there.

jalon rematch
jalon rematch --list national_mli --since 2026-10-01
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

SUMMARY = "match those who passed again with the lists in service"
BAD_INPUT = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", metavar="NAME", help="one list, the whole of it")
    parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="those who passed from that day on")
    parser.add_argument("--all", action="store_true", help="every list, the whole of each")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node

    start_django()
    from jalon.adjudication import matching, rematching
    from jalon.adjudication.scale import ScaleMissing
    from jalon.journal.keys import NodeNotPrepared

    try:
        start_node()
        while left := matching.lag():
            show(f"{left} travellers to be matched first")
            if not matching.follow():
                break
        if options.list or options.since or options.all:
            rematching.begin_again(options.list, options.since)
        done = match_again()
    except (NodeNotPrepared, ScaleMissing, ValueError) as wrong:
        print(f"jalon rematch: {wrong}", file=sys.stderr)
        return BAD_INPUT
    print(json.dumps(done, ensure_ascii=False))
    return 0


def match_again() -> list[dict[str, Any]]:
    """Do what is due, step by step. Returns what was matched again: list, edition, way, asked, found."""
    from jalon.adjudication import rematching
    from jalon.adjudication.models import Rematch

    rematching.plan()
    jobs = list(Rematch.objects.filter(state=Rematch.RUNNING).order_by("id"))
    while rematching.follow():
        for job in Rematch.objects.filter(state=Rematch.RUNNING).order_by("id")[:1]:
            percent = 100 * job.done // max(job.total, 1)
            show(f"{job.list}, edition {job.number}: {percent:3d} % ({job.done} of {job.total}), {job.found} found")
    end()
    return [
        {"list": job.list, "edition": job.number, "way": job.way, "whole": job.whole, "asked": job.done}
        | {"found": job.found, "state": job.state}
        for job in Rematch.objects.filter(pk__in=[job.pk for job in jobs]).order_by("id")
    ]


_shown = False


def show(line: str) -> None:
    """On a terminal one line that changes; in a log nothing but the result."""
    global _shown
    if sys.stderr.isatty():
        _shown = True
        print(f"\r{line:<78}", end="", file=sys.stderr, flush=True)


def end() -> None:
    if _shown:
        print(file=sys.stderr)
