"""Whom this machine calls: the headquarters of a post; at a headquarters, the forums it joined.

They are called alike. What differs is which of this machine's streams is carried there, where its receipts stand, and
which editions are taken from there: a forum gives what its members agreed, and never an officer, a list or a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from jalon.journal import peers, sending
from jalon.journal.node import HEADQUARTERS_STREAM, this_node
from jalon.journal.receipts import Receipt


class NotEnrolled(Exception):
    """No headquarters enrolled this machine yet: there is nobody to send to."""


@dataclass(frozen=True, slots=True)
class Above:
    """`stream`: what this machine writes for it. `name`: a forum's id, empty for the headquarters of a post."""

    node: str
    signing: bytes  # Ed25519, 32 bytes
    sealing: bytes  # X25519, 32 bytes
    address: str
    stream: str = HEADQUARTERS_STREAM
    name: str = ""
    party: str = ""  # the code under which this state sits in a forum
    left: bool = False  # this state sits there no more: what was told is still carried, and nothing is fetched

    @property
    def is_forum(self) -> bool:
        return bool(self.name)

    def last_receipt(self) -> Receipt | None:
        return this_node().last_receipt(self.name, (self.node, self.signing))

    def not_sent(self) -> int:
        """How many entries for it have no receipt of it."""
        return sending.left_after(self.stream, self.last_receipt())


def the_parent() -> Above:
    """The headquarters that this machine belongs to. Raises NotEnrolled."""
    keys = this_node().keys
    if keys.parent is None:
        raise NotEnrolled("No headquarters enrolled this machine: ask it for a one-time code, then: jalon node enrol")
    sealing = keys.headquarters.public_bytes_raw()
    return Above(keys.parent.node, keys.parent.signing, sealing, keys.parent.address)


def forums() -> list[Above]:
    """The forums that this headquarters calls: where it sits, and where something is still to be carried to."""
    found = []
    for peer in peers.known():
        signing, sealing = bytes.fromhex(peer.signing), bytes.fromhex(peer.sealing)
        stream = peers.stream_to_forum(peer.id)
        left = peer.left_at is not None
        one = Above(peer.id, signing, sealing, peer.address, stream, peer.id, peer.party, left)
        if not left or one.not_sent():
            found.append(one)
    return found


def everybody() -> list[Above]:
    """All of whom this machine calls. Raises NotEnrolled where there is nobody."""
    if this_node().keys.parent is not None:
        return [the_parent()]
    found = forums()
    if not found:
        raise NotEnrolled("No headquarters enrolled this machine, and it joined no forum: there is nobody to send to.")
    return found


def by_node(node: str) -> Above | None:
    """Whoever above has this machine's id; None for a stranger."""
    if this_node().keys.parent is not None:
        parent = the_parent()
        return parent if parent.node == node else None
    return next((one for one in forums() if one.node == node), None)
