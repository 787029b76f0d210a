"""A post of Mali that has no link: its machine was enrolled a week ago, and what it recorded since is on a stick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from jalon.config.demo import clock
from jalon.config.demo.months import CLOSES, COURIER, LivedPost, Season
from jalon.config.demo.story.days import before
from jalon.journal import batch
from jalon.journal.node import this_node
from jalon.journal.record import record
from jalon.staff.verbs import INSTALLER
from jalon.sync import stick

POST, NUMBER, ENROLLED = "ML-SON", 50, 7
A_DAY = 14  # travellers
MANY = 1000  # entries of a batch


def make(path: Path, today: date) -> None:
    """At the headquarters: enrol the machine, and write the file that stands for its stick, once."""
    if path.exists():
        return
    here = this_node()
    season = Season(POST, A_DAY, COURIER, reader=((ENROLLED, -1),))
    first = before(today, ENROLLED)
    post = LivedPost(here.keys.sealing.public_key().public_bytes_raw(), NUMBER, season, first)
    with clock.on(first, 5):
        record("node.enrolled", post.enrolment(INSTALLER), INSTALLER)
    for ago in range(ENROLLED - 1, 0, -1):
        post.live(today - timedelta(days=ago), ago, CLOSES)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _carried_by(post), stick._Writer(path, here.id, _reader(post)) as out:
        for one in post.unencoded(most=MANY):
            out.put(stick.BATCH, batch.encode(one))


def _reader(post: LivedPost) -> X25519PublicKey:
    return post.keys.headquarters


@contextmanager
def _carried_by(post: LivedPost) -> Iterator[None]:
    """While the block lasts, what writes a stick in this process does it for the machine of that post."""
    ours: Any = stick.this_node
    theirs = SimpleNamespace(id=post.node, keys=post.keys)
    stick.this_node = lambda: theirs  # type: ignore[assignment,return-value]
    try:
        yield
    finally:
        stick.this_node = ours
