"""Bring a backup back into an empty node. Its journal then opens new epochs: a copy never goes on as the original.

jalon restore --keys FILE     first, on new hardware of a headquarters: its keys
jalon restore FILE            the journal, the tables and the files

A post whose machine is lost needs neither: a new machine is enrolled in its place (`jalon node invite --node …`).
Exit status: 0 done, 2 refused; then nothing was changed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SUMMARY = "bring a backup back into an empty node"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--keys", action="store_true", help="the file holds keys")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node

    start_django()
    from jalon.config import backup
    from jalon.config.commands.backup import passphrase, progress, told
    from jalon.config.preparing import prepare_databases
    from jalon.journal.keys import NodeNotPrepared

    try:
        if options.keys:
            backup.restore_keys(options.file, passphrase())
            prepare_databases()
            print("the keys are back; now: jalon restore FILE")
            return 0
        manifest = backup.restore(options.file, passphrase(), progress)
        prepare_databases()
        alarm = start_node()
        print(f"restored: {told(manifest)}")
        print(f"{alarm}: new epochs were opened; what the posts sent since then they send again." if alarm else "")
    except NodeNotPrepared:
        print(
            "jalon restore: this machine has no keys yet: first bring back those of the node, with"
            " jalon restore --keys FILE (do not run jalon node prepare: it would make others).",
            file=sys.stderr,
        )
        return 2
    except (backup.BackupRefused, OSError) as wrong:
        print(f"jalon restore: {wrong}", file=sys.stderr)
        return 2
    return 0
