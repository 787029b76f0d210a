"""One machine of the demonstration, in a process of its own: python -m jalon.config.demo.machine WHAT …

headquarters COUNTRY POSTS        prepare it
months COUNTRY                    the traffic of its posts up to now, before it is opened
alone                             the story at this headquarters alone, in few words; JSON
forum                             prepare the forum's machine, with the first meeting and what comes after it
call ADDRESS                      from now on whoever stands above this machine is called there
sit ADDRESS CODE COUNTRY          a headquarters joins the forum, and hears of it
tell COUNTRY                      what it did of what it promised, carried to the forum
give COUNTRY                      its figures, and its answers
stick FILE                        a post that has no link is enrolled, and its stick's file written
desk                              the scene at Gogui's desk; where each part of it is, JSON
pages                             where the story's pages are at a headquarters or a forum, JSON
judge                             the forum's own judgement
evaluate                          an evaluation of the months between the two meetings; its key
invite POST                       a one-time code, on the last line
post COUNTRY ADDRESS CODE         join
days COUNTRY                      some days of traffic, then an exchange
travellers N SEED ADDRESS         N travellers through the desk, exchanging over ADDRESS as they come; JSON
held                              what the journal holds of each node, in order; JSON

Environment: JALON_TIER and JALON_HOME, as for every command.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable
from datetime import date
from typing import Any


def main(words: list[str]) -> int:
    from jalon.config.starting import start_django, start_node

    os.environ.setdefault("JALON_SECOND_FACTOR", "optional")  # everybody shares one password, and holds no telephone
    start_django()
    from django.utils import timezone

    from jalon.config.demo import country
    from jalon.config.demo.atlas import COUNTRIES

    today = timezone.localdate()
    what, *rest = words
    if what == "headquarters":
        country.prepare_headquarters(COUNTRIES[rest[0]], int(rest[1]), _say, today)
        return 0
    if what == "post":
        country.prepare_post(rest[1], rest[2], _quiet)
        return 0
    if what == "forum":
        _forum(today)
        return 0
    if what == "alone":
        _alone(today)
        return 0
    start_node()
    if what in STORY:
        STORY[what](rest, today)
    elif what == "invite":
        print(country.invite(rest[0]))
    elif what == "days":
        country.fill_days(COUNTRIES[rest[0]], today, _say)
        country.until_settled(_quiet, times=20)
    elif what == "travellers":
        print(json.dumps(_travellers(int(rest[0]), int(rest[1]), rest[2], today)))
    elif what == "held":
        print(json.dumps(_held()))
    return 0


def _forum(today: date) -> None:
    from jalon.config.demo.story import forum

    forum.prepare(today, _say)
    forum.go_on(today, _say)


def _alone(today: date) -> None:
    from jalon.config.demo.story import alone

    print(json.dumps(alone.tell(today, _quiet)))


def _months(rest: list[str], today: date) -> None:
    from jalon.config.demo import country
    from jalon.config.demo.atlas import COUNTRIES

    country.fill_months(COUNTRIES[rest[0]], today, _say)


def _sit(rest: list[str], today: date) -> None:
    from jalon.config.demo.story import sitting

    sitting.sit(rest[0], rest[1], rest[2], today)


def _call(rest: list[str], _today: date) -> None:
    from jalon.config.demo.story import sitting

    sitting.call_at(rest[0])


def _tell(rest: list[str], today: date) -> None:
    from jalon.config.demo.atlas import COUNTRIES
    from jalon.config.demo.story import owner, sitting

    sitting.count_all()  # reports lean on figures
    owner.tell(COUNTRIES[rest[0]], sitting.forum_joined(), today, _say)
    sitting.exchange()


def _give(rest: list[str], today: date) -> None:
    from jalon.config.demo.atlas import COUNTRIES
    from jalon.config.demo.story import owner, sitting

    sitting.exchange()
    sitting.count_all()
    owner.give(sitting.forum_joined(), today, COUNTRIES[rest[0]], _say)
    sitting.exchange()


def _judge(_rest: list[str], today: date) -> None:
    from jalon.config.demo.story import forum

    forum.judge(today, _say)


def _evaluate(_rest: list[str], today: date) -> None:
    from jalon.config.demo.story import evaluated

    print(evaluated.draw(today, _say))


def _stick(rest: list[str], today: date) -> None:
    from pathlib import Path

    from jalon.config.demo.story import stick

    stick.make(Path(rest[0]), today)


def _desk(_rest: list[str], today: date) -> None:
    from jalon.config.demo.story import at_the_desk

    print(json.dumps(at_the_desk.wait(today)))


def _pages(_rest: list[str], _today: date) -> None:
    from jalon.config.demo.story import pages

    print(json.dumps(pages.told()))


STORY: dict[str, Callable[[list[str], date], None]] = {
    "months": _months,
    "sit": _sit,
    "call": _call,
    "tell": _tell,
    "give": _give,
    "stick": _stick,
    "desk": _desk,
    "pages": _pages,
    "judge": _judge,
    "evaluate": _evaluate,
}


def _travellers(count: int, seed: int, address: str, today: Any) -> dict[str, Any]:
    """Through the desk's pages, while a second thread exchanges over a line that is cut; then until all is sent."""
    from jalon.config.demo import traffic, travellers
    from jalon.journal import sending
    from jalon.sync import session
    from jalon.sync.link import Link

    over, done = threading.Event(), {"sessions": 0, "cut": 0, "forks": 0}

    def exchange() -> None:
        from django.db import connections

        while not (over.is_set() and not sending.not_sent()):
            summary = session.synchronise(Link(address, timeout=20))
            done["sessions"] += 1
            done["cut"] += bool(summary.trouble)
            done["forks"] += summary.forks
            over.wait(0.2)
        connections.close_all()

    line = threading.Thread(target=exchange)
    line.start()
    try:
        officer = traffic.Officer("amina")
        counted = traffic.process(travellers.travellers(count, seed, today), officer)
        officer.close()
    finally:
        over.set()
        line.join()
    return {"travellers": counted["travellers"], "lost_at_desk": counted["lost"], **done}


def _held() -> dict[str, Any]:
    """Of each node: how many entries this journal holds, how many distinct, and a digest of them in order."""
    from jalon.journal.node import journal_connection

    connection, _ = journal_connection()
    rows = connection.execute("SELECT node, epoch, seq, hash FROM journal_entry ORDER BY position").fetchall()
    branches = connection.execute("SELECT COUNT(*) FROM journal_epoch WHERE branch_of <> ''").fetchone()[0]
    found: dict[str, Any] = {}
    for node, epoch, seq, hashed in rows:
        one = found.setdefault(node, {"entries": 0, "places": set(), "digest": hashlib.sha256()})
        one["entries"] += 1
        one["places"].add((epoch, seq))
        one["digest"].update(bytes(hashed))
    for one in found.values():
        one["distinct"], one["digest"] = len(one.pop("places")), one["digest"].hexdigest()
    return {"nodes": found, "forks": branches}


def _say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


def _quiet(_line: str) -> None:
    return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
