"""Bring what a page reader reads to the desk it serves, as long as this program runs (Ctrl-C stops it).

  jalon reader folder /srv/reader            what the reader's own program drops into a folder
  jalon reader line /dev/ttyUSB0             what a reader sends on a serial line (--speed, default 9600)

It runs beside `jalon serve`, on the same machine. docs/readers.md gives the shape of the files.
Exit status 2: this machine is not prepared.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SUMMARY = "bring what a page reader reads to the desk"


def arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True)
    folder = kinds.add_parser("folder", help="files that the reader's program drops into a folder")
    folder.add_argument("path", type=Path)
    line = kinds.add_parser("line", help="a serial line")
    line.add_argument("path", type=Path)
    line.add_argument("--speed", type=int, default=9600, help="bits a second (default 9600)")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django
    from jalon.journal.keys import NodeNotPrepared
    from jalon.journal.node import this_node

    start_django()
    from jalon.crossings import delivered
    from jalon.readers import serial_line, watched_folder

    if options.kind == "line" and options.speed not in serial_line.SPEEDS:
        known = ", ".join(map(str, sorted(serial_line.SPEEDS)))
        print(f"jalon reader: no line runs at {options.speed} bits a second; {known} are known.", file=sys.stderr)
        return 2

    try:
        this_node()
    except NodeNotPrepared as wrong:
        print(f"jalon reader: {wrong}", file=sys.stderr)
        return 2
    module = watched_folder if options.kind == "folder" else serial_line
    with delivered.runs(module.NAME, options.path) as name:
        print(f"reading {options.path}; Ctrl-C stops", flush=True)
        if options.kind == "folder":
            for dropped in watched_folder.watch(options.path, lambda: True):
                print(delivered.deliver_dropped(dropped, name), flush=True)
        else:
            answers = serial_line.listen(options.path, lambda: True, options.speed)
            for said in delivered.deliver_all(answers, name):
                print(said, flush=True)
    return 0
