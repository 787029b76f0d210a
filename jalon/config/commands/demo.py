"""Five states, seven months: Gogui, on both sides of the line between Mali and Mauritania, above each post its
headquarters, and a forum in which five states promised one another things and follow them up.

  jalon demo                              prepare (once), seven months of traffic, then five servers and three doors
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

SUMMARY = "one story on synthetic data: posts, headquarters, a forum, and three doors into it"
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
    from jalon.config.demo import followed_up, linked

    try:
        with followed_up.beside() as story:
            result = linked.headless(options.travellers, options.posts, options.cut_every, options.home, _say)
            result |= {name: told for name, told in story.result().items() if name not in result}
    except MachineFailed as failed:
        print(f"jalon demo: {failed}", file=sys.stderr)
        return 2
    print(json.dumps(result))
    return 0 if result["lost"] == 0 and result["duplicated"] == 0 else 1


def headless(home: Path, count: int) -> int:
    """Process `count` travellers in the node at `home`; exit status 1 where one was lost, the chain is broken, or the
    evaluation is another one when it is computed again."""
    from jalon.config.demo import followed_up

    with followed_up.beside() as story:
        today = _ready(home)
        from jalon.config.demo import mix, place
        from jalon.journal.applying import entries_in_journal

        place.prepare(_say, today)
        started, before = time.monotonic(), entries_in_journal()
        counted = mix.process_all(count, place.SEED, today, _progress(count))
        seconds = time.monotonic() - started
        result = _result(counted, entries_in_journal() - before, seconds, home)
        try:
            result |= story.result()
        except MachineFailed as failed:
            print(f"jalon demo: {failed}", file=sys.stderr)
            return 2
    print(json.dumps(result))
    return 0 if result["lost"] == 0 and result["chain_ok"] and result["evaluated"] else 1


def show(home: Path, port: int) -> int:
    """Prepare, fill the months, open every machine and the doors, say who can sign in and what to try; until stopped.

    Raises MachineFailed.
    """
    keep_private()
    home.mkdir(parents=True, exist_ok=True)
    from jalon.config.demo import linked
    from jalon.config.demo.doors.server import Doors

    signal.signal(signal.SIGTERM, _interrupted)
    home = home.resolve()
    machines = linked.countries(home, port, _say)
    doors = Doors(machines, json.loads((home / linked.PAGES).read_text()), home / linked.STICK, port + atlas.DOORS)
    try:
        doors.open(ADDRESS)
        print(invitation(port, date.today()), flush=True)
        while True:
            doors.look_after()
            time.sleep(0.5)
    finally:
        doors.close()
        for machine in machines.values():
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
    at = {name: f"http://localhost:{port + one}/" for name, one in atlas.MACHINES.items()}
    lines = [
        "",
        f"Begin at the three doors:         http://localhost:{port + atlas.DOORS}/",
        "",
        "They lead through five machines, which also open by themselves:",
        "",
        f"  Gogui, Mali                     {at['post']}",
        "      amina, sekou (first line), bakary (shift leader), zara (protection),",
        "      gaoussou, kadi, salif (gendarmerie, customs, health)",
        f"  Mali's headquarters             {at['headquarters']}",
        "      claire (national desk), issa (administrator), hawa (data protection), solange (donor), emile",
        f"  Gogui Zemal, Mauritania         {at['across']}",
        "      aicha (first line), brahim (shift leader)",
        f"  Mauritania's headquarters       {at['across_headquarters']}",
        "      mariem (national desk), oumar (administrator)",
        f"  the forum of five states        {at['forum']}",
        "      dalia (secretariat), moussa (delegate of Niger), solange (of a donor), ousmane (administrator)",
        "",
        f"Everybody's password is {PASSWORD}",
        "The headquarters and the forum run on SQLite here; in the field they run on PostgreSQL.",
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
