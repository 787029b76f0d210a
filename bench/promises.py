"""Many promises: a forum of 2,000 recommendations, five members, two reports of each on each, and 500 measures.

  python bench/promises.py [--recommendations 2000] [--measures 500]
  python tools/with_postgresql.py python bench/promises.py

The rows are put straight into the tables. Then each page is asked by the forum's secretary, an evaluation is drawn, one
member's edition is made, a recommendation is put and adopted: seconds of the clock and of the processor, and queries.
At the end the most memory this process took. Pages are to take a second of the processor, an evaluation ten.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

PAGE_AIM_S, EVALUATION_AIM_S = 1.0, 10.0
TIMES = 2  # a page is asked so many times, and the last told: the first also loads the program
ACTOR = "dalia"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recommendations", type=int, default=2_000)
    parser.add_argument("--measures", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        os.environ |= {"JALON_TIER": "forum", "JALON_SECOND_FACTOR": "optional"}
        from jalon.config.starting import start_django

        start_django(folder)
        print(json.dumps(measured(options.recommendations, options.measures)))


def measured(many: int, measures: int) -> dict[str, Any]:
    from django.db import connection

    from jalon.config.preparing import prepare_node
    from jalon.cooperation import edition, evaluation, forums
    from jalon.cooperation.evaluating.scope import Scope
    from jalon.cooperation.tests import filled
    from jalon.journal.applying import CURSOR
    from jalon.journal.models import Cursor
    from jalon.journal.node import this_node
    from jalon.sync.editions.kinds.kind import Offer

    prepare_node("FORUM")
    forum = this_node().id
    forums.found({"fr": "Comité des directeurs"}, "regional", date(2026, 1, 5), ACTOR)
    filled.seat(forum)
    began = time.monotonic()
    keys = filled.fill(forum, many, measures)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    say(f"{many} recommendations filled in {time.monotonic() - began:.0f} s")
    found = {name: timed(name, ask, PAGE_AIM_S) for name, ask in pages(forum, keys).items()}
    at = Cursor.objects.get(name=CURSOR).position
    Cursor.objects.filter(name=CURSOR).update(position=max(at, 1 << 40))
    scope = Scope(forum=forum)
    drawn = lambda: evaluation.drawn(date(2026, 4, 14), date(2026, 11, 18), scope, 1 << 40)  # noqa: E731
    found["an evaluation"] = timed("an evaluation", drawn, EVALUATION_AIM_S, 1)
    Cursor.objects.filter(name=CURSOR).update(position=at)
    offer = Offer(edition.PREFIX + forum, "MLI")
    found["one member's edition"] = timed("one member's edition", lambda: list(edition.rows(offer)), None, 1)
    found["put and adopt one"] = timed("put and adopt one", lambda: put(forum), PAGE_AIM_S, 1)
    found["import of 300"] = timed("import of 300", lambda: imported(forum, 300), None, 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"{memory} MB at the most")
    return {
        "recommendations": many,
        "measures": measures,
        "database": connection.vendor,
        "figures": found,
        "memory_mb": memory,
    }


def pages(forum: str, keys: list[str]) -> dict[str, Callable[[], object]]:
    """Name of a page -> what asks it."""
    from jalon.secretariat.tests.signing_in import DALIA, browser_of

    dalia = browser_of(ACTOR, DALIA)
    addresses = {
        "the register": f"/promises/forum/{forum}/recommendations/",
        "the register, last page": f"/promises/forum/{forum}/recommendations/?page={max(1, len(keys) // 100)}",
        "silence": f"/promises/forum/{forum}/silence/",
        "a party": f"/promises/forum/{forum}/party/TCD/",
        "measures": f"/promises/forum/{forum}/measures/",
        "one recommendation": f"/promises/recommendations/{keys[len(keys) // 2]}/",
    }

    def asks(address: str) -> Callable[[], object]:
        def ask() -> None:
            answer = dalia.get(address, HTTP_HOST="localhost")
            assert answer.status_code == 200, (address, answer.status_code)

        return ask

    return {name: asks(address) for name, address in addresses.items()}


def put(forum: str) -> None:
    from jalon.cooperation import recommendations
    from jalon.cooperation.tests.filled import WORDS

    facts = {"number": "9.1", "level": "regional", "theme": "equipment", "binds": ["MLI"], "due": date(2027, 1, 31)}
    facts |= {"proof": "question", "question": WORDS, "answer": {"fr": "Oui"}}
    key = recommendations.put(facts, WORDS, forum, ACTOR)
    recommendations.adopt(key, date(2026, 11, 20), "", ACTOR)


def imported(forum: str, many: int) -> None:
    from jalon.apart.table import Table, TableRow
    from jalon.cooperation import past

    rows = [TableRow(n, [f"A{n}", f"Relier le poste {n} à son quartier général", "MLI"]) for n in range(1, many + 1)]
    choices = past.Choices(date(2026, 3, 1), date(2026, 6, 1), "national", "equipment")
    layout = past.Layout(0, -1, {0: "number", 1: "text", 2: "responsible"})
    done, refused = past.record(past.lines([Table("t", rows)], layout, "a.docx", choices, forum), choices, forum, ACTOR)
    assert (len(done), refused) == (many, [])


def timed(name: str, ask: Callable[[], object], aim: float | None, times: int = TIMES) -> dict[str, float]:
    """Seconds of the clock and of the processor, and queries, of the last time."""
    from django.db import connection

    for _ in range(times):
        queries = [0]
        clock, processor = time.monotonic(), time.process_time()
        with connection.execute_wrapper(counting(queries)):
            ask()
        clock, processor = time.monotonic() - clock, time.process_time() - processor
    over = "  over" if aim is not None and processor > aim else ""
    say(f"{name:<26}{clock:>8.2f} s {processor:>8.2f} s of a core {queries[0]:>7} queries{over}")
    return {"s": round(clock, 2), "cpu_s": round(processor, 2), "queries": queries[0]}


def counting(queries: list[int]) -> Callable[..., Any]:
    def count(execute: Callable[..., Any], *what: Any) -> Any:
        queries[0] += 1
        return execute(*what)

    return count


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
