"""Matching again and searching at a headquarters on PostgreSQL, as one JSON object.

  python tools/with_postgresql.py python bench/rematching.py [--people 1000000] [--listings 1000000]

People who passed and listings are made up here, from the spelling groups of the engine and invented names; one in five
of the people searched for is somebody who passed, in another spelling. Rates are by the clock, of this machine as it is
(say what else runs on it); the processes that ask are those of `jalon.adjudication.scale`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
BATCH = 2_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000, help="people who passed, all of them different")
    parser.add_argument("--listings", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=20_000, help="people matched again, of all")
    parser.add_argument("--searches", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JALON_HOME"] = folder
        from jalon.config.starting import start_django

        start_django(folder)
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        print(json.dumps(measured(options), ensure_ascii=False))


def measured(options: argparse.Namespace) -> dict[str, Any]:
    from screening import made_up

    from jalon.screening.spellings import lines

    chance = random.Random(11)
    groups = [words for words in lines("spellings.txt") if words[0].isascii()]
    result: dict[str, Any] = {"people": options.people, "listings": options.listings}
    result["past"] = keep(options.people, lambda: made_up(chance, groups))
    result["search"] = searched(options, chance, groups)
    result["rematch"] = rematched(options, chance, groups)
    return result


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def keep(count: int, somebody: Any) -> dict[str, Any]:
    """Fill the index of those who passed, as the follower does."""
    from django.db import connection, transaction

    from jalon.adjudication import past

    began = time.perf_counter()
    for at in range(0, count, BATCH):
        texts = [past.plain(somebody()) for _ in range(min(BATCH, count - at))]
        with transaction.atomic():
            past.keep({past.id_of(text): text for text in texts})
        if at % 100_000 == 0:
            say(f"{at} people kept")
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    return {"kept_per_s": round(count / seconds), "database_mb": round(size / 1e6)}


def searched(options: argparse.Namespace, chance: random.Random, groups: list[Any]) -> dict[str, Any]:
    """Somebody who passed, spelled otherwise; strangers; by name alone and with the birth date; by document."""
    from screening import made_up, respelled

    from jalon.adjudication import past, searching
    from jalon.adjudication.models import PastPerson

    ids = list(PastPerson.objects.order_by("id").values_list("id", flat=True)[: 20 * options.searches : 20])
    figures: dict[str, Any] = {}
    for kind in ("name and birth date", "name alone", "document"):
        spent, found = [], 0
        for number, id_ in enumerate(ids):
            known = past.read(PastPerson.objects.get(id=id_).person)
            there = respelled(chance, groups, known) if number % 5 == 0 else made_up(chance, groups)
            question: dict[str, Any] = {"name": there.names[0].text}
            if kind == "name and birth date" and there.birth_dates:
                question["birth_date"] = there.birth_dates[0].text
            if kind == "document":
                question = {"document_number": f"B{number:07}"}
            began = time.perf_counter()
            people = searching.people(question)
            spent.append((time.perf_counter() - began) * 1e3)
            found += number % 5 == 0 and id_ in {one.found.person for one in people}
        spent.sort()
        figures[kind] = {
            "p50_ms": round(spent[len(spent) // 2], 1),
            "p95_ms": round(spent[int(len(spent) * 0.95)], 1),
            "p99_ms": round(spent[int(len(spent) * 0.99)], 1),
        }
        if kind != "document":
            figures[kind]["found_of_those_who_passed"] = round(5 * found / len(ids), 3)
        say(f"searched by {kind}")
    return figures


def rematched(options: argparse.Namespace, chance: random.Random, groups: list[Any]) -> dict[str, Any]:
    """The past against the whole of a list; then a few changed listings against the past, and the past against them."""
    from screening import made_up

    from jalon.adjudication import past, rematching, scale
    from jalon.adjudication.models import PastPerson
    from jalon.watchlists import asking
    from jalon.watchlists.formats.listing import Listing
    from jalon.watchlists.rules import Rules

    rules = Rules(title="bench")
    rows = PastPerson.objects.order_by("id").values_list("id", "person")[: options.asked]
    people = [(str(id_), text) for id_, text in rows]
    few = asking.part_of((Listing(str(n), made_up(chance, groups)) for n in range(1_000)), rules)
    began = time.perf_counter()
    for listing in list(few.listings.values())[:100]:
        past.answers(listing.person, few.policy)
    by_listing = (time.perf_counter() - began) / 100
    began = time.perf_counter()
    scale.on_this_machine(few, people, "2026-11-25")
    by_person = (time.perf_counter() - began) / len(people)
    say("building the list")
    began = time.perf_counter()
    whole = asking.part_of((Listing(str(n), made_up(chance, groups)) for n in range(options.listings)), rules)
    built = time.perf_counter() - began
    say("matching again")
    began = time.perf_counter()
    answered = scale.on_this_machine(whole, people, "2026-11-25")
    seconds = time.perf_counter() - began
    return {
        "people_per_s_against_the_whole_list": round(len(people) / seconds),
        "people_per_s_against_1000_changed": round(1 / by_person),
        "changed_listings_per_s_against_the_past": round(1 / by_listing, 1),
        "a_listing_costs_as_many_people": round(by_listing / by_person),
        "processes": scale.PROCESSES,
        "list_built_s": round(built, 1),
        "answered": len(answered),
        "chosen": {"LISTING_COSTS": rematching.LISTING_COSTS},
    }


if __name__ == "__main__":
    main()
