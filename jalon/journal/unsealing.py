"""A process that opens what is sealed to this node, beside the one that applies it: two cores are used, not one.

Opening a seal is arithmetic that holds a Python process to itself. The process is given the sealing key over a pipe
that nobody else holds, reads no file, and ends when that pipe does, however the other process ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jalon.journal import seal
from jalon.journal.header import Header

Sealed = tuple[bytes, bytes]  # the header's exact bytes, the sealed bytes
Unsealed = bytes | ValueError | None  # the clear payload; None: not sealed to this node


def unseal(header: Header, sealed: bytes, key: X25519PrivateKey) -> bytes | None:
    """The clear payload of an entry; None where no part is sealed to this key. Raises ValueError: it was altered."""
    bound = seal.info(header.node, header.epoch, header.seq, header.verb)
    try:
        return seal.open_sealed(sealed, key, bound)
    except seal.NotForUs:
        return None


class Unsealer:
    """The process. It takes one list at a time, and gives it back opened, in order."""

    def __init__(self, key: X25519PrivateKey) -> None:
        context = get_context("spawn")  # a fork would hold copies of database connections
        self._pipe, far = context.Pipe()
        process = context.Process(target=_work, args=(far, key.private_bytes_raw()), name="unsealing", daemon=True)
        process.start()
        far.close()

    def send(self, entries: Sequence[Sealed]) -> None:
        """Raises OSError where the process is gone."""
        self._pipe.send(entries)

    def take(self) -> list[Unsealed]:
        """What was sent last, opened. Raises OSError or EOFError where the process is gone."""
        answer: list[Unsealed] = self._pipe.recv()
        return answer

    def close(self) -> None:
        self._pipe.close()


def _work(pipe: Connection, key: bytes) -> None:
    """The process's whole life."""
    sealing = X25519PrivateKey.from_private_bytes(key)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send([_unsealed(raw, sealed, sealing) for raw, sealed in pipe.recv()])


def _unsealed(raw: bytes, sealed: bytes, key: X25519PrivateKey) -> Unsealed:
    try:
        return unseal(Header.from_bytes(raw), sealed, key)
    except ValueError as altered:
        return altered
