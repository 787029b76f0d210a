"""Open the doors: run the web server of this node. Ctrl-C stops it; what was recorded is on the disk.

Beside it runs what the node needs: at a headquarters or a forum `jalon work`, at an enrolled post, or at a headquarters
that joined a forum, `jalon sync --watch`. With
--alone they do not: run them by themselves, on this machine or another.

Exit status 2: this machine is not prepared, or the address and port are another program's."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jalon.config.parent import SERVED_BY

SUMMARY = "open the doors: run the web server"


SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before what runs beside is started again
# A laptop's pages; a headquarters, where slow lines hold a thread each while they send.
THREADS = {"post": 4, "headquarters": 24, "forum": 12}


class CannotListen(Exception):
    """The address and port cannot be had; a sentence that says what to do."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (default: this machine alone)")
    parser.add_argument("--alone", action="store_true", help="the pages alone, without the worker or the exchange")
    port_argument(parser)


def port_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="from 1 to 65535 (default: 8000)")


def port_number(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"“{text}” is no port; give a number from 1 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node
    from jalon.journal.keys import NodeNotPrepared

    try:
        look_at_port(options.address, options.port)
        start_django()
        alarm = start_node()
        if alarm:
            print(f"ALARM: {alarm}. A new epoch was opened; tell headquarters.", file=sys.stderr)
        with nothing_beside() if options.alone else beside():
            serve(options.address, options.port)
    except (CannotListen, NodeNotPrepared) as wrong:
        print(f"jalon serve: {wrong}", file=sys.stderr)
        return 2
    return 0


@contextmanager
def nothing_beside() -> Iterator[None]:
    yield


@contextmanager
def beside() -> Iterator[None]:
    """The worker of a headquarters or a forum, and the exchange of an enrolled post or of a headquarters that joined a
    forum, for as long as the pages are open."""
    from django.conf import settings

    from jalon.journal.node import this_node

    programs = [] if settings.JALON_TIER == "post" else [["work"]]
    # A headquarters may join a forum while its pages are open: the exchange then begins by itself.
    if settings.JALON_TIER == "headquarters" or this_node().keys.parent is not None:
        programs.append(["sync", "--watch"])
    # Sessions of their own: Ctrl-C at the terminal reaches the pages, which end them; they also look whether the pages
    # are there.
    commands = [[sys.executable, "-m", "jalon", *words, "--with", str(os.getpid())] for words in programs]
    keepers = [Keeper(command) for command in commands]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        for keeper in keepers:
            keeper.stop()


class Keeper(threading.Thread):
    """Keeps a program running beside this one: what dies is started again, after a pause that grows."""

    def __init__(self, command: list[str]) -> None:
        super().__init__(daemon=True)
        self.command, self.over = command, threading.Event()
        self.child = self._begun()

    def _begun(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - this very program

    def run(self) -> None:
        pause = SHORTEST_PAUSE
        while not self.over.is_set():
            began = time.monotonic()
            status = self.child.wait()
            if self.over.is_set():
                return
            pause = SHORTEST_PAUSE if time.monotonic() - began > LONGEST_PAUSE else min(LONGEST_PAUSE, pause * 2)
            name = " ".join(self.command[3:-2])
            print(f"jalon {name} stopped (status {status}); it is started again in {pause:.0f} s", file=sys.stderr)
            self.over.wait(pause)
            if not self.over.is_set():
                self.child = self._begun()

    def stop(self) -> None:
        self.over.set()
        self.child.terminate()
        self.child.wait(30)


def with_argument(parser: argparse.ArgumentParser) -> None:
    """For a program that another one runs beside itself."""
    parser.add_argument("--with", dest="beside", type=int, metavar="PID", help="stop once this process is gone")


def is_gone(process: int | None) -> bool:
    """Whether the process that a program runs beside is over."""
    return process is not None and not Path(f"/proc/{process}").exists()


def look_at_port(address: str, port: int) -> None:
    """Raise CannotListen where the server could not listen. The server itself would share a port with another one."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # A server that has just stopped leaves its port waiting: that is no hindrance.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(
                f"another program listens at {address}, port {port}: stop it, or name another port with --port."
            ) from error
        raise CannotListen(f"cannot listen at {address}, port {port}: {error.strerror}.") from error


def serve(address: str, port: int) -> None:
    """Gather the pages' files, then run until interrupted: one process, and threads as fit the tier.

    Raises CannotListen.
    """
    look_at_port(address, port)
    from django.conf import settings
    from granian import Granian

    from jalon.config.pages_files import gather

    gather()
    os.environ[SERVED_BY] = str(os.getpid())
    from granian.constants import Interfaces

    Granian(
        "jalon.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        respawn_failed_workers=True,
        blocking_threads=THREADS[settings.JALON_TIER],
        log_level="error",  # type: ignore[arg-type]  # of its warnings, that threads are many frightens without need
    ).serve()
