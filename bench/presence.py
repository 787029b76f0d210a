"""Pairing: rows a second of the follower on 200,000 crossings as the posts send them, on PostgreSQL; then a late sheet.

Without JALON_DATABASE_URL a PostgreSQL of the wheel is started for it. The crossings are written straight into the
tables, with their entries' headers in the journal, so that what is timed is the follower alone: rows read, times from
headers, holders compared, people found, entries and exits paired, stays written.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

CROSSINGS = int(os.environ.get("JALON_BENCH_CROSSINGS", "200000"))
POSTS = 40
SEED = 424_242
FIRST = date(2026, 1, 1)
DAYS = 180
ROOT = Path(__file__).parent.parent


def people(draw: random.Random, many: int) -> list[dict[str, Any]]:
    """Invented travellers: a tenth renew their passport, a twentieth show none, a twentieth are spelled otherwise."""
    from jalon.config.demo import names

    of = list(names.STOCKS.values())
    given = [one for each in of for spelled in each.men + each.women for one in spelled[:2]]
    families = [one for each in of for spelled in each.families for one in spelled[:2]]
    found = []
    for number in range(many):
        born = date(1950, 1, 1) + timedelta(days=draw.randrange(20_000))
        found.append(
            {
                "issuing_state": draw.choice(("BEN", "CIV", "SEN", "NER", "TGO")),
                "document_number": f"P{number:08d}",
                "primary_identifier": draw.choice(families),
                "secondary_identifier": draw.choice(given),
                "birth_date": f"{born.year}-01-01" if draw.random() < 0.2 else born.isoformat(),
                "sex": draw.choice("FM"),
                "expiry_date": "2031-01-01",
            }
        )
        found[-1]["nationality"] = found[-1]["issuing_state"]
    return found


def crossings(draw: random.Random) -> list[tuple[int, int, str, dict[str, Any]]]:
    """(ms, post, way, fields) in time's order: most come and go once, some every day."""
    base = 1_767_225_600_000
    found: list[tuple[int, int, str, dict[str, Any]]] = []
    for who in people(draw, CROSSINGS // 3):
        trips = draw.choice((1, 1, 1, 1, 1, 1, 2, 2, 3, 12))
        shown = dict(who)
        left = base + draw.randrange(DAYS * 86_400 // trips) * 1000
        for _ in range(trips):
            came = left + draw.randrange(3_600, 10 * 86_400) * 1000
            left = came + draw.randrange(3_600, 20 * 86_400 // trips) * 1000
            if draw.random() < 0.1:
                shown = shown | {"document_number": f"N{draw.randrange(10**8):08d}"}
            other = shown
            if draw.random() < 0.05:
                other = shown | {"secondary_identifier": shown["secondary_identifier"] + "OU"}
            if draw.random() < 0.05:
                other = other | {"document_number": None, "issuing_state": None, "birth_date": who["birth_date"][:4]}
            found.append((came, draw.randrange(POSTS), "entry", shown))
            if draw.random() < 0.95:
                found.append((left, draw.randrange(POSTS), "exit", other))
    found.sort(key=lambda one: one[0])
    return found[:CROSSINGS]


def fill(rows: list[tuple[int, int, str, dict[str, Any]]]) -> None:
    """The tables and the journal's headers, as if the posts had sent them: an inspection and a decision each."""
    from django.db import connection

    from jalon.crossings.models import Decision, Inspection
    from jalon.journal.header import Header
    from jalon.journal.models import Cursor, EnrolledNode
    from jalon.journal.node import this_node
    from jalon.journal.shiftkey import CLEAR
    from jalon.posts.models import Post

    keep = this_node().shift_keys.put_away_value
    nodes = [f"{number:016x}" for number in range(POSTS)]
    for number, node in enumerate(nodes):
        Post.objects.create(code=f"P{number}", name=f"P{number}", country="MLI", neighbour="NER", declared="x")
        EnrolledNode.objects.create(
            id=node, post=f"P{number}", signing="", sealing="", recall="", enrolled="x", enrolled_by="x", enrolled_at=0
        )
    seqs = dict.fromkeys(nodes, 0)
    start = connection.cursor()
    start.execute("SELECT last FROM journal_position")
    position = int(start.fetchone()[0])
    for first in range(0, len(rows), 2_000):
        inspections, decisions, entries = [], [], []
        for at, post, way, fields in rows[first : first + 2_000]:
            node = nodes[post]
            seqs[node] += 2
            key = f"{node}.{'e' * 16}.{seqs[node] - 1}"
            seen = {"fields": fields, "source": "wedge", "regime": "free ecowas-90 00000000 90"}
            said = {"key": key, "shift": "s", "officer": "o", "at": at}
            inspections.append(
                Inspection(
                    **said,
                    position=position + 1,
                    direction=way,
                    document_type="passport" if fields["document_number"] else "no_document",
                    level="clear",
                    hits=0,
                    passed_at=at,
                    kept=keep(seen, CLEAR),
                    state="admitted",
                )
            )
            decisions.append(
                Decision(
                    key=f"{node}.{'e' * 16}.{seqs[node]}",
                    inspection=key,
                    shift="s",
                    officer="o",
                    at=at,
                    position=position + 2,
                    outcome="admitted",
                    line=1,
                    kept=keep({"journey": {}}, CLEAR),
                )
            )
            for step, verb in ((1, "crossing.inspected"), (2, "crossing.decided")):
                header = Header(node, "e" * 16, seqs[node] - 2 + step, "0" * 64, verb, at, "b", 0, at, "o", "0", "0")
                place = (node, "e" * 16, seqs[node] - 2 + step, position + step, verb)
                entries.append((*place, header.to_bytes(), b"0" * 32))
            position += 2
        Inspection.objects.bulk_create(inspections, batch_size=1000)
        Decision.objects.bulk_create(decisions, batch_size=1000)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO journal_entry (node, epoch, seq, position, verb, header, hash) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s)",
                entries,
            )
    Cursor.objects.update_or_create(name="tables", defaults={"position": position})


def main() -> int:
    if "JALON_DATABASE_URL" not in os.environ:
        python, around = sys.executable, str(ROOT / "tools" / "with_postgresql.py")
        os.execv(python, [python, around, python, __file__])
    with tempfile.TemporaryDirectory() as folder:
        return measure(folder)


def measure(folder: str) -> int:
    from jalon.config.starting import start_django

    os.environ["JALON_TIER"] = "headquarters"
    start_django(folder)
    from django.db import connection

    from jalon.config.preparing import prepare_node
    from jalon.crossings.models import Inspection
    from jalon.presence import follow
    from jalon.presence.figures import figures
    from jalon.presence.models import HolderLink, Passage, Stay

    prepare_node("ML-GOG", None)
    fill(crossings(random.Random(SEED)))
    connection.cursor().execute("ANALYZE")
    started, passed, slowest = time.perf_counter(), 0, 0.0
    while True:
        step = time.perf_counter()
        done = follow.follow()
        slowest = max(slowest, time.perf_counter() - step)
        if not done:
            break
        passed += done
    took = time.perf_counter() - started
    print(f"crossings {Passage.objects.count()}, entries {passed}, stays {Stay.objects.count()}")
    print(f"links {HolderLink.objects.count()}, pairs {Stay.objects.exclude(entered='').exclude(left='').count()}")
    print(f"crossings a second  {Passage.objects.count() / took:8.0f}")
    print(f"entries a second    {passed / took:8.0f}   (the slowest 4,000 in {slowest:.2f} s)")
    one = Inspection.objects.filter(state="admitted").order_by("position")[Inspection.objects.count() // 2]
    started = time.perf_counter()
    follow.pair_anew({one.key})
    print(f"one crossing paired anew in {1000 * (time.perf_counter() - started):.1f} ms")
    started = time.perf_counter()
    figures()
    print(f"figures of who is in: {1000 * (time.perf_counter() - started):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
