"""What alerts cost a headquarters of 300 posts: passing new travellers, and asking every rule once.

    python bench/alerts.py [--travellers N]          1,000,000 is what docs/alerts.md states; 100,000 without it

As a headquarters on PostgreSQL (with tools/with_postgresql.py before it), else on SQLite. The rows are
those that entries would have made; nine weeks of them, so that there is a usual.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

POSTS, WEEKS, DAY = 300, 9, 86_400_000
BATCH = 10_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--travellers", type=int, default=100_000)
    number = parser.parse_args().travellers
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        os.environ |= {"JALON_HOME": folder, "JALON_TIER": "headquarters", "JALON_SIDECAR": f"{folder}/sidecar/head"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
        import django

        django.setup()
        measure(number)


def measure(number: int) -> None:
    from django.db import connection, connections

    from jalon.alerts import following, sightings
    from jalon.alerts.models import Alert
    from jalon.config.preparing import prepare_node
    from jalon.journal.node import wall_clock

    prepare_node("ML-GOG", None)
    now = wall_clock()
    print(f"{POSTS} posts, {number:,} travellers in {WEEKS} weeks, {connection.vendor}")
    fill(number, now)
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    start = time.perf_counter()
    passed = done = 0
    while passed := sightings.follow():
        done += passed
    took = time.perf_counter() - start
    print(f"passing: {done:,} rows in {took:.1f} s, {done / took:,.0f} rows/s")
    times = []
    for turn in range(6):
        start = time.perf_counter()
        following.evaluate(now + turn * 1000)
        times.append((time.perf_counter() - start) * 1000)
    print(f"asking every rule: first {times[0]:.0f} ms, then {min(times[1:]):.0f} to {max(times[1:]):.0f} ms")
    print(f"alerts open: {Alert.objects.filter(ended_at__isnull=True).count()}")
    for name, rule in following.RULES.items():
        start = time.perf_counter()
        found = len(list(rule.situations("default", now)))
        print(f"  {name}: {(time.perf_counter() - start) * 1000:.1f} ms, {found} found")
    start = time.perf_counter()
    idle = sightings.follow()
    print(f"nothing new ({idle} rows): {(time.perf_counter() - start) * 1000:.1f} ms")
    connections.close_all()


def fill(number: int, now: int) -> None:
    """Travellers at posts, one in five a document seen before, most of them at a neighbouring post a day later."""
    from jalon.crossings.models import Inspection
    from jalon.journal.models import EnrolledNode
    from jalon.journal.node import this_node
    from jalon.journal.shiftkey import CLEAR
    from jalon.posts.models import Post
    from jalon.sync.models import Contact

    chance = random.Random(5)
    nodes = [f"{post:016x}" for post in range(POSTS)]
    for post, node in enumerate(nodes):
        facts = {"latitude": 12 + post % 20 * 0.4, "longitude": -11 + post // 20 * 0.7, "declared": "x"}
        Post.objects.create(code=f"P{post}", name=f"Post {post}", country="MLI", **facts)
        keys = {"signing": "0" * 64, "sealing": "0" * 64, "recall": "0" * 64}
        told = {"enrolled": "x", "enrolled_by": "x", "enrolled_at": now - 99 * DAY}
        EnrolledNode.objects.create(id=node, post=f"P{post}", **keys, **told)
        Contact.objects.create(node=node, at=now - chance.randrange(3_600_000), ahead_least=-900, ahead_most=900)
    put_away = this_node().shift_keys.put_away_value
    seen = "x" * 300  # hits, lists and what was not checked: the rest of what an inspection keeps

    def rows():
        for position in range(1, number + 1):
            at = now - WEEKS * 7 * DAY + position * (WEEKS * 7 * DAY) // number
            node = nodes[chance.randrange(POSTS)]
            document = f"B{chance.randrange(4 * number):08d}"
            body = {"fields": {"document_number": document, "issuing_state": "MLI", "surname": "TRAORE"}, "seen": seen}
            arrival = 10**6 + position  # beyond the entries of this node
            yield Inspection(
                key=f"{node}.{0:016x}.{position}", shift=f"{node}.e.1", officer="a", at=at, passed_at=at,
                position=arrival, direction="entry", document_type="passport", level="clear", hits=0, token="x" * 24,
                kept=put_away(body, CLEAR), state="admitted",
            )  # fmt: skip

    every = rows()
    while batch := list(islice(every, BATCH)):
        Inspection.objects.bulk_create(batch)
        print(f"\r{batch[-1].position:,} of {number:,} rows made", end="", file=sys.stderr)
    print(file=sys.stderr)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
