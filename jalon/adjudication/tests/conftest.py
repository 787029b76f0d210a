"""The node under test as a headquarters."""

from __future__ import annotations

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jalon.adjudication import matching
from jalon.adjudication.tests.headquarters import PASSWORD
from jalon.config import cast
from jalon.journal import node as node_room


@pytest.fixture
def headquarters(node, settings):
    """The node under test as the root of its state; the cast is enrolled. Username → officer id."""
    keys = node / "keys"
    sealing = X25519PrivateKey.from_private_bytes((keys / "sealing.key").read_bytes())
    facts = json.loads((keys / "node.json").read_text()) | {
        "headquarters": sealing.public_key().public_bytes_raw().hex()
    }
    (keys / "node.json").write_text(json.dumps(facts))
    settings.JALON_TIER = "headquarters"
    node_room.forget_this_node()
    cast.declare_posts()
    officers = cast.enrol("ML-GOG", PASSWORD, date(2026, 1, 1))
    matching._swept.clear()
    return officers
