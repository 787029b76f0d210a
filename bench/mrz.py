"""How long one MRZ takes to read, in microseconds. Target: at most 50 for a TD3.

The packages `mrz` of PyPI (GPL) and of npm (MIT) are no part of this project. Where the registries are reached they are
installed in a temporary folder, timed on the same zones in the same run, and removed. `--alone` leaves them out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from jalon.documents.mrz import read

TARGET = 50.0
TODAY = date(2026, 11, 23)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
# Name → format and zone.
ZONES = {
    "TD3": ("TD3", TD3),
    "TD3, wrong check digit": ("TD3", TD3.replace("L898902C36", "L898902C37")),
    "TD2": ("TD2", "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"),
    "TD1": ("TD1", "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
    "MRVA": ("MRVA", "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
}
# What only Jalon reads, or reads otherwise.
NOISE = {
    "TD3, O for 0 in a date": TD3.replace("740812", "74O812"),
    "TD3, spaces and guillemets": TD3.lower().replace("<<", "«").replace("utoe", "uto e"),
    "TD3, a scanner's frame": f"\x02]L0{TD3}\x03",
    "TD1, long number": "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\n"
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
}
ROUNDS, TIMES = 15, 1000
BESIDE = Path(__file__).parent / "beside"
PYPI, NPM = "mrz==0.6.2", "mrz@5.0.2"
PATIENCE = 120  # seconds, for a registry

Measured = dict[str, float]


def microseconds(act: Callable[[], object]) -> float:
    """Of ROUNDS means of TIMES calls the least: what else the machine does only adds."""
    means = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(TIMES):
            act()
        means.append((time.perf_counter() - start) / TIMES * 1e6)
    return min(means)


def ours() -> Measured:
    zones = {name: zone for name, (_, zone) in ZONES.items()} | NOISE
    return {name: microseconds(lambda zone=zone: read(zone, today=TODAY)) for name, zone in zones.items()}  # type: ignore[misc]


def of_pypi(folder: Path) -> Measured:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True, timeout=PATIENCE)
    python = folder / "bin" / "python"
    asked_of([python, "-m", "pip", "install", "--quiet", "--no-deps", PYPI])
    return timed([python, BESIDE / "pypi_mrz.py"])


def of_npm(folder: Path) -> Measured:
    asked_of(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, NPM])
    return timed(["node", shutil.copy(BESIDE / "npm_mrz.mjs", folder)])


def asked_of(command: list[str | Path]) -> None:
    """Ask a registry; its own words are not repeated."""
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)


def timed(command: list[str | Path]) -> Measured:
    job = json.dumps({"zones": ZONES, "rounds": ROUNDS, "times": TIMES})
    done = subprocess.run(command, input=job, capture_output=True, text=True, check=True, timeout=PATIENCE)
    measured: Measured = json.loads(done.stdout)
    return measured


def others() -> dict[str, Measured]:
    """The others, as far as they can be had."""
    found = {}
    with TemporaryDirectory(prefix="jalon-bench-") as folder:
        for name, measure in ((f"PyPI {PYPI}", of_pypi), (f"npm {NPM}", of_npm)):
            place = Path(folder) / name.partition(" ")[0]
            place.mkdir()
            try:
                found[name] = measure(place)
            except (OSError, subprocess.SubprocessError) as fault:
                print(f"{name}: not compared ({type(fault).__name__}).", file=sys.stderr)
    return found


def main() -> int:
    columns = {"Jalon": ours()} | ({} if "--alone" in sys.argv[1:] else others())
    print(f"{'µs a zone':<30}" + "".join(f"{name:>18}" for name in columns))
    for zone in [*ZONES, *NOISE]:
        cells = (f"{measured[zone]:.1f}" if zone in measured else "–" for measured in columns.values())
        print(f"{zone:<30}" + "".join(f"{cell:>18}" for cell in cells))
    if columns["Jalon"]["TD3"] > TARGET:
        print(f"too slow: {columns['Jalon']['TD3']:.1f} µs a TD3, the target is {TARGET:.0f}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
