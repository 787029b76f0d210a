"""Prepare this machine: its keys and its databases.

jalon node prepare --post ML-GOG --headquarters HEX   a post that writes to the headquarters of this public key
jalon node prepare --post ML-HQ                       a node that is its own root
jalon node show                                       who this machine is
"""

from __future__ import annotations

import argparse
import sys

SUMMARY = "prepare this machine's databases and keys"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=["prepare", "show"])
    parser.add_argument("--post", help="the code of the place this machine stands at")
    parser.add_argument("--headquarters", help="public sealing key of the headquarters, 64 hexadecimal digits")


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django

    start_django()
    from jalon.config.preparing import prepare_node
    from jalon.journal.keys import NodeNotPrepared
    from jalon.journal.node import this_node

    if options.act == "prepare":
        if not options.post:
            print("jalon node prepare: name the place with --post CODE.", file=sys.stderr)
            return 2
        try:
            above = bytes.fromhex(options.headquarters) if options.headquarters else None
            if above is not None and len(above) != 32:
                raise ValueError
        except ValueError:
            print("jalon node prepare: --headquarters takes 64 hexadecimal digits.", file=sys.stderr)
            return 2
        prepare_node(options.post, above)
    try:
        keys = this_node().keys
    except NodeNotPrepared as missing:
        print(missing, file=sys.stderr)
        return 2
    print(f"node {keys.node} at {keys.post}")
    print(f"public sealing key {keys.sealing.public_key().public_bytes_raw().hex()}")
    print(f"signing public key {keys.public_key.hex()}")
    return 0
