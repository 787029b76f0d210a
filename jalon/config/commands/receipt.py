"""Check receipts, offline: is a code the one that the machine it names signed?

  jalon receipt check "JALON RECU / 2026-00042 / 55 EUR / … "    the line, as a telephone shows it
  jalon receipt check photo.png                                 a picture of the paper
  jalon receipt check --key 3F…A0 photo.png                     for a machine this one does not know
  jalon receipt key                                             this machine's id and public key, to hand out

The answer is one JSON object. Exit status 0: the signature is the machine's; 1: it is not, or the machine is not known;
2: there is no receipt to read. Whether a receipt was cancelled since is known to the machine that gave it: its desk
says so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

SUMMARY = "check the signed code of a receipt"
LARGEST = 20 * 1024 * 1024  # bytes of a picture
VALID, NOT_VALID, NOTHING_TO_READ = 0, 1, 2


class Unreadable(Exception):
    """Said to the person on standard error."""


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    check = acts.add_parser("check", help="check a code: its line, or a picture of it")
    check.add_argument("code", metavar="TEXT-OR-IMAGE")
    check.add_argument("--key", metavar="HEX", help="public key of the machine that gave it, 64 hexadecimal digits")
    acts.add_parser("key", help="this machine's id and public key")


def run(options: argparse.Namespace) -> int:
    return check(options.code, options.key) if options.act == "check" else key()


def key() -> int:
    """This machine's public key; whoever holds it checks this machine's receipts anywhere."""
    from jalon.config.starting import start_django

    start_django()
    from jalon.journal.keys import NodeNotPrepared
    from jalon.journal.node import this_node

    try:
        keys = this_node().keys
    except NodeNotPrepared as fault:
        print(f"jalon receipt: {fault}", file=sys.stderr)
        return NOTHING_TO_READ
    print(json.dumps({"machine": keys.node, "post": keys.post, "algorithm": "Ed25519", "key": keys.public_key.hex()}))
    return VALID


def check(code: str, public: str | None) -> int:
    from jalon.cash import slip

    if public is None:
        from jalon.config.starting import start_django

        start_django()
    try:
        found = slip.read(text_of(code), known_by(public))
    except (Unreadable, slip.NoReceipt) as fault:
        said = fault if isinstance(fault, Unreadable) else "this is no code of a receipt, or only a part of one."
        print(f"jalon receipt: {said}", file=sys.stderr)
        return NOTHING_TO_READ
    print(json.dumps(asdict(found), ensure_ascii=False))
    return VALID if found.verdict == "valid" else NOT_VALID


def known_by(public: str | None) -> Callable[[str], bytes | None]:
    """The keys to check by: the one that is given, else those this machine's journal knows."""
    from jalon.journal.keys import NodeNotPrepared, node_id

    if public is None:
        from jalon.cash.signed import public_key

        def of_this_machine(node: str) -> bytes | None:
            try:
                return public_key(node)
            except NodeNotPrepared:
                return None

        return of_this_machine
    try:
        given = bytes.fromhex(public)
    except ValueError:
        given = b""
    if len(given) != 32:
        raise Unreadable("--key takes the 64 hexadecimal digits that `jalon receipt key` gives.")
    return lambda node: given if node_id(given) == node else None


def text_of(code: str) -> str:
    """The line itself, or what stands in the picture of that name. Raises Unreadable."""
    from jalon.cash import slip

    if slip.looks_like_one(code):
        return code
    path = Path(code)
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"{code}: larger than {LARGEST // 1024 // 1024} MB; take a smaller picture.")
    except OSError:
        raise Unreadable(f"{code[:60]}: neither the line of a receipt nor a picture that can be opened.") from None
    return text_in(path)


def text_in(path: Path) -> str:
    """The receipt's code in a picture. Raises Unreadable."""
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    from jalon.cash import slip

    try:
        with Image.open(path) as picture:
            found = zxingcpp.read_barcodes(picture.convert("L"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise Unreadable(f"{path}: no picture that can be read here; take it as PNG or JPEG.") from None
    for one in found:
        if slip.looks_like_one(one.text):
            return str(one.text)
    raise Unreadable(f"{path}: no receipt's code is seen in this picture; hold it flat, whole and sharp.")
