"""Let everything follow what arrives at this headquarters: tables, matching, pairing, counts, alerts, editions.

Each has a cursor of its own and takes up where it stands, however this program was stopped. `jalon serve` starts it
beside the pages; on a large headquarters it runs by itself, once.

jalon work            until interrupted
jalon work --once     until nothing is left, then say how far each has come
"""

from __future__ import annotations

import argparse
import sys
import time

from jalon.config.commands.serve import is_gone, with_argument

SUMMARY = "let tables, matching, counts and alerts follow what arrives"
PAUSE = 0.5  # seconds between looks while nothing arrives


def arguments(parser: argparse.ArgumentParser) -> None:
    with_argument(parser)
    parser.add_argument("--once", action="store_true", help="stop when nothing is left")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node

    start_django()
    from jalon.config import working
    from jalon.journal.keys import NodeNotPrepared

    try:
        start_node()
        tables = working.for_long()
        while not is_gone(options.beside):
            passed = working.step(lambda line: print(line, file=sys.stderr), tables)
            if not passed and options.once:
                return 0
            if not passed:
                time.sleep(PAUSE)
        return 0
    except NodeNotPrepared as wrong:
        print(f"jalon work: {wrong}", file=sys.stderr)
        return 2
