"""Entries a second that a headquarters receives (verified, stored, receipted) and applies, on PostgreSQL.

Simulated posts write as desks do (travellers, children, refusals, second lines, shifts); their batches of 100 lie in
files before the clock starts. One process receives, another applies what it received, as `jalon serve` and
`jalon work` do; the clock stops when every entry is in the tables. Target: 5,000 entries a second with two cores. Each
run adds to the same database. Without JALON_DATABASE_URL a PostgreSQL is started from its wheel.

  python bench/receiving.py [--runs 5] [--posts 20] [--crossings 500]
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = 5_000
TOGETHER = get_context("spawn")


def written(home: str, numbers: list[int], crossings: int, path: str) -> int:
    """Write the batches of some posts to a file, post after post in turn. Returns how many entries they hold."""
    start(home)
    from jalon.config.demo.simulated import SimulatedPost
    from jalon.journal.node import this_node

    headquarters = this_node().keys.sealing.public_key().public_bytes_raw()
    posts = [SimulatedPost(headquarters, number, seed=9) for number in numbers]
    entries = sum(post.crossings(crossings) for post in posts)
    keys = {post.node: post.keys.public_key for post in posts}
    streams = [list(post.batches()) for post in posts]
    longest = max(len(stream) for stream in streams)
    raws = [stream[at] for at in range(longest) for stream in streams if at < len(stream)]
    Path(path).write_bytes(pickle.dumps((keys, raws)))
    return entries


def received(home: str, path: str, ready: Any) -> float:
    """Receive the batches of a file. Returns when the first was taken (of this machine's monotonic clock)."""
    start(home)
    from jalon.journal.receive import Outcome, receive

    keys, raws = pickle.loads(Path(path).read_bytes())
    ready.wait()
    started = time.monotonic()
    for raw in raws:
        assert receive(raw, keys.get).outcome is Outcome.STORED
    return started


def applied(home: str, until: int, ready: Any) -> float:
    """Apply up to an arrival position. Returns when that was reached."""
    start(home)
    from jalon.config.working import for_long
    from jalon.journal.applying import CURSOR
    from jalon.journal.models import Cursor

    follow = for_long()
    follow()
    ready.wait()
    while Cursor.objects.get(name=CURSOR).position < until:
        if not follow():
            time.sleep(0.01)
    return time.monotonic()


def start(home: str) -> None:
    sys.path.insert(0, str(ROOT))
    from jalon.config.starting import start_django

    start_django(home)


def one_run(home: str, files: list[tuple[str, int]], pool: Any, *, apply: bool) -> float:
    """Entries a second of one run over the batches of these files."""
    from jalon.journal.applying import entries_in_journal

    entries = sum(count for _, count in files)
    until = entries_in_journal() + entries
    ready = TOGETHER.Manager().Barrier(2 if apply else 1)
    (path, _), *_ = files
    receiving = pool.submit(received, home, path, ready)
    if not apply:
        started = receiving.result()
        return entries / (time.monotonic() - started)
    applying = pool.submit(applied, home, until, ready)
    return entries / (applying.result() - receiving.result())


def measure(home: str, options: argparse.Namespace) -> int:
    start(home)
    from django.db import connection

    from jalon.config.preparing import prepare_node
    from jalon.journal.models import Parked

    prepare_node("ML-HQ")
    connection.close()
    figures: dict[str, list[float]] = {"received": [], "received and applied": []}
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2, TOGETHER) as pool:
        number = 0
        for run in range(options.runs):
            for name, apply in (("received", False), ("received and applied", True)):
                path = str(Path(folder) / f"{run}-{apply}")
                numbers = list(range(number + 1, number + 1 + options.posts))
                number += options.posts
                entries = pool.submit(written, home, numbers, options.crossings, path).result()
                if apply:
                    pool.submit(caught_up, home).result()
                rate = one_run(home, [(path, entries)], pool, apply=apply)
                figures[name].append(rate)
                print(f"run {run + 1}: {entries} entries {name}: {rate:7.0f} a second   (load {load()})", flush=True)
        assert not Parked.objects.exists()
    for name, rates in figures.items():
        reached = "reached" if min(rates) >= TARGET else "MISSED"
        print(f"{name:<22} {min(rates):7.0f} least, {median(rates):7.0f} median  (target {TARGET}: {reached})")
    return 0


def caught_up(home: str) -> None:
    start(home)
    from jalon.journal.applying import follow

    follow()


def load() -> str:
    """Processes that wanted a core, on average of the last minute: the noise of the machine."""
    return f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} cores"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--posts", type=int, default=20)
    parser.add_argument("--crossings", type=int, default=500, help="a post")
    options = parser.parse_args()
    if "JALON_DATABASE_URL" not in os.environ:
        return subprocess.call([sys.executable, str(ROOT / "tools" / "with_postgresql.py"), sys.executable, *sys.argv])
    os.environ["JALON_TIER"] = "headquarters"
    with tempfile.TemporaryDirectory() as home:
        return measure(home, options)


if __name__ == "__main__":
    sys.exit(main())
