"""Pages of figures over five million crossings, and how fast the counts follow: a table, then one JSON object.

  python tools/with_postgresql.py python bench/figures.py [--crossings 5000000] [--followed 100000]

Run as a headquarters on PostgreSQL (without the first half of that line it is a headquarters on SQLite). Crossings of
all the posts that are shipped, over fifteen months, are put straight into the counts by the function that counts them;
every page is then asked several times by an officer of the national desk. After that entries of travellers are put into
the journal and the tables, and the follower passes them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from statistics import median
from typing import Any

AIM_S = 1.0
DAYS = 455
TIMES = 5
EPOCH, ZERO = "5ac616b419193a1e", "0" * 64
SILENT = {"NE-ASS": 40, "TD-TIN": 12, "BF-MAD": 3}
PERIODS = {
    "month": "?period=last_month",
    "twelve months": "?period=twelve",
    "one post": "?period=quarter&post=ML-GOG",
    "entries, a year before": "?period=twelve&direction=entry&compare=year",
}
PAGES = {
    "overview": "/figures/",
    "nationality": "/figures/by/nationality/",
    "age": "/figures/by/age/",
    "hour": "/figures/by/hour/",
    "posts": "/figures/posts/",
    "refusals": "/figures/refusals/",
    "lists": "/figures/lists/",
    "times": "/figures/times/",
    "what reported": "/figures/reported/",
    "published": "/figures/published/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crossings", type=int, default=5_000_000)
    parser.add_argument("--followed", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        os.environ |= {"JALON_TIER": "headquarters", "JALON_SECOND_FACTOR": "optional"}
        from jalon.config.starting import start_django

        start_django(folder)
        print(json.dumps(measured(options.crossings, options.followed)))


def measured(crossings: int, followed: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client

    from jalon.config import cast
    from jalon.config.preparing import prepare_node
    from jalon.statistics.models import DayCount, MonthCount
    from jalon.statistics.tests import filled

    prepare_node("ML-HQ")
    cast.declare_posts()
    cast.enrol("ML-HQ", "correct horse battery", date(2026, 1, 1))
    last = date.today()
    first = last - timedelta(days=DAYS)
    posts = filled.posts_of()
    began = time.monotonic()
    filled.enrol(posts, first, last, SILENT)
    done = filled.fill(
        posts, first, last, crossings, SILENT, lambda n: say(f"{n} crossings, {time.monotonic() - began:.0f} s")
    )
    say(f"{done} crossings counted in {time.monotonic() - began:.0f} s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    claire = Client(HTTP_HOST="localhost")
    claire.post("/account/login/", {"login": "claire", "password": "correct horse battery"})
    pages = {}
    say(f"{'page':<16}{'asked':<26}{'median s':>10}{'worst s':>10}")
    for name, address in PAGES.items():
        for period, query in PERIODS.items():
            if name == "published" and period != "month":
                continue
            took = [asked(claire, address + query) for _ in range(TIMES)]
            pages[f"{name}, {period}"] = [round(median(took), 3), round(max(took), 3)]
            say(f"{name:<16}{period:<26}{median(took):>10.3f}{max(took):>10.3f}{'  over' if max(took) > AIM_S else ''}")
    month = (last.replace(day=1) - timedelta(days=1)).replace(day=1).isoformat()
    for form in ("csv", "xlsx", "pdf"):
        said = {"first": month, "last": month, "format": form, "language": "fr"}
        began = time.perf_counter()
        answer = claire.post("/figures/published/", said)
        assert answer["Content-Disposition"], form
        pages[f"take out, {form}"] = [round(time.perf_counter() - began, 3)] * 2
        say(f"{'take out':<16}{form:<26}{pages[f'take out, {form}'][0]:>10.3f}")
    worst = max(of[1] for name, of in pages.items() if not name.startswith("take out"))
    return {
        "crossings": done,
        "database": connection.vendor,
        "rows": {"day": DayCount.objects.count(), "month": MonthCount.objects.count()},
        "pages_s": pages,
        "worst_page_s": worst,
        "aim_s": AIM_S,
        "follower": follower(followed) if followed else {},
    }


def asked(browser: Any, address: str) -> float:
    began = time.perf_counter()
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return time.perf_counter() - began


def follower(crossings: int) -> dict[str, Any]:
    """Travellers in the journal and the tables; what the follower makes of them, and how long it takes."""
    from jalon.crossings.models import Decision, Inspection
    from jalon.journal.applying import CURSOR
    from jalon.journal.header import Header, digest
    from jalon.journal.models import Cursor, EnrolledNode
    from jalon.journal.node import journal_connection
    from jalon.journal.receive import _insert
    from jalon.journal.shiftkey import CLEAR
    from jalon.statistics import following
    from jalon.statistics.tests.filled import passage

    chance, zone, day = random.Random(3), following.zone(), date.today()
    nodes = list(EnrolledNode.objects.all())
    connection, mark = journal_connection()
    at = connection.execute("SELECT last FROM journal_position").fetchone()[0]
    while following.follow():
        pass
    seqs: dict[str, int] = {}
    made = 0

    def key(node: str) -> tuple[str, int]:
        seqs[node] = seqs.get(node, 0) + 1
        return f"{node}.{EPOCH}.{seqs[node]}", seqs[node]

    def kept(value: object) -> bytes:
        return CLEAR + json.dumps(value, separators=(",", ":")).encode()

    while made < crossings:
        rows, inspections, decisions = [], [], []
        for _ in range(min(20_000, crossings - made)):
            node = chance.choice(nodes)
            one = passage(chance, node.post, day - timedelta(days=chance.randrange(3)), zone)
            own, seq = key(node.id)
            at += 1
            entries = [(seq, at, "crossing.inspected", one.at)]
            same = {"shift": f"{node.id}.{EPOCH}.0", "officer": "o"}
            seen = {**one.seen, "lines": ["P<MLITRAORE<<AMINATA" + "<" * 24, "A" * 44], "problems": []}
            inspections.append(
                Inspection(
                    key=own,
                    at=one.at,
                    position=at,
                    level="clear",
                    direction=one.direction,
                    document_type=one.document_type,
                    hits=len(seen["hits"]),
                    passed_at=one.passed_at,
                    late=one.late,
                    state=one.state,
                    kept=kept(seen),
                    **same,
                )
            )
            for said in one.decisions:
                at += 1
                name, number = key(node.id)
                entries.append((number, at, "crossing.decided", said.at))
                facts = {"at": said.at, "position": at, "line": said.line, "outcome": said.outcome}
                facts |= {"transport": said.transport, "kept": kept(said.kept)}
                decisions.append(Decision(key=name, inspection=own, **facts, **same))
            for number, place, verb, wall in entries:
                header = Header(node.id, EPOCH, number, ZERO, verb, wall, "b", 0, 0, "o", ZERO, ZERO)
                raw = header.to_bytes()
                rows.append((node.id, EPOCH, number, place, verb, raw, digest(raw), b"s" * 220, None))
            made += 1
        _insert(connection, rows, mark)
        Inspection.objects.bulk_create(inspections, batch_size=2000)
        Decision.objects.bulk_create(decisions, batch_size=2000)
        say(f"{made} travellers in the tables")
    Cursor.objects.update_or_create(name=CURSOR, defaults={"position": at})
    entries_waiting = following.lag()
    began = time.monotonic()
    while following.follow():
        pass
    took = time.monotonic() - began
    return {
        "crossings": made,
        "entries": entries_waiting,
        "seconds": round(took, 1),
        "entries_per_s": round(entries_waiting / took),
        "crossings_per_s": round(made / took),
    }


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
