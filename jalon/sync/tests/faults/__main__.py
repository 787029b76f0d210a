"""Try every fault, print the table, and take each mechanism away to see its fault caught.

python -m jalon.sync.tests.faults                  all of it, as `make faults` does; the table goes to the documentation
python -m jalon.sync.tests.faults clone disk       those whose name holds a word
python -m jalon.sync.tests.faults --seed 7 --short another seed, the few tries of the tests
"""

from __future__ import annotations

import argparse
import atexit
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

DOCUMENT = Path("docs/reliability.md")
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"
HEAD = (
    "| Fault | Times | Lost | Doubled | Forks | Seen in | Seed | Seconds |",
    "|---|---:|---:|---:|---:|---|---:|---:|",
)


HEAD_OF_MUTANTS = ("| Taken away | Caught |", "|---|---|")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only faults and mutants whose name holds one of these")
    parser.add_argument("--seed", type=int, help="another seed than the usual one")
    parser.add_argument("--short", action="store_true", help="as few tries as the tests make")
    parser.add_argument("--no-mutants", action="store_true", help="leave the mechanisms alone")
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT}")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="jalon-faults-"))
    os.environ["JALON_HOME"] = str(folder / "nobody")
    from jalon.config.starting import start_django

    start_django()
    import logging

    logging.disable(logging.CRITICAL)  # what goes wrong here is meant to
    try:
        return _run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(options: argparse.Namespace, folder: Path) -> int:
    from jalon.sync.tests.faults import table
    from jalon.sync.tests.faults.machines import Templates
    from jalon.sync.tests.faults.mutants import MUTANTS

    templates, seed = Templates(folder), options.seed or table.SEED
    atexit.register(templates.end)
    began, rows, wrong = time.monotonic(), [], 0
    print("\n".join(HEAD))
    for fault in table.FAULTS:
        if not _wanted(fault.name, options.words):
            continue
        outcome = table.tried(fault, templates, seed, full=not options.short)
        rows.append(table.row(outcome, seed))
        print(rows[-1], flush=True)
        for note in outcome.trial.notes:
            print(f"    {note}", flush=True)
        if outcome.wrong:
            wrong += 1
            print(f"    WRONG: {outcome.wrong}", file=sys.stderr, flush=True)
    uncaught, lines = [], []
    for mutant in () if options.no_mutants else MUTANTS:
        if _wanted(mutant.name, options.words):
            said = table.caught(mutant, templates, seed)
            lines.append(f"| {mutant.name} | {'yes' if said else 'NO'} |")
            print(f"{'caught' if said else 'NOT CAUGHT'}: {mutant.name} ({said[:150]})", flush=True)
            uncaught += [] if said else [mutant.name]
    if options.write:
        _write(rows, lines, time.monotonic() - began)
    print(f"{len(rows)} faults, {wrong} wrong; {len(uncaught)} mutants not caught; {time.monotonic() - began:.0f} s")
    return 1 if wrong or uncaught else 0


def _wanted(name: str, words: list[str]) -> bool:
    return not words or any(word.lower() in name.lower() for word in words)


def _write(rows: list[str], mutants: list[str], seconds: float) -> None:
    """Put the tables between their marks in the documentation; lines that were not tried now stay as they are."""
    said = DOCUMENT.read_text(encoding="utf-8")
    before, rest = said.split(BEGIN)
    middle, after = rest.split(END)
    lines = [line for line in middle.splitlines() if line.startswith("| ") and line not in (*HEAD, *HEAD_OF_MUTANTS)]
    faults = _merged([line for line in lines if line.count("|") == HEAD[0].count("|")], rows)
    taken = _merged([line for line in lines if line.count("|") == HEAD_OF_MUTANTS[0].count("|")], mutants)
    where = f"Measured on {_machine()}; the last run took {seconds / 60:.0f} minutes."
    content = "\n".join([where, "", *HEAD, *faults, "", *HEAD_OF_MUTANTS, *taken])
    DOCUMENT.write_text(f"{before}{BEGIN}\n{content}\n{END}{after}", encoding="utf-8")


def _merged(lines: list[str], new: list[str]) -> list[str]:
    """The lines of a table as it stands, those that were tried again in their places, and the new ones."""
    tried = {_name(line): line for line in new}
    return [*[tried.pop(_name(line), line) for line in lines], *tried.values()]


def _name(line: str) -> str:
    return line.split("|")[1].replace("**WRONG**", "").strip()


def _machine() -> str:
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return f"{os.cpu_count()} cores of {model}, Python {platform.python_version()}, SQLite and PostgreSQL"


if __name__ == "__main__":
    sys.exit(main())
