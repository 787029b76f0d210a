"""One headquarters for a file of tests; each test's post is its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jalon.config.joining import join
from jalon.sync.tests.two_nodes import Headquarters


@pytest.fixture(scope="module")
def headquarters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headquarters]:
    one = Headquarters(tmp_path_factory.mktemp("headquarters"))
    one.prepare()
    one.serve()
    yield one
    one.stop()


@pytest.fixture
def post(bare_node: Path, headquarters: Headquarters) -> Path:
    """A new machine that the headquarters has just enrolled at Gogui."""
    join(headquarters.address, headquarters.code())
    return bare_node


@pytest.fixture
def bare_node(node: Path) -> Iterator[Path]:
    """A machine with databases and no keys."""
    import shutil

    from jalon.journal import node as nodes

    shutil.rmtree(node / "keys")
    nodes.forget_this_node()
    yield node
    nodes.forget_this_node()
