"""The board of the border with many posts, asked for as a browser does: milliseconds, and bytes as they travel.

Invented posts all over a state, each with a machine, a contact, and travellers of today and of the same weekday of the
last four weeks; a headquarters on SQLite. Target: a page in at most 300 ms with 300 posts.

    python bench/board.py [--posts 300] [--travellers 100]
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

PASSWORD = "correct horse battery"
PAGES = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--travellers", type=int, default=100, help="a day, at each post")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begin(Path(folder))
        fill(Random(7), options.posts, options.travellers)
        measure(options)


def begin(folder: Path) -> None:
    os.environ |= {
        "JALON_TIER": "headquarters",
        "JALON_HOME": str(folder / "node"),
        "JALON_SIDECAR": str(folder / "sidecar" / "head"),
        "JALON_SECOND_FACTOR": "optional",
        "JALON_HOSTS": "testserver",
    }
    os.environ.pop("JALON_DATABASE_URL", None)
    from jalon.config.starting import start_django, start_node

    start_django()
    from jalon.config.preparing import prepare_node

    prepare_node("ML-HQ")
    start_node()


def fill(random: Random, posts: int, travellers: int) -> None:
    from django.utils import timezone

    from jalon.config import cast
    from jalon.crossings.models import Inspection, Shift
    from jalon.journal.node import wall_clock
    from jalon.journal.record import record_together
    from jalon.sync.editions import shelf
    from jalon.sync.models import Contact

    issa = cast.enrol("ML-HQ", PASSWORD, date(2026, 1, 1))["issa"]
    codes = [f"ML-X{number:03}" for number in range(posts)]
    machines = {code: f"{number:016x}" for number, code in enumerate(codes)}
    places = [(code, random.uniform(10.5, 20), random.uniform(-11.5, 3.5)) for code in codes]
    record_together(
        [
            ("post.declared", {"code": code, "name": code, "country": "MLI", "latitude": y, "longitude": x})
            for code, y, x in places
        ],
        issa,
    )
    keys = {"signing": "00" * 32, "sealing": "09" + "00" * 31, "recall": "00" * 32}
    record_together(
        [("node.enrolled", {"node": node, "post": code, "by": issa, **keys}) for code, node in machines.items()], issa
    )
    shelf.publish()
    now = wall_clock()
    Contact.objects.bulk_create(
        Contact(
            node=node,
            at=now - random.randrange(10**8),
            carrier="link",
            ahead_least=-1,
            ahead_most=random.choice((1, -1)),
        )
        for node in machines.values()
    )
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    shifts, rows = [], []
    for code, node in machines.items():
        for back in (0, 7, 14, 21, 28):
            start = int((midnight - timedelta(days=back)).timestamp() * 1000)
            key = f"{node}.{'a' * 16}.{back + 1}"
            shifts.append(Shift(key=key, officer=issa, post=code, shift_key="0", opened_at=start, closed_at=start))
            for _ in range(travellers):
                at = start + random.randrange(86_400_000 if back else max(1, now - start))
                facts = {"at": at, "passed_at": at, "position": len(rows), "hits": int(random.random() < 0.01)}
                words = {"direction": "entry", "document_type": "passport", "level": "clear", "kept": b""}
                state = random.choice(("admitted",) * 30 + ("referred",))
                rows.append(
                    Inspection(key=f"{key}.{len(rows)}", shift=key, officer=issa, state=state, **facts, **words)
                )
    Shift.objects.bulk_create(shifts, batch_size=500)
    Inspection.objects.bulk_create(rows, batch_size=500)


def measure(options: argparse.Namespace) -> None:
    from django.test import Client

    client = Client()
    client.post("/account/login/", {"login": "claire", "password": PASSWORD})
    took, cpu = [], []
    for _ in range(PAGES):
        began, used = time.perf_counter(), time.process_time()
        page = client.get("/border/")
        took.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
        assert page.status_code == 200, page.status_code
    print(f"{options.posts} posts, {options.travellers} travellers a day at each, SQLite")
    print(
        f"first page {took[0]:.0f} ms; then median {statistics.median(took[1:]):.0f} ms, slowest {max(took[1:]):.0f} ms"
    )
    print(f"of the processor: median {statistics.median(cpu[1:]):.0f} ms")
    print(f"{len(page.content)} bytes, {len(gzip.compress(page.content))} compressed")


if __name__ == "__main__":
    main()
