"""Two countries with synthetic traffic: Gogui, on both sides of the line between Mali and Mauritania, and above each
post its headquarters.

  jalon demo                              prepare (once), some days of traffic, then four servers
  jalon demo --headless --travellers N    process N travellers through the desk of one post and print one JSON object
  jalon demo --headless --travellers N --posts P --cut-every BYTES
                                          the same at P posts, sent to a headquarters over lines that break; print what
                                          was recorded, received, lost, doubled, and what an entry cost

A headquarters runs on SQLite here, which is enough for a demonstration, or on PostgreSQL where JALON_DATABASE_URL
names one (with --posts).

Everything is invented: no name, number or listing is of a real person.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from jalon.config.commands.serve import CannotListen, look_at_port, port_argument
from jalon.config.demo import atlas
from jalon.config.demo.machines import MachineFailed
from jalon.config.starting import keep_private

SUMMARY = "two countries with synthetic traffic: posts, headquarters, and what passes between them"
ADDRESS = "127.0.0.1"
MOST_POSTS = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headless", action="store_true", help="process travellers, print one JSON object, stop")
    parser.add_argument("--travellers", type=int, default=100, metavar="N", help="with --headless (default 100)")
    parser.add_argument("--posts", type=int, metavar="P", help="with --headless: so many posts and their headquarters")
    parser.add_argument("--cut-every", type=int, default=0, metavar="BYTES", help="with --posts: how long a line lasts")
    parser.add_argument("--home", type=Path, help="folder of the node (default: JALON_HOME, else .demo)")
    port_argument(parser)


def run(options: argparse.Namespace) -> int:
    if options.travellers < 1:
        print("jalon demo: --travellers takes a number from 1.", file=sys.stderr)
        return 2
    if options.posts is not None and not 1 <= options.posts <= MOST_POSTS:
        print(f"jalon demo: --posts takes a number from 1 to {MOST_POSTS}.", file=sys.stderr)
        return 2
    if options.headless and options.posts:
        return linked_headless(options)
    if options.headless:
        if options.home:
            return headless(options.home, options.travellers)
        with tempfile.TemporaryDirectory(prefix="jalon-demo-") as folder:
            return headless(Path(folder), options.travellers)
    try:
        for port in range(options.port, options.port + atlas.PORTS):
            look_at_port(ADDRESS, port)  # before all the preparing
        return show(options.home or Path(os.environ.get("JALON_HOME", ".demo")), options.port)
    except (CannotListen, MachineFailed) as wrong:
        print(f"jalon demo: {wrong}", file=sys.stderr)
        return 2


def linked_headless(options: argparse.Namespace) -> int:
    """Several posts and their headquarters; exit status 1 where anything was lost or doubled."""
    from jalon.config.demo import linked

    try:
        result = linked.headless(options.travellers, options.posts, options.cut_every, options.home, _say)
    except MachineFailed as failed:
        print(f"jalon demo: {failed}", file=sys.stderr)
        return 2
    print(json.dumps(result))
    return 0 if result["lost"] == 0 and result["duplicated"] == 0 else 1


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
    """Prepare, fill some days, open the four machines, say who can sign in and what to try; until interrupted.

    Raises MachineFailed.
    """
    keep_private()
    home.mkdir(parents=True, exist_ok=True)
    from jalon.config.demo import linked

    signal.signal(signal.SIGTERM, _interrupted)
    machines = linked.countries(home.resolve(), port, _say)
    try:
        print(invitation(port, date.today()), flush=True)
        while all(process.poll() is None for machine in machines for process in machine.processes):
            time.sleep(0.5)
        raise MachineFailed("one of the machines stopped: see above.")
    finally:
        for machine in machines:
            machine.stop()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def invitation(port: int, today: date) -> str:
    """Where to go, who can sign in, what to try."""
    from jalon.config.demo import travellers
    from jalon.config.demo.atlas import PASSWORD

    tries = {
        "clean": travellers.clean(today),
        "a wrong check digit": travellers.wrong_digit(travellers.clean(today)),
        "wanted, under another spelling": travellers.wanted(today),
    }
    lines = [
        "",
        "Jalon is open, at four machines of two countries:",
        "",
        f"  Gogui, Mali                     http://localhost:{port}/",
        "      amina (first line), bakary (shift leader), zara (protection),",
        "      gaoussou, kadi, salif (gendarmerie, customs, health)",
        f"  Mali's headquarters             http://localhost:{port + 1}/",
        "      claire (national desk), issa (administrator), hawa (data protection), emile (no rights)",
        f"  Gogui Zemal, Mauritania         http://localhost:{port + 2}/      aicha, brahim",
        f"  Mauritania's headquarters       http://localhost:{port + 3}/      mariem, oumar",
        "",
        f"Everybody's password is {PASSWORD}",
        "One browser keeps one officer signed in for all four: use private windows, or one browser each.",
        "The headquarters run on SQLite here; in the field they run on PostgreSQL.",
        "",
        "At a post: open a shift, then type or paste one of these where you are (the program takes it for a reader):",
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
