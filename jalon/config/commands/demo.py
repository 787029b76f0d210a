"""A border post with synthetic traffic: Gogui, on Mali's side of the line with Mauritania.

  jalon demo                              prepare (once), some days of traffic, then the server
  jalon demo --headless --travellers N    process N travellers through the desk and print one JSON object

Everything is invented: no name, number or listing is of a real person.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from jalon.config.commands.serve import CannotListen, look_at_port, port_argument, serve

SUMMARY = "a border post with synthetic traffic"
ADDRESS = "127.0.0.1"
DAYS = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headless", action="store_true", help="process travellers, print one JSON object, stop")
    parser.add_argument("--travellers", type=int, default=100, metavar="N", help="with --headless (default 100)")
    parser.add_argument("--home", type=Path, help="folder of the node (default: JALON_HOME, else .demo)")
    port_argument(parser)


def run(options: argparse.Namespace) -> int:
    if options.travellers < 1:
        print("jalon demo: --travellers takes a number from 1.", file=sys.stderr)
        return 2
    if options.headless:
        if options.home:
            return headless(options.home, options.travellers)
        with tempfile.TemporaryDirectory(prefix="jalon-demo-") as folder:
            return headless(Path(folder), options.travellers)
    try:
        # Before all the preparing; and again when it serves.
        look_at_port(ADDRESS, options.port)
        return show(options.home or Path(os.environ.get("JALON_HOME", ".demo")), options.port)
    except CannotListen as taken:
        print(f"jalon demo: {taken}", file=sys.stderr)
        return 2


def headless(home: Path, count: int) -> int:
    """Process `count` travellers in the node at `home`; exit status 1 where one was lost or the chain is broken."""
    today = _ready(home)
    from jalon.config.demo import mix, place
    from jalon.journal.applying import entries_in_journal

    place.prepare(_say, today)
    started, before = time.monotonic(), entries_in_journal()
    counted = mix.process_all(count, place.SEED, today, _progress(count))
    seconds = time.monotonic() - started
    result = _result(counted, entries_in_journal() - before, seconds, home)
    print(json.dumps(result))
    return 0 if result["lost"] == 0 and result["chain_ok"] else 1


def show(home: Path, port: int) -> int:
    """Prepare, fill some days, say who can sign in and what to try, then serve until interrupted.

    Raises CannotListen.
    """
    today = _ready(home)
    from jalon.config.demo import mix, place, traffic
    from jalon.config.starting import start_node
    from jalon.crossings.models import Shift

    place.prepare(_say, today)
    start_node()
    if not Shift.objects.exists():
        for day in range(DAYS):
            amina, bakary = traffic.Officer("amina"), traffic.Officer("bakary")
            counted = mix.day(Random(day), today, amina, bakary, last=day == DAYS - 1)
            amina.close()
            bakary.close()
            _say(f"shift {day + 1}: {counted['travellers']} travellers, {counted['counted']} neighbours counted")
    look_at_port(ADDRESS, port)
    print(invitation(port, today), flush=True)
    serve(ADDRESS, port)
    return 0


def invitation(port: int, today: date) -> str:
    """Where to go, who can sign in, what to try."""
    from jalon.config.demo import place, travellers

    tries = {
        "clean": travellers.clean(today),
        "a wrong check digit": travellers.wrong_digit(travellers.clean(today)),
        "wanted, under another spelling": travellers.wanted(today),
    }
    lines = [
        "",
        f"Jalon is open at  http://localhost:{port}/",
        "Sign in as amina (first line), bakary (shift leader), claire (national desk), issa (administrator)",
        "gaoussou, kadi, salif (gendarmerie, customs, health), zara (protection) or emile (no rights);",
        f"password {place.PASSWORD}",
        "Open a shift, then type or paste one of these where you are (the program takes it for a reader):",
    ]
    for what, mrz in tries.items():
        lines += ["", f"  {what}:", *(f"    {line}" for line in mrz.split("\n"))]
    return "\n".join([*lines, "", "Ctrl-C stops it; what was recorded is kept.", ""])


def _ready(home: Path) -> date:
    from jalon.config.starting import start_django

    os.environ.setdefault("JALON_SECOND_FACTOR", "optional")  # everybody shares one password, and holds no telephone
    start_django(str(home.resolve()))
    from django.utils import timezone

    return timezone.localdate()


def _result(counted: Any, entries: int, seconds: float, home: Path) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connections

    from jalon.config.demo.mix import SAID
    from jalon.journal import verify

    connections.close_all()
    report = verify.verify(Path(settings.DATABASES[settings.JALON_JOURNAL_DATABASE]["NAME"]), settings.JALON_SIDECAR)
    return {
        **{name: counted[name] for name in SAID},
        "entries": entries,
        "lost": counted["lost"],
        "chain_ok": report.ok,
        "seconds": round(seconds, 2),
    }


def _say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


def _progress(count: int) -> Any:
    def say(number: int) -> None:
        if number % 100 == 0 or number == count:
            _say(f"{number} of {count} travellers")

    return say
