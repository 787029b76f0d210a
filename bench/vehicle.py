"""A bus of sixty through the desk: how long the machine answers each swipe, as one JSON object.

  python bench/vehicle.py [--listings 100000] [--passengers 60]

A node of its own is made in a temporary folder, with one list of made-up people in service; the passengers are swiped,
typed and decided through the pages, without a browser. Times are by the clock: of the swipe alone (the entry is on the
disk), and of the swipe with the page that follows it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from screening import made_up  # the same made-up people

AIM = {"swipe_and_page_p95_ms": 100}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=100_000, help="people on the list")
    parser.add_argument("--passengers", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        os.environ["JALON_SECOND_FACTOR"] = "optional"
        from jalon.config.starting import start_django

        start_django(folder)
        print(json.dumps(measured(Path(folder), options.listings, options.passengers)))


def measured(folder: Path, listings: int, count: int) -> dict[str, Any]:
    from jalon.config.demo import bus, place, traffic
    from jalon.staff.models import Account

    today = date.today()
    place.put_lists_in_service = lambda *_: None
    place.prepare(lambda _: None, today)
    officers = dict(Account.objects.values_list("username", "officer"))
    began = time.monotonic()
    put_in_service(folder, listings, officers, today)
    built = time.monotonic() - began
    amina = traffic.Officer("amina")
    swipes, pages = [], []
    address = traffic.open_vehicle(amina, count)
    passengers = [one for one in bus.passengers(count, 11, today) if one.mrz]
    for one in passengers:
        began = time.perf_counter()
        amina.browser.post(f"{address}swipe/", {"mrz": one.mrz, "seat": one.seat})
        swiped = time.perf_counter()
        amina.browser.get(address)
        swipes.append(1000 * (swiped - began))
        pages.append(1000 * (time.perf_counter() - began))
    return {
        "listings": listings,
        "list_in_service_s": round(built, 1),
        "swipes": len(swipes),
        "first_swipe_ms": round(swipes[0], 1),  # the list is opened from the disk
        "swipe_ms": spread(swipes[1:]),
        "swipe_and_page_ms": spread(pages[1:]),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "aim": AIM,
    }


def put_in_service(folder: Path, count: int, officers: dict[str, str], today: date) -> None:
    """One list of `count` made-up people, proposed by one officer and approved by another."""
    from jalon.screening.spellings import lines
    from jalon.watchlists import editions
    from jalon.watchlists.rules import Rules

    chance = random.Random(7)
    groups = [words for words in lines("spellings.txt") if words[0].isascii()]
    path = folder / "people.ftm.json"
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(entity(number, made_up(chance, groups))) + "\n")
    proposal, _ = editions.propose("made_up", [path], Rules(title="Made up"), officers["claire"], today)
    editions.approve(proposal.key, "1/2026", officers["issa"])
    path.unlink()


def entity(number: int, person: Any) -> dict[str, Any]:
    properties = {
        "name": [name.text for name in person.names],
        "birthDate": [born.text for born in person.birth_dates],
        "nationality": [code.lower() for code in person.nationalities],
    }
    return {"id": f"made-up-{number}", "schema": "Person", "properties": properties}


def spread(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "most": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    main()
