"""A call says who asks, proven; one bit of it changed and nobody answers."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from jalon.journal.keys import node_id
from jalon.sync import call as calls
from jalon.sync.call import Call, CallUnreadable

KEY = Ed25519PrivateKey.generate()
NODE = node_id(KEY.public_key().public_bytes_raw())
HEX = st.binary(min_size=8, max_size=8).map(bytes.hex)


def key_of(node: str) -> bytes | None:
    return KEY.public_key().public_bytes_raw() if node == NODE else None


def a_call() -> Call:
    return Call(NODE, 1_790_000_000_000, 1_790_000_000_001, "ab" * 8, 1234, 7, "", 0, "cd" * 8, (0, 1, 0))


@given(
    number=st.integers(0, 2**63),
    wall=st.integers(0, 2**63),
    boot=HEX,
    mono=st.integers(0, 2**63),
    waiting=st.integers(0, 2**32 - 1),
    seq=st.integers(0, 2**32 - 1),
    editions=HEX,
    program=st.tuples(*[st.integers(0, 255)] * 3),
)
def test_a_call_is_read_as_it_was_said(number, wall, boot, mono, waiting, seq, editions, program) -> None:
    said = Call(NODE, number, wall, boot, mono, waiting, "", seq, editions, program)
    assert calls.read(said.signed(KEY.sign), key_of) == said


def test_every_bit_is_covered() -> None:
    raw = base64.urlsafe_b64decode(a_call().signed(KEY.sign) + "==")
    for at in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(CallUnreadable):
            calls.read(base64.urlsafe_b64encode(bytes(changed)).rstrip(b"=").decode(), key_of)


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 172, "=" * 172, "A" * 10_000])
def test_what_is_no_call_is_refused(text: str) -> None:
    with pytest.raises(CallUnreadable):
        calls.read(text, key_of)


def test_a_stranger_and_a_thief_are_refused() -> None:
    with pytest.raises(CallUnreadable, match="not signed"):
        calls.read(a_call().signed(Ed25519PrivateKey.generate().sign), key_of)
    with pytest.raises(CallUnreadable, match="enrolled"):
        calls.read(a_call().signed(KEY.sign), lambda _: None)
