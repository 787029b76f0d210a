"""A process that holds the program loaded and forks a child for each task of one machine, so that a server, a worker or
a post can be killed a thousand times without being loaded as often. The child is a process like any other: what dies
with it dies.

On its standard input a line of JSON: [task, …arguments]; on its standard output the child's number.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any
from wsgiref import simple_server

PARENT_DIES = 1  # prctl: a child is killed with the nursery


def serve(port: int, room: int = 0) -> None:
    """Open the door of sync. `room`: bytes by which no file may grow any more, as on a full disk; 0: no limit."""
    from jalon.config.starting import start_node
    from jalon.sync import door

    start_node()
    if room:
        _limit_files(room)

    class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
        daemon_threads = True
        request_queue_size = 512

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Cut lines are what this server is for."""

    class Handler(simple_server.WSGIRequestHandler):
        def log_message(self, *_: object) -> None: ...

    at_once = threading.Semaphore(4)  # as many as `jalon serve` answers

    def application(environ: Any, start: Any) -> Any:
        with at_once:
            return door.application(environ, start)

    with simple_server.make_server("127.0.0.1", port, application, Server, Handler) as server:
        server.serve_forever(poll_interval=0.05)


def work() -> None:
    """Let the tables and all that reads them follow."""
    from jalon.config import working
    from jalon.config.starting import start_node

    start_node()
    while True:
        if not working.step():
            time.sleep(0.02)


def post(seed: int, address: str, saved: str, room: int = 0) -> None:
    """Record and send, over and over. Each key goes to the file `saved` once its entry is said to be saved."""
    import sqlite3

    from django.db import DatabaseError

    from jalon.config.starting import start_node
    from jalon.journal.node import this_node
    from jalon.journal.record import record_together
    from jalon.sync import session
    from jalon.sync.link import Link

    start_node()
    if room:
        _limit_files(room)
    chance, link = Random(seed), Link(address, timeout=5)
    with Path(saved).open("a") as file:
        shift = this_node().shift_keys.create()
        while True:
            acts = [("person.looked_up", {"question": {"primary_identifier": "TRAORE"}, "reason": "asked"})]
            opened = ("shift.opened", {"post": "ML-000", "shift_key": shift.hex()})
            with suppress(DatabaseError, sqlite3.Error, OSError):
                recorded = record_together([opened, *acts * chance.randrange(1, 9)], "a1b2c3d4", shift)
                file.write("".join(f"{one.key}\n" for one in recorded))
                file.flush()
            if chance.random() < 0.5:
                session.synchronise(link)


TASKS: dict[str, Callable[..., None]] = {"serve": serve, "work": work, "post": post}


def _limit_files(room: int) -> None:
    """Of the WAL, above all: what is written first is written there."""
    home = Path(os.environ["JALON_HOME"])
    largest = max((path.stat().st_size for path in home.glob("*.sqlite3-wal")), default=0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, resource.RLIM_INFINITY))


def main() -> None:
    import logging

    from jalon.config.starting import start_django

    start_django()
    logging.disable(logging.CRITICAL)
    from jalon.config import working  # noqa: F401
    from jalon.sync import door, session  # noqa: F401
    from jalon.sync.tests.faults import mutants

    if mutants.NAMED in os.environ:
        mutants.let_loose(os.environ[mutants.NAMED])
    print("ready", flush=True)
    children: set[int] = set()
    for line in sys.stdin:
        task, *arguments = json.loads(line)
        if task == "kill":
            # A child that died by itself keeps its number until here: no other process is ever hit.
            if (child := arguments[0]) in children:
                children.discard(child)
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            print(child, flush=True)
            continue
        child = os.fork()
        if child == 0:
            ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGKILL)
            os.close(0)
            with suppress(KeyboardInterrupt):
                TASKS[task](*arguments)
            os._exit(0)
        children.add(child)
        print(child, flush=True)


if __name__ == "__main__":
    main()
