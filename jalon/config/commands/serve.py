"""Open the doors: run the web server of this node. Ctrl-C stops it; what was recorded is on the disk."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "open the doors: run the web server"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8000)


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node
    from jalon.journal.keys import NodeNotPrepared

    start_django()
    try:
        alarm = start_node()
    except NodeNotPrepared as missing:
        print(missing, file=sys.stderr)
        return 2
    if alarm:
        print(f"ALARM: {alarm}. A new epoch was opened; tell headquarters.", file=sys.stderr)
    serve(options.address, options.port)
    return 0


def serve(address: str, port: int) -> None:
    """Gather the pages' files, then run until interrupted: one process, four threads, as fits a laptop."""
    from granian import Granian

    from jalon.config.pages_files import gather

    gather()
    from granian.constants import Interfaces

    Granian(
        "jalon.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()
