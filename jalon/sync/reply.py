"""What a headquarters answers to a batch: a receipt cut down to what the sender does not know, or its own head.

A receipt, 71 or 79 bytes, big endian: flags (1 byte: 1 something waits for the node, 2 a fork), wall time ms (6),
Ed25519 signature (64), and of a fork the branch's derived epoch id (8). A head, 44 bytes: seq (4), hash (32), epoch
(8).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from jalon.journal.batch import Batch
from jalon.journal.receipts import Receipt, ReceiptRefused
from jalon.journal.receive import Head

WAITS, FORK = 1, 2
PLAIN = 71
WITH_BRANCH = PLAIN + 8
HEAD = struct.Struct(">I32s8s")


@dataclass(frozen=True, slots=True)
class Reply:
    """A receipt, and whether something waits for the node at its headquarters."""

    receipt: Receipt
    waits: bool


def receipt_bytes(receipt: Receipt, waits: bool) -> bytes:
    flags = (WAITS if waits else 0) | (FORK if receipt.branch else 0)
    branch = bytes.fromhex(receipt.branch)
    return bytes([flags]) + receipt.wall.to_bytes(6, "big") + bytes.fromhex(receipt.signature) + branch


def read_receipt(raw: bytes, sent: Batch, by: str) -> Reply:
    """The receipt of a batch, whole again; who signed it is asked where it is kept. Raises ReceiptRefused."""
    if len(raw) not in {PLAIN, WITH_BRANCH} or (len(raw) == WITH_BRANCH) != bool(raw[0] & FORK):
        raise ReceiptRefused("the answer to a batch is no receipt")
    wall, signature, branch = int.from_bytes(raw[1:7], "big"), raw[7:PLAIN].hex(), raw[PLAIN:].hex()
    last = sent.last
    receipt = Receipt(by, sent.node, sent.epoch, last.header.seq, last.hash.hex(), wall, branch, signature)
    return Reply(receipt, bool(raw[0] & WAITS))


def head_bytes(head: Head) -> bytes:
    return HEAD.pack(head.seq, head.hash, bytes.fromhex(head.epoch))


def read_head(raw: bytes, node: str) -> Head:
    """How far the headquarters holds an epoch. Raises ReceiptRefused."""
    if len(raw) != HEAD.size:
        raise ReceiptRefused("the headquarters refused the batch and did not say how far it holds this epoch")
    seq, hashed, epoch = HEAD.unpack(raw)
    return Head(node, epoch.hex(), seq, hashed)
