"""The changes of a watch list as they travel to a post: bytes an operation, beside the whole list.

One million invented listings, 1 % of them touched as a day's work touches them: half changed in one field or two, three
in ten added, two in ten removed. Target: at most 20 bytes an operation, at least 150 times smaller than the list.

    python bench/list_delta.py [--listings 1000000]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from jalon.config.demo import names
from jalon.sync.editions import changes, parcel
from jalon.sync.editions.parcel import Label

STATES = ("MLI", "NER", "BFA", "MRT", "TCD", "SEN", "GIN", "DZA", "LBY", "NGA")


def born(random: Random) -> str:
    return f"{random.randrange(1950, 2008)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"


def listing(random: Random, number: int) -> dict[str, Any]:
    """A listing as a post holds it."""
    state = random.choice(STATES)
    primary, secondary, sex = names.person(random, random.choice(("MLI", "MRT", "NER", "BFA", "SEN", "GIN", "TCD")))
    person: dict[str, Any] = {
        "names": [{"primary": primary, "secondary": secondary}],
        "birth_dates": [
            {"text": f"{random.randrange(1950, 2008)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"}
        ],
        "nationalities": [state],
        "sex": sex,
    }
    if random.random() < 0.4:
        person["document_numbers"] = [
            {"number": f"{random.choice('ABCDEFGH')}{random.randrange(10**7):07}", "state": state}
        ]
    return {
        "id": f"W{number:07}-{random.randrange(16**4):04x}",
        "action": random.choice(("refer", "refer", "refer", "refuse", "arrest")),
        "authority": random.choice(("Parquet de Bamako", "Direction de la police aux frontières", "Tribunal de Kayes")),
        "decision_number": f"{random.randrange(1, 4000)}/{random.randrange(2015, 2027)}",
        "legal_basis": random.choice(("CPP art. 72", "Décret 2019-112", "CPP art. 81")),
        "kind": "person",
        "telephone": random.choice(("+223 20 00 00 01", "+223 20 00 00 02")),
        "person": person,
    }


def touched(random: Random, row: dict[str, Any]) -> dict[str, Any]:
    """The same listing after somebody worked on it."""
    what = random.choice(("action", "expires", "birth", "decision"))
    if what == "action":
        return row | {"action": "arrest" if row["action"] == "refer" else "refer"}
    if what == "expires":
        return row | {"expires": f"2027-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"}
    if what == "decision":
        return row | {"decision_number": f"{random.randrange(1, 4000)}/2026"}
    return row | {"person": row["person"] | {"birth_dates": [{"text": born(random)}]}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=1_000_000)
    count = parser.parse_args().listings
    random = Random("list delta")
    with tempfile.TemporaryDirectory() as folder:
        before, after, made = (Path(folder) / name for name in ("before", "after", "made"))
        rows = [listing(random, number) for number in range(count)]
        changes.write_rows(rows, before)
        operations = count // 100
        chosen = random.sample(range(count), operations * 7 // 10)
        gone = set(chosen[: operations * 2 // 10])
        work = {number: touched(random, rows[number]) for number in chosen[operations * 2 // 10 :]}
        kept = (work.get(number, row) for number, row in enumerate(rows) if number not in gone)
        new = [listing(random, count + number) for number in range(operations * 3 // 10)]
        root = changes.write_rows([*kept, *new], after)
        del rows
        label = Label("list.bench", "", 2, root, "0" * 16, 0, {}, "0" * 128, 1)
        whole, delta = Path(folder) / "whole", Path(folder) / "delta"
        began = time.perf_counter()
        parcel.write(label, changes.changes(before, after), delta)
        took = time.perf_counter() - began
        with after.open("rb") as lines:
            parcel.write(label, lines, whole, after.stat().st_size)
        began = time.perf_counter()
        with delta.open("rb") as file:
            parcel.read_label(file)
            assert changes.apply(before, parcel.lines_in(file), made) == root
        applied = time.perf_counter() - began
        size, full = delta.stat().st_size, whole.stat().st_size
        print(f"{count} listings, {operations} operations: {size} bytes, {size / operations:.1f} an operation")
        print(f"the list whole: {full} bytes, {full / size:.0f} times as much")
        print(f"made in {took:.1f} s, applied and proven in {applied:.1f} s")
        met = size / operations <= 20 and full / size >= 150
        print("target (20 bytes an operation, 150 times smaller): " + ("met" if met else "MISSED"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
