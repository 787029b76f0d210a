"""Entries a second that a headquarters receives (verified, stored, receipted) and applies, on PostgreSQL.

Simulated posts write as desks do (travellers, children, refusals, second lines, shifts); their batches of 100 lie in
files before the clock starts. One process receives, another applies what it received, as `jalon serve` and
`jalon work` do; the clock stops when every entry is in the tables. Target: 5,000 entries a second with two cores. Each
run adds to the same database. Without JALON_DATABASE_URL a PostgreSQL is started from its wheel. On a machine that is
shared, look at how many cores the run had.

  python bench/receiving.py [--runs 5] [--posts 20] [--crossings 500]
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from parts import headquarters

TARGET = 5_000
TOGETHER = get_context("spawn")


def written(home: str, numbers: list[int], crossings: int, path: str) -> int:
    """Write the batches of some posts to a file, post after post in turn. Returns how many entries they hold."""
    headquarters.start(home)
    from jalon.config.demo.simulated import SimulatedPost

    key = headquarters.public_key()
    posts = [SimulatedPost(key, number, seed=9) for number in numbers]
    entries = sum(post.crossings(crossings) for post in posts)
    keys = {post.node: post.keys.public_key for post in posts}
    streams = [list(post.batches()) for post in posts]
    longest = max(len(stream) for stream in streams)
    raws = [stream[at] for at in range(longest) for stream in streams if at < len(stream)]
    Path(path).write_bytes(pickle.dumps((keys, raws)))
    return entries


def received(home: str, path: str, ready: Any) -> tuple[float, float]:
    """Receive the batches of a file. Returns when the first and the last was taken, on the monotonic clock."""
    headquarters.start(home)
    from jalon.journal.receive import Outcome, receive

    keys, raws = pickle.loads(Path(path).read_bytes())
    ready.wait()
    started = time.monotonic()
    for raw in raws:
        assert receive(raw, keys.get).outcome is Outcome.STORED
    return started, time.monotonic()


def applied(home: str, until: int, ready: Any) -> float:
    """Apply up to an arrival position. Returns when that was reached."""
    headquarters.start(home)
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


def one_run(home: str, path: str, entries: int, pool: Any, *, apply: bool) -> tuple[float, float]:
    """Seconds, and seconds of a core, of one run over the batches of a file."""
    until = headquarters.arrived() + entries
    ready = TOGETHER.Manager().Barrier(2 if apply else 1)
    taken = headquarters.processor()
    receiving = pool.submit(received, home, path, ready)
    ended = pool.submit(applied, home, until, ready).result() if apply else None
    started, stopped = receiving.result()
    return (ended or stopped) - started, headquarters.processor() - taken


def measure(home: str, options: argparse.Namespace) -> int:
    from jalon.journal.models import Parked

    figures: dict[str, list[float]] = {"received": [], "received and applied": []}
    number = 0
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2, TOGETHER) as pool:
        for run in range(options.runs):
            for name, apply in (("received", False), ("received and applied", True)):
                path = str(Path(folder) / f"{run}-{apply}")
                numbers = list(range(number + 1, number + 1 + options.posts))
                number += options.posts
                entries = pool.submit(written, home, numbers, options.crossings, path).result()
                pool.submit(caught_up, home).result()
                seconds, cores = one_run(home, path, entries, pool, apply=apply)
                figures[name].append(entries / seconds)
                print(
                    f"run {run + 1}: {entries} entries {name}: {entries / seconds:6.0f} a second, with"
                    f" {cores / seconds:.1f} cores; {cores / entries * 1e6:.0f} µs of a core an entry"
                    f"   (load {headquarters.load()})",
                    flush=True,
                )
    assert not Parked.objects.exists()
    for name, rates in figures.items():
        reached = "reached" if min(rates) >= TARGET else "MISSED"
        print(f"{name:<22}{min(rates):7.0f} least,{median(rates):7.0f} median   (target {TARGET}: {reached})")
    return 0


def caught_up(home: str) -> None:
    headquarters.start(home)
    from jalon.journal.applying import follow

    follow()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--posts", type=int, default=20)
    parser.add_argument("--crossings", type=int, default=500, help="a post")
    options = parser.parse_args()
    return headquarters.on_postgresql(lambda home: measure(home, options))


if __name__ == "__main__":
    sys.exit(main())
