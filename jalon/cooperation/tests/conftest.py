"""The node under test as a forum's machine, or as a headquarters."""

from __future__ import annotations

import pytest

from jalon.adjudication.tests.conftest import headquarters
from jalon.journal.node import this_node

__all__ = ["forum", "headquarters"]


@pytest.fixture
def forum(node, settings):
    """The node under test is a forum's own machine, not yet founded. Its id, which is the forum's."""
    settings.JALON_TIER = "forum"
    return this_node().id
