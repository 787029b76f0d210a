"""The sidecar: a small file outside the databases and outside every backup that remembers the highest signed head.

A journal whose head stands below its sidecar has lost entries, or is a copy. Two slots are written in turn, each with
its own checksum, so that a torn write spoils one and leaves the other. The file may lag behind the journal after a
power cut (it is not flushed at each entry); it never runs ahead of it, because it is written after the commit.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

SLOT = 512


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry known to be signed in an epoch; `hash` and `signature` are hexadecimal."""

    node: str
    epoch: str
    seq: int
    position: int
    hash: str
    signature: str


def write(path: Path, head: Head) -> None:
    """Remember `head` in the slot that does not hold the present one."""
    content = json.dumps(asdict(head), separators=(",", ":")).encode()
    slot = (hashlib.sha256(content).hexdigest()[:16].encode() + content).ljust(SLOT)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(descriptor, slot, SLOT * (head.position % 2))
    finally:
        os.close(descriptor)


def read(path: Path) -> Head | None:
    """The highest head whose slot is whole; None where the file is absent or both slots are spoilt."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    heads = [head for at in (0, SLOT) if (head := _slot(raw[at : at + SLOT])) is not None]
    return max(heads, key=lambda head: head.position, default=None)


def _slot(raw: bytes) -> Head | None:
    content = raw[16:].rstrip()
    if hashlib.sha256(content).hexdigest()[:16].encode() != raw[:16]:
        return None
    try:
        return Head(**json.loads(content))
    except (ValueError, TypeError):
        return None
