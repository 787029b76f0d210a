"""A real headquarters beside the test's post: its own process, folder, keys, database and socket."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from jalon.config.demo.machines import free_port as free_port

ADMINISTRATOR = "issa"
FIRST_POST = "ML-GOG"


class Headquarters:
    """`jalon serve` and what else an administrator runs, as one machine."""

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **os.environ,
            "JALON_TIER": "headquarters",
            "JALON_HOME": str(folder / "hq"),
            "JALON_SIDECAR": str(folder / "outside" / "head"),
            "JALON_STATIC": str(folder / "static"),
            "JALON_SECOND_FACTOR": "optional",
        }
        self.environment.pop("JALON_DATABASE_URL", None)
        if database:
            self.environment["JALON_DATABASE_URL"] = database
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        self.jalon("node", "prepare", "--post", "ML-HQ")
        self.jalon("node", "officer", "--name", "Issa", "--username", ADMINISTRATOR, "--role", "administrator")

    def jalon(self, *words: str) -> str:
        """Run a command of this machine; what it printed."""
        return self._run([sys.executable, "-m", "jalon", *words])

    def python(self, code: str) -> str:
        """Run code on this machine, with its node started; what it printed."""
        start = "from jalon.config.starting import start_django, start_node\nstart_django()\nstart_node()\n"
        return self._run([sys.executable, "-c", start + code])

    def _run(self, words: list[str]) -> str:
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def serve(self) -> None:
        words = [sys.executable, "-m", "jalon", "serve", "--alone", "--port", str(self.port)]
        self.server = subprocess.Popen(words, env=self.environment, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/health/", timeout=2).read()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the headquarters did not open its door")

    def code(self, post: str = FIRST_POST, *more: str) -> str:
        said = self.jalon("node", "invite", "--post", post, "--by", ADMINISTRATOR, *more)
        found = re.search(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", said)
        assert found, said
        return found[0]

    def work(self) -> None:
        """Let everything follow, once."""
        self.jalon("work", "--once")

    def stop(self) -> None:
        if self.server is not None:
            os.killpg(self.server.pid, 15)
            self.server.wait(20)
            self.server = None


class Post(Headquarters):
    """The same program at a post."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.environment |= {"JALON_TIER": "post", "JALON_HOME": str(folder / "post")}
