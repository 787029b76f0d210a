"""A machine with keys, in bad hands: whatever it writes, its headquarters goes on reading everybody else."""

from __future__ import annotations

import json
import struct

import pytest
import zstandard

from jalon.journal import append, payload, seal
from jalon.journal import batch as batches
from jalon.journal.applying import follow
from jalon.journal.batch import BatchUnreadable
from jalon.journal.models import Cursor, Parked
from jalon.journal.node import this_node
from jalon.journal.tests.chain import stamp
from jalon.journal.tests.test_receive import Sender

pytestmark = pytest.mark.both

STRANGE = {
    "a version without end": (b'{"b":{},"v":1e999}', "crossing.inspected"),
    "a version that is none": (b'{"b":{},"v":true}', "crossing.inspected"),
    "no body": (b'{"b":[],"v":1}', "crossing.inspected"),
    "a NUL in a key": (b'{"b":{"inspection":"NODE.a\\u0000b"},"v":1}', "crossing.decided"),
    "half a pair in a key": (b'{"b":{"inspection":"NODE.a\\ud800b"},"v":1}', "crossing.decided"),
    "half a pair in bytes": (b'{"b":{"inspection":"NODE.\xed\xa0\x80"},"v":1}', "crossing.decided"),
    "a key without end": (b'{"b":{"inspection":"NODE.' + b"a" * 500 + b'"},"v":1}', "crossing.decided"),
    "a list for a key": (b'{"b":{"inspection":["a"]},"v":1}', "crossing.decided"),
    "a number for a key": (b'{"b":{"inspection":7},"v":1}', "crossing.decided"),
    "a number beyond any column": (b'{"b":{"shift":"s","closed":1' + b"0" * 30 + b'},"v":1}', "shift.closed"),
    "lists in lists": (b'{"b":{"x":[' + b"[]," * 150_000 + b'1]},"v":1}', "counts.closed"),
    "nested without end": (b'{"b":{"x":' + b"[" * 90_000 + b"]" * 90_000 + b'},"v":1}', "counts.closed"),
    "a number of an edition": (
        b'{"b":{"audience":"","by":"","facts":{},"name":"posts","number":2147483647,"root":"","wall":0},"v":1}',
        "edition.switched",
    ),
}


@pytest.fixture
def sender(node, tmp_path):
    return Sender(tmp_path / "sender")


def write(sender: Sender, text: bytes, verb: str) -> None:
    """An entry with this text for a payload, sealed and signed as it should be."""
    parent = this_node().keys.sealing.public_key()
    salted = payload.Payload(b"s" * payload.SALT, text)
    clear = bytes([0]) + salted.salt + payload._compressor(0).compress(text)

    def sealed(node, epoch, seq):
        return seal.seal(clear, [parent], seal.info(node, epoch, seq, verb))

    draft = append.Draft(verb, salted.commitment, stamp(0), sealed, lambda *_: None)
    append.append(sender.connection, (sender.keys.node, sender.epoch), [draft], sender.keys.sign)


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_payload_is_parked_and_what_follows_is_read(sender, name):
    text, verb = STRANGE[name]
    write(sender, text.replace(b"NODE", sender.keys.node.encode()), verb)
    fine = {"shift": "s", "figures": {}, "cards": [], "kept": [], "done": []}
    write(sender, json.dumps({"b": fine, "v": 1}, separators=(",", ":"), sort_keys=True).encode(), "counts.closed")
    sender.send()
    follow()
    parked = Parked.objects.get()
    assert parked.kind in {Parked.FAILED, Parked.WAITS}
    assert Cursor.objects.get(name="tables").position == parked.position + 1


def columns_of(raw: bytes) -> tuple[dict, bytes]:
    _, length = struct.unpack_from(">BI", raw)
    packed = raw[5 : 5 + length]
    return json.loads(zstandard.ZstdDecompressor().stream_reader(packed).read(1 << 24)), raw[5 + length :]


def with_columns(columns: dict, rest: bytes) -> bytes:
    packed = zstandard.ZstdCompressor().compress(json.dumps(columns).encode())
    return struct.pack(">BI", batches.WIRE_FORMAT, len(packed)) + packed + rest


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["verbs"].__setitem__(0, ["v" * 1_000_000]),
        lambda c: c["actors"].__setitem__(0, ["a" * 65]),
        lambda c: c["readers"].__setitem__(0, ["00" * 40]),
        lambda c: c.__setitem__("epoch", "a.1"),
        lambda c: c.__setitem__("epoch", "x\0"),
        lambda c: c.__setitem__("parts", [5] * len(c["parts"])),
        lambda c: c.__setitem__("more", "x" * batches.COLUMNS),
        lambda c: c.__setitem__("lengths", [3 << 20] * len(c["lengths"])),
    ],
)
def test_a_few_bytes_do_not_grow_to_gigabytes(sender, change):
    write(sender, b'{"b":{},"v":1}', "counts.closed")
    columns, rest = columns_of(batches.encode(sender.batch()))
    change(columns)
    with pytest.raises(BatchUnreadable):
        batches.decode(with_columns(columns, rest))


def test_nothing_is_built_for_a_stranger(sender, monkeypatch):
    write(sender, b'{"b":{},"v":1}', "counts.closed")
    monkeypatch.setattr(batches, "_chain", lambda *_: pytest.fail("the chain was built"))
    with pytest.raises(batches.SenderStrange):
        batches.decode(batches.encode(sender.batch()), lambda _: False)
