"""The node under test as a forum's machine."""

from __future__ import annotations

import pytest

from jalon.journal.node import this_node


@pytest.fixture
def forum(node, settings):
    """The node under test is a forum's own machine, not yet founded. Its id, which is the forum's."""
    settings.JALON_TIER = "forum"
    return this_node().id
