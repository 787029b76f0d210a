"""Times the PyPI package `mrz`: {"zones": {name: [format, zone]}, "rounds", "times"} in, {name: microseconds} out.

Run by bench/mrz.py, with the Python of a temporary environment in which that package is installed. It is timed for its
checks alone; taking the fields out costs it more.
"""

import json
import sys
import time
from importlib import import_module

CHECKERS = {"TD1": "td1.TD1CodeChecker", "TD2": "td2.TD2CodeChecker", "TD3": "td3.TD3CodeChecker"}


def main() -> None:
    job = json.load(sys.stdin)
    measured = {}
    for name, (format, zone) in job["zones"].items():
        if format in CHECKERS:
            module, checker = CHECKERS[format].split(".")
            check = getattr(import_module(f"mrz.checker.{module}"), checker)
            means = []
            for _ in range(job["rounds"]):
                start = time.perf_counter()
                for _ in range(job["times"]):
                    bool(check(zone))
                means.append((time.perf_counter() - start) / job["times"] * 1e6)
            measured[name] = min(means)
    print(json.dumps(measured))


main()
