"""The demonstration's machines as processes: started, spoken to, stopped; and a line between them that is cut."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

POST, HEADQUARTERS, FORUM = "post", "headquarters", "forum"


class MachineFailed(RuntimeError):
    """A machine of the demonstration did not do what it was asked; what it said is shown above."""


class Machine:
    """A folder, an environment, and what runs there."""

    def __init__(self, home: Path, tier: str, port: int, database: str | None = None, *, settings: str = "") -> None:
        """`settings`: of its pages, where they are not those of every machine."""
        self.home, self.tier, self.port = home, tier, port
        outside = {"JALON_HOME": str(home), "JALON_SIDECAR": str(home / "sidecar" / "head"), "JALON_TIER": tier}
        self.environment = {**os.environ, **outside, "JALON_SECOND_FACTOR": "optional"}
        for name in ("JALON_STATIC", "JALON_DATABASE_URL"):
            self.environment.pop(name, None)
        if database:
            self.environment["JALON_DATABASE_URL"] = database
        if settings:
            self.environment["DJANGO_SETTINGS_MODULE"] = settings
        self.processes: list[subprocess.Popen[Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def do(self, *words: str) -> str:
        """Let the machine do something; what it printed. Raises MachineFailed."""
        done = self._start("jalon.config.demo.machine", words, stdout=subprocess.PIPE)
        out, _ = done.communicate()
        if done.returncode:
            raise MachineFailed(f"{self.home.name} could not do: {words[0]}")
        return str(out)

    def begin(self, *words: str) -> subprocess.Popen[Any]:
        """The same, without waiting."""
        return self._start("jalon.config.demo.machine", words, stdout=subprocess.PIPE)

    def command(self, *words: str) -> int:
        """Run a command of the program there; its exit status. What it prints goes to the standard error."""
        return self._start("jalon", words, stdout=sys.stderr.fileno()).wait()

    def serve(self) -> None:
        """Open its pages, with what runs beside them. Returns once they answer. Raises MachineFailed."""
        self.processes.append(self._start("jalon", ("serve", "--port", str(self.port))))
        for _ in range(600):
            if self.processes[-1].poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.address}/health/", timeout=2).read()  # noqa: S310 - our own address
                return
            except OSError:
                time.sleep(0.1)
        raise MachineFailed(f"{self.home.name} did not open its pages at {self.address}")

    def _start(self, module: str, words: tuple[str, ...], stdout: int | None = None) -> subprocess.Popen[Any]:
        command = [sys.executable, "-m", module, *words]
        return subprocess.Popen(command, env=self.environment, text=True, stdout=stdout, start_new_session=True)  # noqa: S603

    @property
    def stands(self) -> bool:
        """Whether its pages' process runs; one that was never opened does not count as fallen."""
        return all(process.poll() is None for process in self.processes)

    def pull_the_plug(self) -> None:
        """Kill everything that runs here, in the middle of whatever it does; of a server that died, what it left."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
        self.processes.clear()

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.processes.clear()


class CutLine:
    """A line to a port of this machine that counts bytes both ways, and breaks after every `every` of them (0: never).

    They are counted over all connections and in both directions together; the one that is passing then is reset.
    """

    def __init__(self, port: int, every: int) -> None:
        self.port, self.every = port, every
        self.left = every or sys.maxsize
        self.bytes = 0
        self.cuts = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                near.close()
                continue
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while some := source.recv(1 << 14):
                with self.lock:
                    passing = some[: self.left]
                    cut = len(passing) < len(some)
                    self.left = (self.every or sys.maxsize) if cut else self.left - len(passing)
                    self.bytes += len(passing)
                    self.cuts += cut
                target.sendall(passing)
                if cut:
                    break
        except OSError:
            pass
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def close(self) -> None:
        self.listener.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said(process: subprocess.Popen[Any]) -> dict[str, Any]:
    """The JSON that a machine printed last. Raises MachineFailed."""
    out, _ = process.communicate()
    if process.returncode:
        raise MachineFailed("a post of the demonstration stopped")
    return dict(json.loads(str(out).strip().split("\n")[-1]))
