"""Receipts of this machine as signed codes, and the public keys by which codes are checked."""

from __future__ import annotations

import segno

from jalon.cash import slip
from jalon.cash.models import Receipt
from jalon.cash.receipts import number_of
from jalon.crossings.recall import local_time
from jalon.journal.node import public_key_of, this_node

BORDER = 4  # modules of quiet around a code, as ISO/IEC 18004 asks


def code_of(receipt: Receipt) -> str:
    """The signed line of a receipt of this machine; empty for another's, which this machine cannot sign for."""
    node = this_node()
    if receipt.node != node.id:
        return ""
    said = {
        "number": number_of(receipt),
        "amount": f"{receipt.total} {receipt.currency}",
        "post": receipt.post,
        "time": local_time(receipt.at).strftime("%Y-%m-%d %H:%M"),
        "what": receipt.what,
        "rule": receipt.due["rule"],
    }
    return slip.write(said, node.id, node.keys.sign)


def picture(code: str) -> str:
    """The line as a QR code: a data address of an SVG. A seventh of it may be soiled (level M)."""
    return segno.make(code, error="m", micro=False).svg_data_uri(border=BORDER, omitsize=True)


def public_key(node: str) -> bytes | None:
    """The public key of a machine that this journal knows: this one, or one whose entries it holds."""
    keys = this_node().keys
    if node == keys.node:
        return keys.public_key
    return public_key_of(node)
