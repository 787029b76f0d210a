"""How long one MRZ takes to read, in microseconds (median of several rounds). Target: at most 50 for a TD3.

The PyPI package `mrz` is under the GPL and no part of this project; it is timed beside ours only where it is installed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from jalon.documents.mrz import read

TARGET = 50.0
TODAY = date(2026, 11, 23)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
ZONES = {
    "TD3": TD3,
    "TD3, wrong check digit": TD3.replace("L898902C36", "L898902C37"),
    "TD3, O for 0 in a date": TD3.replace("740812", "74O812"),
    "TD3, spaces and guillemets": TD3.lower().replace("<<", "«").replace("utoe", "uto e"),
    "TD2": "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    "TD1, long number": "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\n"
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
    "MRVA": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
}


def microseconds(act: Callable[[], object], rounds: int = 15, times: int = 1000) -> float:
    """The median over `rounds` of the mean of `times` calls."""
    means = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(times):
            act()
        means.append((time.perf_counter() - start) / times * 1e6)
    return statistics.median(means)


def main() -> int:
    measured = {name: microseconds(lambda zone=zone: read(zone, today=TODAY)) for name, zone in ZONES.items()}  # type: ignore[misc]
    for name, value in measured.items():
        print(f"{name:<30}{value:8.1f} µs")
    try:
        from mrz.checker.td3 import TD3CodeChecker  # type: ignore[import-not-found]
    except ImportError:
        print(f"{'PyPI mrz':<30} not installed, not compared")
    else:
        print(f"{'PyPI mrz, TD3':<30}{microseconds(lambda: bool(TD3CodeChecker(TD3)), 5):8.1f} µs")
    if measured["TD3"] > TARGET:
        print(f"too slow: {measured['TD3']:.1f} µs a TD3, the target is {TARGET:.0f}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
