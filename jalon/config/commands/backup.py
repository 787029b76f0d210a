"""Write a sealed backup of this node while it works: its journal, its tables, its files. Never its keys.

jalon backup FILE             the passphrase is asked, or read from JALON_PASSPHRASE
jalon backup --check FILE     read one to its end: is every byte what was written?
jalon backup --keys FILE      this machine's keys, apart: for a headquarters, whose keys nobody could replace

Bring one back with `jalon restore`. Exit status: 0 done, 2 refused; a half-written file never bears the name.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import time
from pathlib import Path

SUMMARY = "write a sealed backup of this node"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="read the backup to its end")
    what.add_argument("--keys", action="store_true", help="the keys alone")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django

    start_django()
    from jalon.config import backup
    from jalon.journal.keys import NodeNotPrepared

    try:
        if options.check:
            manifest = backup.verify(options.file, passphrase())
            print(f"{options.file}: whole; {told(manifest)}")
        elif options.keys:
            node = backup.back_up_keys(options.file, passphrase(twice=True))
            print(f"{options.file}: the keys of node {node}. Keep it where no backup is kept.")
        else:
            manifest = backup.back_up(options.file, passphrase(twice=True), progress)
            print(f"{options.file}: {options.file.stat().st_size} bytes; {told(manifest)}")
    except (backup.BackupRefused, NodeNotPrepared, OSError) as wrong:
        print(f"jalon backup: {wrong}", file=sys.stderr)
        return 2
    return 0


def passphrase(twice: bool = False) -> str:
    """From JALON_PASSPHRASE, or asked at the terminal; twice where a slip of the finger would cost the backup."""
    from jalon.config.backup import BackupRefused

    known = os.environ.get("JALON_PASSPHRASE")
    if known is not None:
        return known
    if not sys.stdin.isatty():
        raise BackupRefused("nobody is at a terminal to give the passphrase: set JALON_PASSPHRASE.")
    said = getpass.getpass("passphrase: ")
    if twice and getpass.getpass("once more: ") != said:
        raise BackupRefused("the two are not the same.")
    return said


def told(manifest: object) -> str:
    from jalon.config.backup import Manifest

    assert isinstance(manifest, Manifest)
    day = time.strftime("%Y-%m-%d %H:%M", time.localtime(manifest.wall / 1000))
    return f"node {manifest.node} at {manifest.post}, {manifest.entries} entries, made {day}"


def progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line:<70}", end="", file=sys.stderr, flush=True)
