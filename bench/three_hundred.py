"""Three hundred posts at once: simulated posts send their day over HTTP to a real headquarters, and its pages answer.

16 senders, each post on a line of its own, in batches of 100, to `jalon serve` with `jalon work` beside it, on
PostgreSQL. Meanwhile an officer of the national desk signs in and goes from page to page. Said at the end: entries a
second received and applied, how long the tables and each follower still needed, and p50, p95 of every page. The
senders write as they send, on the same machine: what they take is not the headquarters' to have.

  python bench/three_hundred.py [--posts 300] [--crossings 2000] [--senders 16]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import threading
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from parts import headquarters

PORT = 8144
SEED = 300
PAGES = ("/account/login/", "/border/", "/nodes/", "/hits/", "/lists/", "/presence/", "/statistics/")
THINKS = 0.5  # seconds between two pages
PASSWORD = "nuit-blanche-2026"
WRITERS = 2  # processes that seal: one a core


def send(key: bytes, numbers: list[int], crossings: int, threads: int) -> tuple[int, list[float], int]:
    """Let posts write and send, `threads` at a time. Returns entries, seconds of each batch, batches sent again."""
    headquarters.start(os.environ["JALON_HOME"])
    from jalon.config.demo.simulated import SimulatedPost
    from jalon.sync.link import Link, LinkDown, RefusedThere

    waiting, lock = iter(numbers), threading.Lock()
    seconds: list[float] = []
    counted = [0, 0]

    def work() -> None:
        while True:
            with lock:
                number = next(waiting, None)
            if number is None:
                return
            post = SimulatedPost(key, number, SEED)
            post.crossings(crossings)
            link = Link(f"http://127.0.0.1:{PORT}")
            for raw in post.batches():
                while True:
                    started = time.monotonic()
                    try:
                        link.send(raw)
                    except (LinkDown, RefusedThere):
                        counted[1] += 1
                        time.sleep(random.random())
                        continue
                    seconds.append(time.monotonic() - started)
                    break
            counted[0] += post.written

    several = [threading.Thread(target=work) for _ in range(threads)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    return counted[0], seconds, counted[1]


class Reader(threading.Thread):
    """An officer of the national desk who goes from page to page until `done`."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.failed: list[str] = []

    def run(self) -> None:
        import http.client
        import re
        from urllib.parse import urlencode

        cookies: dict[str, str] = {}

        def ask(method: str, page: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
            line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            body = None
            if fields is not None:
                body = urlencode({**fields, "csrfmiddlewaretoken": cookies.get("csrftoken", "")})
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": cookies["csrftoken"]}
            line.request(method, page, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                found = re.match(r"([^=]+)=([^;]*)", cookie)
                assert found
                cookies[found[1]] = found[2]
            line.close()
            return answer.status, answer.headers.get("Location", ""), text

        def timed(name: str, *what: Any) -> None:
            started = time.monotonic()
            status, where, _ = ask(*what)
            self.seconds[name].append(time.monotonic() - started)
            if status >= 500 or (name != "signing in" and "/login" in where):
                self.failed.append(f"{name}: {status} {where}")

        ask("GET", "/account/login/")
        timed("signing in", "POST", "/account/login/", {"login": "claire", "password": PASSWORD})
        while not self.done.wait(THINKS):
            for page in PAGES[1:]:
                timed(page, "GET", page)
                if self.done.wait(THINKS):
                    return


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def lags() -> dict[str, int]:
    """Rows that each follower still has before it."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    found = {"tables": headquarters.arrived() - headquarters.applied()}
    for name in settings.JALON_FOLLOWERS:
        try:
            lag = import_string(name.rpartition(".")[0] + ".lag")
        except ImportError:
            continue
        found[name.removeprefix("jalon.").removesuffix(".follow")] = lag()
    return found


def measure(options: argparse.Namespace) -> int:
    from datetime import date

    from jalon.config import cast
    from jalon.config.demo.simulated import SimulatedPost
    from jalon.journal.models import Parked

    key = headquarters.public_key()
    cast.declare_posts()
    cast.enrol("ML-HQ", PASSWORD, date(2026, 1, 1))
    numbers = list(range(1, options.posts + 1))
    headquarters.enrol([SimulatedPost(key, number, SEED) for number in numbers])
    before, reader = headquarters.arrived(), Reader()
    with headquarters.running(PORT), ProcessPoolExecutor(WRITERS, get_context("spawn")) as pool:
        reader.start()
        started = time.monotonic()
        shares = [numbers[at::WRITERS] for at in range(WRITERS)]
        sending = [pool.submit(send, key, some, options.crossings, options.senders // WRITERS) for some in shares]
        while not all(one.done() for one in sending):
            time.sleep(5)
            found = lags()
            arrived = headquarters.arrived() - before
            print(
                f"  {time.monotonic() - started:6.0f} s  {arrived:>9} arrived  lag {found}", file=sys.stderr, flush=True
            )
        sent = [one.result() for one in sending]
        received = time.monotonic() - started
        entries = sum(count for count, _, _ in sent)
        while headquarters.applied() < before + entries:
            time.sleep(0.05)
        applied = time.monotonic() - started
        while any(lags().values()) and time.monotonic() - started < applied + options.patience:
            time.sleep(0.5)
        followed, left = time.monotonic() - started, {name: lag for name, lag in lags().items() if lag}
        reader.done.set()
        reader.join(130)
    batches = [one for _, some, _ in sent for one in some]
    assert headquarters.arrived() - before >= entries
    print(f"{options.posts} posts × {options.crossings} crossings: {entries} entries   (load {headquarters.load()})")
    print(
        f"  received in {received:.0f} s, {entries / received:.0f} a second; {sum(n for *_, n in sent)} batches again"
    )
    print(f"  applied after {applied:.0f} s, {entries / applied:.0f} a second; {Parked.objects.count()} parked")
    print(f"  every follower after {followed:.0f} s" + (f"; still before them: {left}" if left else ""))
    print(
        f"  a batch of 100: p50 {percentile(batches, 0.5) * 1000:.0f} ms, p95 {percentile(batches, 0.95) * 1000:.0f} ms"
    )
    for page, seconds in reader.seconds.items():
        p50, p95 = percentile(seconds, 0.5) * 1000, percentile(seconds, 0.95) * 1000
        print(f"  {page:<24} p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   ({len(seconds)} times)")
    for failure in reader.failed:
        print(f"  FAILED {failure}")
    return 1 if reader.failed or Parked.objects.exists() else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--crossings", type=int, default=2_000, help="a post")
    parser.add_argument("--senders", type=int, default=16)
    parser.add_argument("--patience", type=float, default=600, help="seconds to wait for the followers (default 600)")
    options = parser.parse_args()
    return headquarters.on_postgresql(lambda _: measure(options))


if __name__ == "__main__":
    sys.exit(main())
