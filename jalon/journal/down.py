"""What a headquarters tells one node: a stream of its own, sealed to that node and to the headquarters itself.

The node pulls it and applies it like any entry; the headquarters applies it too, as the record of what it told.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from jalon.journal.models import EnrolledNode
from jalon.journal.node import this_node
from jalon.journal.nodes import NodeUnknown
from jalon.journal.record import Recorded, append_and_follow, draft_of
from jalon.journal.verbs import Body, table


def stream_to(node: str) -> str:
    """The name of the stream whose only audience is one node."""
    return f"node {node}"


def tell(node: str, acts: Sequence[tuple[str, Body]], actor: str) -> list[Recorded]:
    """Append entries (verb, body) to the stream of one node, in one transaction: all are on the disk, or none.

    They reach it at its next contact. Raises NodeUnknown where it is not enrolled here, or not trusted any more.
    """
    known = EnrolledNode.objects.filter(id=node, revoked_at__isnull=True).first()
    if known is None:
        raise NodeUnknown(f"no node {node} is enrolled and trusted here")
    reader = X25519PublicKey.from_public_bytes(bytes.fromhex(known.sealing))
    ours = this_node()
    drafts = [draft_of(table()[verb], body, actor, None, ours, [reader]) for verb, body in acts]
    return append_and_follow(ours, drafts, stream_to(node))
