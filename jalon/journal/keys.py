"""A node's keys: one to sign its heads (Ed25519), one to read what is sealed to it (X25519), both in its key folder.

The folder stands outside both databases and outside every backup. The files are readable by their owner alone; on a
post's laptop they stand on an encrypted disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey


class NodeNotPrepared(Exception):
    """This machine has no keys yet: `jalon node prepare` makes them."""


@dataclass(frozen=True)
class Parent:
    """The headquarters that enrolled this machine: whose word counts here, and where it answers."""

    node: str
    signing: bytes  # Ed25519, 32 bytes
    address: str  # https://…, or empty where only sticks travel


@dataclass(frozen=True)
class NodeKeys:
    """The keys of this machine, and the public key of the headquarters it writes to."""

    node: str  # first 8 bytes of SHA-256 of the signing public key, hexadecimal: the id proves itself
    post: str  # the code of the place this machine stands at; a headquarters has one too
    signing: Ed25519PrivateKey
    sealing: X25519PrivateKey
    headquarters: X25519PublicKey
    recall: bytes  # the HMAC key of the tokens kept beyond a shift
    parent: Parent | None = None  # None where no headquarters enrolled it yet

    @property
    def public_key(self) -> bytes:
        return self.signing.public_key().public_bytes_raw()

    @property
    def is_headquarters(self) -> bool:
        return self.headquarters.public_bytes_raw() == self.sealing.public_key().public_bytes_raw()

    def sign(self, statement: bytes) -> bytes:
        return self.signing.sign(statement)


def node_id(public_key: bytes) -> str:
    return hashlib.sha256(public_key).hexdigest()[:16]


def prepare(folder: Path, post: str, headquarters: bytes | None) -> NodeKeys:
    """Make this machine's keys, once. `headquarters` is its public sealing key; None makes this node its own root."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = folder / "node.json"
    if facts.exists():
        return load(folder)
    sealing = X25519PrivateKey.generate()
    write_private(folder / "signing.key", Ed25519PrivateKey.generate().private_bytes_raw())
    write_private(folder / "sealing.key", sealing.private_bytes_raw())
    write_private(folder / "recall.key", secrets.token_bytes(32))
    above = headquarters or sealing.public_key().public_bytes_raw()
    write_private(facts, json.dumps({"post": post, "headquarters": above.hex()}).encode())
    return load(folder)


def load(folder: Path) -> NodeKeys:
    """Read this machine's keys. Raises NodeNotPrepared where there are none."""
    try:
        facts = json.loads((folder / "node.json").read_text())
        signing = Ed25519PrivateKey.from_private_bytes((folder / "signing.key").read_bytes())
        sealing = X25519PrivateKey.from_private_bytes((folder / "sealing.key").read_bytes())
        recall = (folder / "recall.key").read_bytes()
        headquarters = X25519PublicKey.from_public_bytes(bytes.fromhex(facts["headquarters"]))
    except FileNotFoundError as missing:
        raise NodeNotPrepared(
            f"This machine is not prepared: {missing.filename} is missing. Run: jalon node prepare --post CODE"
        ) from None
    parent = None
    if "parent" in facts:
        above = facts["parent"]
        parent = Parent(above["node"], bytes.fromhex(above["signing"]), above["address"])
    node = node_id(signing.public_key().public_bytes_raw())
    return NodeKeys(node, facts["post"], signing, sealing, headquarters, recall, parent)


def adopt(folder: Path, post: str, headquarters: bytes, parent: Parent) -> NodeKeys:
    """Write down which headquarters this machine belongs to from now on, whole and on the disk."""
    above = {"node": parent.node, "signing": parent.signing.hex(), "address": parent.address}
    facts = {"post": post, "headquarters": headquarters.hex(), "parent": above}
    write_private(folder / "node.json", json.dumps(facts).encode())
    return load(folder)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole and on the disk before its name appears."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")  # two writers do not meet in one
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
